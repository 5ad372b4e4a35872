// SPDX-License-Identifier: Apache-2.0
// Follower: keeps the rows of list views up with the log.
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "history/states.hpp"
#include "journey/reader.hpp"
#include "views/counts.hpp"
#include "views/reading.hpp"
#include "views/rows.hpp"

namespace veinline::views {

/// What belongs to a thing: the materials and batches that its own records name with it.
using Belongings = std::set<std::string>;

/// What bars a thing and its belongings, and what of them ends, the earliest first. That knows no
/// clock: what of it is past, says who shows the row.
struct Stands {
  Bars bars;
  std::vector<End> ends{};
};

/// A list of all things of one kind, with one row each.
struct ListType {
  std::string_view name;
  std::string_view kind;  ///< prefix of thing keys, "course/"
  /// How the thing and its belongings stand, by whatever the reader is asked for.
  Stands (*stands)(journey::Reader& reader, const journey::Thing& thing,
                   const Belongings& belongings);
  kernel::Object (*row)(const journey::ThingState& state, const Stands& stands);
};
const std::vector<ListType>& all_lists();

/// The member of a stored row with the keys of all things that it was made from. It is there for
/// the follower, which has to know them after a start without reading the log again.
inline constexpr std::string_view rests_on = "rests_on";
/// The member with the ids of the sites where the thing is seen.
inline constexpr std::string_view seen_at = "seen_at";
/// The member that says what ends, the earliest first: [{at, thing, why}].
inline constexpr std::string_view all_ends = "ends";
/// A row is no record: one with very many grounds is longer.
inline constexpr kernel::JsonLimits row_json{.bytes_max = 4 * 1024 * 1024, .depth_max = 24};

/// A row is made anew when its thing changes, and how it stands is judged anew when something
/// moves that it rests on. Both are functions of the states that they look at, so that rows that
/// were followed are those that would be made anew from the beginning.
class Follower {
 public:
  Follower(const journey::Catalogue& catalogue, const ledger::Store& store, Rows& rows)
      : catalogue_(catalogue), store_(store), rows_(rows) {}

  /// Follows the log up to its end, at least up to `wanted`. Safe from several threads: one works.
  kernel::Result<ledger::Seq, ledger::Fault> catch_up(ledger::Seq wanted);
  [[nodiscard]] const Rows& rows() const { return rows_; }
  /// Drops every row and makes it anew. Gives the number of facts read.
  kernel::Result<ledger::Seq, ledger::Fault> rebuild();

 private:
  using Changes = std::vector<RowChange>;
  using RowNumber = std::uint32_t;
  using Worked = kernel::Result<kernel::Done, ledger::Fault>;
  /// A row as it is kept.
  struct Known {
    std::string key;
    kernel::Digest body;  ///< of the text of its newest version
  };
  /// A row as it is being made.
  struct Followed {
    Belongings belongings;
    Stands stands;
    std::vector<std::string> grounds;  ///< what was looked at to judge it, sorted
    bool is_judged = false;
  };

  kernel::Result<ledger::Seq, ledger::Fault> follow_to(ledger::Seq wanted);
  /// Once an era: drops rows that were made from another history.
  Worked check_history();
  using Happenings = std::vector<journey::Happening>;
  Worked follow(const journey::Happening& happening, Changes& changes);
  /// The next page of the log; from any thread.
  [[nodiscard]] kernel::Result<Happenings, ledger::Fault> happenings_after(
      ledger::Seq position) const;
  /// Moves the state of a thing over a fact, when it is known. False: whatever rests on it stands
  /// as before.
  bool advance(const std::string& thing, const journey::Happening& happening);
  /// Keys of the rows that the fact makes otherwise; those to be judged again are marked.
  std::set<std::string> touched_by(const journey::Happening& happening);
  Worked write(const std::string& key, const journey::Happening& happening, Changes& changes);
  Worked judge(const ListType& list, const std::string& key, const journey::Happening& happening,
               Followed& own);
  kernel::Result<Followed*, ledger::Fault> followed(const std::string& key, ledger::Seq up_to);
  /// The state of a thing after all facts up to `up_to`.
  kernel::Result<history::StatePointer, ledger::Fault> state(const std::string& thing,
                                                             ledger::Seq up_to);
  /// Learns from the rows as they are kept. False: a row of an older program does not say what it
  /// rests on.
  kernel::Result<bool, ledger::Fault> learn(ledger::Seq position);
  /// True when the body is another one than before, or the first.
  bool remember(const std::string& key, const std::string& body);
  void rest(const std::string& key, std::span<const std::string> grounds);
  void forget();

  const journey::Catalogue& catalogue_;
  const ledger::Store& store_;
  Rows& rows_;
  std::mutex mutex_;

  Counts counts_;  ///< of each site and month
  /// Bounded: emptied when full, and folded again as needed.
  std::unordered_map<std::string, history::StatePointer> states_;
  std::unordered_map<std::string, Followed> followed_;
  /// About 500 bytes a row, with what it rests on.
  std::vector<Known> known_;
  std::unordered_map<std::string, RowNumber> number_of_;
  /// By the hash of a thing's key: two that collide cost a row made in vain, and no more.
  std::unordered_multimap<std::size_t, RowNumber> resting_on_;
  /// Hashes of all things that have a history, where the log was followed from its beginning: what
  /// is not among them is new, and need not be asked for. 32 bytes a thing.
  std::optional<std::unordered_set<std::size_t>> seen_;
  std::optional<ledger::Seq> position_;  ///< up to which all this is known
  std::optional<std::uint64_t>
      checked_in_;  ///< the era in which the rows were found to be of this log
};

}  // namespace veinline::views
