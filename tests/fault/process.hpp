// SPDX-License-Identifier: Apache-2.0
// Process: a worker that was started, is listened to, and is killed.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace veinline::fault {

class Process {
 public:
  /// Starts this program anew with --worker and these arguments.
  explicit Process(const std::vector<std::string>& arguments);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Listens until it has told that many lines, or the time is over, or it told its last.
  void listen(std::size_t lines_max, std::chrono::milliseconds time_max);
  /// SIGKILL; then hears what was still on the way.
  void kill();
  /// Every whole line so far.
  [[nodiscard]] std::vector<std::string> lines() const;

 private:
  bool hear(std::chrono::milliseconds time_max);
  pid_t process_ = 0;
  int output_ = -1;
  std::string heard_;
};

}  // namespace veinline::fault
