// SPDX-License-Identifier: Apache-2.0
// Glance: the few members of a record that verify looks at, found without parsing the rest.
#pragma once

#include <optional>
#include <string_view>

#include "kernel/result.hpp"
#include "ledger/record.hpp"

namespace veinline::tools::verify {

struct Glance {
  ledger::HybridClock clock;
  kernel::Instant recorded_at{};
  std::string_view node;
  bool is_signed = false;  ///< has the member "signatures"
};

enum class GlanceFault : std::uint8_t {
  no_record,      ///< not the bytes of a record of format version 1
  newer_version,  ///< of a format version that this program does not know
};

/// Reads the outermost members in their canonical order, and skips over what is inside the others:
/// a fraction of the cost of parse_record. Takes any bytes. The views point into `bytes`.
kernel::Result<Glance, GlanceFault> glance(std::string_view bytes);

}  // namespace veinline::tools::verify
