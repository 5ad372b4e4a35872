// SPDX-License-Identifier: Apache-2.0
// Waits for the word to stop or to read files again, without a signal handler.
#pragma once

#include <cstdint>

namespace veinline::gateway::net {

/// What a server is told.
enum class Told : std::uint8_t { stop, reload };

/// Keeps SIGINT, SIGTERM, SIGHUP and SIGPIPE from every thread started afterwards. The first line
/// of main.
void block_signals();

/// What SIGHUP means to this process: to read its files again, or, when it was started at a
/// terminal, that the terminal is gone. To be asked while the terminal is there.
Told meaning_of_hang_up();

/// Blocks until SIGINT or SIGTERM (stop) or SIGHUP (as said) comes. Needs block_signals() before
/// any thread was started.
Told wait_for_signal(Told hang_up);

}  // namespace veinline::gateway::net
