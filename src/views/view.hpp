// SPDX-License-Identifier: Apache-2.0
// Views: the only way to read anything. Each is folded from facts, as of any position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/catalogue.hpp"
#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "kernel/result.hpp"
#include "ledger/store.hpp"

namespace veinline::views {

using kernel::Object;
using kernel::Result;
using kernel::Value;
using ledger::Fault;
using ledger::Seq;

class Eye;
class Follower;

/// What views read from, and who reads. Everything outlives them.
struct Sources {
  const journey::Catalogue& catalogue;
  const ledger::Store& store;
  Follower& follower;  ///< keeps the rows of lists up with the log
  const Eye& eye;      ///< whose: what it does not see is not there
  /// The same for somebody else.
  [[nodiscard]] Sources for_eye(const Eye& other) const {
    return {catalogue, store, follower, other};
  }
};

/// What a reader asks for.
struct Question {
  std::string id;                 ///< thing key or alias ("coi:CHA…"), or sequence number
  std::optional<Seq> as_of;       ///< empty: now
  std::string after;              ///< where the page before ended; empty: from the beginning
  std::uint32_t count_max = 100;  ///< lines of a page; 1,000 at most
  kernel::Instant asked_at{};     ///< what ends by itself is past from its end on
};

/// Why there is no answer.
struct NoView {
  enum class Kind : std::uint8_t { unknown_view, unknown_thing, bad_question, not_theirs, failed };
  Kind kind;
  std::string code;  ///< keys the sentence in words/
};

/// What can be asked of a view besides its id.
enum class Asks : std::uint8_t {
  as_it_is,       ///< nothing: it never changes
  at_a_position,  ///< as_of
  in_pages        ///< as_of, after, count
};

struct ViewType {
  std::string_view name;
  std::string_view help;
  std::string_view id;  ///< what its id is; empty: it has none
  Asks asks;
  Result<Object, NoView> (*answer)(const Sources&, const Question&);
};

/// Every view, in the order of the manual.
const std::vector<ViewType>& all_views();
Result<Object, NoView> answer(const Sources& sources, std::string_view view,
                              const Question& question);

/// The position that a question is about: as_of, or the end of the log.
Result<Seq, NoView> position_of(const Sources& sources, const Question& question);
/// Where the page before ended; 0 at the first one.
Result<Seq, NoView> after_of(const Question& question);
/// The thing that the id names, through an alias where it is one; it exists at `up_to`.
Result<std::string, NoView> thing_of(const Sources& sources, const std::string& id, Seq up_to);
/// The two halves of that: what the id names, which nobody may have recorded;
Result<std::string, NoView> named_thing_of(const Sources& sources, const std::string& id,
                                           Seq up_to);
/// and the thing, when some record touches it and the reader may see it.
Result<std::string, NoView> existing_thing(const Sources& sources, std::string thing, Seq up_to);

/// Nothing where the reader may see the thing; what they may not see is told like what there is
/// not.
Result<kernel::Done, NoView> seen_thing(const Sources& sources, const std::string& thing);

/// One record as a line of a timeline, an audit trail or the feed.
Result<Object, Fault> line_of(const journey::Catalogue& catalogue,
                              const ledger::StoredRecord& stored);

kernel::Failure<NoView> no_view(NoView::Kind kind, std::string code);
kernel::Failure<NoView> no_view(Fault fault);

}  // namespace veinline::views
