// SPDX-License-Identifier: Apache-2.0
// Requests and answers as plain values: what the rest of the house knows of HTTP.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/result.hpp"

namespace veinline::gateway::net {

struct HttpRequest {
  std::string method;
  std::string path;                            ///< percent-decoded, without the query
  std::map<std::string, std::string> query;    ///< decoded
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

struct HttpResponse {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Answers a request, once, from any thread.
using Respond = std::function<void(HttpResponse)>;
/// Runs on the thread that serves everybody: must return quickly and answer from elsewhere.
using Handler = std::function<void(HttpRequest, Respond)>;

/// Splits and decodes a request target into path and query; false when it is malformed.
bool read_target(std::string_view target, HttpRequest& request);
/// Percent-encodes a path, slashes kept, and one query name or value.
std::string encode_path(std::string_view path);
std::string encode_query(std::string_view text);

/// http://host[:port][/base]
struct Url {
  std::string host;
  std::string port = "80";
  std::string base;  ///< without a slash at its end
  static kernel::Result<Url, std::string> parse(std::string_view text);
};

}  // namespace veinline::gateway::net
