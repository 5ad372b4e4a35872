// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/call.hpp"

#include "exchange/json.hpp"
#include "gateway/http/routes.hpp"
#include "journey/catalogue.hpp"
#include "journey/quality/correction.hpp"
#include "kernel/number.hpp"

namespace veinline::gateway::http {

using net::HttpRequest;
using net::HttpResponse;

bool is_of_nothing(const kernel::Object& problem) {
  const kernel::Value* code = problem.find("code");
  if (code == nullptr || code->string() == nullptr) return false;
  return *code->string() == journey::general::unknown_thing.code ||
         *code->string() == journey::general::unknown_alias.code ||
         *code->string() == journey::quality::nothing_to_correct.code;
}

HttpResponse json(int status, const kernel::Object& object) {
  HttpResponse out{status,
                   status < 400 ? "application/json" : "application/problem+json",
                   kernel::canonical_text(object) + "\n",
                   {}};
  out.is_of_nothing = status == 404 || (status >= 400 && is_of_nothing(object));
  return out;
}

HttpResponse evened(HttpResponse answer) {
  const bool is_refused = answer.status >= 400 && answer.status < 500;
  answer.is_of_nothing = answer.is_of_nothing || is_refused;
  return answer;
}

HttpResponse plain(std::string text) {
  return {200, "text/plain; charset=utf-8", std::move(text), {}};
}

std::string header(const HttpRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

std::string Call::query(const std::string& name) const {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

HttpResponse Call::problem(const std::string& code, int status, const std::string& about) const {
  kernel::Object out = exchange::problem_json(code, status, words);
  if (!about.empty()) out.set("about", kernel::Value(about));
  return json(status, out);
}

HttpResponse Call::no_view(const views::NoView& none) const {
  return problem(none.code, exchange::status_of(none));
}

HttpResponse Call::fault(ledger::Fault fault, int status) const {
  if (fault == ledger::Fault::not_there) return problem("http.not_found", 404);
  const std::string code = "fault." + std::string(name(fault));
  if (fault != ledger::Fault::out_of_reach) return problem(code, status);
  // What an earlier try of a command came to is not known either.
  const commands::Problem away{commands::ProblemKind::unknown, code, {}, {}, {}};
  HttpResponse answer = request.method == "POST" ? json(503, exchange::problem_json(away, words))
                                                 : no_view(views::no_view(fault).error);
  answer.headers.emplace_back("retry-after", "1");
  return answer;
}

std::optional<HttpResponse> Call::unknown_parameter() const {
  for (const auto& [name, value] : request.query) {
    // Empty, it would be the position of now: what a script forgot to fill in.
    const bool is_forgotten = name == "as_of" && value.empty();
    if (takes(*route, name) && !is_forgotten) continue;
    std::string told;
    for (const std::string_view one : route->query) {
      told += (told.empty() ? "" : ", ") + std::string(one);
    }
    return problem("http.bad_parameter", 400, told.empty() ? "none" : told);
  }
  return std::nullopt;
}

std::optional<std::uint32_t> Call::count(std::uint32_t otherwise) const {
  const std::string count = query("count");
  if (count.empty()) return otherwise;
  const auto wanted = kernel::whole_number(count);
  if (!wanted || *wanted < 1 || *wanted > 1000) return std::nullopt;
  return static_cast<std::uint32_t>(*wanted);
}

kernel::Result<kernel::Object, HttpResponse> Call::body() const {
  auto read = kernel::parse_json(request.body, kernel::command_json);
  if (!read) {
    return kernel::Failure{json(400, exchange::problem_json("http.bad_json", read.error(), words))};
  }
  if (read->object() == nullptr) {
    return kernel::Failure{json(400, exchange::problem_json("http.bad_json", 400, words))};
  }
  return *read->object();
}

}  // namespace veinline::gateway::http
