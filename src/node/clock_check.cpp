// SPDX-License-Identifier: Apache-2.0
#include "node/clock_check.hpp"

#include <sys/timex.h>

#include <algorithm>
#include <cstdlib>

namespace veinline::node {

std::optional<ClockReading> read_clock() {
  struct timex told {};
  const int state = ::adjtimex(&told);
  if (state < 0) return std::nullopt;
  ClockReading out;
  out.is_synchronised = state != TIME_ERROR && (told.status & STA_UNSYNC) == 0;
  // What is still to be slewed, and what the one who sets it thinks that it may be wrong by.
  const long unit = (told.status & STA_NANO) != 0 ? 1'000 : 1;
  out.off = std::chrono::microseconds(std::max(std::labs(told.offset) / unit, told.esterror));
  return out;
}

std::string_view trouble_of(const std::optional<ClockReading>& reading) {
  if (!reading) return "clock.unknown";
  if (!reading->is_synchronised) return "clock.unsynchronised";
  if (reading->off > clock_off_max) return "clock.off";
  return {};
}

ClockWatch::ClockWatch(ReadClock read, Tell tell, std::chrono::milliseconds every)
    : read_(std::move(read)),
      tell_(std::move(tell)),
      every_(every),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

void ClockWatch::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    tell_(read_());
    stopped_.wait_for(lock, stop, every_, [] { return false; });
  }
}

}  // namespace veinline::node
