// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/pool.hpp"

#include <algorithm>
#include <thread>

namespace veinline::storage::postgres {

using kernel::Failure;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds pause_max{500};
constexpr milliseconds turn_max{10'000};  ///< until one of the open connections comes back
/// A primary that was promoted, or restored to a moment, writes a timeline of its own.
constexpr const char* sql_timeline = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";
}  // namespace

bool Pauses::wait() {
  if (std::chrono::steady_clock::now() + next_ > until_) return false;
  std::this_thread::sleep_for(next_);
  next_ = std::min(next_ * 2, pause_max);
  return true;
}

// Timelines only grow. A former primary that was frozen or cut off takes sessions until it learns
// better: what it says is of an era that is over.
Connection::Asked<Pool::Opened> Pool::open() {
  TRY(Connection out, Connection::open(options_.url, options_.answer_max));
  TRY(const Rows rows, out.ask(sql_timeline));
  const std::string_view timeline = rows.text(0, 0);
  const std::lock_guard lock(mutex_);
  if (timeline < timeline_) return Failure{Trouble{"25006", "A former primary answers."}};
  if (timeline > timeline_) {
    if (!timeline_.empty()) ++era_;
    timeline_ = timeline;
    drop_idle();
  }
  return Opened{std::move(out), era_};
}

Connection::Asked<std::unique_ptr<Pool::Opened>> Pool::take() {
  {
    std::unique_lock lock(mutex_);
    const bool is_mine = changed_.wait_for(
        lock, turn_max, [&] { return !idle_.empty() || open_ < options_.open_max; });
    if (!is_mine) return Failure{Trouble{"53300", "Every connection is in use."}};
    if (!idle_.empty()) {
      auto out = std::move(idle_.back());
      idle_.pop_back();
      return out;
    }
    ++open_;
  }
  auto opened = open();
  if (opened) return std::make_unique<Opened>(std::move(*opened));
  {
    const std::lock_guard lock(mutex_);
    --open_;
  }
  changed_.notify_one();
  return Failure{std::move(opened).error()};
}

void Pool::give_back(std::unique_ptr<Opened> one) {
  {
    const std::lock_guard lock(mutex_);
    const bool is_whole = one != nullptr && one->connection.is_open();
    if (is_whole && one->era == era_) {
      idle_.push_back(std::move(one));
    } else {
      --open_;
      // One that went rarely went alone: the idle ones most likely lead to the same dead server.
      if (!is_whole) drop_idle();
    }
  }
  changed_.notify_one();
}

void Pool::drop_idle() {
  open_ -= idle_.size();
  idle_.clear();
}

Connection::Asked<Pool::Answers> Pool::once(const char* sql, std::span<const Arguments> each,
                                            bool is_write) {
  TRY(std::unique_ptr<Opened> shared, take());
  for (const Arguments& arguments : each) shared->connection.put(sql, arguments);
  auto rows = shared->connection.flush();
  const bool is_warned = shared->connection.was_warned();
  const bool is_gone = !rows && rows.error().ends_connection();
  give_back(is_gone ? nullptr : std::move(shared));
  if (rows && is_warned && is_write) {
    return Failure{Trouble{"01000", "The wait for another server was cut short."}};
  }
  return rows;
}

Result<Pool::Answers, Fault> Pool::until_answered(const char* sql, std::span<const Arguments> each,
                                                  bool is_write, milliseconds patience) {
  Pauses pauses(patience);
  for (;;) {
    auto rows = once(sql, each, is_write);
    if (rows) return std::move(*rows);
    if (!rows.error().is_passing() || is_given_up_ || !pauses.wait()) {
      return Failure{rows.error().fault()};
    }
  }
}

Result<Rows, Fault> Pool::ask(const char* sql, const Arguments& arguments) {
  TRY(Answers answers, ask_each(sql, {&arguments, 1}));
  return std::move(answers.front());
}

Result<std::vector<Rows>, Fault> Pool::ask_each(const char* sql, std::span<const Arguments> each) {
  return until_answered(sql, each, false, options_.read_patience);
}

Result<Rows, Fault> Pool::write(const char* sql, const Arguments& arguments) {
  TRY(Answers answers, until_answered(sql, {&arguments, 1}, true, options_.patience));
  return std::move(answers.front());
}

}  // namespace veinline::storage::postgres
