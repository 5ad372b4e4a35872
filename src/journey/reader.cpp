// SPDX-License-Identifier: Apache-2.0
#include "journey/reader.hpp"

#include <algorithm>

namespace veinline::journey {

const ThingState* Reader::look(const Thing& thing) {
  const auto found = slice_.find(thing.key);
  if (found == slice_.end()) {
    if (std::find(wanted_.begin(), wanted_.end(), thing.key) == wanted_.end()) {
      wanted_.push_back(thing.key);
    }
    return nullptr;
  }
  reads_[thing.key] = found->second->head;
  return found->second.get();
}

}  // namespace veinline::journey
