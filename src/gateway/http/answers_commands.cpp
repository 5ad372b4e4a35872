// SPDX-License-Identifier: Apache-2.0
// What changes something: a command, a file of them, the file of a logger.
#include <functional>

#include "exchange/import.hpp"
#include "exchange/json.hpp"
#include "exchange/logger_import.hpp"
#include "exchange/table_import.hpp"
#include "gateway/http/answers.hpp"

namespace veinline::gateway::http {

using kernel::Object;
using kernel::Value;
using net::HttpResponse;
using net::Respond;

void give_command(const ApiParts& parts, const CallPointer& call, const Respond& respond) {
  if (call->request.body.empty()) call->request.body = "{}";
  auto body = call->body();
  if (!body) return respond(std::move(body).error());
  const exchange::Words& words = call->words;
  auto request = exchange::request_from(*body);
  if (!request) return respond(json(400, exchange::problem_json(request.error(), words)));
  request->account = call->account;
  request->token = call->token;
  request->from = call->from;
  request->command = call->rest;
  request->key = header(call->request, "idempotency-key");
  if (request->key.empty()) {
    return respond(call->problem("input.bad_key", 400, "Idempotency-Key"));
  }
  parts.desk.submit_here(std::move(*request), [respond, &words](commands::Desk::Reply reply) {
    if (reply) return respond(json(200, exchange::answer_json(*reply)));
    HttpResponse answer =
        json(exchange::status_of(reply.error()), exchange::problem_json(reply.error(), words));
    if (answer.status == 503) answer.headers.emplace_back("retry-after", "1");
    respond(std::move(answer));
  });
}

namespace {

/// Does it, or rehearses it over a copy where the address says so. The failure says why not.
kernel::Result<bool, HttpResponse> done_or_rehearsed(
    const ApiParts& parts, const Call& call, const std::function<void(commands::Desk&)>& run) {
  const std::string dry_run = call.query("dry_run");
  if (!dry_run.empty() && dry_run != "true" && dry_run != "false") {
    return kernel::Failure{call.problem("http.bad_parameter", 400, "dry_run")};
  }
  if (dry_run != "true") {
    run(parts.desk);
    return false;
  }
  auto rehearsed = parts.with_scratch_desk(run);
  if (rehearsed) return true;
  return kernel::Failure{call.problem("fault." + std::string(name(rehearsed.error())), 500)};
}

}  // namespace

HttpResponse take_in_file(const ApiParts& parts, const Call& call) {
  if (call.request.body.size() > exchange::import_bytes_max) {
    return call.problem("import.too_large", 413);
  }
  exchange::ImportReport report;
  auto dry = done_or_rehearsed(parts, call, [&](commands::Desk& desk) {
    report = exchange::take_in(desk, parts.sources.catalogue, call.account, call.words,
                               call.request.body);
  });
  if (!dry) return std::move(dry).error();
  Object out = exchange::report_json(report);
  out.set("dry_run", Value(*dry));
  return json(200, out);
}

HttpResponse attach_logger(const ApiParts& parts, const Call& call) {
  exchange::LoggerAnswer answer{};
  auto dry = done_or_rehearsed(parts, call, [&](commands::Desk& desk) {
    const exchange::Importer importer{desk, parts.sources, call.account, call.words};
    answer = exchange::attach_logger(importer, call.rest, call.request.query, call.request.body);
  });
  if (!dry) return std::move(dry).error();
  if (*dry) answer.body.set("dry_run", Value(true));
  return json(answer.status, answer.body);
}

}  // namespace veinline::gateway::http
