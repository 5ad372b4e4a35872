// SPDX-License-Identifier: Apache-2.0
// Turns what Beast parsed into a HttpRequest, and refuses what Beast lets through.
// Included only by connection.cpp and request_check.cpp: it shows Boost.
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <optional>
#include <string_view>

#include "gateway/net/message.hpp"
#include "kernel/result.hpp"

namespace veinline::gateway::net {

/// Everything but the body, or the answer that refuses it.
kernel::Result<HttpRequest, HttpResponse> read_head(
    const boost::beast::http::request_header<>& header);

/// The answer to a request that could not be read; none when there is nobody left to tell. `unread`
/// is what the parser left: Beast has one code for another version and for none at all.
std::optional<HttpResponse> answer_to(const boost::system::error_code& code,
                                      std::string_view unread);

/// What Beast smooths over in a head as it came: lines folded as in old mail, which others read as
/// two headers or as none (RFC 9112, section 5.2).
std::optional<HttpResponse> check_lines(std::string_view head);

HttpResponse too_late();
HttpResponse too_often();       ///< without its Retry-After
HttpResponse not_plain_here();  ///< to who speaks HTTP where TLS is spoken

}  // namespace veinline::gateway::net
