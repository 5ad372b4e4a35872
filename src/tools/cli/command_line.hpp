// SPDX-License-Identifier: Apache-2.0
// The command line, described once: what is parsed, explained, completed and printed comes from it.
#pragma once

#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace veinline::tools::cli {

class CommandLine {
 public:
  /// `version` is what --version answers.
  explicit CommandLine(const std::string& version);
  ~CommandLine();
  CommandLine(CommandLine&&) = delete;

  /// Does what the words say; gives the exit code. The first word is the program's.
  int run(int argc, const char* const* argv);
  /// The description itself.
  [[nodiscard]] CLI::App& app() { return *app_; }

 private:
  std::unique_ptr<CLI::App> app_;
  int code_ = 0;
};

}  // namespace veinline::tools::cli
