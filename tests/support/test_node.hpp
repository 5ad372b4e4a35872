// SPDX-License-Identifier: Apache-2.0
// TestNode: a whole node without a door: catalogue, store, vault and desk, on a clock that is set.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "commands/desk.hpp"
#include "history/states.hpp"
#include "ledger/sealer.hpp"
#include "ledger/writer.hpp"
#include "storage/memory/memory_blind_index.hpp"
#include "storage/memory/memory_byte_store.hpp"
#include "storage/memory/memory_vault.hpp"
#include "support/given.hpp"
#include "views/sight.hpp"

namespace veinline::support {

/// layered: every append in a memory store of its own over those before.
enum class StoreKind : std::uint8_t { memory, layered, sqlite, postgres };
std::string name(StoreKind kind);

/// The identity and key of a node that exists only in tests.
struct NodeKeys {
  NodeKeys();
  ledger::SigningKey key;
  ledger::Identity identity;
  std::string empty_checkpoint;
};

/// A store of that kind, empty; files go into the folder.
std::unique_ptr<ledger::Store> make_store(StoreKind kind, const NodeKeys& keys,
                                          const TemporaryFolder& folder);

/// Puts something between the desk and the store; null: nothing.
using Between = std::function<std::unique_ptr<ledger::Store>(ledger::Store&)>;

class TestNode {
 public:
  using Reply = commands::Desk::Reply;
  static constexpr std::size_t states_kept_max = 10'000;

  explicit TestNode(StoreKind kind, std::uint64_t seed = 1, const Between& between = {});
  TestNode(const TestNode&) = delete;
  TestNode& operator=(const TestNode&) = delete;

  /// What the person would send at the machine of the node: signed and with a reason where the
  /// command wants them, under a new command key, in the name of their own site. Change it at will
  /// before asking.
  commands::Request request(const std::string& person, std::string_view command,
                            kernel::Object data);
  Reply ask(const commands::Request& request) { return desk_.ask(request); }
  Reply ask(const std::string& person, std::string_view command, kernel::Object data) {
    return desk_.ask(request(person, command, std::move(data)));
  }
  /// The first two records: the node's own site, and its administrator.
  Reply found();
  [[nodiscard]] const std::string& founding_site() const { return founding_.site; }
  [[nodiscard]] const std::string& administrator() const { return founding_.person; }

  std::string fresh_id() { return commands::fresh_id(entropy_); }
  SetClock& clock() { return clock_; }
  /// As if the clock of the machine were wrong: nothing is signed until it is right again.
  void let_sign(bool may) { may_sign_ = may; }
  kernel::Entropy& entropy() { return entropy_; }
  ledger::Store& store() { return between_ == nullptr ? *store_ : *between_; }
  const journey::Catalogue& catalogue() const { return catalogue_; }
  history::States& states() { return states_; }
  ledger::Writer& writer() { return writer_; }
  vault::Vault& vault() { return vault_; }
  const storage::memory::MemoryVault& vault_store() const { return vault_store_; }
  storage::memory::MemoryBlindIndex& blind_index() { return blind_index_; }
  storage::memory::MemoryByteStore& bytes() { return bytes_; }
  patients::PatientIndex& patients() { return patients_; }
  const NodeKeys& keys() const { return keys_; }
  commands::Desk& desk() { return desk_; }

  /// The aspect of a thing now; nullptr when it has none.
  template <class A>
  std::shared_ptr<const A> aspect(const std::string& thing) {
    const journey::ThingState now = state(thing);
    const A* found = now.aspects.find<A>();
    return found == nullptr ? nullptr : std::make_shared<const A>(*found);
  }
  /// The state of a thing, folded from its whole history.
  journey::ThingState state(const std::string& thing);
  /// Every record from the first on.
  std::vector<ledger::StoredRecord> records();

 private:
  NodeKeys keys_;
  TemporaryFolder folder_;
  SetClock clock_;
  SetOffsets offsets_;
  SeededEntropy entropy_;
  journey::Catalogue catalogue_ = journey::whole_catalogue();
  std::unique_ptr<ledger::Store> store_;
  std::unique_ptr<ledger::Store> between_;
  ledger::Sealer sealer_{keys_.key, clock_};
  ledger::Writer writer_;
  history::States states_;
  storage::memory::MemoryVault vault_store_;
  vault::FileKeyVault vault_;
  storage::memory::MemoryBlindIndex blind_index_;
  storage::memory::MemoryByteStore bytes_;
  patients::PatientIndex patients_;
  commands::Desk desk_;
  commands::Founding founding_;
  bool may_sign_ = true;
  std::uint64_t next_key_ = 0;
};

/// What a person may hear of the feed now; null: nothing.
std::shared_ptr<const views::Sight> sight_of(TestNode& node, const std::string& person);

/// One refusal or fault code, or the stored names of what was recorded, with blanks between.
std::string words_of(const TestNode::Reply& reply);

}  // namespace veinline::support
