// SPDX-License-Identifier: Apache-2.0
#include "fault/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "kernel/invariant.hpp"

extern char** environ;

namespace veinline::fault {

Process::Process(const std::vector<std::string>& arguments) {
  int ends[2];
  INVARIANT(::pipe2(ends, O_CLOEXEC) == 0);
  std::vector<std::string> words{"fault_tests", "--worker"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  const int code =
      posix_spawn(&process_, "/proc/self/exe", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  INVARIANT(code == 0);
  ::close(ends[1]);
  output_ = ends[0];
}

Process::~Process() {
  kill();
  ::close(output_);
}

bool Process::hear(std::chrono::milliseconds time_max) {
  pollfd waiting{output_, POLLIN, 0};
  if (::poll(&waiting, 1, static_cast<int>(time_max.count())) <= 0) return false;
  char buffer[4096];
  const ssize_t got = ::read(output_, buffer, sizeof buffer);
  if (got <= 0) return false;
  heard_.append(buffer, static_cast<std::size_t>(got));
  return true;
}

void Process::listen(std::size_t lines_max, std::chrono::milliseconds time_max) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + time_max;
  const auto count = [&] {
    return static_cast<std::size_t>(std::count(heard_.begin(), heard_.end(), '\n'));
  };
  while (count() < lines_max && Clock::now() < end) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    if (!hear(left)) return;
  }
}

void Process::kill() {
  if (process_ == 0) return;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  process_ = 0;
  while (hear(std::chrono::milliseconds(1000))) {
  }
}

std::vector<std::string> Process::lines() const {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::size_t end = heard_.find('\n'); end != std::string::npos;
       end = heard_.find('\n', from)) {
    out.push_back(heard_.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

}  // namespace veinline::fault
