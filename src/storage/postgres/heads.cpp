// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/heads.hpp"

#include <utility>

namespace veinline::storage::postgres {

namespace {
/// Two: while one answer is read, the next question is on its way.
constexpr unsigned under_way_max = 2;
/// A question that is as long as this is asked before others join it.
constexpr std::size_t things_max = 1'024;
}  // namespace

Heads::Answer Heads::of(std::span<const std::string> things) {
  std::unique_lock lock(mutex_);
  const std::shared_ptr<Round> round = gathering_;
  const std::size_t first = round->things.size();
  round->things.insert(round->things.end(), things.begin(), things.end());
  if (round->things.size() >= things_max) gathering_ = std::make_shared<Round>();
  if (!std::exchange(round->is_led, true)) {
    lead(round, lock);
  } else {
    changed_.wait(lock, [&] { return round->is_over; });
  }
  const Answer& answer = round->answer;
  if (!answer) return kernel::Failure{answer.error()};
  const auto begin = answer->begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<ledger::Seq>(begin, begin + static_cast<std::ptrdiff_t>(things.size()));
}

/// Whoever came to the round before it was sent is answered by what is read after.
void Heads::lead(const std::shared_ptr<Round>& round, std::unique_lock<std::mutex>& lock) {
  const auto end = [&](Round* led) {
    if (!lock.owns_lock()) lock.lock();
    --under_way_;
    led->is_over = true;
    changed_.notify_all();
  };
  changed_.wait(lock, [&] { return under_way_ < under_way_max; });
  ++under_way_;
  const std::unique_ptr<Round, decltype(end)> over(round.get(), end);
  if (gathering_ == round) gathering_ = std::make_shared<Round>();
  lock.unlock();
  Answer answer = ask_(round->things);
  lock.lock();
  round->answer = std::move(answer);
}

}  // namespace veinline::storage::postgres
