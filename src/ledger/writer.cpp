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

void Writer::write_until_empty() {
  for (std::vector<Waiting> group = take_group(); !group.empty(); group = take_group()) {
    std::vector<Outcome> outcomes;
    if (stopped()) {
      outcomes.assign(group.size(), Outcome{Fault::stopped});
    } else {
      std::vector<const Batch*> batches;
      batches.reserve(group.size());
      for (const Waiting& waiting : group) batches.push_back(&waiting.batch);
      outcomes = store_.append(batches, sealer_);
    }
    INVARIANT(outcomes.size() == group.size());
    {
      const std::lock_guard lock(mutex_);
      ++counts_.groups;
      counts_.batches += group.size();
      for (const Outcome& outcome : outcomes) {
        if (std::holds_alternative<Conflict>(outcome)) ++counts_.conflicts;
        const Fault* fault = std::get_if<Fault>(&outcome);
        if (fault != nullptr && *fault == Fault::unknown_outcome) stopped_ = true;
      }
    }
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
  return counts_;
}

}  // namespace veinline::ledger
