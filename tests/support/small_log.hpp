// SPDX-License-Identifier: Apache-2.0
// SmallLog: a log in memory with records made by hand, for tests that need one to read or to spoil.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/bundle.hpp"
#include "ledger/writer.hpp"
#include "storage/memory/memory_store.hpp"

namespace veinline::tests::support {

/// A clock that stands where it was put.
struct SetClock : kernel::Clock {
  kernel::Instant time{std::chrono::milliseconds(1'795'421'730'250)};
  [[nodiscard]] kernel::Instant now() const override { return time; }
};

constexpr const char* small_log_thing = "material/0123456789ABCDEFGH";

class SmallLog {
 public:
  /// `seed` makes the key: another seed, another key of the same name.
  explicit SmallLog(std::uint8_t seed = 1)
      : key_(ledger::SigningKey::from_seed("log.example/node", ledger::KeyType::ed25519,
                                           kernel::Bytes(32, seed))
                 .value()),
        sealer_(key_, clock_),
        store_({std::string(32, 'a'), "log.example/node", key_.verifier_key().text()},
               sealer_.checkpoint(ledger::Head{})),
        writer_(store_, sealer_) {}

  /// Appends `count` records a second apart; every fourth is about small_log_thing, every fifth
  /// signed, every seventh a correction. `note` goes into the data.
  void grow(int count, const std::string& note = "as it was") {
    for (int i = 0; i < count; ++i) append(note);
  }
  void append(const std::string& note) {
    clock_.time += std::chrono::seconds(made_ % 3 == 0 ? 0 : 1);  // some share a millisecond
    const ledger::Draft draft = make_draft(note);
    ledger::Batch batch{.entries = {{encode(draft), draft.changes, draft.mentions}},
                        .reads = {},
                        .account = "person/1",
                        .key = draft.command.key,
                        .body = draft.command.body,
                        .decided_at = clock_.time,
                        .valid_until = {}};
    INVARIANT(std::holds_alternative<ledger::Appended>(writer_.append(std::move(batch))));
    ++made_;
  }

  [[nodiscard]] const ledger::Store& store() const { return store_; }
  [[nodiscard]] const ledger::SigningKey& key() const { return key_; }
  [[nodiscard]] std::string vkey() const { return key_.verifier_key().text(); }
  [[nodiscard]] std::string checkpoint() const { return store_.tip().value().checkpoint; }
  [[nodiscard]] ledger::Seq size() const { return store_.tip().value().head.size(); }
  [[nodiscard]] std::vector<ledger::StoredRecord> records() const {
    return store_.read(1, 1'000'000).value();
  }

  /// A bundle of everything.
  [[nodiscard]] std::string bundle() const {
    std::string out;
    ledger::BundleWriter writer([&out](std::string_view text) { out += text; });
    INVARIANT(writer.begin({"all", size(), key_.verifier_key(), checkpoint()}).has_value());
    for (const ledger::StoredRecord& record : records()) writer.add(record.leaf, record.bytes);
    writer.finish(key_);
    return out;
  }
  /// A bundle about small_log_thing.
  [[nodiscard]] std::string bundle_of_thing() const {
    const auto found = store_.history(small_log_thing, ledger::Touching::changes_and_mentions, 0,
                                      size(), 1'000'000);
    std::string out;
    ledger::BundleWriter writer([&out](std::string_view text) { out += text; });
    const ledger::BundleHead head{small_log_thing, found.value().size(), key_.verifier_key(),
                                  checkpoint()};
    INVARIANT(writer.begin(head).has_value());
    for (const ledger::StoredRecord& record : found.value()) {
      const auto proof = ledger::inclusion_proof(record.seq - 1, size(), store_);
      writer.add_proved(record.seq - 1, proof.value(), record.leaf, record.bytes);
    }
    writer.finish(key_);
    return out;
  }

 private:
  [[nodiscard]] ledger::Draft make_draft(const std::string& note) const {
    ledger::Draft draft;
    const std::string number = std::to_string(made_);
    draft.at = "site/1";
    draft.by = "person/1";
    draft.changes = {made_ % 4 == 0 ? small_log_thing : "course/" + number};
    draft.mentions = {"study/\"1\\"};
    draft.command = {"key-" + number, 0, kernel::sha256(number)};
    if (made_ % 7 == 6) draft.corrects = std::string(32, '7');
    draft.data.set("note", kernel::Value(note));
    draft.data.set("volume", kernel::Value("12.5"));
    draft.fact = "collection.collected@1";
    draft.happened_at = {clock_.time, "person", "+00:00", 60};
    draft.id = kernel::to_hex(kernel::sha256("id" + number).view()).substr(0, 32);
    draft.node = std::string(32, 'a');
    if (made_ % 5 == 4) {
      draft.signatures = {ledger::countersign(draft, "person/1", "release", clock_.time, key_)};
    }
    return draft;
  }

  SetClock clock_;
  ledger::SigningKey key_;
  ledger::Sealer sealer_;
  storage::memory::MemoryStore store_;
  ledger::Writer writer_;
  int made_ = 0;
};

}  // namespace veinline::tests::support
