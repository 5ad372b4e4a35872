// SPDX-License-Identifier: Apache-2.0
// Reading: what one answer reads of the log, as of one position, and no more than one answer may.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "history/happening.hpp"
#include "journey/quality/barred.hpp"
#include "journey/world.hpp"
#include "kernel/limits.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// Things that have a genealogy, a standing and evidence of their own. A site, a study or a person
/// is named by everybody's records: what is asked about them is asked page by page.
bool is_told_as_a_whole(std::string_view thing);

/// Whoever may ask may ask about anything, also about what a million records name. Each record read
/// counts, and the answer to what lies beyond is "view.too_much".
class Reading {
 public:
  Reading(const Sources& sources, Seq up_to) : sources_(sources), up_to_(up_to) {}

  [[nodiscard]] const Sources& sources() const { return sources_; }
  [[nodiscard]] Seq up_to() const { return up_to_; }

  /// Reads what is going to be asked for, together where that costs less; what was read already is
  /// left out. Each thing is named once.
  Result<kernel::Done, NoView> fetch(const std::vector<std::string>& things,
                                     ledger::Touching touching);
  /// Read once for each answer.
  Result<std::vector<journey::Happening>, NoView> history(const std::string& thing,
                                                          ledger::Touching touching);
  /// The same with corrections applied: replaced data in the original's place.
  Result<std::vector<journey::Happening>, NoView> effective(const std::string& thing,
                                                            ledger::Touching touching);
  Result<journey::ThingState, NoView> state(const std::string& thing);
  /// The records themselves.
  Result<std::vector<ledger::StoredRecord>, NoView> records(const std::string& thing,
                                                            ledger::Touching touching);

 private:
  using Histories = std::map<std::string, std::vector<journey::Happening>>;
  [[nodiscard]] bool take(std::size_t records);
  [[nodiscard]] bool has_read(const std::string& thing, ledger::Touching touching) const;

  const Sources& sources_;
  const Seq up_to_;
  std::size_t left_ = kernel::answer_records_max;
  // What was read is not read again: no more of it than may be read.
  Histories changes_, whole_;
};

/// The thing that the id names, of a kind that is told as a whole; it exists where the reading is.
Result<std::string, NoView> whole_thing_of(Reading& reading, const std::string& id);

/// What `ask` makes of a reader that finds everything it looks at, as of the reading's position.
template <class Ask>
auto asked_until_whole(Reading& reading, const Ask& ask)
    -> Result<decltype(ask(std::declval<journey::Reader&>())), NoView> {
  journey::Slice slice;
  for (;;) {
    journey::Reader reader(slice);
    auto out = ask(reader);
    if (reader.wanted().empty()) return out;
    TRY([[maybe_unused]] const kernel::Done fetched,
        reading.fetch(reader.wanted(), ledger::Touching::changes));
    for (const std::string& wanted : reader.wanted()) {
      TRY(journey::ThingState state, reading.state(wanted));
      slice.emplace(wanted, std::make_shared<const journey::ThingState>(std::move(state)));
    }
  }
}

/// Why a thing may not be used: on its own account or on that of what it rests on. Each is the key
/// of the thing at fault; empty: none.
struct Bars {
  journey::quality::Barred barred;
  std::string strange;  ///< its history is not in order, so that nothing is permitted on it
};
/// When a bag of a treatment ends by itself that nobody got yet and that is not rejected.
struct End {
  kernel::Instant at{};
  std::string thing{};     ///< key of the bag
  std::string_view why{};  ///< "expires": the bag; "thawed": the study's window since its thaw
};
/// {held?, rejected?, deviation?, strange?}
Object bars_json(const Bars& bars);
/// The first of what the reader looked at whose history is not in order.
std::string strange_among(journey::Reader& reader);

Result<Bars, NoView> bars_of(Reading& reading, const std::string& thing);
/// Whether the reader may not know the arm of whose thing it is.
Result<bool, NoView> is_blind_to(const Sources& sources, const std::string& thing);
/// Whether the reader may know the arms of every study that is blinded now: what is told of all of
/// them together can be shown to nobody else.
Result<bool, NoView> may_know_every_arm(const Sources& sources);
/// The same bars without saying on what account: all of them on that of the thing itself.
Bars neutral(Bars bars, const std::string& thing);

}  // namespace veinline::views
