// SPDX-License-Identifier: Apache-2.0
// The files of the web page, built into the program.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/net/message.hpp"

namespace veinline::gateway::http {

/// The file at a path ("/" is the page itself), or nothing.
std::optional<net::HttpResponse> page_file(std::string_view path);

}  // namespace veinline::gateway::http
