// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/api.hpp"

#include <charconv>

#include "exchange/describe.hpp"
#include "exchange/evidence.hpp"
#include "exchange/import.hpp"
#include "exchange/json.hpp"
#include "exchange/label_content.hpp"
#include "exchange/people.hpp"
#include "exchange/table_import.hpp"
#include "gateway/http/page.hpp"
#include "kernel/limits.hpp"
#include "ledger/tiles.hpp"

namespace veinline::gateway::http {

using exchange::Words;
using kernel::Object;
using kernel::Value;
using net::HttpRequest;
using net::HttpResponse;
using net::Respond;

namespace {

constexpr std::string_view api = "/api/v1/";

HttpResponse json(int status, const Object& object) {
  return {status,
          status < 400 ? "application/json" : "application/problem+json",
          kernel::canonical_text(object) + "\n",
          {}};
}

std::string header(const HttpRequest& request, const std::string& name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? "" : found->second;
}

std::string query(const HttpRequest& request, const std::string& name) {
  const auto found = request.query.find(name);
  return found == request.query.end() ? "" : found->second;
}

std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return out;
}

}  // namespace

struct Api::Call {
  HttpRequest request;
  std::string account;
  const Words& words;

  [[nodiscard]] HttpResponse problem(const std::string& code, int status,
                                     const std::string& about = {}) const {
    Object out = exchange::problem_json(code, status, words);
    if (!about.empty()) out.set("about", Value(about));
    return json(status, out);
  }
  /// What the log does not have is not at this address. Any other fault is ours, and must not read
  /// like an answer: who checks the log would call it cut off.
  [[nodiscard]] HttpResponse fault(ledger::Fault fault, int status = 500) const {
    if (fault == ledger::Fault::not_there) return problem("http.not_found", 404);
    return problem("fault." + std::string(name(fault)), status);
  }
  /// What follows `prefix` in the path.
  [[nodiscard]] std::string rest(std::string_view prefix) const {
    return request.path.substr(prefix.size());
  }
  /// A path that ends with '/' stands for all below it, another one for itself alone.
  [[nodiscard]] bool is(const char* method, std::string_view path) const {
    if (request.method != method) return false;
    return path.ends_with('/') ? request.path.starts_with(path) : request.path == path;
  }
  /// A misspelt parameter must not give the answer to another question: the present for the past, a
  /// real import for a rehearsal. The names that are known are told, never the one that came.
  [[nodiscard]] std::optional<HttpResponse> unknown_parameter() const {
    const std::vector<std::string> known = known_parameters();
    for (const auto& [name, value] : request.query) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      std::string told;
      for (const std::string& one : known) told += (told.empty() ? "" : ", ") + one;
      return problem("http.bad_parameter", 400, told.empty() ? "none" : told);
    }
    return std::nullopt;
  }
  /// A record and what proves it never change, and what is told of the node itself is of now.
  [[nodiscard]] std::vector<std::string> known_parameters() const {
    if (is("POST", "/api/v1/import")) return {"dry_run"};
    if (request.method != "GET") return {};
    if (is("GET", "/api/v1/people")) return {"after", "count"};
    if (is("GET", "/api/v1/label/")) return {"form"};
    if (is("GET", "/api/v1/feed")) return {"after", "fact", "thing"};
    for (const char* timeless :
         {"record/", "receipt/", "export/", "catalogue", "log/", "me", "witnessing"}) {
      if (request.path.starts_with(std::string(api) + timeless)) return {};
    }
    for (const char* whole : {"/api/v1/trace/", "/api/v1/lineage/"}) {
      if (is("GET", whole)) return {"as_of"};
    }
    return {"after", "as_of", "count"};
  }
  /// There is something at this address, and it was asked in another way.
  [[nodiscard]] bool takes_other_method() const {
    const std::string rest = request.path.starts_with(api) ? this->rest(api) : "";
    return request.method != "POST" &&
           (rest.starts_with("commands/") || rest == "import" || rest == "scan");
  }
  /// What may last minutes must not keep the health of the server, or anybody's sign-in, waiting.
  [[nodiscard]] bool is_long() const {
    return is("POST", "/api/v1/import") || is("GET", "/api/v1/export/");
  }
};

