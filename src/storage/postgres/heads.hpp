// SPDX-License-Identifier: Apache-2.0
// Heads: the heads of things, asked of the database in one question for all who ask while another
// question is on its way. A lone asker waits for nobody.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "kernel/result.hpp"
#include "ledger/fault.hpp"
#include "ledger/store.hpp"

namespace veinline::storage::postgres {

class Heads {
 public:
  using Answer = kernel::Result<std::vector<ledger::Seq>, ledger::Fault>;
  /// Answers for these things, in their order; called by several threads at once.
  using Ask = std::function<Answer(const std::vector<std::string>& things)>;

  explicit Heads(Ask ask) : ask_(std::move(ask)) {}

  /// What the database said after this was called.
  Answer of(std::span<const std::string> things);

 private:
  struct Round {
    std::vector<std::string> things;  ///< of all askers
    bool is_led = false;              ///< one of them asks for all
    bool is_over = false;
    /// Until then, and when the asking was broken off: Fault::busy.
    Answer answer = kernel::Failure{ledger::Fault::busy};
  };
  void lead(const std::shared_ptr<Round>& round, std::unique_lock<std::mutex>& lock);

  const Ask ask_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Round> gathering_ = std::make_shared<Round>();
  unsigned under_way_ = 0;
};

}  // namespace veinline::storage::postgres
