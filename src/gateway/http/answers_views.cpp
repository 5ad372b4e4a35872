// SPDX-License-Identifier: Apache-2.0
// What there is to read: views, people, the catalogue, labels, evidence, the feed.
#include <algorithm>
#include <span>

#include "exchange/describe.hpp"
#include "exchange/evidence.hpp"
#include "exchange/json.hpp"
#include "exchange/label_content.hpp"
#include "exchange/people.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/openapi.hpp"
#include "gateway/http/recording.hpp"
#include "gateway/http/routes.hpp"
#include "gateway/http/session_door.hpp"
#include "kernel/number.hpp"
#include "ledger/demonstration.hpp"

namespace veinline::gateway::http {

using kernel::Object;
using kernel::Value;
using net::HttpResponse;

kernel::Result<kernel::Done, views::NoView> add_names_of_signers(const ApiParts& parts,
                                                                 const Call& call, Object& shown) {
  const bool may_read = call.eye && call.eye->has_one_of(who_may_read_names());
  if (!parts.name_of || !may_read) return kernel::Done{};
  return exchange::add_names_of_signers(shown, parts.name_of);
}

void keep_look(const ApiParts& parts, const Call& call, const std::string& thing) {
  const std::size_t slash = thing.find('/');
  const bool is_key =
      slash != thing.npos && kernel::is_id(std::string_view(thing).substr(slash + 1));
  if (parts.denials == nullptr || !call.eye || !is_key) return;
  const auto heads = parts.sources.store.heads(std::span(&thing, 1));
  if (!heads || heads->front() == 0) return;
  const auto sees = call.eye->sees(thing);
  if (sees && !*sees) keep_denial(parts.denials, call.account, call.route->name);
}

namespace {

void count_shown(const ApiParts& parts, const Call& call, const Object& answer) {
  const std::string_view view = call.route->name;
  if (view == "audit") return count_reading(parts, call, "");
  if (view == "record" || view == "receipt") return count_reading_of_record(parts, call, call.rest);
  const Value* thing = answer.find("thing");
  if (thing != nullptr && thing->string() != nullptr) count_reading(parts, call, *thing->string());
}

/// The same of what is named by whatever a scanner gives, and was shown.
void count_named(const ApiParts& parts, const Call& call, const std::string& named) {
  if (parts.readings == nullptr) return;
  const views::Sources seen = call.seen(parts.sources);
  const auto now = views::position_of(seen, {});
  if (!now) return;
  const auto thing = views::thing_of(seen, named, *now);
  if (thing) count_reading(parts, call, *thing);
}

}  // namespace

HttpResponse show_view(const ApiParts& parts, const Call& call) {
  views::Question question;
  question.id = call.rest;
  question.after = call.query("after");
  question.asked_at = parts.desk.now();
  if (const std::string as_of = call.query("as_of"); !as_of.empty()) {
    question.as_of = kernel::whole_number(as_of);
    if (!question.as_of) return call.problem("view.bad_sequence_number", 400);
  }
  const auto count = call.count(question.count_max);
  if (!count) return call.problem("view.bad_page", 400);
  question.count_max = *count;
  auto answer = views::answer(call.seen(parts.sources), call.route->name, question);
  if (!answer) {
    keep_look(parts, call, call.rest);
    return call.no_view(answer.error());
  }
  count_shown(parts, call, *answer);
  if (auto named = add_names_of_signers(parts, call, *answer); !named) {
    return call.no_view(named.error());
  }
  return json(200, *answer);
}

HttpResponse list_people(const ApiParts& parts, const Call& call) {
  const auto count = call.count(100);
  if (!count) return call.problem("view.bad_page", 400);
  auto answer = exchange::people(call.seen(parts.sources), call.query("after"), *count);
  if (!answer) return call.no_view(answer.error());
  if (parts.name_of) {
    if (auto named = exchange::add_names(*answer, parts.name_of); !named) {
      return call.no_view(named.error());
    }
  }
  return json(200, *answer);
}

HttpResponse tell_me(const ApiParts& parts, const Call& call) {
  Object out;
  out.set("person", Value("person/" + call.account));
  out.set("node", Value(parts.identity.node));
  out.set("origin", Value(parts.identity.origin));
  out.set("demonstration", Value(ledger::is_demonstration(parts.identity.origin)));
  out.set("vkey", Value(parts.identity.vkey));
  if (auto told = tell_enrolled(parts, call, out); !told) return call.fault(told.error());
  return json(200, out);
}

/// In the body, never in the address: a person may type a name where a code is wanted.
HttpResponse look_up_scan(const ApiParts& parts, const Call& call) {
  auto body = call.body();
  if (!body) return std::move(body).error();
  auto scanned = exchange::scanned_from(*body);
  if (!scanned) return json(400, exchange::problem_json(scanned.error(), call.words));
  auto answer = views::scan(call.seen(parts.sources), *scanned);
  if (!answer) return call.no_view(answer.error());
  HttpResponse out = json(200, *answer);
  const Value* verdict = answer->find("verdict");
  out.is_of_nothing =
      verdict != nullptr && verdict->string() != nullptr && *verdict->string() == "unknown";
  return out;
}

/// Changes with the program alone: who has it need not be sent it again.
HttpResponse kept(HttpResponse answer) {
  answer.headers = {{"cache-control", "private, no-cache"}, {"vary", "accept-language"}};
  return answer;
}

HttpResponse give_openapi(const ApiParts& parts, const Call& call) {
  return kept(json(200, openapi(parts.sources.catalogue, call.words.language())));
}

HttpResponse describe_all(const ApiParts& parts, const Call& call) {
  return kept(json(200, exchange::describe_all(parts.sources.catalogue, call.words.language())));
}

HttpResponse describe_one(const ApiParts& parts, const Call& call) {
  const journey::CommandType* type = parts.sources.catalogue.command(call.rest);
  if (type == nullptr) return call.problem("input.unknown_command", 404);
  return json(200, exchange::describe_command(*type, call.words.language()));
}

HttpResponse draw_label(const ApiParts& parts, const Call& call) {
  const auto form = exchange::label_form(call.query("form"));
  if (!form) return call.problem("http.bad_parameter", 400, "form: svg, pdf, zpl");
  auto content = exchange::label_content(call.seen(parts.sources), call.rest, call.words);
  if (!content) {
    keep_look(parts, call, "label/" + call.rest.substr(call.rest.rfind('/') + 1));
    return call.no_view(content.error());
  }
  auto drawn = exchange::drawn(*content, *form);
  if (!drawn) return call.problem(std::string(exchange::name(drawn.error())), 500);
  const std::string id = call.rest.substr(call.rest.rfind('/') + 1);
  count_named(parts, call, kernel::is_id(id) ? "label/" + id : call.rest);
  return {200, std::string(exchange::media_type(*form)), std::move(*drawn), {}};
}

HttpResponse export_evidence(const ApiParts& parts, const Call& call) {
  std::string bundle;
  const auto sink = [&](std::string_view bytes) { bundle += bytes; };
  auto exported = exchange::export_thing(call.seen(parts.sources), parts.node_key, call.rest, sink);
  if (!exported) {
    keep_look(parts, call, call.rest);
    return call.no_view(exported.error());
  }
  count_named(parts, call, call.rest);
  return plain(std::move(bundle));
}

namespace {

/// Where the listener begins: after the fact `after`, or after the last one that a client which
/// comes again has seen; else from now on.
kernel::Result<ledger::Seq, HttpResponse> beginning(const ApiParts& parts, const Call& call,
                                                    ledger::Seq end) {
  const std::string seen = header(call.request, "last-event-id");
  const std::string from = seen.empty() ? call.query("after") : seen;
  ledger::Seq after = end;
  if (!from.empty()) {
    const auto seq = kernel::whole_number(from);
    if (!seq) return kernel::Failure{call.problem("view.bad_sequence_number", 400)};
    if (*seq > end) return kernel::Failure{call.problem("view.beyond_the_end", 400)};
    after = *seq;
  }
  // Who could not be told is answered here, and not by a stream that ends at once.
  auto next = parts.sources.store.read(after + 1, 1);
  if (!next) return kernel::Failure{call.fault(next.error())};
  if (!next->empty() && !views::line_of(parts.sources.catalogue, next->front())) {
    return kernel::Failure{call.fault(ledger::Fault::damaged)};
  }
  return after;
}

/// A misspelt name of a fact would be silence. Facts of a newer program are heard by a beginning
/// that they share with those of this one, or without any.
bool is_known_beginning(const journey::Catalogue& catalogue, const std::string& beginning) {
  return std::any_of(
      catalogue.facts().begin(), catalogue.facts().end(),
      [&](const journey::FactType& type) { return type.stored_name.starts_with(beginning); });
}

using SightNow = std::function<kernel::Result<feed::SightPointer, ledger::Fault>()>;
using Sighted = kernel::Result<feed::SightPointer, ledger::Fault>;

/// What who asks may hear, asked again as the feed goes on: by what they were known, while that
/// counts. The feed outlives the API, and what people sign in with outlives the feed.
SightNow sight_of_caller(const ApiParts& parts, const Call& call) {
  using journey::staff::Scope;
  if (call.session) {
    return [sight_of = parts.sight_of, sign_in = &parts.accounts->sign_in,
            secret = session_secret(call.request), who = call.account]() -> Sighted {
      TRY(const auto session, sign_in->session_of(secret));
      const bool may = session && !session->is_locked && session->person == who;
      return may ? sight_of(who) : feed::SightPointer();
    };
  }
  if (call.request.certificate) {
    return [sight_of = parts.sight_of, person_of = parts.person_of_device, desk = &parts.desk,
            key = call.request.certificate->key, until = call.request.certificate->until,
            who = call.account]() -> Sighted {
      if (desk->now() >= until) return feed::SightPointer();
      TRY(const auto person, person_of(key, Scope::read));
      return person == who ? sight_of(who) : feed::SightPointer();
    };
  }
  if (const std::string authorization = header(call.request, "authorization");
      !authorization.empty()) {
    return [sight_of = parts.sight_of, person_of = parts.person_of_token,
            token = authorization.substr(7), who = call.account]() -> Sighted {
      TRY(const auto person, person_of(token, Scope::read));
      return person == who ? sight_of(who) : feed::SightPointer();
    };
  }
  return [sight_of = parts.sight_of, who = call.account] { return sight_of(who); };
}

}  // namespace

HttpResponse follow_feed(const ApiParts& parts, const Call& call) {
  if (parts.feed == nullptr || !parts.sight_of) return call.problem("http.not_found", 404);
  auto tip = parts.sources.store.tip();
  if (!tip) return call.fault(tip.error());
  feed::Listener listener;
  auto after = beginning(parts, call, tip->head.size());
  if (!after) return std::move(after).error();
  listener.after = *after;
  if (parts.feed->is_full()) {
    HttpResponse answer = call.problem("feed.full", 503);
    answer.headers.emplace_back("retry-after", "10");
    return answer;
  }
  listener.wanted.fact = call.query("fact");
  if (!is_known_beginning(parts.sources.catalogue, listener.wanted.fact)) {
    return call.problem("feed.unknown_fact", 400);
  }
  if (const std::string thing = call.query("thing"); !thing.empty()) {
    auto named = views::thing_of(call.seen(parts.sources), thing, tip->head.size());
    if (!named) return call.no_view(named.error());
    listener.wanted.thing = std::move(*named);
  }
  listener.sight_now = sight_of_caller(parts, call);
  auto sight = listener.sight_now();
  if (!sight) return call.fault(sight.error());
  if (*sight == nullptr) return call.problem("auth.bad_token", 401);
  listener.sight = std::move(*sight);
  if (!listener.wanted.thing.empty()) count_reading(parts, call, listener.wanted.thing);
  return {200,
          "text/event-stream; charset=utf-8",
          "retry: 1000\nid: " + std::to_string(listener.after) + "\n\n",
          {},
          [feed = parts.feed,
           listener = std::move(listener)](std::shared_ptr<net::Outlet> outlet) mutable {
            listener.outlet = std::move(outlet);
            feed->add(std::move(listener));
          }};
}

}  // namespace veinline::gateway::http