HttpResponse Api::do_log(const Call& call) {
  const std::string& path = call.request.path;
  if (path == "/log/checkpoint") {
    auto tip = parts_.sources.store.tip();
    if (!tip) return call.fault(tip.error());
    return {200, "text/plain; charset=utf-8", tip->checkpoint, {}};
  }
  if (path == "/log/witnessed") return do_witnessed(call);
  if (path == "/log/key") {
    return {200, "text/plain; charset=utf-8", parts_.identity.vkey + "\n", {}};
  }
  auto id = ledger::parse_tile_path(std::string_view(path).substr(5));
  if (!id) return call.problem("http.not_found", 404);
  auto tile = parts_.sources.store.tile(*id);
  if (!tile) return call.fault(tile.error());
  return {200,
          "application/octet-stream",
          ledger::tile_bytes(*tile),
          {{"cache-control", "public, max-age=31536000, immutable"}}};
}

HttpResponse Api::do_witnessed(const Call& call) {
  if (parts_.notes == nullptr) return call.problem("http.not_found", 404);
  auto note = parts_.notes->newest_note();
  if (!note) return call.fault(note.error());
  if (!*note) return call.problem("witness.none_yet", 404);
  return {200, "text/plain; charset=utf-8", **note, {}};
}

/// What c2sp.org/tlog-witness asks of us, for whoever has a log that we witness.
HttpResponse Api::do_witness(const Call& call) {
  if (parts_.witness == nullptr) return call.problem("http.not_found", 404);
  if (call.is("POST", "/witness/add-checkpoint")) {
    return answer_of(parts_.witness->add_checkpoint(call.request.body));
  }
  if (call.is("GET", "/witness/key")) {
    return {200, "text/plain; charset=utf-8", parts_.witness->key().text() + "\n", {}};
  }
  return call.problem("http.not_found", 404);
}

void Api::answer_public(const Call& call, const Respond& respond) {
  const std::string& path = call.request.path;
  if (path.starts_with("/witness/")) return respond(do_witness(call));
  if (call.is("GET", "/log/")) return respond(do_log(call));
  if (call.is("GET", "/healthz")) {
    auto tip = parts_.sources.store.tip();
    if (!tip) return respond(call.fault(tip.error(), 503));
    return respond({200, "text/plain; charset=utf-8", "ok\n", {}});
  }
  if (call.request.method == "GET") {
    if (std::optional<HttpResponse> file = page_file(path)) return respond(std::move(*file));
  }
  respond(call.problem("http.not_found", 404));
}

void Api::handle(HttpRequest request, const Respond& respond) {
  const Words& words = Words::of(exchange::language_of(header(request, "accept-language")));
  auto call = std::make_shared<Call>(Call{std::move(request), {}, words});
  if (!call->request.path.starts_with(api)) {
    return post(reading_, call, respond, [this, call, respond] { answer_public(*call, respond); });
  }
  authenticate(call, respond, [this, call, respond] {
    if (!call->is_long()) return answer_private(call, respond);
    post(carrying_, call, respond, [this, call, respond] { answer_private(call, respond); });
  });
}

void Api::admit(const HttpRequest& head, const net::Admit& admit) {
  const Words& words = Words::of(exchange::language_of(header(head, "accept-language")));
  auto call = std::make_shared<Call>(Call{head, {}, words});
  if (!call->is("POST", "/api/v1/import")) {
    return admit(net::BodyLimit{kernel::command_bytes_max});
  }
  const Respond refuse = [admit](HttpResponse answer) { admit(std::move(answer)); };
  authenticate(call, refuse, [admit] { admit(net::BodyLimit{exchange::import_bytes_max}); });
}

void Api::authenticate(const CallPointer& call, const Respond& respond, Then then) {
  const std::string authorization = header(call->request, "authorization");
  if (!authorization.starts_with("Bearer ")) {
    HttpResponse answer = call->problem("auth.no_token", 401);
    answer.headers.emplace_back("www-authenticate", "Bearer");
    return respond(std::move(answer));
  }
  // The look-up may read from the disk: not on the thread that serves everybody.
  post(reading_, call, respond,
       [this, call, respond, then = std::move(then), token = authorization.substr(7)] {
         std::optional<std::string> person = parts_.person_of_token(token);
         if (!person) return respond(call->problem("auth.bad_token", 401));
         call->account = std::move(*person);
         then();
       });
}

