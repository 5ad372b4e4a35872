// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/dice.hpp"

#include <array>

#include "kernel/digest.hpp"
#include "kernel/id.hpp"
#include "kernel/invariant.hpp"

namespace veinline::tools::cohort {

Dice Dice::apart(std::string_view purpose, std::uint64_t number) const {
  const kernel::Digest digest = kernel::sha256(std::to_string(state_) + "/" + std::string(purpose) +
                                               "/" + std::to_string(number));
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < sizeof seed; ++i) seed = seed << 8 | digest.bytes[i];
  return Dice(seed);
}

std::uint64_t Dice::next() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t out = state_;
  out = (out ^ (out >> 30)) * 0xbf58476d1ce4e5b9U;
  out = (out ^ (out >> 27)) * 0x94d049bb133111ebU;
  return out ^ (out >> 31);
}

int Dice::between(int low, int high) {
  INVARIANT(low <= high);
  const auto width = static_cast<std::uint64_t>(high - low) + 1;
  return low + static_cast<int>(next() % width);
}

std::string Dice::id() {
  std::array<std::uint8_t, 10> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(next() >> 56);
  return kernel::id_text(bytes);
}

void SeededIds::fill(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(dice_.next() >> 56);
}

}  // namespace veinline::tools::cohort
