// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/api.hpp"

#include <algorithm>

#include "access/token.hpp"
#include "exchange/json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/page.hpp"
#include "gateway/http/recording.hpp"
#include "gateway/http/routes.hpp"
#include "gateway/http/session_door.hpp"
#include "journey/staff/devices.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::http {

using exchange::Words;
using net::HttpRequest;
using net::HttpResponse;
using net::Respond;

namespace {

CallPointer call_of(HttpRequest request, const std::string& account) {
  const Words& words = Words::of(exchange::language_of(header(request, "accept-language")));
  Found found = find_route(request.method, request.path);
  return std::make_shared<Call>(
      Call{std::move(request), account, {}, words, found.route, std::move(found.rest)});
}

/// Whoever is not known does not even learn which addresses of the API there are.
bool is_for_anybody(const Call& call) {
  if (call.route != nullptr) return call.route->who != Who::signed_in;
  return !call.request.path.starts_with("/api/");
}

/// The addresses of a link know by it alone, and there nobody is somebody else besides. A session
/// that the same browser holds is not looked at: what changes something brings the word of the
/// link.
bool is_of_two_callers(const Call& call) {
  if (call.route == nullptr) return false;
  const bool is_of_link = call.route->who == Who::by_link || call.route->name == "courier_open";
  return is_of_link && (call.request.certificate || !header(call.request, "authorization").empty());
}

/// A view that is asked without what it is of is another mistake than one that there is not.
HttpResponse nothing_to_see(const Call& call) {
  const auto almost = almost_route(call.request.method, call.request.path);
  if (!almost) return call.problem("view.unknown", 404);
  const std::string path(almost->route->path);
  switch (almost->fault) {
    case Almost::Fault::lacks_its_end:
      return call.problem("view.needs_id", 404, path);
    case Almost::Fault::has_one_too_many:
      return call.problem("view.takes_no_id", 404, path);
  }
  kernel::broken_invariant("an address is too short or too long", __FILE__, __LINE__);
}

HttpResponse nothing_here(const Call& call) {
  if (const std::string allowed = find_route(call.request.method, call.request.path).allowed;
      !allowed.empty()) {
    HttpResponse answer = call.problem("http.method", 405, allowed);
    answer.headers.emplace_back("allow", allowed);
    return answer;
  }
  const std::string& path = call.request.path;
  if (call.request.method == "GET") {
    if (std::optional<HttpResponse> file = page_file(path)) return std::move(*file);
    if (path.starts_with("/api/v1/")) return nothing_to_see(call);
    // What is of the API is told as a program reads it, whoever asks.
    const bool is_of_api = path == "/api" || path.starts_with("/api/");
    if (!is_of_api && wants_a_page(call.request)) return page_of_nothing();
  }
  return call.problem("http.not_found", 404);
}

/// Whether it is decided by all that there is of a patient: that takes longer of one that is there,
/// by many records maybe.
bool looks_wide(const ApiParts& parts, const Call& call) {
  if (call.route->name == "arm") return true;
  if (call.route->name != "give_command" && call.route->name != "prepare") return false;
  const journey::CommandType* type = parts.sources.catalogue.command(call.rest);
  return type != nullptr && (type->asks_who_sees || type->weighs_retention);
}

/// What a token must be for. A command without a desk of its own is asked as one that is signed.
journey::staff::Scope scope_of(const Route* route) {
  using journey::staff::Scope;
  if (route == nullptr || route->name == "scan") return Scope::read;
  return route->name == "give_command" ? Scope::sign : Scope::act;
}

}  // namespace

Respond Api::watched(const CallPointer& call, const Respond& respond) {
  if (parts_.watched == nullptr || !parts_.watched->see) return respond;
  std::string id = parts_.watched->request_ids + std::to_string(++asked_);
  return seen_by(parts_.watched, call, std::move(id), respond);
}

/// That there is nothing, or nothing of theirs, is told to whoever is known in whole steps of time.
Respond Api::evened(const CallPointer& call, Respond respond) const {
  const bool tells_of_things = call->route != nullptr && call->route->who == Who::signed_in;
  if (parts_.evenly == nullptr || !tells_of_things) return respond;
  const auto step = looks_wide(parts_, *call) ? views::wide_step : views::nothing_step;
  return given_evenly(*parts_.evenly, std::chrono::steady_clock::now(), std::move(respond), step);
}

