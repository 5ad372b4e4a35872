// SPDX-License-Identifier: Apache-2.0
#include "views/scan.hpp"

#include "journey/claims.hpp"
#include "journey/labelling/labelling.hpp"
#include "views/eye.hpp"
#include "views/reading.hpp"

namespace veinline::views {

using journey::Naming;
using journey::Thing;
using kernel::Array;

namespace {

/// Every kind that has ids.
const std::vector<std::string>& all_kinds() {
  static const std::vector<std::string> kinds{"material", "batch",  "course",    "subject",
                                              "site",     "study",  "person",    "consignment",
                                              "label",    "import", "deviation", "document"};
  return kinds;
}

std::string day_text(const codes::LabelTime& time) {
  const auto two = [](unsigned number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  std::string out = std::to_string(static_cast<int>(time.day.year())) + "-" +
                    two(static_cast<unsigned>(time.day.month())) + "-" +
                    two(static_cast<unsigned>(time.day.day()));
  if (!time.minute) return out;
  const auto minutes = static_cast<unsigned>(time.minute->count());
  return out + "T" + two(minutes / 60) + ":" + two(minutes % 60);
}

/// Beside what it names, what the label says of it.
Object label_of(const codes::Scan& scan) {
  Object out;
  if (scan.chain_of_identity) out.set("chain_of_identity", Value(*scan.chain_of_identity));
  if (scan.expires) out.set("expires", Value(day_text(*scan.expires)));
  if (!scan.flags.empty()) out.set("flags", Value(scan.flags));
  return out;
}

/// What the reader sees of that. A code that stands on a thing of theirs and on one of others names
/// neither: it stays a stop, and the other is not told. One of others alone is unknown.
Result<Naming, NoView> seen_of(const Sources& sources, Naming naming) {
  bool is_any_seen = false;
  for (const Thing& thing : naming.things) {
    const auto is_seen = sources.eye.sees(thing.key);
    if (!is_seen) return no_view(is_seen.error());
    is_any_seen = is_any_seen || *is_seen;
  }
  if (!is_any_seen) return Naming{};
  return naming;
}

}  // namespace

Result<Naming, NoView> named_as_of(const Sources& sources, const codes::Scan& scan, Seq up_to) {
  Reading reading(sources, up_to);
  TRY(Naming naming, asked_until_whole(reading, [&](journey::Reader& reader) {
        const journey::Known known{
            [&](const Thing& alias) { return reader.find<journey::Alias>(alias); },
            [&](const Thing& thing) { return reader.exists(thing); }};
        return journey::named_by(scan, all_kinds(), sources.catalogue.schemes(), known);
      }));
  return seen_of(sources, std::move(naming));
}

Result<std::vector<std::string>, NoView> differences_as_of(const Sources& sources,
                                                           const codes::Scan& scan,
                                                           const Thing& thing, Seq up_to) {
  Reading reading(sources, up_to);
  return asked_until_whole(
      reading, [&](journey::Reader& reader) { return journey::differences(reader, scan, thing); });
}

Result<std::string, NoView> phase_unless_live_as_of(const Sources& sources, const codes::Scan& scan,
                                                    Seq up_to) {
  Reading reading(sources, up_to);
  TRY(const std::string phase, asked_until_whole(reading, [&](journey::Reader& reader) {
        const auto phase = journey::phase_unless_live(reader, scan);
        return std::string(phase ? text(*phase) : "");
      }));
  if (phase.empty() || scan.aliases.empty()) return phase;
  const auto is_seen = sources.eye.sees(scan.aliases.front());
  if (!is_seen) return no_view(is_seen.error());
  return *is_seen ? phase : std::string();
}

Result<Object, NoView> scan(const Sources& sources, const Scanned& scanned) {
  Question when;
  when.as_of = scanned.as_of;
  TRY(const Seq up_to, position_of(sources, when));
  auto read = codes::read_scan(scanned.code, scanned.how);
  if (!read) return no_view(NoView::Kind::bad_question, std::string(codes::name(read.error())));
  TRY(Naming naming, named_as_of(sources, *read, up_to));
  if (naming.one() != nullptr && naming.one()->kind() == "label") {
    // Its id is as good as its symbol, and as bad: what it is on is wanted, if it is live.
    const std::string label(naming.one()->id());
    read = codes::read_scan(journey::labelling::symbol_of(label), codes::How::scanned);
    INVARIANT(read.has_value());
    TRY(naming, named_as_of(sources, *read, up_to));
  }
  Reading reading(sources, up_to);
  if (const Thing* const thing = naming.one()) {  // our own id may be of a thing that nobody made
    TRY(const journey::ThingState state, reading.state(thing->key));
    if (!state.exists()) naming.things.clear();
  }
  Object out;
  out.set("read_as", Value(text(read->kind)));
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  if (Object label = label_of(*read); !label.empty()) out.set("label", Value(std::move(label)));
  if (!naming.by.empty()) out.set("found_by", Value(naming.by));
  const Thing* const thing = naming.one();
  if (thing == nullptr) {
    TRY(std::string verdict, phase_unless_live_as_of(sources, *read, up_to));
    if (verdict.empty()) verdict = naming.things.empty() ? "unknown" : "ambiguous";
    out.set("verdict", Value(std::move(verdict)));
    Array candidates;
    for (const Thing& one : naming.things) {
      const auto is_seen = sources.eye.sees(one.key);
      if (!is_seen) return no_view(is_seen.error());
      if (*is_seen) candidates.push_back(Value(one.key));
    }
    if (!candidates.empty()) out.set("candidates", Value(std::move(candidates)));
    return out;
  }
  // When it expires tells what was made, also where it is a label that says so.
  const auto is_blind = sources.eye.is_blind_to(thing->key);
  if (!is_blind) return no_view(is_blind.error());
  if (const Value* label = out.find("label"); *is_blind && label != nullptr) {
    Object rest;
    for (const auto& [name, value] : label->object()->members()) {
      if (name != "expires") rest.set(name, value);
    }
    out.set("label", Value(std::move(rest)));
  }
  TRY(const std::vector<std::string> said, differences_as_of(sources, *read, *thing, up_to));
  Array differs(said.begin(), said.end());
  out.set("thing", Value(thing->key));
  out.set("verdict", Value(differs.empty() ? "found" : "differs"));
  if (!differs.empty()) out.set("differs", Value(std::move(differs)));
  return out;
}

}  // namespace veinline::views