// Some lines of a file may be recorded when its import breaks off; a command has its own answer.
void Api::post(commands::Workers& workers, const CallPointer& call, const Respond& respond,
               Then job) {
  const bool has_begun = &workers == &carrying_ && call->is("POST", "/api/v1/import");
  workers.post(std::move(job), [call, respond, has_begun] {
    const commands::ProblemKind kind =
        has_begun ? commands::ProblemKind::unknown : commands::ProblemKind::failed;
    const commands::Problem problem{kind, "fault.internal", {}, {}, {}};
    respond(json(500, exchange::problem_json(problem, call->words)));
  });
}

void Api::handle_as(const std::string& account, HttpRequest request, const Respond& respond) {
  const Words& words = Words::of(exchange::language_of(header(request, "accept-language")));
  auto call = std::make_shared<Call>(Call{std::move(request), account, words});
  if (call->request.path.starts_with(api)) return answer_private(call, respond);
  answer_public(*call, respond);
}

void Api::answer_private(const CallPointer& call, const Respond& respond) {
  if (auto refused = call->unknown_parameter()) return respond(std::move(*refused));
  if (call->is("POST", "/api/v1/commands/")) return do_command(*call, respond);
  if (call->is("POST", "/api/v1/import")) return respond(do_import(*call));
  if (call->is("POST", "/api/v1/scan")) return respond(do_scan(*call));
  if (call->is("GET", "/api/v1/catalogue") || call->is("GET", "/api/v1/catalogue/")) {
    return respond(do_describe(*call));
  }
  if (call->is("GET", "/api/v1/export/")) return respond(do_export(*call));
  if (call->is("GET", "/api/v1/label/")) return respond(do_label(*call));
  if (call->is("GET", "/api/v1/log/")) return respond(do_entries(*call));
  if (call->is("GET", "/api/v1/me")) return respond(do_me(*call));
  if (call->is("GET", "/api/v1/people")) return respond(do_people(*call));
  if (call->is("GET", "/api/v1/feed")) return respond(do_feed(*call));
  if (call->is("GET", "/api/v1/witnessing")) return respond(do_witnessing(*call));
  if (call->takes_other_method()) {
    HttpResponse answer = call->problem("http.method", 405, "POST");
    answer.headers.emplace_back("allow", "POST");
    return respond(std::move(answer));
  }
  if (call->request.method == "GET") return respond(do_view(*call));
  respond(call->problem("http.not_found", 404));
}

void Api::do_command(const Call& call, const Respond& respond) {
  auto body = kernel::parse_json(call.request.body.empty() ? "{}" : call.request.body,
                                 kernel::command_json);
  if (!body || body->object() == nullptr) {
    return respond(
        json(400, body ? exchange::problem_json("http.bad_json", 400, call.words)
                       : exchange::problem_json("http.bad_json", body.error(), call.words)));
  }
  auto request = exchange::request_from(*body->object());
  if (!request) return respond(json(400, exchange::problem_json(request.error(), call.words)));
  request->account = call.account;
  request->command = call.rest("/api/v1/commands/");
  request->key = header(call.request, "idempotency-key");
  if (request->key.empty()) {
    return respond(call.problem("input.bad_key", 400, "Idempotency-Key"));
  }
  const Words& words = call.words;
  parts_.desk.submit(std::move(*request), [respond, &words](commands::Desk::Reply reply) {
    if (reply) return respond(json(200, exchange::answer_json(*reply)));
    HttpResponse answer =
        json(exchange::status_of(reply.error()), exchange::problem_json(reply.error(), words));
    if (answer.status == 503) answer.headers.emplace_back("retry-after", "1");
    respond(std::move(answer));
  });
}

HttpResponse Api::do_import(const Call& call) {
  if (call.request.body.size() > exchange::import_bytes_max) {
    return call.problem("import.too_large", 413);
  }
  exchange::ImportReport report;
  const auto run = [&](commands::Desk& desk) {
    report = exchange::take_in(desk, parts_.sources.catalogue, call.account, call.words,
                               call.request.body);
  };
  const std::string dry_run = query(call.request, "dry_run");
  if (!dry_run.empty() && dry_run != "true" && dry_run != "false") {
    return call.problem("http.bad_parameter", 400, "dry_run");
  }
  const bool dry = dry_run == "true";
  if (dry) {
    auto rehearsed = parts_.with_scratch_desk(run);
    if (!rehearsed) return call.problem("fault." + std::string(name(rehearsed.error())), 500);
  } else {
    run(parts_.desk);
  }
  Object out = exchange::report_json(report);
  out.set("dry_run", Value(dry));
  return json(200, out);
}

