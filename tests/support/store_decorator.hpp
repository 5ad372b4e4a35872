// SPDX-License-Identifier: Apache-2.0
// StoreDecorator: passes every call on to another store, so that a test overrides only one.
#pragma once

#include "ledger/store.hpp"

namespace veinline::support {

class StoreDecorator : public ledger::Store {
 public:
  explicit StoreDecorator(ledger::Store& inner) : inner_(&inner) {}

  void await_turn() override { inner_->await_turn(); }
  void give_turn_back() override { inner_->give_turn_back(); }
  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override {
    return inner_->append(group, sealer);
  }
  [[nodiscard]] std::uint64_t era() const override { return inner_->era(); }
  [[nodiscard]] kernel::Result<ledger::Identity, ledger::Fault> identity() const override {
    return inner_->identity();
  }
  [[nodiscard]] kernel::Result<ledger::Tip, ledger::Fault> tip() const override {
    return inner_->tip();
  }
  [[nodiscard]] kernel::Instant time_of_head() const override { return inner_->time_of_head(); }
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override {
    return inner_->read(from, count_max);
  }
  [[nodiscard]] kernel::Result<std::vector<ledger::Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override {
    return inner_->heads(things);
  }
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, ledger::Seq after, ledger::Seq up_to,
      std::uint32_t count_max) const override {
    return inner_->history(thing, touching, after, up_to, count_max);
  }
  [[nodiscard]] kernel::Result<std::optional<ledger::KeyUsed>, ledger::Fault> find_key(
      std::string_view account, std::string_view key) const override {
    return inner_->find_key(account, key);
  }
  [[nodiscard]] kernel::Result<std::vector<std::string>, ledger::Fault> things(
      std::string_view prefix, std::string_view after, std::uint32_t count_max) const override {
    return inner_->things(prefix, after, count_max);
  }
  [[nodiscard]] kernel::Result<std::vector<kernel::Digest>, ledger::Fault> tile(
      ledger::TileId tile) const override {
    return inner_->tile(tile);
  }

 protected:
  [[nodiscard]] ledger::Store& inner() { return *inner_; }
  void pass_on_to(ledger::Store& inner) { inner_ = &inner; }

 private:
  ledger::Store* inner_;
};

}  // namespace veinline::support
