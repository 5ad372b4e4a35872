// SPDX-License-Identifier: Apache-2.0
// StoreContract: what every store must do. A further store joins the list in
// store_contract_test.cpp.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/test_node.hpp"

namespace veinline::contract {

using ledger::Seq;
using support::StoreKind;

/// Two thousand milliseconds are the most that a decision may wait.
constexpr kernel::Milliseconds still_fresh{2000};

/// The hash of a list of records as RFC 6962 section 2.1 defines it, word for word, slowly.
inline kernel::Digest naive_root(const std::vector<std::string>& records, std::size_t from,
                                 std::size_t to) {
  if (from == to) return kernel::sha256("");
  if (to - from == 1) return kernel::sha256(std::string(1, '\0') + records[from]);
  std::size_t half = 1;
  while (half * 2 < to - from) half *= 2;
  const kernel::Digest left = naive_root(records, from, from + half);
  const kernel::Digest right = naive_root(records, from + half, to);
  return kernel::sha256(std::string(1, '\1') + std::string(kernel::text_of(left.view())) +
                        std::string(kernel::text_of(right.view())));
}

/// A store with what is needed to write to it.
class Bench {
 public:
  explicit Bench(StoreKind kind) : store_(support::make_store(kind, keys_, folder_)) {}

  /// A batch of `count` records that each change and mention these things, decided now about the
  /// heads as they are.
  ledger::Batch batch(const std::vector<std::string>& changes,
                      const std::vector<std::string>& mentions = {}, int count = 1) {
    ledger::Batch out;
    out.account = "PERSON";
    out.key = "key-" + std::to_string(++made_);
    out.body = kernel::sha256("body of " + out.key);
    out.decided_at = clock_.now();
    for (const std::string& thing : changes) out.reads.push_back({thing, head(thing)});
    for (int i = 0; i < count; ++i) out.entries.push_back(entry(out, changes, mentions, i));
    return out;
  }
  std::vector<ledger::Outcome> append(const std::vector<ledger::Batch>& batches) {
    std::vector<const ledger::Batch*> group;
    for (const ledger::Batch& one : batches) group.push_back(&one);
    return store_->append(group, sealer_);
  }
  ledger::Outcome append(const ledger::Batch& one) {
    return append(std::vector<ledger::Batch>{one}).front();
  }
  /// The first sequence number of a batch that must be appended.
  Seq first_of(const ledger::Batch& one) {
    const ledger::Outcome outcome = append(one);
    const auto* appended = std::get_if<ledger::Appended>(&outcome);
    EXPECT_NE(appended, nullptr);
    return appended == nullptr ? 0 : appended->first;
  }
  Seq head(const std::string& thing) { return store_->heads(std::vector{thing})->front(); }
  Seq size() { return store_->tip()->head.size(); }
  std::vector<ledger::StoredRecord> read(Seq from, std::uint32_t count_max) {
    return store_->read(from, count_max).value();
  }
  std::vector<ledger::StoredRecord> history(const std::string& thing, ledger::Touching touching,
                                            Seq after, Seq up_to, std::uint32_t count_max) {
    return store_->history(thing, touching, after, up_to, count_max).value();
  }
  std::vector<std::string> bytes() {
    std::vector<std::string> out;
    for (const auto& record : read(1, 100'000)) out.push_back(record.bytes);
    return out;
  }
  ledger::Store& store() { return *store_; }
  ledger::Sealer& sealer() { return sealer_; }
  support::SetClock& clock() { return clock_; }
  const support::NodeKeys& keys() const { return keys_; }
  std::string path() const { return folder_.file("ledger.db"); }
  /// Closes the store, so that its file can be looked at.
  void close() { store_.reset(); }
  void take(std::unique_ptr<ledger::Store> store) { store_ = std::move(store); }

 private:
  ledger::Entry entry(const ledger::Batch& of, const std::vector<std::string>& changes,
                      const std::vector<std::string>& mentions, int index) {
    ledger::Draft draft;
    draft.at = "SITE";
    draft.by = of.account;
    draft.changes = changes;
    draft.command = {of.key, index, of.body};
    draft.data.set("number", kernel::Value(made_));
    draft.fact = "contract.tested/1";
    draft.happened_at = {clock_.now(), "server", "+00:00", 0};
    draft.id = kernel::to_hex(kernel::sha256(of.key + std::to_string(index)).view()).substr(0, 32);
    draft.mentions = mentions;
    draft.node = keys_.identity.node;
    return {ledger::encode(draft), changes, mentions};
  }

  support::NodeKeys keys_;
  support::TemporaryFolder folder_;
  support::SetClock clock_;
  ledger::Sealer sealer_{keys_.key, clock_};
  std::unique_ptr<ledger::Store> store_;
  int made_ = 0;
};

class StoreContract : public testing::TestWithParam<StoreKind> {
 protected:
  Bench bench{GetParam()};
};

}  // namespace veinline::contract
