// SPDX-License-Identifier: Apache-2.0
// Progress: how far an import is, on standard error.
#pragma once

#include <chrono>
#include <cstddef>

#include "exchange/import.hpp"

namespace veinline::tools::cli {

enum class ShowProgress : std::uint8_t { on_a_terminal, always };

/// One line that is written over on a terminal; a line now and then where it was asked for.
class Progress {
 public:
  Progress(ShowProgress show, std::size_t rows);
  void add(std::size_t rows, const exchange::ImportReport& report);
  /// The last word, once.
  void end();
  [[nodiscard]] std::size_t done() const { return done_; }

 private:
  void print(const exchange::ImportReport& report);

  using Clock = std::chrono::steady_clock;
  bool terminal_;
  bool shown_;
  std::size_t rows_;
  std::size_t done_ = 0;
  Clock::time_point start_ = Clock::now();
  Clock::time_point printed_{};
  bool open_line_ = false;
};

}  // namespace veinline::tools::cli
