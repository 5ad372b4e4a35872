// SPDX-License-Identifier: Apache-2.0
// The clock and the entropy of the machine: the only place where either is met.
#pragma once

#include "kernel/instant.hpp"
#include "kernel/random.hpp"

namespace veinline::node {

class SystemClock : public kernel::Clock {
 public:
  [[nodiscard]] kernel::Instant now() const override;
};

/// getrandom(2). Safe from many threads.
class SystemEntropy : public kernel::Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace veinline::node
