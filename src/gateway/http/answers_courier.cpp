// SPDX-License-Identifier: Apache-2.0
// The courier of one box: the link is exchanged once for what the device holds, and with that one
// sees the box and does with it what a courier does. Why a link does not count is told to nobody.
#include <algorithm>

#include "exchange/json.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/routes.hpp"
#include "gateway/http/said.hpp"
#include "gateway/http/session_door.hpp"
#include "views/box.hpp"

namespace veinline::gateway::http {

using journey::ConsignmentId;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using net::HttpResponse;

namespace {

constexpr std::string_view box_prefix = "consignment/";

std::string public_host(const ApiParts& parts) {
  return parts.accounts == nullptr ? std::string() : parts.accounts->public_host;
}

std::optional<ConsignmentId> box_named(std::string_view text) {
  if (text.starts_with(box_prefix)) text.remove_prefix(box_prefix.size());
  auto box = ConsignmentId::parse(text);
  return box ? std::optional(*box) : std::nullopt;
}

/// Sees the box and nothing else, whatever its courier may see otherwise.
views::Sources sources_of(const ApiParts& parts, const views::Eye& eye) {
  return parts.sources.for_eye(eye);
}

/// Who looks after which box, by what their device holds.
struct Carrying {
  ConsignmentId box;
  std::string courier;  ///< person id
  std::string secret;   ///< of the session
  std::string record;   ///< id of the record that issued the link
};

HttpResponse bad_link(const Call& call) {
  return call.problem("auth.bad_link", 401);
}

/// What of a cookie that counts for nothing is recorded; a forged one always is.
enum class Unknown : std::uint8_t { is_recorded, is_passed_over };
/// Whom one cookie lets look after its box; nothing: nobody. The failure is of ours.
Result<std::optional<Carrying>, HttpResponse> carrying_by(const ApiParts& parts, const Call& call,
                                                          const CourierCookie& cookie,
                                                          Unknown unknown) {
  const std::optional<Carrying> nobody;
  const auto box = box_named(cookie.box);
  if (!box) return nobody;
  const views::Sources all = sources_of(parts, views::Eye::of_nobody());
  auto link = views::link_of(all, *box);
  if (!link) return Failure{call.no_view(link.error())};
  if (!*link) return nobody;
  auto courier =
      views::courier_of(all, *box, access::secret_digest(cookie.secret), parts.desk.now());
  if (!courier) return Failure{call.no_view(courier.error())};
  if (*courier) return Carrying{*box, std::move(**courier), cookie.secret, (*link)->record};
  // Forged, replaced or over: whose link it would be is told, and nobody else is known. What a
  // telephone still holds of a link that was once real is no attempt.
  bool is_told = unknown == Unknown::is_recorded;
  if (!is_told) {
    auto was = views::was_exchanged_for(all, *box, access::secret_digest(cookie.secret));
    if (!was) return Failure{call.no_view(was.error())};
    is_told = !*was;
  }
  if (is_told) {
    record_denial(parts.desk, parts.denials, (*link)->courier, call.route->name);
  }
  return nobody;
}

/// Which of the boxes of a telephone it is about: the one that is named, or whose word the page
/// brings; nothing: none of them.
const CourierCookie* meant_of(const Call& call, const std::vector<CourierCookie>& all) {
  const std::string named = call.query("consignment");
  const auto box = box_named(named);
  const std::string word = header(call.request, "x-veinline-csrf");
  const auto found = std::find_if(all.begin(), all.end(), [&](const CourierCookie& one) {
    if (!named.empty()) return box && one.box == box->text();
    return access::is_same_secret(word, access::csrf_of(one.secret));
  });
  return found == all.end() ? nullptr : &*found;
}

Result<Carrying, HttpResponse> carrying(const ApiParts& parts, const Call& call) {
  const std::vector<CourierCookie> all = courier_cookies(call.request);
  const CourierCookie* const meant = meant_of(call, all);
  const bool is_named = !call.query("consignment").empty();
  if (is_named && meant == nullptr) {
    TRY([[maybe_unused]] const auto nobody,
        carrying_by(parts, call, {call.query("consignment"), {}}, Unknown::is_recorded));
    return Failure{bad_link(call)};
  }
  // Else the one that was opened last of those that count.
  for (auto one = all.rbegin(); one != all.rend() && meant == nullptr; ++one) {
    TRY(auto known, carrying_by(parts, call, *one, Unknown::is_passed_over));
    if (known) return std::move(*known);
  }
  if (all.empty()) return Failure{bad_link(call)};
  TRY(auto known,
      carrying_by(parts, call, meant == nullptr ? all.back() : *meant, Unknown::is_recorded));
  if (!known) return Failure{bad_link(call)};
  return std::move(*known);
}

/// The boxes of the telephone, but this one, whose links count for nothing any more; a failure when
/// it has as many as it may have.
Result<std::vector<std::string>, HttpResponse> boxes_over(const ApiParts& parts, const Call& call,
                                                          const ConsignmentId& but) {
  std::vector<std::string> out;
  std::vector<CourierCookie> others = courier_cookies(call.request);
  std::erase_if(others, [&](const CourierCookie& one) {
    const auto box = box_named(one.box);
    return !box || *box == but;
  });
  if (others.size() < courier_cookies_max) return out;
  for (const CourierCookie& one : others) {
    TRY(const auto known, carrying_by(parts, call, one, Unknown::is_passed_over));
    if (!known) out.push_back(one.box);
  }
  if (out.empty()) return Failure{call.problem("auth.too_many_boxes", 409)};
  return out;
}

HttpResponse box_of(const ApiParts& parts, const Call& call, const ConsignmentId& box,
                    std::string_view secret) {
  const views::Eye eye = views::Eye::of_one(std::string(box_prefix) + box.text());
  auto seen = views::box(sources_of(parts, eye), box);
  if (!seen) return call.no_view(seen.error());
  seen->set("csrf", Value(access::csrf_of(secret)));
  return json(200, *seen);
}

std::chrono::seconds left_of(const journey::transport::CourierLink& link, kernel::Instant now) {
  return std::chrono::duration_cast<std::chrono::seconds>(link.until - now);
}

/// What is wrong, without the id of anything in the box.
HttpResponse refusal_of(const Call& call, commands::Problem problem) {
  if (problem.about.find('/') != std::string::npos) problem.about.clear();
  HttpResponse answer =
      json(exchange::status_of(problem), exchange::problem_json(problem, call.words));
  if (answer.status == 503) answer.headers.emplace_back("retry-after", "1");
  return answer;
}

bool is_of_rights(const commands::Problem& problem) {
  return problem.kind == commands::ProblemKind::refused && problem.rule == "R43";
}

/// The command that the page brings, about the box of the link and no other.
Result<commands::Request, HttpResponse> request_of(const Call& call, const Carrying& who) {
  auto body = call.body();
  if (!body) return Failure{std::move(body).error()};
  auto request = exchange::request_from(*body);
  if (!request) return Failure{json(400, exchange::problem_json(request.error(), call.words))};
  if (const Value* named = request->data.find("consignment")) {
    const auto box = named->string() == nullptr ? std::nullopt : box_named(*named->string());
    if (box != who.box) return Failure{call.problem("http.not_found", 404)};
  }
  request->data.set("consignment", Value(who.box.text()));
  request->account = who.courier;
  request->link = commands::ByLink{who.box.text(), access::secret_digest(who.secret)};
  request->after = {who.record};  // every record says by which link it was made
  request->command = call.rest;
  request->presence = commands::Presence::signed_in;
  request->key = header(call.request, "idempotency-key");
  if (request->key.empty()) {
    return Failure{call.problem("input.bad_key", 400, "Idempotency-Key")};
  }
  return std::move(*request);
}

}  // namespace

HttpResponse open_courier_link(const ApiParts& parts, const Call& call) {
  if (origin_of(call.request, public_host(parts)) == Origin::foreign) {
    return from_foreign_page(parts, call);
  }
  auto body = call.body();
  if (!body) return std::move(body).error();
  const Said said(*body, {"consignment", "secret"});
  if (!said.is_well_formed()) return call.problem("http.bad_json", 400);
  const HttpResponse no = bad_link(call);
  const auto box = box_named(said.text("consignment"));
  if (!box) return no;
  const std::string digest = access::secret_digest(said.secret("secret").reveal());
  const auto link = views::link_of(sources_of(parts, views::Eye::of_nobody()), *box);
  if (!link) return call.no_view(link.error());
  if (!*link) return no;
  if (!access::is_same_secret((*link)->link, digest)) {
    record_denial(parts.desk, parts.denials, (*link)->courier, journey::transport::OpenLink::name);
    return no;
  }
  const auto over = boxes_over(parts, call, *box);
  if (!over) return over.error();
  const std::string secret = access::new_courier_secret(parts.desk.entropy());
  commands::Request request;
  request.account = (*link)->courier;
  request.from = commands::From::machine;  // who has the secret was looked up here
  request.command = journey::transport::OpenLink::name;
  request.key = parts.desk.fresh_key();
  request.data.set("consignment", Value(box->text()));
  request.data.set("link", Value(digest));
  request.data.set("session", Value(access::secret_digest(secret)));
  request.after = {(*link)->record};
  const auto reply = parts.desk.ask(std::move(request));
  if (!reply) {
    const commands::Problem& problem = reply.error();
    if (!is_of_rights(problem)) return refusal_of(call, problem);
    record_denial(parts.desk, parts.denials, (*link)->courier, journey::transport::OpenLink::name);
    return no;
  }
  HttpResponse answer = box_of(parts, call, *box, secret);
  answer.headers.push_back(
      set_courier_cookie(box->text(), secret, left_of(**link, parts.desk.now())));
  for (const std::string& one : *over) answer.headers.push_back(forget_courier_cookie(one));
  return answer;
}

HttpResponse show_courier_box(const ApiParts& parts, const Call& call) {
  const auto who = carrying(parts, call);
  if (!who) return who.error();
  return box_of(parts, call, who->box, who->secret);
}

void do_as_courier(const ApiParts& parts, const CallPointer& call, const net::Respond& respond) {
  auto who = carrying(parts, *call);
  if (!who) return respond(std::move(who).error());
  call->account = who->courier;
  if (!is_from_our_page(call->request, public_host(parts), who->secret)) {
    return respond(from_foreign_page(parts, *call));
  }
  // What is not theirs is as what there is not.
  if (!journey::transport::is_done_by_link(call->rest)) {
    if (parts.sources.catalogue.command(call->rest) != nullptr) {
      record_denial(parts.desk, parts.denials, who->courier, call->rest);
    }
    return respond(call->problem("http.not_found", 404));
  }
  if (call->request.body.empty()) call->request.body = "{}";
  auto request = request_of(*call, *who);
  if (!request) return respond(std::move(request).error());
  // A copy of the parts: the reply may come when the API is gone, and what they name outlives it.
  parts.desk.submit_here(std::move(*request),
                         [parts, respond, call, who = *who](commands::Desk::Reply reply) {
                           if (reply) return respond(box_of(parts, *call, who.box, who.secret));
                           if (is_of_rights(reply.error())) {
                             record_denial(parts.desk, parts.denials, who.courier, call->rest);
                           }
                           respond(refusal_of(*call, reply.error()));
                         });
}

}  // namespace veinline::gateway::http
