// SPDX-License-Identifier: Apache-2.0
// Barred: whether something may not be used, on its own account or on that of what it rests on.
#pragma once

#include <string>

#include "journey/reader.hpp"

namespace veinline::journey::quality {

/// Why a thing may not be used: each the key of the thing at fault, nearest first; empty: none.
struct Barred {
  std::string held;
  std::string rejected;
  std::string deviation;  ///< with an open deviation, which bars a release alone
  [[nodiscard]] bool any() const { return !held.empty() || !rejected.empty(); }
};

/// A material rests on its batch, on everything that went into that, on its course and on the
/// people of both, and on the box while it travels in one; a course rests on its subject. What is
/// wrong with one of them is wrong with everything that rests on it, also when it is found out
/// late.
Barred barred(Reader& reader, const Thing& thing);

/// True when a record about the thing, or about what it rests on, was there at `seq` and was
/// corrected later: what was allowed at `seq` is void until it is allowed anew.
bool amended_since(Reader& reader, const Thing& thing, std::uint64_t seq);

}  // namespace veinline::journey::quality
