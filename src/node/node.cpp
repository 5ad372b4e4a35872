// SPDX-License-Identifier: Apache-2.0
#include "node/node.hpp"

#include <algorithm>

#include "access/token.hpp"
#include "commands/acting.hpp"
#include "commands/keys.hpp"
#include "journey/breakglass/breakglass.hpp"
#include "journey/erasure/erasure.hpp"
#include "journey/staff/credentials.hpp"
#include "journey/staff/devices.hpp"
#include "journey/staff/staff.hpp"
#include "ledger/checkpoint.hpp"
#include "ledger/demonstration.hpp"
#include "node/papers.hpp"
#include "node/site_keys.hpp"

namespace veinline::node {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using storage::sqlite::SqliteRows;

namespace {

constexpr std::size_t states_kept_max = 20'000;
constexpr ledger::Seq founding_records = 2;
constexpr const char* not_cleared = "The old site key could not be taken out of the folder";

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
  // Neither key moves when that of the vault does.
  account_keys_ = std::make_unique<access::AccountKeys>(folder_.secrets().digest_key,
                                                        folder_.secrets().digest_key);
  const storage::sqlite::SiteKeyFiles files = folder_.site_key_files();
  // What an earlier rotation left undone after its last word.
  if (!files.is_rotating() && !files.finish()) return no(Fault::unreadable, not_cleared);
  TRY(vault::SiteKeys keys, site_keys_of(files, entropy_));
  vault_ = std::make_unique<vault::FileKeyVault>(std::move(keys), *backing_.vault, entropy_);
  if (auto ours = vault_->check_site_key(); !ours) {
    return no(
        "folder.key_mismatch",
        "The site key does not open this vault: " + std::string(vault::sentence(ours.error())) +
            " Put the right key back from the backup of the keys; nothing was recorded.");
  }
  return Done{};
}

Result<Done, FolderFault> Node::destroy_doomed_keys() {
  constexpr std::size_t facts_at_once = 1'000;
  for (ledger::Seq after = 0;;) {
    const auto some =
        history::history_of(store(), journey::erasure::destroyed_keys().key,
                            ledger::Touching::changes, after, INT64_MAX, facts_at_once);
    if (!some) return no(some.error(), "The list of destroyed keys could not be read");
    if (some->empty()) return Done{};
    for (const journey::Happening& one : *some) {
      const journey::FactType* type = catalogue_.fact(one.fact);
      if (type == nullptr || type->destroys == nullptr) continue;
      const auto doomed = type->destroys(one.data);
      const bool is_destroyed =
          doomed && vault_->destroy(doomed->owner.key, doomed->key_class).has_value();
      if (is_destroyed && patients_->forget(*doomed)) continue;
      return no("folder.not_erased",
                "A key that a record says is destroyed could not be destroyed in this vault. "
                "Nothing was recorded; look whether there is room, and start again.");
    }
    after = some->back().told.seq;
  }
}

Result<Done, FolderFault> Node::finish_rotation() {
  if (folder_.site_key_files().finish()) return Done{};
  return no(Fault::unreadable, not_cleared);
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
  audiences_ = std::make_unique<views::SharedAudiences>(catalogue_, store());
  patients_ = std::make_unique<patients::PatientIndex>(patient_parts(backing_.blind_index.get()));
  if (options.workers > 0) {
    workers_ = std::make_unique<commands::Workers>(options.workers, options.waiting_max);
  }
  desk_ = std::make_unique<commands::Desk>(
      commands::Tools{catalogue_, store(), *writer_, *states_, *vault_, *clock_, *ids_, *key_,
                      identity_, digest_key(), patients_.get(), &zone_files_, options.may_sign},
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
  // An older vault may have been put back: what was erased stays erased.
  TRY([[maybe_unused]] const Done erased, out->destroy_doomed_keys());
  // What cannot be looked through now is at the next start.
  static_cast<void>(collect_bytes(out->catalogue_, out->store(), out->bytes(), out->clock_->now()));
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

// A clock that was set back lets nobody in again.
commands::TokenUse Node::token_use(journey::staff::Scope scope) {
  return {std::max(clock_->now(), store().time_of_head()), scope};
}

Result<std::optional<std::string>, Fault> Node::person_of_token(std::string_view token,
                                                                journey::staff::Scope scope) {
  if (!access::is_token(token)) return std::optional<std::string>{};
  return person_of_alias(access::token_alias(token), scope);
}

Result<std::optional<std::string>, Fault> Node::person_of_alias(const std::string& alias,
                                                                journey::staff::Scope scope) {
  TRY(const auto things, things_of_token(alias));
  TRY(const journey::Slice now, newest(things));
  journey::Reader reader(now);
  return commands::person_of_token(reader, alias, token_use(scope));
}

Result<std::optional<std::string>, Fault> Node::person_of_device(std::string_view key,
                                                                 journey::staff::Scope scope) {
  if (!journey::staff::DeviceKey::parse(key)) return std::optional<std::string>{};
  return person_of_alias(std::string(journey::staff::device_prefix) + std::string(key), scope);
}

// People are few, and their states are kept: nothing is read anew but what has changed.
Result<std::uint64_t, Fault> Node::openings_to_review() {
  constexpr std::uint32_t at_once = 500;
  std::uint64_t out = 0;
  std::string after;
  for (;;) {
    TRY(const std::vector<std::string> people, store().things("person/", after, at_once));
    if (people.empty()) return out;
    TRY(const journey::Slice now, newest(people));
    for (const auto& [key, state] : now) {
      const auto* openings = state->aspects.find<journey::breakglass::Openings>();
      if (openings == nullptr) continue;
      for (const auto& [subject, all] : openings->of_subject) {
        for (const auto& opening : all) out += opening.is_reviewed ? 0 : 1;
      }
    }
    after = people.back();
  }
}

Result<std::optional<std::string>, Fault> Node::recorder() {
  const std::string key = journey::staff::administrators().key;
  TRY(const journey::Slice now, newest({key}));
  const auto* all = now.at(key)->aspects.find<journey::staff::Administrators>();
  if (all == nullptr || all->people.empty()) return std::optional<std::string>{};
  const auto console = console_person();
  if (console && all->people.contains(*console)) return console;
  return std::optional(*all->people.begin());
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
  // What it is for is read by the decision, with the token.
  for (const auto scope : {journey::staff::Scope::act, journey::staff::Scope::sign}) {
    if (auto person = commands::person_of_token(reader, alias, token_use(scope))) return person;
  }
  TRY(auto acts, person_of_token(token, journey::staff::Scope::act));
  if (acts) return acts;
  return person_of_token(token, journey::staff::Scope::sign);
}

Result<access::Standing, Fault> Node::standing_of(const std::string& person) {
  const std::vector<std::string> things{"person/" + person,
                                        journey::staff::credentials_of(person).key,
                                        journey::staff::passkeys_of(person).key};
  TRY(const journey::Slice now, newest(things));
  access::Standing out;
  const auto* known = now.at(things[0])->aspects.find<journey::staff::PersonState>();
  out.is_staff = known != nullptr && !known->roles.empty();
  out.is_administrator = known != nullptr && known->has_anywhere(journey::Role::administrator);
  const auto* all = now.at(things[1])->aspects.find<journey::staff::CredentialsOf>();
  if (all != nullptr) {
    for (const auto& [id, kind] : all->live) out.live.insert(id);
  }
  const auto* passkeys = now.at(things[2])->aspects.find<journey::staff::PasskeysOf>();
  if (passkeys != nullptr) {
    for (const auto& [digest, one] : passkeys->live) out.live.insert(digest);
  }
  return out;
}

Result<std::optional<std::string>, Fault> Node::person_of_recovery(
    const std::string& recovery, const std::string& administrator) {
  using journey::staff::RecoveryState;
  const std::optional<std::string> none;
  if (!kernel::is_id(recovery)) return none;
  const std::string key = "recovery/" + recovery;
  TRY(const journey::Slice first, newest({key, "person/" + administrator}));
  const auto* open = first.at(key)->aspects.find<RecoveryState>();
  const auto* asker =
      first.at("person/" + administrator)->aspects.find<journey::staff::PersonState>();
  if (open == nullptr || asker == nullptr) return none;
  if (!asker->has_anywhere(journey::Role::administrator)) return none;
  // Whoever answers for it hands it over: who confirmed it, or who invited.
  const std::string& hands_over = open->confirmed_by.empty() ? open->opened_by : open->confirmed_by;
  auto person = journey::PersonId::parse(open->person);
  if (hands_over != administrator || !person) return none;
  TRY(const journey::Slice now,
      newest({key, journey::staff::credentials_of(open->person).key, "person/" + open->person}));
  journey::Reader reader(now);
  const kernel::Instant when = std::max(clock_->now(), store().time_of_head());
  const auto* no = journey::staff::recovery_refused(reader, recovery, *person, when);
  if (no != nullptr) return none;
  return std::optional(person->text());
}

Result<std::optional<kernel::Sensitive<std::string>>, Fault> Node::name_of(
    const std::string& person) {
  using Name = std::optional<kernel::Sensitive<std::string>>;
  const std::string thing = "person/" + person;
  TRY(const auto first, store().history(thing, ledger::Touching::changes, 0, UINT64_MAX, 1));
  if (first.empty()) return Name{};
  const auto record = ledger::parse_record(first.front().bytes);
  if (!record || !first.front().is_intact()) return Failure{Fault::damaged};
  const kernel::Value* said = record->draft.data.find("name");
  if (record->draft.fact != journey::staff::PersonAdded::stored_name || said == nullptr)
    return Name{};
  const auto sealed = journey::codec::Leaf<kernel::Sealed>::get(*said);
  if (!sealed) return Failure{Fault::damaged};
  auto name = vault_->open(*sealed, {identity_.node, thing, "staff/add_person.name"});
  if (name) return Name(std::move(*name));
  const bool is_gone =
      name.error() == vault::VaultFault::not_there || name.error() == vault::VaultFault::erased;
  if (is_gone) return Name{};
  return Failure{name.error() == vault::VaultFault::out_of_reach ? Fault::out_of_reach
                                                                 : Fault::damaged};
}

Result<journey::staff::PasskeysOf, Fault> Node::passkeys_of(const std::string& person) {
  const std::string thing = journey::staff::passkeys_of(person).key;
  TRY(const journey::Slice now, newest({thing}));
  const auto* all = now.at(thing)->aspects.find<journey::staff::PasskeysOf>();
  return all == nullptr ? journey::staff::PasskeysOf{} : *all;
}

Result<std::string, Fault> Node::person_of_passkey(const std::string& digest) {
  const std::string thing = "alias/passkey/" + digest;
  TRY(const journey::Slice now, newest({thing}));
  const auto* one = now.at(thing)->aspects.find<journey::staff::PasskeyState>();
  return one == nullptr || one->is_removed ? std::string() : one->person;
}

Result<std::shared_ptr<const views::Sight>, Fault> Node::sight_of(const std::string& person) {
  const std::shared_ptr<const views::Sight> nothing;
  TRY(const journey::Slice now, newest({"person/" + person}));
  auto sight = views::sight_of(person, *now.at("person/" + person), clock_->now());
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
