// SPDX-License-Identifier: Apache-2.0
// Waits for the word to stop, without a signal handler.
#pragma once

namespace veinline::gateway::net {

/// Keeps SIGINT and SIGTERM from every thread started afterwards. The first line of main.
void block_stop_signals();

/// Blocks until SIGINT or SIGTERM comes. Needs block_stop_signals() before any thread was started.
void wait_for_stop_signal();

}  // namespace veinline::gateway::net
