// SPDX-License-Identifier: Apache-2.0
// Child: runs other programs: the raw engines beside this one, and this one anew.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tools/bench/figures.hpp"

namespace veinline::tools::bench {

/// Full path of a program in the folder of this one.
std::string beside(const std::string& name);
/// Full path of this program.
std::string this_program();

/// What becomes of what a program writes to its error stream. `heard`: its lines come to us, and
/// its output is dropped.
enum class Errors : std::uint8_t { shown, dropped, heard };

/// How a program ended, and the most memory that it had at once.
struct Ended {
  int code = -1;  ///< -1: by a signal
  std::int64_t peak_kib = 0;
};

/// A started program whose standard output, or error stream, comes to us.
class Child {
 public:
  static Measured<Child> start(const std::string& program, std::vector<std::string> arguments,
                               Errors errors = Errors::shown);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  ///< kills it if it still runs

  /// The next line that it prints, without its end; empty when it will print no more.
  std::string line();
  [[nodiscard]] pid_t process() const { return process_; }
  /// SIGKILL; waits until it is gone.
  void kill();
  /// Waits until it ends by itself.
  Ended wait();

 private:
  Child(pid_t process, int output) : process_(process), output_(output) {}
  pid_t process_;
  int output_;
};

/// Runs a program to its end; the object in the one line that it prints.
Measured<kernel::Object> run_to_end(const std::string& program, std::vector<std::string> arguments);
Measured<kernel::Object> run_beside(const std::string& name, std::vector<std::string> arguments);

}  // namespace veinline::tools::bench
