// SPDX-License-Identifier: Apache-2.0
// Scan: what a scanner gave or a person typed, whatever kind of code it is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codes/bad_code.hpp"
#include "codes/gs1.hpp"
#include "codes/isbt128.hpp"

namespace veinline::codes {

constexpr std::size_t scan_bytes_max = 2000;

enum class How : std::uint8_t {
  scanned,  ///< a machine read it: the symbol has its own check
  typed,    ///< a person typed it: only with a check character
  either,   ///< nobody says which: read as scanned, and as typed where a check character shows it
};
enum class Kind : std::uint8_t {
  own,    ///< our own id, or "kind/ID"
  isbt,   ///< an ISBT 128 structure or message
  gs1,    ///< a GS1 element string or Digital Link
  alias,  ///< "scheme:value"
  plain,  ///< any other text: the number of some issuer
};
std::string_view text(Kind kind);

struct Scan {
  Kind kind = Kind::plain;
  /// What it names, as "scheme/value" of an alias; the most exact first, which alone names a thing.
  /// Empty for own and plain.
  std::vector<std::string> aliases;
  /// "kind/ID"; or the ID alone, of whichever kind.
  std::string own;
  /// What a plain text says, as it stands.
  std::string plain;
  /// What the label claims beside what it names: compared with the record, never believed.
  std::optional<std::string> chain_of_identity;
  std::optional<LabelTime> expires;
  /// Flags of a donation number: "07" is a test tube, never a bag.
  std::string flags;
  bool operator==(const Scan&) const = default;
};

/// Reads a code by its own rules. A plain text is well formed by definition, unless it was typed.
Result<Scan, BadCode> read_scan(std::string_view text, How how);

}  // namespace veinline::codes
