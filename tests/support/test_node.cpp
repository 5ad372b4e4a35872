// SPDX-License-Identifier: Apache-2.0
#include "support/test_node.hpp"

#include "storage/memory/memory_store.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "support/layered_store.hpp"
#include "support/own_postgres_store.hpp"

namespace veinline::support {
namespace {

constexpr std::string_view origin = "veinline.invalid/test";

ledger::SigningKey test_key() {
  const kernel::Bytes seed(32, 7);
  auto key = ledger::SigningKey::from_seed(origin, ledger::KeyType::ed25519, seed);
  INVARIANT(key.has_value());
  return std::move(*key);
}

vault::FileKeyVault::SiteKey site_key() {
  vault::FileKeyVault::SiteKey key{};
  key.fill(9);
  return key;
}

}  // namespace

std::string name(StoreKind kind) {
  switch (kind) {
    case StoreKind::memory:
      return "memory";
    case StoreKind::layered:
      return "layered";
    case StoreKind::sqlite:
      return "sqlite";
    case StoreKind::postgres:
      return "postgres";
  }
  kernel::broken_invariant("a store is one of those listed", __FILE__, __LINE__);
}

NodeKeys::NodeKeys()
    : key(test_key()),
      identity{std::string(32, 'a'), std::string(origin), key.verifier_key().text()},
      empty_checkpoint(ledger::sign_checkpoint(
          ledger::Checkpoint{std::string(origin), 0, ledger::empty_root()}, key)) {}

std::unique_ptr<ledger::Store> make_store(StoreKind kind, const NodeKeys& keys,
                                          const TemporaryFolder& folder) {
  switch (kind) {
    case StoreKind::memory:
      return std::make_unique<storage::memory::MemoryStore>(keys.identity, keys.empty_checkpoint);
    case StoreKind::layered:
      return std::make_unique<LayeredStore>(
          std::make_unique<storage::memory::MemoryStore>(keys.identity, keys.empty_checkpoint));
    case StoreKind::sqlite: {
      auto store = storage::sqlite::SqliteStore::create(folder.file("ledger.db"), keys.identity,
                                                        keys.empty_checkpoint, {});
      INVARIANT(store.has_value());
      return std::move(*store);
    }
    case StoreKind::postgres:
      return OwnPostgresStore::make(keys);
  }
  kernel::broken_invariant("a store is one of those listed", __FILE__, __LINE__);
}

TestNode::TestNode(StoreKind kind, std::uint64_t seed, const Between& between)
    : entropy_(seed),
      store_(make_store(kind, keys_, folder_)),
      between_(between ? between(*store_) : nullptr),
      writer_(store(), sealer_),
      states_(catalogue_, store(), states_kept_max),
      vault_(site_key(), vault_store_, entropy_),
      patients_({catalogue_, store(), vault_, &blind_index_, clock_, keys_.identity.node,
                 kernel::Bytes(32, 3)}),
      desk_({catalogue_, store(), writer_, states_, vault_, clock_, entropy_, keys_.key,
             keys_.identity, kernel::Bytes(32, 3), &patients_, &offsets_,
             [this] { return may_sign_; }},
            nullptr),
      founding_{fresh_id(), fresh_id()} {}

commands::Request TestNode::request(const std::string& person, std::string_view command,
                                    kernel::Object data) {
  commands::Request out;
  out.account = person;
  out.key = "test-" + std::to_string(++next_key_);
  out.command = command;
  out.from = commands::From::machine;
  out.data = std::move(data);
  if (const journey::CommandType* type = catalogue_.command(command)) {
    out.sign = type->signs;
    if (type->needs_reason) out.reason_code = "TEST";
    out.kept_bytes = type->with_bytes;  // as if they were
  }
  return out;
}

TestNode::Reply TestNode::found() {
  return desk_.found(founding_, kernel::Sensitive(std::string("the console")));
}

journey::ThingState TestNode::state(const std::string& thing) {
  auto now = history::state_as_of(catalogue_, store(), thing, UINT64_MAX);
  INVARIANT(now.has_value());
  return std::move(*now);
}

std::vector<ledger::StoredRecord> TestNode::records() {
  std::vector<ledger::StoredRecord> out;
  for (;;) {
    auto page = store().read(out.size() + 1, 500);
    INVARIANT(page.has_value());
    if (page->empty()) return out;
    for (ledger::StoredRecord& record : *page) out.push_back(std::move(record));
  }
}

std::shared_ptr<const views::Sight> sight_of(TestNode& node, const std::string& person) {
  auto sight = views::sight_of(person, node.state("person/" + person), node.clock().now());
  return sight ? std::make_shared<const views::Sight>(std::move(*sight)) : nullptr;
}

std::string words_of(const TestNode::Reply& reply) {
  if (!reply) return reply.error().code;
  std::string out;
  for (const commands::Recorded& record : reply->records) {
    out += (out.empty() ? "" : " ") + record.fact;
  }
  return out;
}

}  // namespace veinline::support
