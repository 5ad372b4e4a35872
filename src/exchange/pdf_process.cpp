// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <optional>
#include <utility>

#include "exchange/pdf_task.hpp"

namespace veinline::exchange {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

namespace {

using Clock = std::chrono::steady_clock;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

/// What it needs of the environment: where fonts are. Secrets stand there too.
std::vector<std::string> environment_for_it() {
  std::vector<std::string> out;
  for (const char* name : {"PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "XDG_DATA_HOME",
                           "FONTCONFIG_FILE", "FONTCONFIG_PATH"}) {
    if (const char* value = std::getenv(name)) out.push_back(std::string(name) + "=" + value);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

/// It has this end of the line for its input and its output, and no other descriptor of ours.
int started(pid_t& process, const PdfProcessOptions& options, int end) {
  std::vector<std::string> words{options.program};
  words.insert(words.end(), options.arguments.begin(), options.arguments.end());
  std::vector<std::string> variables = environment_for_it();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_t how;
  posix_spawnattr_init(&how);
  sigset_t signals;
  sigemptyset(&signals);
  posix_spawnattr_setsigmask(&how, &signals);  // the server's threads hold them back
  sigfillset(&signals);
  posix_spawnattr_setsigdefault(&how, &signals);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int code = posix_spawn(&process, options.program.c_str(), &actions, &how,
                               pointers(words).data(), pointers(variables).data());
  posix_spawnattr_destroy(&how);
  posix_spawn_file_actions_destroy(&actions);
  return code;
}

/// Gone with its end, whatever it is doing.
class Child {
 public:
  explicit Child(pid_t process) : process_(process) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    ::kill(process_, SIGKILL);
    while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }

 private:
  pid_t process_;
};

/// False: by then it was not ready.
bool is_ready(int line, short wanted, Clock::time_point until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    if (left.count() <= 0) return false;
    pollfd one{line, wanted, 0};
    const int count = ::poll(&one, 1, static_cast<int>(left.count()));
    if (count > 0) return true;
    if (count < 0 && errno != EINTR) return false;
  }
}

bool is_not_yet(ssize_t count) {
  return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

/// False: it does not take it, or not in time.
bool sent(int line, std::string_view bytes, Clock::time_point until) {
  while (!bytes.empty()) {
    if (!is_ready(line, POLLOUT, until)) return false;
    const ssize_t count = ::send(line, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (is_not_yet(count)) continue;
    if (count < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::shutdown(line, SHUT_WR) == 0;
}

/// All that comes until its end; empty: it had none in time, or was longer.
std::optional<std::string> received(int line, std::size_t bytes_max, Clock::time_point until) {
  std::string out;
  std::string piece(64UL * 1024, '\0');
  for (;;) {
    if (!is_ready(line, POLLIN, until)) return std::nullopt;
    const ssize_t count = ::recv(line, piece.data(), piece.size(), MSG_DONTWAIT);
    if (is_not_yet(count)) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return out;
    if (out.size() + static_cast<std::size_t>(count) > bytes_max) return std::nullopt;
    out.append(piece, 0, static_cast<std::size_t>(count));
  }
}

PdfAnswer asked(const PdfProcessOptions& options, const std::string& task) {
  const Clock::time_point until = Clock::now() + options.lasts_max;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    return Failure{PdfFault::not_run};
  }
  const Descriptor ours(ends[0]);
  pid_t process = 0;
  {
    const Descriptor theirs(ends[1]);
    if (started(process, options, theirs.get()) != 0) return Failure{PdfFault::not_run};
  }
  const Child child(process);
  // Who ends before it has read all may have said why.
  static_cast<void>(sent(ours.get(), task, until));
  auto bytes = received(ours.get(), options.answer_bytes_max, until);
  if (!bytes) return Failure{PdfFault::out_of_bounds};
  auto answer = read_answer(std::move(*bytes));
  if (!answer) return Failure{PdfFault::out_of_bounds};  // it was ended in the middle of it
  return std::move(*answer);
}

}  // namespace

PdfAnswer PdfProcess::ask(const std::string& task) {
  {
    std::unique_lock lock(mutex_);
    const bool is_free = freed_.wait_for(lock, options_.waits_max,
                                         [this] { return running_ < options_.at_once_max; });
    if (!is_free) return Failure{PdfFault::not_run};
    ++running_;
  }
  struct Leaves {
    PdfProcess& all;
    ~Leaves() {
      {
        const std::lock_guard lock(all.mutex_);
        --all.running_;
      }
      all.freed_.notify_one();
    }
  };
  const Leaves at_the_end{*this};
  return asked(options_, task);
}

Result<Done, PdfFault> PdfProcess::check(std::string_view pdf) {
  TRY([[maybe_unused]] const std::string nothing, ask(task_bytes({PdfTask::Kind::check, {}, pdf})));
  return Done{};
}

Result<std::string, PdfFault> PdfProcess::stamp(std::string_view pdf, const Watermark& watermark) {
  TRY(std::string copy, ask(task_bytes({PdfTask::Kind::stamp, watermark, pdf})));
  // Whatever became of the process, no page of HTML comes back under the name of a PDF.
  if (!copy.starts_with("%PDF-")) return Failure{PdfFault::out_of_bounds};
  return copy;
}

}  // namespace veinline::exchange
