// SPDX-License-Identifier: Apache-2.0
#include "node/system.hpp"

#include <sys/random.h>

#include "kernel/invariant.hpp"

namespace veinline::node {

kernel::Instant SystemClock::now() const {
  return std::chrono::time_point_cast<kernel::Milliseconds>(std::chrono::system_clock::now());
}

void SystemEntropy::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    INVARIANT(got > 0);  // for up to 256 bytes it cannot fail once the system has started
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

}  // namespace veinline::node
