// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <numeric>
#include <vector>

#include "ledger/store.hpp"

namespace veinline::ledger {

/// A page of records that a store gives ends once it has more bytes than this.
inline constexpr std::size_t page_bytes_max = 4 * 1024 * 1024;

/// Nothing follows a page that is shorter than was asked for, unless its bytes cut it short.
inline bool is_last_page(const std::vector<StoredRecord>& page, std::size_t wanted) {
  if (page.size() >= wanted) return false;
  const std::size_t bytes = std::accumulate(
      page.begin(), page.end(), std::size_t{0},
      [](std::size_t sum, const StoredRecord& one) { return sum + one.bytes.size(); });
  return bytes <= page_bytes_max;
}

}  // namespace veinline::ledger
