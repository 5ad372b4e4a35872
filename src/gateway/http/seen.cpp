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

namespace {

/// What is known of a request before its answer. One of them, however often its Respond is copied
/// on the way: a thousand requests may wait for a thread at once.
struct Asked {
  std::shared_ptr<const Watched> watched;
  CallPointer call;
  std::string id;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();
};

void tell(const Asked& asked, const net::Sent& sent) {
  const auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - asked.begun);
  const Call& call = *asked.call;
  const std::string_view method = sent.is_head ? "HEAD" : known_method(call.request.method);
  asked.watched->see({method, route_of(call, sent.status), sent.status, took, sent.body_bytes,
                      call.account, asked.id});
}

}  // namespace

net::Respond seen_by(std::shared_ptr<const Watched> watched, CallPointer call, std::string id,
                     net::Respond respond) {
  auto asked =
      std::make_shared<const Asked>(Asked{std::move(watched), std::move(call), std::move(id)});
  return [asked = std::move(asked), respond = std::move(respond)](net::HttpResponse answer) {
    answer.headers.emplace_back("x-request-id", asked->id);
    answer.told = [asked](const net::Sent& sent) { tell(*asked, sent); };
    respond(std::move(answer));
  };
}

}  // namespace veinline::gateway::http
