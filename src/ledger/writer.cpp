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

void Writer::append(Batch batch, Then then) {
  std::optional<Fault> refused;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
      refused = Fault::stopped;
    } else if (queue_.size() >= kernel::queue_batches_max) {
      refused = Fault::busy;
    } else {
      queue_.push_back({std::move(batch), std::move(then)});
      if (writing_) return;  // whoever writes now takes it along
      writing_ = true;
    }
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