std::string worded(const HttpResponse& refusal, std::string_view accept_language) {
  const Words& words = Words::of(exchange::language_of(std::string(accept_language)));
  kernel::Object out = exchange::problem_json(refusal.code, refusal.status, words);
  if (!refusal.why.empty()) out.set("why", kernel::Value(refusal.why));
  return kernel::canonical_text(out) + "\n";
}

commands::Workers* Api::workers_for(const Call& call) {
  if (call.route == nullptr) return nullptr;
  switch (call.route->lasts) {
    case Lasts::shortly:
      return brings_proof(call) && parts_.accounts != nullptr ? &hashing_ : nullptr;
    case Lasts::minutes:
      return &carrying_;
    case Lasts::hashing:
      return parts_.accounts == nullptr ? nullptr : &hashing_;
    case Lasts::asking:
      return parts_.accounts == nullptr || parts_.accounts->provider == nullptr ? nullptr
                                                                                : &asking_;
  }
  kernel::broken_invariant("a route lasts as long as one of those listed", __FILE__, __LINE__);
}

void Api::handle(HttpRequest request, const Respond& unwatched) {
  auto call = call_of(std::move(request), {});
  const Respond respond = evened(call, watched(call, unwatched));
  if (is_of_two_callers(*call)) return respond(call->problem("auth.two_callers", 400));
  if (is_for_anybody(*call)) {
    commands::Workers* const own = workers_for(*call);
    return post(own == nullptr ? reading_ : *own, call, respond,
                [this, call, respond] { answer(call, respond); });
  }
  authenticate(call, respond, [this, call, respond] {
    commands::Workers* const own = workers_for(*call);
    if (own == nullptr) return answer(call, respond);
    post(*own, call, respond, [this, call, respond] { answer(call, respond); });
  });
}

void Api::admit(const HttpRequest& head, const net::Admit& admit) {
  auto call = call_of(head, {});
  std::size_t bytes_max =
      call->route == nullptr ? kernel::command_bytes_max : call->route->body_bytes_max;
  if (call->route != nullptr && call->route->name == "file_document" && parts_.papers != nullptr) {
    bytes_max = std::min(bytes_max, parts_.papers->bytes_max);
  }
  if (bytes_max <= kernel::command_bytes_max) return admit(net::BodyLimit{bytes_max});
  const Respond refuse = watched(call, [admit](HttpResponse answer) { admit(std::move(answer)); });
  authenticate(call, refuse, [this, call, refuse, admit, bytes_max] {
    auto pass = files_.take();
    if (pass) return admit(net::BodyLimit{bytes_max, std::move(pass)});
    refuse(too_many_files(*call));
  });
}

Api::~Api() {
  for (std::size_t left = *elsewhere_; left != 0; left = *elsewhere_) elsewhere_->wait(left);
}

std::shared_ptr<const void> Api::under_way() {
  const auto elsewhere = elsewhere_;
  elsewhere->fetch_add(1);
  return {elsewhere.get(), [elsewhere](const void*) {
            elsewhere->fetch_sub(1);
            elsewhere->notify_all();
          }};
}

