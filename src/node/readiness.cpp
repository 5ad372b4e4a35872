// SPDX-License-Identifier: Apache-2.0
#include "node/readiness.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace veinline::node {

namespace {

constexpr std::size_t trial_bytes = 64UL * 1024;  ///< more than a file system keeps in its inode

NotReady refusal_of(int error) {
  return error == ENOSPC || error == EDQUOT || error == EFBIG ? NotReady::disk_full
                                                              : NotReady::disk_refuses;
}

/// A file without a name goes by itself, also when the process is killed. Where there are none it
/// has one for a moment.
int open_nameless(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR)) return file;
  const std::string name = folder + "/lock.trial";
  const int named = ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

std::optional<NotReady> write_trial(int file) {
  static constexpr std::array<char, trial_bytes> zeroes{};
  const ssize_t written = ::write(file, zeroes.data(), zeroes.size());
  if (written < 0) return refusal_of(errno);
  if (static_cast<std::size_t>(written) < zeroes.size()) return NotReady::disk_full;
  if (::fsync(file) != 0) return refusal_of(errno);
  return std::nullopt;
}

}  // namespace

std::string_view code(NotReady why) {
  switch (why) {
    case NotReady::stopping:
      return "ready.stopping";
    case NotReady::stopped:
      return "ready.stopped";
    case NotReady::disk_full:
      return "ready.disk_full";
    case NotReady::disk_refuses:
      return "ready.disk_refuses";
    case NotReady::database_refuses:
      return "ready.database_refuses";
  }
  kernel::broken_invariant("a reason is one of those listed", __FILE__, __LINE__);
}

Readiness::Readiness(std::string folder, const ledger::Writer& writer, ReadinessOptions options)
    : folder_(std::move(folder)),
      writer_(writer),
      options_(std::move(options)),
      refusal_(options_.can_commit ? NotReady::database_refuses : NotReady::disk_refuses),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

Readiness::~Readiness() = default;

std::optional<NotReady> Readiness::ask() {
  if (is_stopping_) return NotReady::stopping;
  if (writer_.stopped()) return NotReady::stopped;
  const auto since = writer_.writing_since();
  if (since && Clock::now() - *since > options_.commit_max) {
    return refusal_;
  }
  return tried();
}

std::optional<NotReady> Readiness::tried() {
  std::unique_lock lock(mutex_);
  const Clock::time_point asked = Clock::now();
  if (tried_at_ && asked - *tried_at_ < options_.kept) return found_;
  // Nobody waits for a trial that others have waited for in vain.
  if (trying_since_ && Clock::now() - *trying_since_ > options_.patience) {
    return refusal_;
  }
  is_wanted_ = true;
  changed_.notify_all();
  const bool is_tried =
      changed_.wait_for(lock, options_.patience, [&] { return tried_at_ && *tried_at_ >= asked; });
  return is_tried ? found_ : refusal_;
}

std::optional<NotReady> Readiness::try_disk() const {
  struct statvfs room {};
  if (::statvfs(folder_.c_str(), &room) != 0) return NotReady::disk_refuses;
  if (room.f_bavail * room.f_frsize < options_.reserve_bytes) return NotReady::disk_full;
  const int file = open_nameless(folder_);
  if (file < 0) return refusal_of(errno);
  const std::optional<NotReady> out = write_trial(file);
  ::close(file);
  return out;
}

void Readiness::work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [&] { return is_wanted_; })) {
    trying_since_ = Clock::now();
    lock.unlock();
    std::optional<NotReady> found = try_disk();
    if (!found && options_.can_commit && !options_.can_commit()) found = refusal_;
    lock.lock();
    found_ = found;
    tried_at_ = Clock::now();
    trying_since_.reset();
    is_wanted_ = false;
    changed_.notify_all();
  }
}

}  // namespace veinline::node
