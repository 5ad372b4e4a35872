// SPDX-License-Identifier: Apache-2.0
// PostgresWitness: what the node remembers as a witness, shared by its servers.
#pragma once

#include <memory>
#include <string>

#include "ledger/witness.hpp"
#include "storage/postgres/pool.hpp"

namespace veinline::storage::postgres {

class PostgresWitness : public ledger::WitnessStore {
 public:
  /// Begins with this epoch when there is none yet. The pool outlives it.
  static Result<std::unique_ptr<PostgresWitness>, Fault> open(Pool& pool,
                                                              const std::string& fresh_epoch);
  [[nodiscard]] const std::string& epoch() const override { return epoch_; }

  [[nodiscard]] Result<std::optional<ledger::Checkpoint>, Fault> newest(
      std::string_view origin) override;
  [[nodiscard]] Result<bool, Fault> replace(const std::optional<ledger::Checkpoint>& before,
                                            const ledger::Checkpoint& next) override;
  [[nodiscard]] Result<std::optional<std::string>, Fault> newest_note() override;
  Result<Done, Fault> keep_note(const std::string& note, std::uint64_t size) override;

 private:
  PostgresWitness(Pool& pool, std::string epoch) : pool_(pool), epoch_(std::move(epoch)) {}

  Pool& pool_;
  const std::string epoch_;
};

}  // namespace veinline::storage::postgres
