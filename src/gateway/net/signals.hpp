// SPDX-License-Identifier: Apache-2.0
// Signals that ask a server to stop.
#pragma once

namespace veinline::gateway::net {

/// Called before any thread is made: SIGINT and SIGTERM wait for wait_for_stop_signal.
void block_stop_signals();
/// Returns when the process is asked to stop.
void wait_for_stop_signal();

}  // namespace veinline::gateway::net
