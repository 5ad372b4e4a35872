// SPDX-License-Identifier: Apache-2.0
// The files of the web page, built into the program.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/net/message.hpp"

namespace veinline::gateway::http {

/// The file at a path; at the address of a screen, the page itself. Nothing at any other.
std::optional<net::HttpResponse> page_file(std::string_view path);

/// A person looks at this address with a browser, and not a program.
bool wants_a_page(const net::HttpRequest& request);
/// The page with status 404: it says that there is nothing at its address.
net::HttpResponse page_of_nothing();

}  // namespace veinline::gateway::http