// Entry bundles are not public: what they hold is pseudonymous, and personal data all the same.
HttpResponse Api::do_entries(const Call& call) {
  auto id = ledger::parse_bundle_path(call.rest("/api/v1/log/"));
  if (!id) return call.problem("http.not_found", 404);
  auto records = parts_.sources.store.read(id->index * ledger::tile_width_max + 1,
                                           static_cast<std::uint32_t>(id->width));
  if (!records) return call.fault(records.error());
  if (records->size() != static_cast<std::size_t>(id->width)) {
    return call.fault(ledger::Fault::not_there);
  }
  std::vector<std::string> entries;
  for (ledger::StoredRecord& record : *records) entries.push_back(std::move(record.bytes));
  return {200, "application/octet-stream", ledger::bundle_bytes(entries), {}};
}

HttpResponse Api::do_describe(const Call& call) {
  const exchange::Language language = call.words.language();
  const std::string name = call.rest("/api/v1/catalogue");
  if (name.empty() || name == "/") {
    return json(200, exchange::describe_all(parts_.sources.catalogue, language));
  }
  const journey::CommandType* type = parts_.sources.catalogue.command(name.substr(1));
  if (type == nullptr) return call.problem("input.unknown_command", 404);
  return json(200, exchange::describe_command(*type, language));
}

HttpResponse Api::do_export(const Call& call) {
  const std::string id = call.rest("/api/v1/export/");
  std::string bundle;
  const auto sink = [&](std::string_view bytes) { bundle += bytes; };
  auto exported = exchange::export_thing(parts_.sources, parts_.node_key, id, sink);
  if (!exported) return call.problem(exported.error().code, exchange::status_of(exported.error()));
  return {200, "text/plain; charset=utf-8", std::move(bundle), {}};
}

/// From the fact after `after`, or after the last one that a client which comes again has seen;
/// else from now on.
HttpResponse Api::do_feed(const Call& call) {
  if (parts_.feed == nullptr) return call.problem("http.not_found", 404);
  auto tip = parts_.sources.store.tip();
  if (!tip) return call.fault(tip.error());
  feed::Listener listener;
  listener.after = tip->head.size();
  const std::string seen = header(call.request, "last-event-id");
  const std::string after = query(call.request, "after");
  if (const std::string& from = seen.empty() ? after : seen; !from.empty()) {
    const auto seq = number(from);
    if (!seq) return call.problem("view.bad_sequence_number", 400);
    if (*seq > listener.after) return call.problem("view.beyond_the_end", 400);
    listener.after = *seq;
  }
  // Who could not be told is answered here, and not by a stream that ends at once.
  auto next = parts_.sources.store.read(listener.after + 1, 1);
  if (!next) return call.fault(next.error());
  if (!next->empty() && !views::line_of(parts_.sources.catalogue, next->front())) {
    return call.fault(ledger::Fault::damaged);
  }
  if (parts_.feed->is_full()) {
    HttpResponse answer = call.problem("feed.full", 503);
    answer.headers.emplace_back("retry-after", "10");
    return answer;
  }
  listener.wanted.fact = query(call.request, "fact");
  if (const std::string thing = query(call.request, "thing"); !thing.empty()) {
    auto named = views::thing_of(parts_.sources, thing, tip->head.size());
    if (!named) return call.problem(named.error().code, exchange::status_of(named.error()));
    listener.wanted.thing = std::move(*named);
  }
  if (const std::string authorization = header(call.request, "authorization");
      !authorization.empty()) {
    // The feed outlives the API.
    listener.may_listen = [person_of = parts_.person_of_token, token = authorization.substr(7),
                           who = call.account] { return person_of(token) == who; };
  }
  return {200,
          "text/event-stream",
          "retry: 1000\nid: " + std::to_string(listener.after) + "\n\n",
          {},
          [feed = parts_.feed, listener](std::shared_ptr<net::Outlet> outlet) mutable {
            listener.outlet = std::move(outlet);
            feed->add(std::move(listener));
          }};
}

