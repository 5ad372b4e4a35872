// SPDX-License-Identifier: Apache-2.0
// Where randomness enters: a port, so that simulations replay from a seed.
#pragma once

#include <cstdint>
#include <span>

namespace veinline::kernel {

class Entropy {
 public:
  virtual ~Entropy() = default;
  /// Fills `out` with unpredictable bytes (or, in tests, with bytes from a seed).
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace veinline::kernel
