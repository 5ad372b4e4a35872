// SPDX-License-Identifier: Apache-2.0
// Fold: the only dispatcher. Facts in, the state of one thing out; corrections in their place.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/world.hpp"
#include "kernel/canonical.hpp"

namespace veinline::journey {

/// Who signed a recorded fact, and with which meaning. For who reads it: nothing is decided by it.
struct SignedBy {
  std::string by;       ///< person id
  std::string meaning;  ///< of the closed list: "release"
  std::string suite;    ///< how the node knew that it was they
  kernel::Instant time{};
  std::string at;      ///< id of the site where it was recorded
  std::string offset;  ///< "+08:00": of that site then, in the signed bytes; empty: not told there
};

/// A recorded fact as the fold needs it: decoded, with what it changes.
struct Happening {
  Told told;
  std::string fact;  ///< stored name, as recorded
  kernel::Object data;
  std::vector<std::string> changes;  ///< thing keys
  std::string corrects;              ///< record id, or empty
  std::int64_t clock_ms = 0;         ///< hybrid logical clock: the order within a node
  std::int64_t clock_n = 0;
  std::vector<SignedBy> signatures{};
};

/// The stored name of a correction: known to the fold itself, since it changes what others mean.
inline constexpr std::string_view correction_name = "record.corrected/1";
/// That of the agreement to one. Neither of them rests on what a record says.
inline constexpr std::string_view agreement_name = "quality.correction_agreed/1";
/// A permission that was given on what the records about its things say. They may be wrong.
bool rests_on_records(const Catalogue& catalogue, std::string_view fact);

/// Folds facts onto the state of `thing`. Each of `happenings` changes the thing, in order. Empty
/// answer: one of them is a correction, and `from` is not the beginning; fold from the beginning.
std::optional<ThingState> fold_on(const Catalogue& catalogue, const Thing& thing, ThingState from,
                                  const std::vector<Happening>& happenings);
/// Folds the whole history of a thing.
ThingState fold_all(const Catalogue& catalogue, const Thing& thing,
                    const std::vector<Happening>& happenings);

/// The facts as they stand now, in their order: a corrected one with its replacement's data (its
/// own place and telling kept, with the signatures of the correction: no other covers what it says
/// now), one that was entered in error left out, the corrections left out.
std::vector<Happening> with_corrections(std::vector<Happening> happenings);

}  // namespace veinline::journey