HttpResponse Api::do_label(const Call& call) {
  const auto form = exchange::label_form(query(call.request, "form"));
  if (!form) return call.problem("http.bad_parameter", 400, "form: svg, pdf, zpl");
  auto content = exchange::label_content(parts_.sources, call.rest("/api/v1/label/"), call.words);
  if (!content) return call.problem(content.error().code, exchange::status_of(content.error()));
  auto drawn = exchange::drawn(*content, *form);
  if (!drawn) return call.problem(std::string(exchange::name(drawn.error())), 500);
  return {200, std::string(exchange::media_type(*form)), std::move(*drawn), {}};
}

HttpResponse Api::do_witnessing(const Call& call) {
  if (parts_.witnessing == nullptr) return call.problem("http.not_found", 404);
  const Standing standing = parts_.witnessing->standing();
  kernel::Array peers;
  for (const auto& [peer, answer] : standing.peers) {
    Object one;
    one.set("witness", Value(peer));
    one.set("answer", Value(text(answer)));
    peers.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("size", Value(static_cast<std::int64_t>(standing.size)));
  out.set("witnessed", Value(static_cast<std::int64_t>(standing.witnessed)));
  out.set("unwitnessed_s", Value(standing.unwitnessed_age.count() / 1000));
  out.set("witnesses", Value(std::move(peers)));
  return json(200, out);
}

HttpResponse Api::do_me(const Call& call) {
  Object out;
  out.set("person", Value("person/" + call.account));
  out.set("node", Value(parts_.identity.node));
  out.set("origin", Value(parts_.identity.origin));
  out.set("vkey", Value(parts_.identity.vkey));
  return json(200, out);
}

/// The page size that was asked for; empty: none that is allowed.
std::optional<std::uint32_t> Api::count_of(const Call& call, std::uint32_t otherwise) {
  const std::string count = query(call.request, "count");
  if (count.empty()) return otherwise;
  const auto wanted = number(count);
  if (!wanted || *wanted < 1 || *wanted > 1000) return std::nullopt;
  return static_cast<std::uint32_t>(*wanted);
}

HttpResponse Api::do_people(const Call& call) {
  const auto count = count_of(call, 100);
  if (!count) return call.problem("view.bad_page", 400);
  auto answer = exchange::people(parts_.sources, query(call.request, "after"), *count);
  if (!answer) return call.problem(answer.error().code, exchange::status_of(answer.error()));
  return json(200, *answer);
}

/// In the body, never in the address: a person may type a name where a code is wanted.
HttpResponse Api::do_scan(const Call& call) {
  auto body = kernel::parse_json(call.request.body, kernel::command_json);
  if (!body || body->object() == nullptr) {
    return json(400, body ? exchange::problem_json("http.bad_json", 400, call.words)
                          : exchange::problem_json("http.bad_json", body.error(), call.words));
  }
  auto scanned = exchange::scanned_from(*body->object());
  if (!scanned) return json(400, exchange::problem_json(scanned.error(), call.words));
  auto answer = views::scan(parts_.sources, *scanned);
  if (!answer) return call.problem(answer.error().code, exchange::status_of(answer.error()));
  return json(200, *answer);
}

HttpResponse Api::do_view(const Call& call) {
  const std::string rest = call.rest(api);
  const std::size_t slash = rest.find('/');
  views::Question question;
  if (slash != std::string::npos) question.id = rest.substr(slash + 1);
  question.after = query(call.request, "after");
  if (const std::string as_of = query(call.request, "as_of"); !as_of.empty()) {
    question.as_of = number(as_of);
    if (!question.as_of) return call.problem("view.bad_sequence_number", 400);
  }
  const auto count = count_of(call, question.count_max);
  if (!count) return call.problem("view.bad_page", 400);
  question.count_max = *count;
  auto answer = views::answer(parts_.sources, rest.substr(0, slash), question);
  if (!answer) return call.problem(answer.error().code, exchange::status_of(answer.error()));
  return json(200, *answer);
}

}  // namespace veinline::gateway::http
