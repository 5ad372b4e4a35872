// SPDX-License-Identifier: Apache-2.0
// What changes something: a command, a file of them, the file of a logger.
#include <functional>

#include "exchange/import.hpp"
#include "exchange/json.hpp"
#include "exchange/logger_import.hpp"
#include "exchange/table_import.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/recording.hpp"
#include "gateway/http/session_door.hpp"
#include "gateway/http/signing.hpp"
#include "journey/breakglass/breakglass.hpp"

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

}  // namespace

HttpResponse refused_evenly(const Call& call, const commands::Problem& problem) {
  HttpResponse answer =
      json(exchange::status_of(problem), exchange::problem_json(problem, call.words));
  if (answer.status == 503) answer.headers.emplace_back("retry-after", "1");
  return evened(std::move(answer));
}

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

/// Says it of its person in the name of `by`. What is not recorded waits again.
void record(commands::Desk& desk, Denials* denials, const std::string& by, Denials::Kept one) {
  commands::Request request = denial_request(desk, by, one);
  desk.submit_here(std::move(request),
                   [denials, one = std::move(one)](const commands::Desk::Reply& reply) {
                     if (!reply) denials->put_back(one);
                   });
}

}  // namespace

void record_denial(commands::Desk& desk, Denials* denials, const std::string& person,
                   std::string_view asked) {
  if (denials == nullptr) return;
  std::string code = code_of(asked);
  if (code.empty()) return;
  const std::int64_t times = denials->count(person, code, desk.now());
  if (times != 0) record(desk, denials, person, {person, std::move(code), {}, times, {}, {}});
}

void keep_denial(Denials* denials, const std::string& person, std::string_view asked) {
  const std::string code = denials == nullptr ? "" : code_of(asked);
  if (!code.empty()) denials->keep(person, code);
}

void record_kept(const ApiParts& parts, const std::string& but_of) {
  if (parts.denials == nullptr) return;
  std::vector<Denials::Kept> kept = parts.denials->take(but_of, parts.desk.now());
  if (kept.empty()) return;
  std::optional<std::string> by;
  if (parts.recorder) {
    auto recorder = parts.recorder();
    if (recorder) by = std::move(*recorder);
  }
  for (Denials::Kept& one : kept) {
    const std::string who = by ? *by : one.person;
    record(parts.desk, parts.denials, who, std::move(one));
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

namespace {

/// What opens the record of any patient tells of them as it is shown: not often, whatever it is
/// asked about.
std::optional<HttpResponse> shown_too_often(const ApiParts& parts, const Call& call,
                                            const journey::CommandType& type) {
  if (!type.wants_second_factor || parts.looks == nullptr) return std::nullopt;
  const std::uint32_t wait = parts.looks->take(call.account, parts.desk.now());
  if (wait == 0) return std::nullopt;
  HttpResponse answer = call.problem("http.too_many_looks", 429);
  answer.headers.emplace_back("retry-after", std::to_string(wait));
  return answer;
}

/// That they are about to be shown something of what they could not read. What opens a record is
/// recorded before it is shown, and is no denial: they may sign it. The failure is the answer.
kernel::Result<kernel::Done, HttpResponse> keep_shown(const ApiParts& parts, const Call& call,
                                                      const journey::CommandType& type,
                                                      const commands::Prepared& prepared) {
  if (!prepared.is_of_hidden) return kernel::Done{};
  if (!type.wants_second_factor) {
    keep_denial(parts.denials, call.account, call.rest);
    return kernel::Done{};
  }
  commands::Request request;
  commands::ask_as(request, call.asked_by());
  request.from = commands::From::machine;  // it was decided here that it is shown
  request.command = journey::breakglass::RecordShowing::name;
  request.key = parts.desk.fresh_key();
  const Value* subject = prepared.facts.front().data.find("subject");
  if (subject != nullptr) request.data.set("subject", *subject);
  const commands::Desk::Reply reply = parts.desk.ask(std::move(request));
  if (!reply) return kernel::Failure{refused_evenly(call, reply.error())};
  return kernel::Done{};
}

}  // namespace

HttpResponse prepare_command(const ApiParts& parts, const Call& call) {
  if (parts.pending == nullptr) return call.problem("http.not_found", 404);
  const journey::CommandType* type = parts.sources.catalogue.command(call.rest);
  if (type == nullptr) return call.problem("input.unknown_command", 404);
  if (type->signs.empty()) return call.problem("input.nothing_to_sign", 400, call.rest);
  if (auto too_often = shown_too_often(parts, call, *type)) return std::move(*too_often);
  auto request = request_of(parts, call);
  if (!request) return std::move(request).error();
  auto prepared = parts.desk.prepare(std::move(*request));
  if (!prepared) {
    const commands::Desk::Reply reply = std::move(prepared).error();
    if (reply) return json(200, exchange::answer_json(*reply));
    deny(parts.desk, parts.denials, call, reply.error());
    return refused_evenly(call, reply.error());
  }
  if (auto kept = keep_shown(parts, call, *type, **prepared); !kept) {
    return std::move(kept).error();
  }
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

namespace {

/// What a second person joined with at somebody else's device signs what they both do there, and is
/// good for nothing else: a badge is copied, and a PIN is seen.
bool is_beyond_a_badge(const Call& call, commands::Presence presence) {
  return call.session && is_by_badge(*call.session) && presence != commands::Presence::at_device;
}

}  // namespace

void give_command(const ApiParts& parts, const CallPointer& call, const Respond& respond) {
  if (call->request.body.empty()) call->request.body = "{}";
  record_kept(parts, call->account);
  // A copy of what it needs: the reply may come when the API is gone.
  const auto told = [desk = &parts.desk, denials = parts.denials, respond,
                     call](const commands::Desk::Reply& reply) {
    if (reply) return respond(json(200, exchange::answer_json(*reply)));
    deny(*desk, denials, *call, reply.error());
    respond(refused_evenly(*call, reply.error()));
  };
  if (auto signed_one = brought_signature(parts, *call)) {
    if (!*signed_one) return respond(std::move(*signed_one).error());
    return parts.desk.sign_here((*signed_one)->prepared, std::move((*signed_one)->given), told);
  }
  auto request = request_of(parts, *call);
  if (!request) return respond(std::move(request).error());
  if (is_beyond_a_badge(*call, request->presence)) {
    return respond(call->problem("auth.joined_by_badge", 403));
  }
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
