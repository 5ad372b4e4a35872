// SPDX-License-Identifier: Apache-2.0
// What the operator asks: whether a fact could be recorded, and what was counted.
#include "gateway/http/answers.hpp"

namespace veinline::gateway::http {

using net::HttpResponse;

HttpResponse say_ready(const ApiParts& parts, const Call& call) {
  if (parts.watched != nullptr && parts.watched->not_ready) {
    if (const auto why = parts.watched->not_ready()) return call.problem(*why, 503);
  }
  const bool may_warn = parts.watched != nullptr && parts.watched->warning;
  const std::string warning = may_warn ? parts.watched->warning() : "";
  return plain(warning.empty() ? "ready\n" : "ready\n" + warning + "\n");
}

HttpResponse give_metrics(const ApiParts& parts, const Call& call) {
  const Watched* watched = parts.watched.get();
  if (watched == nullptr || !watched->metrics) return call.problem("http.not_found", 404);
  constexpr std::string_view bearer = "Bearer ";
  const std::string said = header(call.request, "authorization");
  const std::string token = said.starts_with(bearer) ? said.substr(bearer.size()) : "";
  if (!watched->may_read_metrics(token)) {
    HttpResponse answer = call.problem("http.metrics_token", 401);
    answer.headers.emplace_back("www-authenticate", "Bearer");
    return answer;
  }
  return {200, "text/plain; version=0.0.4; charset=utf-8", watched->metrics(), {}};
}

}  // namespace veinline::gateway::http
