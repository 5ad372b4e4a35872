// SPDX-License-Identifier: Apache-2.0
#include "ledger/writer.hpp"

#include <algorithm>
#include <future>

#include "kernel/limits.hpp"

namespace veinline::ledger {
namespace {

std::size_t bytes_of(const Batch& batch) {
  std::size_t bytes = 0;
  for (const Entry& entry : batch.entries) bytes += entry.text.size();
  return bytes;
}

}  // namespace

std::optional<Fault> Writer::queue(Batch& batch, Then& then) {
  if (stopped_) return Fault::stopped;
  if (queue_.size() >= kernel::queue_batches_max) return Fault::busy;
  queue_.push_back({std::move(batch), std::move(then)});
  return std::nullopt;
}

void Writer::append(Batch batch, Then then) {
  std::optional<Fault> refused;
  {
    const std::lock_guard lock(mutex_);
    refused = queue(batch, then);
    if (!refused && writing_) return;  // whoever writes now takes it along
    if (!refused) writing_ = true;
  }
  if (refused) {
    then(*refused);
    return;
  }
  write_until_empty();
}

Outcome Writer::append(Batch batch) {
  // Shared: the writer may still be inside set_value when the waiter has gone on.
  auto promise = std::make_shared<std::promise<Outcome>>();
  std::future<Outcome> future = promise->get_future();
  append(std::move(batch), [promise](Outcome outcome) { promise->set_value(std::move(outcome)); });
  return future.get();
}

std::vector<Outcome> Writer::append(std::vector<Batch> batches) {
  // Shared as above: the last of them may be told while the writer still holds its own copy.
  auto promises = std::make_shared<std::vector<std::promise<Outcome>>>(batches.size());
  std::vector<std::future<Outcome>> futures;
  for (std::promise<Outcome>& promise : *promises) futures.push_back(promise.get_future());
  bool writes = false;
  {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < batches.size(); ++i) {
      Then then = [promises, i](Outcome outcome) { (*promises)[i].set_value(std::move(outcome)); };
      if (const auto refused = queue(batches[i], then)) (*promises)[i].set_value(*refused);
    }
    writes = !writing_ && !queue_.empty();
    writing_ = writing_ || writes;
  }
  if (writes) write_until_empty();
  std::vector<Outcome> out;
  for (std::future<Outcome>& future : futures) out.push_back(future.get());
  return out;
}

std::vector<Writer::Waiting> Writer::take_group() {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> group;
  std::size_t bytes = 0;
  while (!queue_.empty() && group.size() < kernel::group_batches_max &&
         bytes < kernel::group_bytes_max && !stopped_) {
    bytes += bytes_of(queue_.front().batch);
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (group.empty()) {
    // A stopped writer answers what is left, then nobody writes any more.
    while (!queue_.empty()) {
      group.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    if (group.empty()) writing_ = false;
  }
  return group;
}

std::vector<Outcome> Writer::write(const std::vector<Waiting>& group) {
  if (stopped()) {
    store_.give_turn_back();
    return std::vector<Outcome>(group.size(), Outcome{Fault::stopped});
  }
  std::vector<const Batch*> batches;
  batches.reserve(group.size());
  for (const Waiting& waiting : group) batches.push_back(&waiting.batch);
  return store_.append(batches, sealer_);
}

void Writer::count(const std::vector<Outcome>& outcomes, std::chrono::steady_clock::duration took) {
  const std::lock_guard lock(mutex_);
  std::int64_t recorded_batches = 0;
  std::int64_t records = 0;
  std::optional<Fault> fault;
  for (const Outcome& outcome : outcomes) {
    if (const auto* appended = std::get_if<Appended>(&outcome)) {
      ++recorded_batches;
      records += static_cast<std::int64_t>(appended->leaves.size());
    }
    if (std::holds_alternative<Conflict>(outcome)) ++counts_.conflicts;
    if (std::holds_alternative<Stale>(outcome)) ++counts_.stale;
    if (const Fault* one = std::get_if<Fault>(&outcome)) fault = *one;
  }
  ++counts_.groups;
  counts_.batches += outcomes.size();
  counts_.records += static_cast<std::uint64_t>(records);
  if (fault) ++counts_.faults;
  if (fault == Fault::unknown_outcome && !store_.goes_on_after_unknown()) stopped_ = true;
  writing_since_.reset();
  if (records == 0) return;
  counts_.batches_a_group.add(recorded_batches);
  counts_.records_a_group.add(records);
  counts_.commit_us.add(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
}

bool Writer::has_waiting() {
  const std::lock_guard lock(mutex_);
  if (queue_.empty() || stopped_) return false;
  writing_since_ = std::chrono::steady_clock::now();
  return true;
}

void Writer::write_until_empty() {
  for (;;) {
    const auto begun = std::chrono::steady_clock::now();
    if (has_waiting()) store_.await_turn();
    const std::vector<Waiting> group = take_group();
    if (group.empty()) return;
    std::vector<Outcome> outcomes = write(group);
    INVARIANT(outcomes.size() == group.size());
    count(outcomes, std::chrono::steady_clock::now() - begun);
    const bool is_recorded = std::any_of(outcomes.begin(), outcomes.end(), [](const Outcome& one) {
      return std::holds_alternative<Appended>(one);
    });
    for (std::size_t i = 0; i < group.size(); ++i) group[i].then(std::move(outcomes[i]));
    if (is_recorded && told_) told_();
  }
}

void Writer::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
}

bool Writer::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

Writer::Counts Writer::counts() const {
  const std::lock_guard lock(mutex_);
  Counts out = counts_;
  out.waiting = queue_.size();
  return out;
}

std::optional<std::chrono::steady_clock::time_point> Writer::writing_since() const {
  const std::lock_guard lock(mutex_);
  return writing_since_;
}

}  // namespace veinline::ledger