void Api::authenticate(const CallPointer& call, const Respond& respond, Then then) {
  const std::string authorization = header(call->request, "authorization");
  const bool has_token = authorization.starts_with("Bearer ");
  if (call->request.certificate) {
    const bool has_session = !cookie_of(call->request, main_cookie).empty() ||
                             !cookie_of(call->request, second_cookie).empty() ||
                             !courier_cookies(call->request).empty();
    // Nobody is taken for somebody else because a machine was put before them, or behind.
    if (!authorization.empty() || has_session) {
      return respond(call->problem("auth.two_callers", 400));
    }
    return post(reading_, call, respond, [this, call, respond, then = std::move(then)] {
      if (know_by_certificate(call, respond)) then();
    });
  }
  std::string secret = has_token ? authorization.substr(7) : "";
  if (!has_token && parts_.accounts != nullptr) secret = session_secret(call->request);
  if (secret.empty() && !has_token) {
    // Who looks after a box has nothing but the box: whatever else is asked, there is not.
    if (!courier_cookies(call->request).empty()) {
      return respond(call->problem("http.not_found", 404));
    }
    HttpResponse answer = call->problem("auth.no_token", 401);
    answer.headers.emplace_back("www-authenticate", "Bearer");
    return respond(std::move(answer));
  }
  // The look-up may read from the disk: not on the thread that serves everybody. What is decided
  // upon goes on where it is.
  const bool is_decided = parts_.person_taken_for && call->route != nullptr &&
                          call->route->known == Known::by_the_decision;
  commands::Workers& workers = is_decided ? *parts_.desk.workers() : reading_;
  post(workers, call, respond,
       [this, call, respond, has_token, held = is_decided ? under_way() : nullptr,
        then = std::move(then), secret = std::move(secret)] {
         const bool is_known = has_token ? know_by_token(call, respond, secret)
                                         : know_by_session(call, respond, secret);
         if (is_known) then();
       });
}

bool Api::know_by_certificate(const CallPointer& call, const Respond& respond) {
  using journey::staff::Scope;
  const net::ShownCertificate& shown = *call->request.certificate;
  const bool is_command = call->route != nullptr && call->route->known == Known::by_the_decision;
  const Scope scope = call->request.method == "GET" ? Scope::read
                      : is_command                  ? Scope::act
                                                    : scope_of(call->route);
  if (shown.is_good && parts_.person_of_device) {
    auto person = parts_.person_of_device(shown.key, scope);
    if (!person) return respond(call->fault(person.error())), false;
    if (*person) {
      if (call->route != nullptr && call->route->wants != Wants::either) {
        return respond(call->problem("auth.no_session", 401)), false;
      }
      // Read again by a decision, as a token is.
      call->token = std::string(journey::staff::device_prefix) + shown.key;
      call->account = std::move(**person);
      return true;
    }
  }
  record_refused(shown);
  respond(call->problem("auth.bad_certificate", 401));
  return false;
}

// Of those that nobody signed there may be any number: they are counted together.
void Api::record_refused(const net::ShownCertificate& shown) {
  if (parts_.denials == nullptr || !parts_.recorder) return;
  const std::string key = shown.is_good ? shown.key : "";
  const std::int64_t times =
      parts_.denials->count(std::string(Denials::device), key, parts_.desk.now());
  if (times == 0) return;
  auto recorder = parts_.recorder();
  if (!recorder || !*recorder) return;
  parts_.desk.submit_here(refused_device_request(parts_.desk, **recorder, key, times),
                          [](const commands::Desk::Reply&) {});
}

void tell_unknown(const ApiParts& parts, const std::string& why) {
  if (parts.watched == nullptr || !parts.watched->unknown_caller) return;
  if (parts.denials == nullptr) return;
  const std::int64_t times =
      parts.denials->count(std::string(Denials::unknown), why, parts.desk.now());
  if (times != 0) parts.watched->unknown_caller(why, times);
}

HttpResponse from_foreign_page(const ApiParts& parts, const Call& call) {
  tell_unknown(parts, "auth.foreign_page");
  return call.problem("auth.foreign_page", 403);
}

bool Api::know_by_token(const CallPointer& call, const Respond& respond, const std::string& token) {
  const bool is_decided = parts_.person_taken_for && call->route != nullptr &&
                          call->route->known == Known::by_the_decision;
  // A command reads the token with its decision, which knows whether it is one that is signed.
  const auto scope =
      call->request.method == "GET" ? journey::staff::Scope::read : scope_of(call->route);
  auto person = is_decided ? parts_.person_taken_for(token) : parts_.person_of_token(token, scope);
  const bool is_read_again =
      parts_.person_taken_for && call->route != nullptr && call->route->known != Known::before;
  if (is_read_again) call->token = access::token_alias(token);
  if (!person) return respond(call->fault(person.error())), false;
  if (!*person) {
    tell_unknown(parts_, "auth.bad_token");
    return respond(call->problem("auth.bad_token", 401)), false;
  }
  if (call->route != nullptr && call->route->wants != Wants::either) {
    return respond(call->problem("auth.no_session", 401)), false;
  }
  call->account = std::move(**person);
  return true;
}

