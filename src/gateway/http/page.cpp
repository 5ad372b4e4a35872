// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/page.hpp"

namespace veinline::gateway::http {

std::optional<net::HttpResponse> page_file(std::string_view path) {
  if (path != "/") return std::nullopt;
  return net::HttpResponse{200,
                           "text/plain; charset=utf-8",
                           "Veinline, the vein-to-vein record.\n"
                           "The API is below /api/v1/ and wants a bearer token; the public log is "
                           "below /log/.\n",
                           {}};
}

}  // namespace veinline::gateway::http
