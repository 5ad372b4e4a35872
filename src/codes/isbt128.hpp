// SPDX-License-Identifier: Apache-2.0
// ISBT 128: the data structures of blood, cell and tissue labels (ST-001, ST-012). Structure and
// check characters alone: the tables of products and facilities are licensed, and not here.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codes/bad_code.hpp"
#include "kernel/result.hpp"

namespace veinline::codes {

using kernel::Result;

/// ISO/IEC 7064 MOD 37-2 over 0-9 and A-Z; it may be '*'. INVARIANT: no other characters.
char check_character(std::string_view text);

bool is_donation_number(std::string_view text);    ///< 13 characters: facility, year, sequence
bool is_chain_of_identity(std::string_view text);  ///< 15 characters: CH, facility, year, six

/// One data structure as it stands in a symbol.
struct Structure {
  std::string identifier;  ///< "=<", "&/", "&,1"; "=" for a donation number
  std::string content;
  bool operator==(const Structure&) const = default;
};

/// A calendar day and, where the label says one, a minute of it.
struct LabelTime {
  std::chrono::year_month_day day;
  std::optional<std::chrono::minutes> minute;  ///< since midnight, local time of the labeller
  bool operator==(const LabelTime&) const = default;
};

/// What a symbol says, one structure or a compound message of several.
struct Isbt {
  std::vector<Structure> structures;             ///< all, in order
  std::optional<std::string> donation_number;    ///< 001: 13 characters
  std::string flags;                             ///< of 001: two characters
  std::optional<std::string> chain_of_identity;  ///< 040: 15 characters
  std::optional<std::string> product_code;       ///< 003: five characters
  char collection_type = 0;                      ///< of 003
  std::optional<std::string> division;  ///< six characters: 032, or that of 003 with four zeros
  std::optional<std::string> facility;  ///< 033 or 034: FIN(P), five characters
  std::optional<LabelTime> expires;     ///< 004, 005, or 031 of type 01
  std::optional<LabelTime> collected;   ///< 006, 007
  std::optional<LabelTime> produced;    ///< 008, 009
  /// FIN(P), product code, donation number and division: the identity of one container anywhere.
  [[nodiscard]] std::optional<std::string> container() const;
  bool operator==(const Isbt&) const = default;
};

/// True for a text that begins like an ISBT 128 structure.
bool looks_like_isbt(std::string_view text);
/// Reads one structure, or a compound message. Nothing of it is believed before all of it is read.
Result<Isbt, BadCode> read_isbt(std::string_view text);

/// A compound message (023) of these. INVARIANT: 2 to 99, each well formed.
std::string compound(const std::vector<Structure>& structures);

}  // namespace veinline::codes
