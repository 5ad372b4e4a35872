// SPDX-License-Identifier: Apache-2.0
// What changes something: a command, a file of them, the file of a logger.
#include <functional>

#include "exchange/import.hpp"
#include "exchange/json.hpp"
#include "exchange/logger_import.hpp"
#include "exchange/table_import.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/signing.hpp"

namespace veinline::gateway::http {

using kernel::Object;
using kernel::Value;
using net::HttpResponse;
using net::Respond;

namespace {

/// The command that a call brings, in the name of who asks.
kernel::Result<commands::Request, HttpResponse> request_of(const ApiParts& parts,
                                                           const Call& call) {
  auto body = call.body();
  if (!body) return kernel::Failure{std::move(body).error()};
  TRY(const commands::Presence presence, presence_of(parts, call, *body));
  auto request = exchange::request_from(*body);
  if (!request) {
    return kernel::Failure{json(400, exchange::problem_json(request.error(), call.words))};
  }
  request->presence = presence;
  commands::ask_as(*request, call.asked_by());
  request->from = call.from;
  request->command = call.rest;
  request->key = header(call.request, "idempotency-key");
  if (request->key.empty()) {
    return kernel::Failure{call.problem("input.bad_key", 400, "Idempotency-Key")};
  }
  return std::move(*request);
}

/// What was prepared and is signed by a passkey now; nothing: it is a command like any other.
std::optional<kernel::Result<SignedByPasskey, HttpResponse>> brought_signature(
    const ApiParts& parts, const Call& call) {
  if (call.request.body.find("\"prepared\"") == std::string::npos) return std::nullopt;
  const auto body = call.body();
  const Value* proof = body ? body->find("proof") : nullptr;
  if (proof == nullptr || proof->object() == nullptr) return std::nullopt;
  if (proof->object()->find("prepared") == nullptr) return std::nullopt;
  auto out = signed_by_passkey(parts, call, *proof->object());
  return std::optional(std::move(out));
}

HttpResponse refusal_of(const Call& call, const commands::Problem& problem) {
  HttpResponse answer =
      json(exchange::status_of(problem), exchange::problem_json(problem, call.words));
  if (answer.status == 503) answer.headers.emplace_back("retry-after", "1");
  return evened(std::move(answer));
}

}  // namespace

namespace {

/// What was asked for, as it is recorded: "release/release" is "RELEASE.RELEASE". Empty: there is
/// no such command.
std::string code_of(std::string_view asked) {
  std::string code;
  for (const char c : asked) {
    const bool is_small = c >= 'a' && c <= 'z';
    code += is_small ? static_cast<char>(c - 'a' + 'A') : c == '/' ? '.' : c;
  }
  return journey::Code::parse(code) ? code : std::string();
}

void record(commands::Desk& desk, const std::string& person, std::string code, std::int64_t times) {
  commands::Request request;
  request.account = person;
  request.command = "staff/record_denial";
  request.key = desk.fresh_key();
  request.data.set("asked", Value(std::move(code)));
  request.data.set("times", Value(times));
  desk.submit_here(std::move(request), [](const commands::Desk::Reply&) {});
}

}  // namespace

void record_denial(commands::Desk& desk, Denials* denials, const std::string& person,
                   std::string_view asked) {
  if (denials == nullptr) return;
  std::string code = code_of(asked);
  if (code.empty()) return;
  const std::int64_t times = denials->count(person, code, desk.now());
  if (times != 0) record(desk, person, std::move(code), times);
}

void keep_denial(Denials* denials, const std::string& person, std::string_view asked) {
  const std::string code = denials == nullptr ? "" : code_of(asked);
  if (!code.empty()) denials->keep(person, code);
}

void record_kept(commands::Desk& desk, Denials* denials, const std::string& but_of) {
  if (denials == nullptr) return;
  for (Denials::Kept& one : denials->take(but_of, desk.now())) {
    record(desk, one.person, std::move(one.asked), one.times);
  }
}

namespace {

void deny(commands::Desk& desk, Denials* denials, const Call& call,
          const commands::Problem& problem) {
  const bool is_of_rights = problem.kind == commands::ProblemKind::refused && problem.rule == "R43";
  if (is_of_rights) return record_denial(desk, denials, call.account, call.rest);
  if (problem.is_of_hidden) keep_denial(denials, call.account, call.rest);
}

}  // namespace

HttpResponse prepare_command(const ApiParts& parts, const Call& call) {
  if (parts.pending == nullptr) return call.problem("http.not_found", 404);
  const journey::CommandType* type = parts.sources.catalogue.command(call.rest);
  if (type == nullptr) return call.problem("input.unknown_command", 404);
  if (type->signs.empty()) return call.problem("input.nothing_to_sign", 400, call.rest);
  auto request = request_of(parts, call);
  if (!request) return std::move(request).error();
  auto prepared = parts.desk.prepare(std::move(*request));
  if (!prepared) {
    const commands::Desk::Reply reply = std::move(prepared).error();
    if (reply) return json(200, exchange::answer_json(*reply));
    deny(parts.desk, parts.denials, call, reply.error());
    return refusal_of(call, reply.error());
  }
  if ((*prepared)->is_of_hidden) keep_denial(parts.denials, call.account, call.rest);
  const kernel::Instant now = parts.desk.now();
  Object out = exchange::prepared_json(**prepared, call.words);
  out.set("until", Value(kernel::to_text(now + Pending::lasts)));
  if (Object options = asked_of_passkeys(parts, call, **prepared); !options.empty()) {
    out.set("passkey_options", Value(std::move(options)));
  }
  out.set("prepared", Value((*prepared)->id));
  parts.pending->keep(std::move(*prepared), now);
  return json(200, out);
}

void give_command(const ApiParts& parts, const CallPointer& call, const Respond& respond) {
  if (call->request.body.empty()) call->request.body = "{}";
  record_kept(parts.desk, parts.denials, call->account);
  // A copy of what it needs: the reply may come when the API is gone.
  const auto told = [desk = &parts.desk, denials = parts.denials, respond,
                     call](const commands::Desk::Reply& reply) {
    if (reply) return respond(json(200, exchange::answer_json(*reply)));
    deny(*desk, denials, *call, reply.error());
    respond(refusal_of(*call, reply.error()));
  };
  if (auto signed_one = brought_signature(parts, *call)) {
    if (!*signed_one) return respond(std::move(*signed_one).error());
    return parts.desk.sign_here((*signed_one)->prepared, std::move((*signed_one)->given), told);
  }
  auto request = request_of(parts, *call);
  if (!request) return respond(std::move(request).error());
  parts.desk.submit_here(std::move(*request), told);
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
    report = exchange::take_in(desk, parts.sources.catalogue, call.asked_by(), call.words,
                               call.request.body);
  });
  if (!dry) return std::move(dry).error();
  Object out = exchange::report_json(report);
  out.set("dry_run", Value(*dry));
  if (report.is_of_hidden) keep_denial(parts.denials, call.account, "import");
  HttpResponse answer = json(200, out);
  answer.is_of_nothing = !report.problems.empty();
  return answer;
}

HttpResponse attach_logger(const ApiParts& parts, const Call& call) {
  exchange::LoggerAnswer answer{};
  auto dry = done_or_rehearsed(parts, call, [&](commands::Desk& desk) {
    const views::Sources seen = call.seen(parts.sources);
    const exchange::Importer importer{desk, seen, call.asked_by(), call.words};
    answer = exchange::attach_logger(importer, call.rest, call.request.query, call.request.body);
  });
  if (!dry) return std::move(dry).error();
  if (*dry) answer.body.set("dry_run", Value(true));
  return evened(json(answer.status, answer.body));
}

}  // namespace veinline::gateway::http
