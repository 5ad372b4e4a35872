// SPDX-License-Identifier: Apache-2.0
// Dice: all chance of a cohort, drawn from its seed, so that the same seed gives the same facts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/random.hpp"

namespace veinline::tools::cohort {

/// SplitMix64. Not for secrets: whoever knows the seed knows every throw.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  /// Dice of their own for one treatment or one purpose: what others throw moves nothing here.
  [[nodiscard]] Dice apart(std::string_view purpose, std::uint64_t number) const;

  std::uint64_t next();
  /// One of low, low + 1, … high.
  int between(int low, int high);
  /// An id of ours.
  std::string id();

 private:
  std::uint64_t state_;
};

/// Ids of a demonstration, from its seed. One thread alone asks for them.
class SeededIds : public kernel::Entropy {
 public:
  explicit SeededIds(const Dice& dice) : dice_(dice) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  Dice dice_;
};

}  // namespace veinline::tools::cohort
