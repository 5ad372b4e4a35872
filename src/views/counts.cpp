// SPDX-License-Identifier: Apache-2.0
#include "views/counts.hpp"

#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

namespace veinline::views {

namespace {

constexpr std::uint32_t counts_at_once = 1000;
constexpr std::size_t month_length = 7;  ///< "2026-11"

/// Of a fact whatever its version.
std::string_view name_of(const journey::Happening& happening) {
  return std::string_view(happening.fact).substr(0, happening.fact.find('/'));
}

/// As what the fact counts by its name; empty: as nothing.
std::string_view counts_as(const journey::Happening& happening) {
  const std::string_view name = name_of(happening);
  if (name == "labelling.id_typed") return "typed";
  if (name == "labelling.id_confirmed") return "confirmed";
  if (name == "labelling.printed" && happening.data.find("replaces") != nullptr) return "reprints";
  if (name == "breakglass.record_opened" || name == "blinding.code_broken") return "openings";
  return name == "quality.deviation_opened" ? "deviations" : "";
}

bool is_late(const journey::Told& told) {
  return told.recorded_at - told.happened_at > late_after;
}

std::int64_t number_in(const Object& body, std::string_view name) {
  const Value* number = body.find(name);
  return number == nullptr || number->integer() == nullptr ? 0 : *number->integer();
}

void add_one(Object& body, std::string_view name) {
  body.set(name, Value(number_in(body, name) + 1));
}

Object shown_count(const Row& row, const Object& body) {
  const std::size_t slash = row.key.find('/');
  Object out;
  out.set("site", Value("site/" + row.key.substr(0, slash)));
  out.set("month", Value(row.key.substr(slash + 1)));
  for (const std::string_view name : counted) out.set(name, Value(number_in(body, name)));
  return out;
}

/// Whoever works at a site sees what is counted there, of whichever studies they are.
Result<std::optional<Object>, NoView> seen_counts(const Sources& sources, const Row& row) {
  const std::string site = row.key.substr(0, row.key.find('/'));
  if (!sources.eye.sees(Audience{.houses = {site}})) return std::nullopt;
  const auto body = kernel::parse_json(row.body, row_json);
  if (!body || body->object() == nullptr) return no_view(Fault::damaged);
  return std::optional(shown_count(row, *body->object()));
}

}  // namespace

Result<bool, Fault> Counts::learn(const Rows& rows, Seq position) {
  forget();
  for (Seq after = 0;;) {
    TRY(const std::vector<Row> some,
        rows.read(std::string(counts_list), position, after, counts_at_once));
    for (const Row& row : some) {
      const auto body = kernel::parse_json(row.body, row_json);
      if (!body || body->object() == nullptr) return false;
      known_[row.key] = {row.since, *body->object()};
      after = row.since;
    }
    if (some.size() < counts_at_once) return true;
  }
}

void Counts::follow(const journey::Happening& happening, std::vector<RowChange>& changes) {
  const journey::Told& told = happening.told;
  const std::string_view as = counts_as(happening);
  if (told.imported || told.at.empty() || (as.empty() && !is_late(told))) return;
  const std::string key = told.at + "/" + kernel::to_text(told.recorded_at).substr(0, month_length);
  Known& known = known_.try_emplace(key, Known{told.seq, {}}).first->second;
  if (!as.empty()) add_one(known.body, as);
  if (is_late(told)) add_one(known.body, "late");
  changes.push_back(
      {std::string(counts_list), key, known.since, told.seq, kernel::canonical_text(known.body)});
}

Result<Object, NoView> counts(const Sources& sources, const Question& question) {
  // A number that grows tells that something was made.
  TRY(const bool may, may_know_every_arm(sources));
  if (!may) return no_view(NoView::Kind::not_theirs, "auth.blinded_counts");
  return page_of_rows(sources, question, counts_list, seen_counts);
}

}  // namespace veinline::views
