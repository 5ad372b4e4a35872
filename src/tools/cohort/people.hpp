// SPDX-License-Identifier: Apache-2.0
// People: names of people who do not exist: the staff of a cohort, and its patients with all that a
// hospital knows of somebody.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/cohort/dice.hpp"

namespace veinline::tools::cohort {

/// "林若楠 Lin Ruonan" or "Hannah Whitcombe": put together by chance from common parts, so that
/// whoever bears the name is nobody in particular.
std::string invented_name(Dice& dice);

struct InventedDocument {
  const char* kind;
  std::string number;  ///< as it is kept
};

/// A patient who does not exist. No number can be anybody's, as far as its issuer tells which are
/// not given out: docs/demonstration.md.
struct InventedPatient {
  std::string name;
  std::string reading;                      ///< empty: the name is in Latin letters
  std::string birth_date;                   ///< empty: the document has it
  std::string sex;                          ///< empty: the document has it
  std::vector<InventedDocument> documents;  ///< shown when they are registered
  std::string phone, email, address, relative_phone;
  std::string relative;  ///< whom to call at relative_phone
  /// What must be found nowhere but in the vault, each at least line_bytes_min long.
  std::vector<std::string> lines;
};

/// A shorter text is found by chance in some encoding of some file.
constexpr std::size_t line_bytes_min = 8;

/// The patient of the treatment of that number, of 1 to 24 none like another; the same for the
/// same dice and number.
InventedPatient invented_patient(Dice dice, std::uint64_t number);

}  // namespace veinline::tools::cohort
