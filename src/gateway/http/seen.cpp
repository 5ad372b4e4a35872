// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/seen.hpp"

#include <algorithm>
#include <array>

#include "gateway/http/routes.hpp"

namespace veinline::gateway::http {

namespace {

std::string_view route_of(const Call& call, int status) {
  if (call.route != nullptr) return call.route->path;
  return status < 400 ? "page" : "none";
}

}  // namespace

std::string_view known_method(std::string_view method) {
  static constexpr std::array<std::string_view, 7> known{"GET",    "POST",    "PUT", "PATCH",
                                                         "DELETE", "OPTIONS", "HEAD"};
  const auto* const found = std::find(known.begin(), known.end(), method);
  return found == known.end() ? "other" : *found;
}

net::Respond seen_by(std::shared_ptr<const Watched> watched, CallPointer call, std::string id,
                     net::Respond respond) {
  return [watched = std::move(watched), call = std::move(call), id = std::move(id),
          respond = std::move(respond),
          begun = std::chrono::steady_clock::now()](net::HttpResponse answer) {
    answer.headers.emplace_back("x-request-id", id);
    answer.told = [watched, call, id, begun](const net::Sent& sent) {
      const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
          std::chrono::steady_clock::now() - begun);
      const std::string_view method = sent.is_head ? "HEAD" : known_method(call->request.method);
      watched->see({method, route_of(*call, sent.status), sent.status, took, sent.body_bytes,
                    call->account, id});
    };
    respond(std::move(answer));
  };
}

}  // namespace veinline::gateway::http
