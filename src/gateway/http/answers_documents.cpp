// SPDX-License-Identifier: Apache-2.0
// Controlled documents: told, taken in and given out.
#include "exchange/papers.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/routes.hpp"

namespace veinline::gateway::http {

using net::HttpResponse;

namespace {

exchange::PaperDesk desk_of(const ApiParts& parts, const Call& call) {
  return {parts.desk,   call.seen(parts.sources), *parts.papers, call.asked_by(), call.words,
          parts.name_of};
}

HttpResponse answer_of_papers(const ApiParts& parts, const Call& call,
                              const exchange::PaperAnswer& told) {
  if (told.rule == "R43") {
    record_denial(parts.desk, parts.denials, call.account, call.route->name);
  } else if (told.is_of_hidden) {
    keep_denial(parts.denials, call.account, call.route->name);
  } else if (told.status == 404) {
    keep_look(parts, call, "document/" + call.rest.substr(call.rest.rfind('/') + 1));
  }
  HttpResponse answer = evened(json(told.status, told.body));
  if (told.status == 503) answer.headers.emplace_back("retry-after", "1");
  return answer;
}

}  // namespace

HttpResponse too_many_files(const Call& call) {
  HttpResponse answer = call.problem("fault.busy", 503);
  answer.headers.emplace_back("retry-after", "5");
  return answer;
}

HttpResponse list_documents(const ApiParts& parts, const Call& call) {
  if (parts.papers == nullptr) return call.problem("http.not_found", 404);
  const auto count = call.count(100);
  if (!count) return call.problem("view.bad_page", 400);
  return answer_of_papers(
      parts, call, exchange::list_documents(desk_of(parts, call), call.query("after"), *count));
}

HttpResponse show_document(const ApiParts& parts, const Call& call) {
  if (parts.papers == nullptr) return call.problem("http.not_found", 404);
  auto told = exchange::show_document(desk_of(parts, call), call.rest);
  if (told.status == 200) {
    if (auto named = add_names_of_signers(parts, call, told.body); !named) {
      return call.no_view(named.error());
    }
  }
  return answer_of_papers(parts, call, told);
}

HttpResponse take_in_document(const ApiParts& parts, const Call& call) {
  if (parts.papers == nullptr) return call.problem("http.not_found", 404);
  const std::string key = header(call.request, "idempotency-key");
  if (key.empty()) return call.problem("input.bad_key", 400, "Idempotency-Key");
  const exchange::SentVersion sent{.document = call.rest,
                                   .version = call.query("version"),
                                   .sha256 = call.query("sha256"),
                                   .content_type = header(call.request, "content-type"),
                                   .key = key};
  return answer_of_papers(parts, call,
                          exchange::file_version(desk_of(parts, call), sent, call.request.body));
}

HttpResponse give_document(const ApiParts& parts, const Call& call) {
  if (parts.papers == nullptr) return call.problem("http.not_found", 404);
  // Before anything is recorded or read: whoever is refused has opened nothing.
  auto pass = parts.documents_out.take();
  if (pass == nullptr) return too_many_files(call);
  exchange::GivenBytes given = exchange::give_bytes(
      desk_of(parts, call),
      {.document = call.rest, .version = call.query("version"), .copy = call.query("copy")});
  if (given.problem.status != 200) return answer_of_papers(parts, call, given.problem);
  HttpResponse answer{200, "application/octet-stream", std::move(given.bytes),
                      std::move(given.headers)};
  answer.pass = std::move(pass);
  return answer;
}

}  // namespace veinline::gateway::http
