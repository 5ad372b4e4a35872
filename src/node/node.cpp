// SPDX-License-Identifier: Apache-2.0
#include "node/node.hpp"

#include "access/token.hpp"
#include "commands/acting.hpp"
#include "commands/keys.hpp"
#include "journey/staff/staff.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/demonstration.hpp"

namespace veinline::node {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using storage::sqlite::SqliteRows;

namespace {

constexpr std::size_t states_kept_max = 20'000;
constexpr ledger::Seq founding_records = 2;

/// A database takes one node. Empty: files do.
Result<Done, FolderFault> refuse_taken(const std::string& database) {
  if (database.empty()) return Done{};
  TRY(const std::string vkey, prepare_database(database));
  if (vkey.empty()) return Done{};
  return no("database.holds_a_ledger",
            "This database holds the ledger of a node already. Name an empty one; nothing was "
            "changed.");
}

std::string random_hex(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.fill(bytes);
  return kernel::to_hex(bytes);
}

}  // namespace

bool is_signed_head(const ledger::Tip& tip, const ledger::VerifierKey& key) {
  const auto signed_head = ledger::open_checkpoint(tip.checkpoint, std::span(&key, 1));
  return signed_head && signed_head->size == tip.head.size() &&
         signed_head->root == tip.head.tree.root();
}

Result<Done, FolderFault> Node::make_key(const std::string& origin) {
  auto key =
      ledger::SigningKey::from_seed(origin, ledger::KeyType::ed25519, folder_.secrets().node_seed);
  if (!key) {
    return no("node.bad_origin",
              "The origin cannot name a key: " + key.error().why + ". Nothing was made.");
  }
  key_ = std::make_unique<ledger::SigningKey>(std::move(*key));
  sealer_ = std::make_unique<ledger::Sealer>(*key_, *clock_);
  return Done{};
}

Result<Done, FolderFault> Node::make_store(const std::string& node, const std::string& origin) {
  TRY([[maybe_unused]] Done keyed, make_key(origin));
  return make_ledger(folder_, {node, origin, key_->verifier_key().text()},
                     sealer_->checkpoint(ledger::Head{}));
}

Result<Done, FolderFault> Node::open_vault() {
  vault_ =
      std::make_unique<vault::FileKeyVault>(folder_.secrets().site_key, *backing_.vault, entropy_);
  if (auto ours = vault_->check_site_key(); !ours) {
    return no(
        "folder.key_mismatch",
        "keys/site.key does not open this vault: " + std::string(vault::sentence(ours.error())) +
            " Put the right key back from the backup of the keys; nothing was recorded.");
  }
  return Done{};
}

/// The key is made from the node's own and the epoch of the memory: with another memory it is
/// another one, and no second file has to be kept secret.
void Node::make_witness_key() {
  const kernel::Digest seed = kernel::hmac_sha256(
      folder_.secrets().node_seed, "veinline witness key\n" + backing_.witness->epoch());
  std::string name = identity_.origin + "/witness";
  if (!ledger::is_key_name(name)) name = "veinline.invalid/witness/" + backing_.witness->epoch();
  auto key = ledger::SigningKey::from_seed(name, ledger::KeyType::cosignature_v1, seed.view());
  INVARIANT(key.has_value());
  witness_key_ = std::make_unique<ledger::SigningKey>(std::move(*key));
}

Result<Done, FolderFault> Node::build(const NodeOptions& options) {
  TRY(backing_, open_backing(folder_, random_hex(entropy_)));
  auto identity = store().identity();
  if (!identity) return no(identity.error(), "The ledger could not be read");
  identity_ = *identity;
  if (key_ == nullptr) {
    TRY([[maybe_unused]] Done keyed, make_key(identity_.origin));
  }
  if (key_->verifier_key().text() != identity_.vkey) {
    return no("folder.key_mismatch",
              "keys/node.key is not the key of this ledger. Put the right one back from the backup "
              "of the keys; nothing was recorded.");
  }
  TRY([[maybe_unused]] Done vaulted, open_vault());
  make_witness_key();
  auto tip = store().tip();
  if (!tip) return no(tip.error(), "The ledger could not be read");
  if (!is_signed_head(*tip, key_->verifier_key())) {
    return no(Fault::damaged, "The head of the ledger is not what its checkpoint says");
  }
  auto rows = SqliteRows::open(folder_.file("views.db"), identity_.node, tip->head.size());
  if (!rows) return no(rows.error(), "views.db could not be opened; it may be deleted");
  rows_ = std::move(*rows);
  writer_ = std::make_unique<ledger::Writer>(store(), *sealer_);
  states_ = std::make_unique<history::States>(catalogue_, store(), states_kept_max);
  follower_ = std::make_unique<views::Follower>(catalogue_, store(), *rows_);
  patients_ = std::make_unique<patients::PatientIndex>(patient_parts(backing_.blind_index.get()));
  if (options.workers > 0) {
    workers_ = std::make_unique<commands::Workers>(options.workers, options.waiting_max);
  }
  desk_ = std::make_unique<commands::Desk>(
      commands::Tools{catalogue_, store(), *writer_, *states_, *vault_, *clock_, *ids_, *key_,
                      identity_, digest_key(), patients_.get()},
      workers_.get());
  return Done{};
}

Result<std::unique_ptr<Node>, FolderFault> Node::create_vacant(const std::string& folder,
                                                               const std::string& node,
                                                               const std::string& origin,
                                                               const std::string& database) {
  SystemEntropy entropy;
  TRY([[maybe_unused]] const Done vacant, refuse_taken(database));
  TRY(DataFolder made, DataFolder::create(folder, entropy, database));
  std::unique_ptr<Node> out(new Node(std::move(made)));
  TRY([[maybe_unused]] Done stored, out->make_store(node, origin));
  TRY([[maybe_unused]] Done built, out->build({}));
  return out;
}

Result<std::unique_ptr<Node>, FolderFault> Node::create(const std::string& folder,
                                                        std::string origin,
                                                        const NodeOptions& options,
                                                        const Stage* stage) {
  SystemEntropy entropy;
  const std::string node = random_hex(entropy);
  TRY([[maybe_unused]] const Done vacant, refuse_taken(options.database));
  TRY(DataFolder made, DataFolder::create(folder, entropy, options.database));
  std::unique_ptr<Node> out(new Node(std::move(made)));
  if (stage != nullptr) {
    INVARIANT(ledger::is_demonstration(origin));
    out->clock_ = &stage->clock;
    out->ids_ = &stage->ids;
  }
  TRY([[maybe_unused]] Done stored, out->make_store(node, origin));
  TRY([[maybe_unused]] Done built, out->build(options));
  auto founded = out->desk().found({commands::fresh_id(*out->ids_), commands::fresh_id(*out->ids_)},
                                   kernel::Sensitive<std::string>("Console of this node"));
  if (!founded) return no(founded.error().code, "The node could not be founded");
  TRY([[maybe_unused]] Done finished, out->finish());
  return out;
}

Result<std::unique_ptr<Node>, FolderFault> Node::create(const std::string& folder,
                                                        std::string origin,
                                                        const NodeOptions& options) {
  SystemEntropy entropy;
  if (origin.empty()) origin = "veinline.invalid/" + random_hex(entropy);
  return create(folder, std::move(origin), options, nullptr);
}

Result<std::unique_ptr<Node>, FolderFault> Node::create_demonstration(const std::string& folder,
                                                                      const Stage& stage,
                                                                      const std::string& database) {
  SystemEntropy entropy;
  std::string origin(ledger::demonstration_mark);
  origin += "veinline.invalid/" + random_hex(entropy);
  return create(folder, std::move(origin), {.database = database}, &stage);
}

Result<std::unique_ptr<Node>, FolderFault> Node::join(const std::string& folder,
                                                      const std::string& database) {
  if (!DataFolder::has_keys(folder)) {
    return no(
        "database.holds_a_ledger",
        "This database holds the ledger of a node already. To add a server to that node, copy "
        "the keys folder of its first server to " +
            folder + "/keys and say the same again; nothing was changed.");
  }
  SystemEntropy entropy;
  TRY(DataFolder made, DataFolder::create(folder, entropy, database));
  TRY(std::unique_ptr<Node> out, open_in(std::move(made), {}));
  TRY([[maybe_unused]] const Done finished, out->finish());
  return out;
}

Result<std::unique_ptr<Node>, FolderFault> Node::open(const std::string& folder,
                                                      const NodeOptions& options) {
  TRY(DataFolder opened, DataFolder::open(folder));
  return open_in(std::move(opened), options);
}

Result<std::unique_ptr<Node>, FolderFault> Node::open_refilled(DataFolder folder) {
  return open_in(std::move(folder), {});
}

Result<std::unique_ptr<Node>, FolderFault> Node::open_in(DataFolder folder,
                                                         const NodeOptions& options) {
  std::unique_ptr<Node> out(new Node(std::move(folder)));
  if (!options.database.empty()) out->folder_.use_database(options.database);
  TRY([[maybe_unused]] Done built, out->build(options));
  TRY([[maybe_unused]] const Done whole, refuse_half_made(out->backing_));
  auto tip = out->store().tip();
  if (!tip) return no(tip.error(), "The ledger could not be read");
  // Only of a log that says itself, signed, that it is this short: a damaged one is never deleted.
  if (tip->head.size() < founding_records) {
    return no("folder.unfinished",
              "This node was not made to the end: it has no first person, and so no facts of "
              "anybody. Delete the folder and make it again.");
  }
  if (!out->console_person()) return no(Fault::damaged, "The ledger could not be read");
  if (!out->has_digest_key()) {
    return no("folder.key_mismatch",
              "keys/digest.key is not the one that this ledger was begun with: repeated commands "
              "would be done again. Put the right one back from the backup of the keys; nothing "
              "was recorded.");
  }
  return out;
}

patients::Parts Node::patient_parts(vault::BlindIndex* index) {
  return {catalogue_, store(), *vault_, index, *clock_, identity_.node, digest_key()};
}

kernel::Bytes Node::digest_key() const {
  const kernel::ByteView key = folder_.secrets().digest_key;
  return {key.begin(), key.end()};
}

bool Node::has_digest_key() const {
  auto records = backing_.store->read(1, 1);
  if (!records || records->empty()) return false;
  auto record = ledger::parse_record(records->front().bytes);
  return record && commands::is_founding(*record, folder_.secrets().digest_key);
}

std::optional<std::string> Node::console_person() const {
  auto records = backing_.store->read(2, 1);
  if (!records || records->empty()) return std::nullopt;
  auto record = ledger::parse_record(records->front().bytes);
  if (!record || record->draft.fact != journey::staff::PersonAdded::stored_name) {
    return std::nullopt;
  }
  return record->draft.by;
}

// Whom a token acts for never changes: one question asks about both.
Result<std::vector<std::string>, Fault> Node::things_of_token(const std::string& alias) {
  journey::Slice kept;
  TRY([[maybe_unused]] const Done loaded, states_->load(std::vector{alias}, kept));
  const auto* known = kept.at(alias)->aspects.find<journey::staff::TokenState>();
  if (known == nullptr) return std::vector{alias};
  return std::vector{alias, "person/" + known->person};
}

Result<std::optional<std::string>, Fault> Node::person_of_token(std::string_view token) {
  if (!access::is_token(token)) return std::optional<std::string>{};
  const std::string alias = access::token_alias(token);
  TRY(const auto things, things_of_token(alias));
  TRY(const journey::Slice now, newest(things));
  journey::Reader reader(now);
  return commands::person_of_token(reader, alias);
}

Result<std::optional<std::string>, Fault> Node::person_taken_for(std::string_view token) {
  if (!access::is_token(token)) return std::optional<std::string>{};
  const std::string alias = access::token_alias(token);
  TRY(const auto things, things_of_token(alias));
  if (things.size() == 1)
    return std::optional<std::string>{};  // what is unknown was just asked for
  journey::Slice kept;
  TRY([[maybe_unused]] const Done loaded, states_->load(things, kept));
  journey::Reader reader(kept);
  if (auto person = commands::person_of_token(reader, alias)) return person;
  return person_of_token(token);
}

Result<std::shared_ptr<const views::Sight>, Fault> Node::sight_of(const std::string& person) {
  const std::shared_ptr<const views::Sight> nothing;
  TRY(const journey::Slice now, newest({"person/" + person}));
  const auto* of_person = now.at("person/" + person)->aspects.find<journey::staff::PersonState>();
  if (of_person == nullptr) return nothing;
  auto sight = views::sight_of(person, *of_person);
  return sight ? std::make_shared<const views::Sight>(std::move(*sight)) : nothing;
}

// Nobody appends here, so nobody would notice that a state lags behind: a revoked token acts for
// nobody from the record on. Nor that it is ahead: of a primary whose last facts were nowhere else,
// and are gone with it.
Result<journey::Slice, Fault> Node::newest(const std::vector<std::string>& things) {
  journey::Slice slice;
  TRY(const auto heads, store().heads(things));
  TRY([[maybe_unused]] const Done loaded, states_->load(things, slice));
  bool is_behind = false;
  for (std::size_t i = 0; i < things.size(); ++i) {
    if (slice.at(things[i])->head == heads[i]) continue;
    states_->doubt(things[i]);
    is_behind = true;
  }
  if (is_behind) {
    TRY([[maybe_unused]] const Done again, states_->load(things, slice));
  }
  return slice;
}

}  // namespace veinline::node
