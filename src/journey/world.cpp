// SPDX-License-Identifier: Apache-2.0
#include "journey/world.hpp"

#include <algorithm>
#include <cstdlib>

namespace veinline::journey {

std::string_view text(Strange strange) {
  switch (strange) {
    case Strange::unknown_fact:
      return "unknown_fact";
    case Strange::inconsistent:
      return "inconsistent";
    case Strange::decided_before_correction:
      return "decided_before_correction";
  }
  std::abort();
}

Aspects& Aspects::operator=(const Aspects& other) {
  if (this == &other) return *this;
  slots_.clear();
  for (const Slot& slot : other.slots_) slots_.push_back({slot.held->copy()});
  return *this;
}

// The order of aspects says only which came first; two histories of equal meaning compare equal.
bool Aspects::operator==(const Aspects& other) const {
  if (slots_.size() != other.slots_.size()) return false;
  return std::all_of(slots_.begin(), slots_.end(), [&](const Slot& mine) {
    return std::any_of(other.slots_.begin(), other.slots_.end(),
                       [&](const Slot& theirs) { return mine.held->same(*theirs.held); });
  });
}

}  // namespace veinline::journey
