// SPDX-License-Identifier: Apache-2.0
// Logger import: the file of a temperature logger becomes a fact about the box that it travelled
// in. docs/import.md.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "commands/desk.hpp"
#include "exchange/words.hpp"
#include "kernel/canonical.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// What whoever brings the file says of it, as texts: clock_ahead_s, column, day_order, device,
/// high, low, unit, zone.
using LoggerTold = std::map<std::string, std::string>;

/// Where a file is taken in, and for whom. Everything outlives it.
struct Importer {
  commands::Desk& desk;
  const views::Sources& sources;
  commands::AskedBy by;
  const Words& words;
};

/// An answer with its HTTP status: the records, or a problem document.
struct LoggerAnswer {
  int status;
  kernel::Object body;
};

/// Attaches the record to the consignment: an id, or what names one. The trip is from its dispatch
/// to the last receipt out of it. The same file again changes nothing and has the first answer.
LoggerAnswer attach_logger(const Importer& importer, const std::string& consignment,
                           const LoggerTold& told, std::string_view file);

}  // namespace veinline::exchange
