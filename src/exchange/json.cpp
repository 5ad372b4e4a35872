// SPDX-License-Identifier: Apache-2.0
#include "exchange/json.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "exchange/phrases.hpp"

namespace veinline::exchange {

using commands::Problem;
using commands::ProblemKind;
using journey::BadField;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {
/// The database is away: for a moment, mostly.
constexpr std::string_view out_of_reach = "fault.out_of_reach";
}  // namespace

int status_of(const Problem& problem) {
  switch (problem.kind) {
    case ProblemKind::bad_input:
      if (problem.code.starts_with("auth.")) return 401;  // whoever asks is not known any more
      return problem.code == "input.unknown_command" ? 404 : 400;
    case ProblemKind::refused:
      return 409;
    case ProblemKind::key_reused:
      return 422;
    case ProblemKind::busy:
      return 503;
    case ProblemKind::failed:
      return problem.code == "fault.disk_full" ? 507 : 500;
    case ProblemKind::unknown:
      return problem.code == out_of_reach ? 503 : 500;
  }
  std::abort();
}

int status_of(const views::NoView& none) {
  switch (none.kind) {
    case views::NoView::Kind::unknown_view:
    case views::NoView::Kind::unknown_thing:
      return 404;
    case views::NoView::Kind::bad_question:
      return 400;
    case views::NoView::Kind::not_theirs:
      return 403;
    case views::NoView::Kind::failed:
      return none.code == "view.out_of_reach" ? 503 : 500;
  }
  std::abort();
}

namespace {

/// The sentence of words/ with what it tells in the place of {0}.
std::string why(const BadField& bad, const Words& words) {
  constexpr std::string_view gap = "{0}";
  std::string out(words.find(bad.code));
  if (const std::size_t at = out.find(gap); at != std::string::npos) {
    out.replace(at, gap.size(), phrases::joined(bad.told, words));
  }
  return out;
}

std::string_view code_of(kernel::JsonFault::Kind kind) {
  switch (kind) {
    case kernel::JsonFault::Kind::malformed:
      return "json.malformed";
    case kernel::JsonFault::Kind::too_large:
      return "json.too_large";
    case kernel::JsonFault::Kind::too_deep:
      return "json.too_deep";
    case kernel::JsonFault::Kind::duplicate_key:
      return "json.duplicate_key";
    case kernel::JsonFault::Kind::not_an_integer:
      return "json.not_an_integer";
  }
  std::abort();
}

Object problem_base(const std::string& code, int status, std::string_view detail,
                    const char* recorded, const Words& words) {
  Object out;
  out.set("type", Value("urn:veinline:problem:" + code));
  out.set("code", Value(code));
  out.set("status", Value(std::int64_t{status}));
  out.set("detail", Value(detail));
  out.set("recorded", Value(recorded));
  out.set("title", Value(words.find(std::string("recorded.") + recorded)));
  return out;
}

}  // namespace

Object problem_json(const std::string& code, int status, const Words& words) {
  if (!code.starts_with("code.")) {
    return problem_base(code, status, words.find("problem." + code), "no", words);
  }
  // Why a code cannot be read is said in the same words where it stands in a field.
  Object out = problem_base(code, status, words.find("problem.scan.unreadable"), "no", words);
  out.set("why", Value(words.find(code)));
  return out;
}

Object problem_json(const std::string& code, const kernel::JsonFault& fault, const Words& words) {
  Object out = problem_json(code, 400, words);
  out.set("why", Value(words.find(code_of(fault.kind))));
  return out;
}

Object problem_json(const BadField& bad, const Words& words) {
  Object out = problem_json("input.bad_fields", 400, words);
  if (!bad.path.empty()) out.set("about", Value(bad.path));
  out.set("why", Value(why(bad, words)));
  return out;
}

Object problem_json(const Problem& problem, const Words& words) {
  const bool rule = problem.kind == ProblemKind::refused;
  const char* recorded = problem.kind == ProblemKind::unknown ? "unknown" : "no";
  Object out =
      problem_base(problem.code, status_of(problem),
                   words.find((rule ? "rule." : "problem.") + problem.code), recorded, words);
  if (!problem.rule.empty()) out.set("rule", Value(problem.rule));
  if (!problem.about.empty()) out.set("about", Value(problem.about));
  Array fields;
  for (const BadField& bad : problem.fields) {
    Object one;
    one.set("code", Value(bad.code));
    one.set("path", Value(bad.path));
    one.set("why", Value(why(bad, words)));
    fields.push_back(Value(std::move(one)));
  }
  if (!fields.empty()) out.set("fields", Value(std::move(fields)));
  return out;
}

Object prepared_json(const commands::Prepared& prepared, const Words& words) {
  Array facts;
  for (const commands::Prepared::Fact& fact : prepared.facts) {
    Array changes;
    for (const std::string& thing : fact.changes) changes.push_back(Value(thing));
    Object one;
    one.set("fact", Value(fact.name));
    one.set("title", Value(words.find("fact." + std::string(phrases::fact_name(fact.name)))));
    one.set("data", Value(fact.data));
    one.set("changes", Value(std::move(changes)));
    facts.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("challenge", Value(kernel::to_base64(prepared.challenge.view())));
  out.set("facts", Value(std::move(facts)));
  out.set("meaning", Value(prepared.meaning));
  out.set("time", Value(kernel::to_text(prepared.time)));
  return out;
}

Object answer_json(const commands::Answer& answer) {
  Array records;
  for (const commands::Recorded& recorded : answer.records) {
    Object one;
    one.set("seq", Value(static_cast<std::int64_t>(recorded.seq)));
    one.set("record", Value(recorded.record_id));
    one.set("fact", Value(recorded.fact));
    one.set("leaf", Value(kernel::to_base64(recorded.leaf.view())));
    one.set("data", Value(recorded.data));
    records.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("recorded", Value("yes"));
  out.set("again", Value(answer.again));
  out.set("records", Value(std::move(records)));
  out.set("checkpoint", Value(*answer.checkpoint));
  return out;
}

namespace {

Failure<BadField> wrong(std::string path, std::string code, std::vector<std::string> told = {}) {
  return Failure{BadField{std::move(path), std::move(code), std::move(told)}};
}

/// The text of a member; empty when it is absent.
Result<std::string, BadField> text_at(const Object& object, const char* key, const char* path) {
  const Value* value = object.find(key);
  if (value == nullptr || value->is_null()) return std::string();
  if (value->string() == nullptr) return wrong(path, "field.text");
  return *value->string();
}

/// An offset from UTC as a clock on the earth can have it, -12:00 to +14:00 (RFC 3339 form).
bool is_offset(std::string_view text) {
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  if (!digit(1) || !digit(2) || !digit(4) || !digit(5)) return false;
  const int hour = (text[1] - '0') * 10 + text[2] - '0';
  const int minute = (text[4] - '0') * 10 + text[5] - '0';
  return minute < 60 && hour * 60 + minute <= (text[0] == '-' ? 12 : 14) * 60;
}

/// The offset that a time was written with. The text was read as a time before.
std::string offset_of(std::string_view time) {
  const bool utc = time.ends_with('Z') || time.ends_with("-00:00");
  return utc ? "+00:00" : std::string(time.substr(time.size() - 6));
}

/// A member that nobody knows may be a misspelt one: what it meant to say would be lost.
Result<kernel::Done, BadField> only(const Object& object,
                                    std::initializer_list<std::string_view> known,
                                    const char* path) {
  for (const auto& [key, value] : object.members()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    return wrong(path, "field.unknown_member", {known.begin(), known.end()});
  }
  return kernel::Done{};
}

/// What an object says of a time, beside the time itself.
Result<ledger::HappenedAt, BadField> telling_from(const Object& object) {
  TRY([[maybe_unused]] auto known,
      only(object, {"offset", "source", "time", "uncertainty_s"}, "happened_at"));
  ledger::HappenedAt out;
  TRY(out.source, text_at(object, "source", "happened_at.source"));
  TRY(out.offset, text_at(object, "offset", "happened_at.offset"));
  // The fourth, `server`, is our own word for our own clock.
  constexpr std::array<std::string_view, 4> sources{"", "device", "person", "instrument"};
  if (std::find(sources.begin(), sources.end(), out.source) == sources.end()) {
    return wrong("happened_at.source", "field.choice", {"device", "person", "instrument"});
  }
  if (!out.offset.empty() && !is_offset(out.offset)) {
    return wrong("happened_at.offset", "field.offset");
  }
  const Value* seconds = object.find("uncertainty_s");
  if (seconds == nullptr || seconds->is_null()) return out;
  if (seconds->integer() == nullptr || *seconds->integer() < 0 ||
      *seconds->integer() > journey::count_max) {
    return wrong("happened_at.uncertainty_s", "field.seconds");
  }
  out.uncertainty_s = *seconds->integer();
  return out;
}

Result<ledger::HappenedAt, BadField> happened_at_from(const Value& value) {
  ledger::HappenedAt out;
  out.offset.clear();
  std::string time;
  if (const std::string* text = value.string()) {
    time = *text;
  } else if (const Object* object = value.object()) {
    TRY(out, telling_from(*object));
    TRY(time, text_at(*object, "time", "happened_at.time"));
  } else {
    return wrong("happened_at", "field.time");
  }
  auto instant = kernel::instant_from_text(time);
  if (!instant) return wrong("happened_at", instant.error().code);
  out.time = *instant;
  if (out.source.empty()) out.source = "person";
  const std::string written = offset_of(time);
  if (!is_offset(written)) return wrong("happened_at", "field.offset");
  if (out.offset.empty()) out.offset = written;
  // A time in UTC may be told with the offset of the place; another offset is a contradiction.
  if (written != "+00:00" && written != out.offset) {
    return wrong("happened_at.offset", "field.offset_contradicts");
  }
  if (out.offset == "-00:00") out.offset = "+00:00";
  return out;
}

}  // namespace

Result<commands::Request, BadField> request_from(const Object& body) {
  TRY([[maybe_unused]] auto known, only(body, {"at", "data", "happened_at", "reason", "sign"}, ""));
  commands::Request out;
  TRY(out.at, text_at(body, "at", "at"));
  TRY(out.sign, text_at(body, "sign", "sign"));
  if (out.at.starts_with("site/")) out.at.erase(0, 5);
  const Value* data = body.find("data");
  if (data != nullptr && data->object() == nullptr) return wrong("data", "field.object");
  if (data != nullptr) out.data = *data->object();
  if (const Value* happened = body.find("happened_at");
      happened != nullptr && !happened->is_null()) {
    TRY(out.happened_at, happened_at_from(*happened));
  }
  if (const Value* reason = body.find("reason"); reason != nullptr && !reason->is_null()) {
    if (const Object* object = reason->object()) {
      TRY([[maybe_unused]] auto only_these, only(*object, {"code", "text"}, "reason"));
      TRY(out.reason_code, text_at(*object, "code", "reason.code"));
      TRY(std::string words, text_at(*object, "text", "reason.text"));
      if (!words.empty()) out.reason_text.emplace(std::move(words));
    } else {
      TRY(out.reason_code, text_at(body, "reason", "reason"));
    }
    if (std::string code = journey::CodeSyntax::why_not(out.reason_code); !code.empty()) {
      return wrong("reason.code", std::move(code));
    }
  }
  return out;
}

Result<views::Scanned, BadField> scanned_from(const Object& body) {
  TRY([[maybe_unused]] auto known, only(body, {"as_of", "code", "typed"}, ""));
  views::Scanned out;
  TRY(out.code, text_at(body, "code", "code"));
  if (const Value* typed = body.find("typed"); typed != nullptr && !typed->is_null()) {
    if (typed->boolean() == nullptr) return wrong("typed", "field.choice", {"true", "false"});
    out.how = *typed->boolean() ? codes::How::typed : codes::How::scanned;
  }
  if (const Value* as_of = body.find("as_of"); as_of != nullptr && !as_of->is_null()) {
    if (as_of->integer() == nullptr || *as_of->integer() < 0) return wrong("as_of", "field.count");
    out.as_of = static_cast<ledger::Seq>(*as_of->integer());
  }
  return out;
}

}  // namespace veinline::exchange
