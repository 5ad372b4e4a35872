// SPDX-License-Identifier: Apache-2.0
// Who the patients are: looked for, and shown. Both are recorded.
#include "exchange/disclosure.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/routes.hpp"

namespace veinline::gateway::http {

using net::HttpResponse;

namespace {

template <exchange::DisclosureAnswer (*ask)(const exchange::Disclosing&, const kernel::Object&)>
HttpResponse disclosed(const ApiParts& parts, const Call& call) {
  if (parts.patients == nullptr) return call.problem("http.not_found", 404);
  auto body = call.body();
  if (!body) return std::move(body).error();
  const exchange::DisclosureAnswer told =
      ask({parts.desk, call.seen(parts.sources), *parts.patients, parts.looks, call.asked_by(),
           call.words},
          *body);
  if (told.rule == "R43") {
    record_denial(parts.desk, parts.denials, call.account, call.route->name);
  } else if (told.is_of_hidden) {
    keep_denial(parts.denials, call.account, call.route->name);
  }
  HttpResponse answer = evened(json(told.status, told.body));
  answer.is_of_nothing = answer.is_of_nothing || told.is_given_evenly;
  if (told.wait_s != 0) answer.headers.emplace_back("retry-after", std::to_string(told.wait_s));
  if (told.status == 503) answer.headers.emplace_back("retry-after", "1");
  return answer;
}

}  // namespace

HttpResponse find_patient(const ApiParts& parts, const Call& call) {
  return disclosed<exchange::find_patients>(parts, call);
}

HttpResponse tell_identity(const ApiParts& parts, const Call& call) {
  return disclosed<exchange::show_identity>(parts, call);
}

HttpResponse tell_arm(const ApiParts& parts, const Call& call) {
  return disclosed<exchange::show_arm>(parts, call);
}

}  // namespace veinline::gateway::http
