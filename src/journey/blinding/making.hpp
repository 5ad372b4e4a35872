// SPDX-License-Identifier: Apache-2.0
// Making: whether what is said of a thing tells what was made for a patient, and so their arm. One
// answer for what is shown (views/sight.cpp) and for what is decided (commands/blinded.cpp).
#pragma once

#include <cstdint>
#include <string>

#include "journey/reader.hpp"

namespace veinline::journey::blinding {

/// Where something is said of a thing, and by which record.
struct SaidAt {
  std::string site{};              ///< id; empty: it is about the thing as it stands, and no fact
  std::uint64_t seq = UINT64_MAX;  ///< what came later makes no difference
};

/// Of a batch; of a document that tells an arm; of a product as long as it was neither at a
/// hospital nor on its way to one, and of whatever is told of it where it is made or stored: a
/// factory, a laboratory, an office. A hospital that makes its own has one staff for both.
bool is_of_the_making(Reader& reader, const Thing& thing, const SaidAt& said);
/// The same also of what is on the thing, about it or around it: of a label, a deviation, a box.
bool tells_of_the_making(Reader& reader, const Thing& thing, const SaidAt& said);

}  // namespace veinline::journey::blinding
