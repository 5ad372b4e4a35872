// SPDX-License-Identifier: Apache-2.0
// Crowd: many people who each send a command, wait for the answer, and send the next.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "commands/desk.hpp"

namespace veinline::tools::bench {

struct CrowdCount {
  std::uint64_t commands = 0;
  std::uint64_t facts = 0;
  std::string problem;  ///< code of the first refusal or fault; empty: there was none
};

/// What a slot asks next, from any thread but never two at once for one slot; empty: it goes home.
using NextRequest = std::function<std::optional<commands::Request>(unsigned slot)>;

/// Keeps `slots` commands in flight until every slot went home or one was refused. Commands that
/// were recorded before (`again`) count as none.
CrowdCount run_crowd(commands::Desk& desk, unsigned slots, const NextRequest& next);

}  // namespace veinline::tools::bench
