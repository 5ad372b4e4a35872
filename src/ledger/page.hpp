// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace veinline::ledger {

/// A page of records that a store gives ends once it has more bytes than this. One that is shorter
/// than was asked for, and has not so many, is the last.
inline constexpr std::size_t page_bytes_max = 4 * 1024 * 1024;

}  // namespace veinline::ledger
