// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/progress.hpp"

#include <unistd.h>

#include <iostream>

namespace veinline::tools::cli {

Progress::Progress(ShowProgress show, std::size_t rows)
    : terminal_(isatty(STDERR_FILENO) == 1),
      shown_(terminal_ || show == ShowProgress::always),
      rows_(rows) {}

void Progress::add(std::size_t rows, const exchange::ImportReport& report) {
  done_ += rows;
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(2000);
  const bool due = done_ >= rows_ || Clock::now() - printed_ >= pause;
  if (shown_ && due) print(report);
}

void Progress::print(const exchange::ImportReport& report) {
  printed_ = Clock::now();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(printed_ - start_).count();
  const std::size_t rate = done_ * 1000 / static_cast<std::size_t>(std::max<long>(ms, 1));
  std::cerr << (terminal_ ? "\r\x1b[K" : "") << done_ << " of " << rows_ << " rows, "
            << report.recorded << " recorded, " << report.again << " again, " << report.failed
            << " failed, " << rate << " rows/s" << (terminal_ ? "" : "\n") << std::flush;
  open_line_ = terminal_;
}

void Progress::end() {
  if (open_line_) std::cerr << "\n";
  open_line_ = false;
}

}  // namespace veinline::tools::cli
