// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <utility>

extern char** environ;

namespace veinline::tools::bench {

std::string this_program() {
  return std::filesystem::read_symlink("/proc/self/exe").string();
}

std::string beside(const std::string& name) {
  return (std::filesystem::path(this_program()).parent_path() / name).string();
}

Measured<Child> Child::start(const std::string& program, std::vector<std::string> arguments,
                             Errors errors) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return not_measured("There is no pipe to be had");
  std::vector<char*> argv;
  std::string name = program;
  argv.push_back(name.data());
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int told = errors == Errors::heard ? STDERR_FILENO : STDOUT_FILENO;
  posix_spawn_file_actions_adddup2(&actions, ends[1], told);
  if (errors != Errors::shown) {
    const int dropped = errors == Errors::heard ? STDOUT_FILENO : STDERR_FILENO;
    posix_spawn_file_actions_addopen(&actions, dropped, "/dev/null", O_WRONLY, 0);
  }
  pid_t process = 0;
  const int code = posix_spawn(&process, name.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[1]);
  if (code != 0) {
    ::close(ends[0]);
    return not_measured("Cannot run " + program + "; build it first");
  }
  return Child(process, ends[0]);
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, 0)), output_(std::exchange(other.output_, -1)) {}

Child::~Child() {
  kill();
  if (output_ >= 0) ::close(output_);
}

std::string Child::line() {
  std::string out;
  char letter = 0;
  while (::read(output_, &letter, 1) == 1 && letter != '\n') out += letter;
  return out;
}

void Child::kill() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

Ended Child::wait() {
  int status = 0;
  rusage used{};
  if (process_ == 0 || ::wait4(process_, &status, 0, &used) != process_) return {};
  process_ = 0;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, used.ru_maxrss};
}

Measured<kernel::Object> run_to_end(const std::string& program,
                                    std::vector<std::string> arguments) {
  TRY(Child child, Child::start(program, std::move(arguments)));
  const std::string line = child.line();
  auto value = kernel::parse_json(line, kernel::JsonLimits{.bytes_max = 65'536, .depth_max = 8});
  if (!value || value->object() == nullptr) return not_measured(program + " gave no figures");
  return std::move(*value->object());
}

Measured<kernel::Object> run_beside(const std::string& name, std::vector<std::string> arguments) {
  return run_to_end(beside(name), std::move(arguments));
}

}  // namespace veinline::tools::bench
