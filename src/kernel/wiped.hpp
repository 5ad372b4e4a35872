// SPDX-License-Identifier: Apache-2.0
// Wiped: a text that is overwritten when it is no longer needed, and has one place in memory.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

namespace veinline::kernel {

/// Moved, never copied: a moved one leaves nothing behind. It does not print.
class Wiped {
 public:
  Wiped() = default;
  explicit Wiped(std::string_view text) : bytes_(text.begin(), text.end()) {}
  Wiped(Wiped&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  Wiped& operator=(Wiped&& other) noexcept {
    if (this != &other) {
      wipe();
      bytes_ = std::exchange(other.bytes_, {});
    }
    return *this;
  }
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { wipe(); }

  /// The text, said aloud; as long as this lives and is not moved from.
  [[nodiscard]] std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  friend void operator<<(auto&, const Wiped&) = delete;

 private:
  void wipe() noexcept;

  std::vector<char> bytes_;
};

}  // namespace veinline::kernel
