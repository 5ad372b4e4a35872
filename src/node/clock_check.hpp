// SPDX-License-Identifier: Apache-2.0
// ClockCheck: whether the machine's clock is right, as far as the system knows. A signature says
// when it was made: a node whose clock nobody sets says that, or signs nothing.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

namespace veinline::node {

/// What the system says of its clock.
struct ClockReading {
  bool is_synchronised = false;      ///< something sets it, and has done so lately
  std::chrono::microseconds off{0};  ///< how far it may be off
};

/// Further off than this is wrong.
constexpr std::chrono::seconds clock_off_max{2};

/// Empty: the system does not tell. Asks adjtimex(2), and changes nothing.
std::optional<ClockReading> read_clock();

/// What is wrong with a clock: "clock.unsynchronised", "clock.off", "clock.unknown"; empty:
/// nothing.
std::string_view trouble_of(const std::optional<ClockReading>& reading);

using ReadClock = std::function<std::optional<ClockReading>()>;

/// Tells of the clock at once and then every so often, on a thread of its own.
class ClockWatch {
 public:
  using Tell = std::function<void(const std::optional<ClockReading>&)>;
  ClockWatch(ReadClock read, Tell tell, std::chrono::milliseconds every = std::chrono::hours(1));

 private:
  void work(const std::stop_token& stop);

  const ReadClock read_;
  const Tell tell_;
  const std::chrono::milliseconds every_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;  // last: stops first
};

}  // namespace veinline::node
