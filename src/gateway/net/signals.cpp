// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/signals.hpp"

#include <csignal>

#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  INVARIANT(sigemptyset(&set) == 0);
  INVARIANT(sigaddset(&set, SIGINT) == 0);
  INVARIANT(sigaddset(&set, SIGTERM) == 0);
  return set;
}

}  // namespace

void block_stop_signals() {
  const sigset_t set = stop_signals();
  INVARIANT(pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
}

void wait_for_stop_signal() {
  const sigset_t set = stop_signals();
  int signal = 0;
  INVARIANT(sigwait(&set, &signal) == 0);
}

}  // namespace veinline::gateway::net