bool Api::know_by_session(const CallPointer& call, const Respond& respond,
                          const std::string& secret) {
  const bool changes = call->request.method != "GET";
  if (changes && !is_from_our_page(call->request, parts_.accounts->public_host, secret)) {
    return respond(from_foreign_page(parts_, *call)), false;
  }
  access::SignIn& sign_in = parts_.accounts->sign_in;
  auto session = sign_in.session_of(secret);
  if (!session) return respond(call->fault(session.error())), false;
  if (!*session) {
    tell_unknown(parts_, "auth.no_session");
    return respond(call->problem("auth.no_session", 401)), false;
  }
  const bool may_be_locked =
      call->route != nullptr && call->route->wants == Wants::even_a_locked_session;
  if ((*session)->is_locked && !may_be_locked) {
    return respond(call->problem("auth.locked", 401)), false;
  }
  const bool is_command = call->route != nullptr &&
                          (call->route->name == "give_command" || call->route->name == "prepare");
  if (is_by_badge(**session) && changes && !may_be_locked && !is_command) {
    return respond(call->problem("auth.joined_by_badge", 403)), false;
  }
  // To ask how long a session lasts does not make it last.
  if (!may_be_locked) {
    if (auto seen = sign_in.see(**session); !seen) {
      return respond(call->fault(seen.error())), false;
    }
  }
  call->account = (*session)->person;
  call->session = std::move(**session);
  return true;
}

// What a file has recorded when its import breaks off is not known; a command has its own answer.
void Api::post(commands::Workers& workers, const CallPointer& call, const Respond& respond,
               Then job) {
  const bool has_begun = &workers == &carrying_ && call->route != nullptr;
  const bool is_taken = workers.post(std::move(job), [call, respond, has_begun] {
    const commands::ProblemKind kind =
        has_begun ? call->route->broken : commands::ProblemKind::failed;
    const commands::Problem problem{kind, "fault.internal", {}, {}, {}};
    respond(json(500, exchange::problem_json(problem, call->words)));
  });
  if (is_taken) return;
  HttpResponse answer = call->problem("fault.busy", 503);
  answer.headers.emplace_back("retry-after", "1");
  respond(std::move(answer));
}

void Api::handle_as(const std::string& account, HttpRequest request, const Respond& respond) {
  auto call = call_of(std::move(request), account);
  call->from = commands::From::machine;
  answer(call, respond);
}

std::optional<HttpResponse> Api::not_theirs(Call& call) {
  // What is decided upon is decided with the rights of its moment.
  if (call.route->known == Known::by_the_decision) return std::nullopt;
  if (!parts_.sight_of || parts_.audiences == nullptr)
    return call.problem("auth.not_for_your_role", 403);
  const auto sight = parts_.sight_of(call.account);
  if (!sight) return call.fault(sight.error());
  if (*sight == nullptr) return call.problem("auth.bad_token", 401);
  if (!call.route->roles.has_one_of((*sight)->roles)) {
    record_denial(parts_.desk, parts_.denials, call.account, call.route->name);
    return call.problem("auth.not_for_your_role", 403);
  }
  if ((*sight)->is_everything) record_kept(parts_, call.account);
  if ((*sight)->is_everything && tells_readings(call)) {
    record_counted(parts_, Moment::of_a_look);
  }
  call.eye.emplace(**sight, *parts_.audiences);
  return std::nullopt;
}

void Api::answer(const CallPointer& call, const Respond& respond) {
  if (call->route == nullptr) return respond(nothing_here(*call));
  if (call->route->who == Who::signed_in) {
    if (auto refused = not_theirs(*call)) return respond(std::move(*refused));
    if (auto refused = call->unknown_parameter()) return respond(std::move(*refused));
  }
  call->route->answer(parts_, call, respond);
}

}  // namespace veinline::gateway::http
