// SPDX-License-Identifier: Apache-2.0
#include "bad_input/requests_of_step.hpp"

#include <algorithm>

#include "journey/staff/staff.hpp"

namespace veinline::bad_input {
namespace {

using kernel::Array;
using kernel::Object;
using kernel::Value;

Value nested_deeply() {
  Value out(marker);
  for (int i = 0; i < 40; ++i) out = Value(Array{std::move(out)});
  return out;
}

Value time(const char* text, const char* source) {
  Object out;
  out.set("time", Value(text));
  out.set("source", Value(source));
  return Value(std::move(out));
}

/// What is wrong beside the data, as members of the body.
struct Beside {
  const char* what;
  const char* member;
  Value value;
  const char* field;
};

std::vector<Beside> beside(const journey::CommandType& type) {
  std::vector<Beside> out = {
      {"a member that nobody knows", marker, Value(marker), ""},
      {"another site that is none", "at", Value(marker), "at"},
      {"a site that is a number", "at", Value(7), "at"},
      {"a site that is a list", "at", Value(Array{Value(marker)}), "at"},
      {"no data but a text", "data", Value(marker), "data"},
      {"no data but a list", "data", Value(Array{Value(marker)}), "data"},
      {"no data but null", "data", Value(), "data"},
      {"data as deep as nobody needs", "data", nested_deeply(), ""},
      {"an impossible time", "happened_at", Value("2026-02-30T08:00:00Z"), "happened_at"},
      {"a time in words", "happened_at", Value(marker), "happened_at"},
      {"an empty time", "happened_at", Value(""), "happened_at"},
      {"a time without offset", "happened_at", Value("2026-02-28T08:00:00"), "happened_at"},
      {"a time of the next century", "happened_at", Value("2150-01-01T00:00:00Z"), "happened_at"},
      {"a time that is a number", "happened_at", Value(1), "happened_at"},
      {"a time by the server", "happened_at", time("2026-03-01T08:00:00Z", "server"),
       "happened_at"},
      {"a time by nobody", "happened_at", time("2026-03-01T08:00:00Z", marker), "happened_at"},
      {"a reason in words", "reason", Value(marker), "reason"},
      {"a reason that is a list", "reason", Value(Array{Value(marker)}), "reason"},
      {"an endless reason", "reason", Value(std::string(5'000, 'A')), "reason"},
      {"a signature that means something else", "sign", Value(marker), ""},
      {"a signature that is a number", "sign", Value(1), "sign"},
  };
  if (!type.signs.empty()) out.push_back({"no signature", "sign", Value(), ""});
  if (type.needs_reason) out.push_back({"no reason", "reason", Value(), "reason"});
  return out;
}

/// The same body in bytes that are no JSON, or mean two things.
std::vector<std::pair<const char*, std::string>> spoilt(const std::string& body) {
  const auto before_end = [&](std::string_view text) {
    return body.substr(0, body.size() - 1) + std::string(text) + "}";
  };
  const std::string mark(marker);
  return {
      {"half of the body", body.substr(0, body.size() / 2)},
      {"a body with something behind it", body + mark},
      {"a body twice", body + body},
      {"a list of the body", "[" + body + "]"},
      {"a text for the body", "\"" + mark + "\""},
      {"broken UTF-8", before_end(",\"x\":\"" + mark + "\xC3\x28\"")},
      {"an overlong form", before_end(",\"x\":\"" + mark + "\xC0\xAF\"")},
      {"half a surrogate pair", before_end(",\"x\":\"" + mark + "\\ud800\"")},
      {"GB18030 said to be UTF-8", before_end(",\"x\":\"\xD5\xC5\xCE\xB0" + mark + "\"")},
      {"a member twice", before_end(",\"data\":{\"x\":\"" + mark + "\"}")},
      {"a number with a fraction", before_end(",\"x\":1.5")},
      {"a number that nobody can hold", before_end(",\"x\":1e400")},
      {"a thousand levels", before_end(",\"x\":" + std::string(1'000, '['))},
      {"a body that is too long", before_end(",\"x\":\"" + mark + std::string(70'000, 'x') + "\"")},
      {"UTF-16", std::string("\xFF\xFE{\0\"\0", 6)},
  };
}

class AroundAStep {
 public:
  AroundAStep(ServedWorld& world, const support::Step& step)
      : world_(world), step_(step), right_(right_request(world, step, "")) {}

  std::vector<BadRequest> all() {
    const journey::CommandType& type = *world_.node.catalogue().command(step_.command);
    const Object data = support::data_of(step_, world_.answers);
    const Right right{type, data, world_.node.administrator(), unknown_};
    for (const Case& one : cases_of_fields(right)) {
      say(one.what, one.field, body_of(type, one.data));
    }
    const Object body = body_of(type, data);
    for (const Beside& one : beside(type)) {
      Object wrong = body;
      wrong.set(one.member, one.value);
      say(one.what, one.field, wrong);
    }
    const std::string text = kernel::canonical_text(body);
    for (const auto& [what, bytes] : spoilt(text)) say(what, "", bytes);
    around(body);
    people(type, body);
    return std::move(out_);
  }

 private:
  void say(const std::string& what, const std::string& field, std::string bytes) {
    Asking asking = right_;
    asking.body = std::move(bytes);
    asking.headers["idempotency-key"] = fresh_key();
    out_.push_back({what, field, std::move(asking)});
  }
  void say(const std::string& what, const std::string& field, const Object& body) {
    say(what, field, kernel::canonical_text(body));
  }
  std::string fresh_key() {
    return "bad-" + step_.command + "-" + std::to_string(out_.size()) + "-" +
           step_.name.substr(0, 1);
  }

  /// Address, method, parameters and command key.
  void around(const Object& body) {
    const auto with = [&](const char* what, const auto& change, const char* field = "") {
      say(what, field, body);
      change(out_.back().asking);
    };
    const std::string mark(marker);
    with("a command that there is not", [&](Asking& a) { a.path += mark; });
    with("a command in the path of another", [&](Asking& a) { a.path += "/" + mark; });
    with("a parameter that there is not", [&](Asking& a) { a.query[mark] = mark; });
    with("another method", [&](Asking& a) { a.method = "PUT"; });
    with("no command key", [&](Asking& a) { a.headers.clear(); });
    const auto key = [&](const char* what, std::string text) {
      with(what, [&](Asking& a) { a.headers["idempotency-key"] = std::move(text); });
    };
    key("an empty command key", "");
    key("a command key with blanks", mark);
    key("a command key that is too long", std::string(101, 'k'));
    key("a command key in another script", "张伟");
  }

  /// Somebody who may not, somebody of another site, and nobody.
  void people(const journey::CommandType& type, const Object& body) {
    const auto by = [&](const char* what, const std::string& person) {
      say(what, "", body);
      out_.back().asking.person = person;
    };
    by("in the name of nobody", unknown_);
    by("in the name of no id", marker);
    by("by somebody of another site", world_.stranger);
    for (const std::string* person :
         {&world_.cast.courier, &world_.cast.qc_analyst, &world_.cast.coordinator}) {
      const auto state = world_.node.aspect<journey::staff::PersonState>("person/" + *person);
      const bool may =
          state != nullptr && std::any_of(state->roles.begin(), state->roles.end(),
                                          [&](journey::Role role) { return type.roles.has(role); });
      if (!may) by("by somebody without the role", *person);
    }
    Object elsewhere = body;
    const bool is_of_the_carrier = step_.person == world_.cast.courier;
    elsewhere.set("at", Value(is_of_the_carrier ? world_.cast.factory : world_.cast.carrier));
    say("at another site", "at", elsewhere);
  }

  ServedWorld& world_;
  const support::Step& step_;
  Asking right_;
  // Not made by the node: worlds that begin anew would have other ids than this one.
  const std::string unknown_ = kernel::id_text({9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
  std::vector<BadRequest> out_;
};

}  // namespace

Asking right_request(ServedWorld& world, const support::Step& step, const std::string& key) {
  const journey::CommandType& type = *world.node.catalogue().command(step.command);
  Asking out{.person = step.person, .path = "/api/v1/commands/" + step.command, .body = {}};
  out.body = kernel::canonical_text(body_of(type, support::data_of(step, world.answers)));
  out.headers["idempotency-key"] = key;
  return out;
}

std::vector<BadRequest> bad_requests(ServedWorld& world, const support::Step& step) {
  return AroundAStep(world, step).all();
}

}  // namespace veinline::bad_input
