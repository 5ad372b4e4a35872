// SPDX-License-Identifier: Apache-2.0
// Workers: a few threads that do what is posted to them, in order of arrival. What a job throws
// (the memory was not enough, say) ends that job alone.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace veinline::commands {

class Workers {
 public:
  static constexpr std::size_t waiting_max = 1'024;  ///< jobs, where it is not said otherwise

  explicit Workers(unsigned count, std::size_t jobs_max = waiting_max) : jobs_max_(jobs_max) {
    for (unsigned i = 0; i < count; ++i) {
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
  }
  /// Finishes what was posted, then stops.
  ~Workers() {
    for (std::jthread& thread : threads_) thread.request_stop();
    threads_.clear();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// `broke` is called on the same thread when the job throws: it tells whoever waits for it.
  /// False: too many wait already; then neither is called.
  [[nodiscard]] bool post(std::function<void()> job, std::function<void()> broke) {
    {
      const std::lock_guard lock(mutex_);
      if (jobs_.size() >= jobs_max_) return false;
      jobs_.push_back({std::move(job), std::move(broke)});
      call_one();
    }
    return true;
  }

  /// Before everything that waits, and however much does: what must be told of what is done.
  void first(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_front({std::move(job), [] {}});
    call_one();
  }

 private:
  struct Job {
    std::function<void()> run;
    std::function<void()> broke;
  };

  static void do_one(const Job& job) noexcept {
    try {
      job.run();
    } catch (...) {
      tell_broken(job);
    }
  }
  static void tell_broken(const Job& job) noexcept {
    try {
      job.broke();
    } catch (...) {
      return;  // not even that: the connection says by itself that nobody answered
    }
  }
  /// Whoever posts many jobs at once calls one thread, who calls the next: the poster, who has a
  /// group to write, does not pay for them all. The mutex is held.
  void call_one() {
    if (idle_ == 0 || is_called_) return;
    is_called_ = true;
    more_.notify_one();
  }
  /// False: it is the end. What a job holds is let go of before the next one is waited for.
  bool do_next(const std::stop_token& stop) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      ++idle_;
      more_.wait(lock, stop, [&] {
        is_called_ = false;
        return !jobs_.empty();
      });
      --idle_;
      if (jobs_.empty()) return false;
      job = std::move(jobs_.front());
      jobs_.pop_front();
      if (!jobs_.empty()) call_one();
    }
    do_one(job);
    return true;
  }
  void work(const std::stop_token& stop) {
    while (do_next(stop)) {
    }
  }

  const std::size_t jobs_max_;
  std::mutex mutex_;
  std::condition_variable_any more_;
  std::deque<Job> jobs_;
  unsigned idle_ = 0;       ///< threads that wait for a job
  bool is_called_ = false;  ///< one of them was woken, and has not looked yet
  std::vector<std::jthread> threads_;
};

}  // namespace veinline::commands
