// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/issuer_fetch.hpp"

#include <algorithm>

#include "access/oidc_url.hpp"
#include "gateway/net/client.hpp"

namespace veinline::gateway::http {
namespace {

const net::ClientOptions as_little_as_needed{.wait_max = std::chrono::seconds(10),
                                             .body_bytes_max = 1024UL * 1024};

/// What stands behind the house: "/" at least.
std::string target_of(std::string_view url) {
  const std::size_t authority = url.find("://") + 3;
  const std::size_t end = std::min(url.find_first_of("/?", authority), url.size());
  const std::string_view rest = url.substr(end);
  return rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
}

}  // namespace

access::Fetch issuer_fetch(std::vector<std::string> origins, std::string ca_file) {
  return [origins = std::move(origins), ca_file = std::move(ca_file)](
             const access::FetchRequest& request) -> std::optional<access::Fetched> {
    const auto origin = access::origin_of(request.url);
    if (!origin || std::find(origins.begin(), origins.end(), *origin) == origins.end()) {
      return std::nullopt;
    }
    auto house = net::Url::parse(*origin);
    if (!house) return std::nullopt;
    net::ClientOptions options = as_little_as_needed;
    options.ca_file = ca_file;
    net::Client client(std::move(*house), "", std::move(options));
    std::vector<std::pair<std::string, std::string>> headers{{"Accept", "application/json"}};
    if (!request.authorization.reveal().empty()) {
      headers.emplace_back("Authorization", request.authorization.reveal());
    }
    if (request.method == "POST") {
      headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    }
    auto answer =
        client.request(request.method, target_of(request.url), request.form.reveal(), headers);
    if (!answer) return std::nullopt;
    return access::Fetched{answer->status, std::move(answer->body)};
  };
}

}  // namespace veinline::gateway::http
