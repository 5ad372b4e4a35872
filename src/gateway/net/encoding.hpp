// SPDX-License-Identifier: Apache-2.0
// What a client need not be sent: bodies that it has already (ETag), and most bytes of long ones
// (gzip, and Brotli where it is there already).
#pragma once

#include <string>
#include <string_view>

#include "gateway/net/message.hpp"

namespace veinline::gateway::net {

/// Compressed as RFC 1952 says.
std::string gzip(std::string_view text);

/// A body in all forms in which it is sent, made once. `content_type` says whether it is worth
/// compressing.
std::shared_ptr<const Prepared> prepared(std::string text, std::string_view content_type);

/// What a request says about how it may be answered.
struct Wishes {
  bool takes_gzip = false;
  bool takes_br = false;
  bool has_cookie = false;
  bool reads = false;  ///< GET or HEAD: the answer may be one that the client has
  std::string if_none_match{};
};
Wishes wishes_of(const HttpRequest& request);

/// The answer as it goes out to who wishes this. What the handler lets be kept (by a Cache-Control
/// of its own) gets an ETag, and is answered with 304 to whoever has it. What is long and read gets
/// compressed; docs/decisions/0020 says what never is.
HttpResponse fitted(HttpResponse response, const Wishes& wishes);

}  // namespace veinline::gateway::net
