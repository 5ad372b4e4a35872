// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/signals.hpp"

#include <unistd.h>

#include <csignal>

#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

sigset_t all_signals() {
  sigset_t set;
  INVARIANT(sigemptyset(&set) == 0);
  INVARIANT(sigaddset(&set, SIGINT) == 0);
  INVARIANT(sigaddset(&set, SIGTERM) == 0);
  INVARIANT(sigaddset(&set, SIGHUP) == 0);
  return set;
}

}  // namespace

/// A log or a client that is gone is told by the write, and ends nothing.
void block_signals() {
  sigset_t set = all_signals();
  INVARIANT(sigaddset(&set, SIGPIPE) == 0);
  INVARIANT(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
}

Told meaning_of_hang_up() {
  return isatty(STDIN_FILENO) == 1 ? Told::stop : Told::reload;
}

Told wait_for_signal(Told hang_up) {
  const sigset_t set = all_signals();
  int signal = 0;
  INVARIANT(sigwait(&set, &signal) == 0);
  return signal == SIGHUP ? hang_up : Told::stop;
}

}  // namespace veinline::gateway::net
