// SPDX-License-Identifier: Apache-2.0
// Node: the object graph of one embedded node, built once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/sign_in.hpp"
#include "commands/desk.hpp"
#include "journey/staff/passkeys.hpp"
#include "node/backing.hpp"
#include "node/system.hpp"
#include "node/zone_files.hpp"
#include "patients/patient_index.hpp"
#include "storage/sqlite/sqlite_rows.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/sight.hpp"
#include "views/view.hpp"

namespace veinline::node {

/// Whether the node signed this size and this root.
bool is_signed_head(const ledger::Tip& tip, const ledger::VerifierKey& key);

/// What a node is opened with.
struct NodeOptions {
  unsigned workers = 0;  ///< threads that serve submit(); 0: only ask() is used
  std::size_t waiting_max = commands::Workers::waiting_max;  ///< commands that may wait for them
  /// Address of the database that has its facts, written into a folder that is made. Empty: as the
  /// folder says, and in files where one is made.
  std::string database{};
  /// Whether anything may be signed now: where the clock is not believed, nothing is. Empty: it
  /// may.
  std::function<bool()> may_sign{};
};

/// What drives a demonstration in place of the machine. Both outlive the node, which calls the
/// entropy from one thread.
struct Stage {
  const kernel::Clock& clock;  ///< never ahead of the machine's when the node is closed
  kernel::Entropy& ids;        ///< of things and records; keys and secrets are the machine's
};

class Node {
 public:
  /// Makes a folder with an empty ledger and founds it: its own site, and the person at its
  /// console. `origin` empty: veinline.invalid/<uuid>.
  static kernel::Result<std::unique_ptr<Node>, FolderFault> create(const std::string& folder,
                                                                   std::string origin,
                                                                   const NodeOptions& options);
  /// The same, but of a log that bears the mark of a demonstration: no other is made on a clock
  /// that somebody sets. Opened again it is a node like any other, on the machine's clock.
  static kernel::Result<std::unique_ptr<Node>, FolderFault> create_demonstration(
      const std::string& folder, const Stage& stage, const std::string& database);
  static kernel::Result<std::unique_ptr<Node>, FolderFault> open(const std::string& folder,
                                                                 const NodeOptions& options);
  /// Makes a folder with an empty ledger of this identity, for restore. It is not founded, and half
  /// made until finish().
  static kernel::Result<std::unique_ptr<Node>, FolderFault> create_vacant(
      const std::string& folder, const std::string& node, const std::string& origin,
      const std::string& database);
  /// Makes a folder for a further server of the node whose facts are in this database. The keys of
  /// the first one's folder lie in it already.
  static kernel::Result<std::unique_ptr<Node>, FolderFault> join(const std::string& folder,
                                                                 const std::string& database);
  /// Opens what a restore has put into a folder that it made: judged as open() does, and half made
  /// until finish().
  static kernel::Result<std::unique_ptr<Node>, FolderFault> open_refilled(
      storage::sqlite::DataFolder folder);
  /// Says that everything that create_vacant() or open_refilled() was for is there. Without it
  /// open() refuses the folder: "folder.half_made".
  kernel::Result<kernel::Done, FolderFault> finish() {
    TRY([[maybe_unused]] const kernel::Done finished, finish_backing(backing_));
    return folder_.finish();
  }

  /// Destroys every key that the log says is destroyed. Done at every start, and after texts were
  /// put back.
  kernel::Result<kernel::Done, FolderFault> destroy_doomed_keys();
  /// The site key that was to take the place of the other has it, and the other is gone from the
  /// folder. Nothing may be wrapped under that any more: FileKeyVault::rewrap_all().
  kernel::Result<kernel::Done, FolderFault> finish_rotation();

  [[nodiscard]] const journey::Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] ledger::DurableStore& store() { return *backing_.store; }
  [[nodiscard]] ledger::Sealer& sealer() { return *sealer_; }
  [[nodiscard]] ledger::Writer& writer() { return *writer_; }
  [[nodiscard]] history::States& states() { return *states_; }
  [[nodiscard]] vault::FileKeyVault& vault() { return *vault_; }
  /// Where its keys and ciphertexts are kept.
  [[nodiscard]] vault::VaultStore& vault_store() { return *backing_.vault; }
  /// The bytes of documents, beside the vault.
  [[nodiscard]] vault::ByteStore& bytes() { return *backing_.bytes; }
  /// Who the patients of its hospitals are.
  [[nodiscard]] patients::PatientIndex& patients() { return *patients_; }
  /// What a patient index over this node is made of; `index` null: one that only reads.
  [[nodiscard]] patients::Parts patient_parts(vault::BlindIndex* index);
  [[nodiscard]] commands::Desk& desk() { return *desk_; }
  [[nodiscard]] views::Follower& follower() { return *follower_; }
  [[nodiscard]] kernel::Entropy& entropy() { return entropy_; }
  [[nodiscard]] const kernel::Clock& clock() const { return *clock_; }
  [[nodiscard]] kernel::Bytes digest_key() const;
  [[nodiscard]] const ledger::SigningKey& key() const { return *key_; }
  /// Nobody waits for the database any longer: what it does not answer at once is out of reach.
  void give_up() {
    if (backing_.pool != nullptr) backing_.pool->give_up();
  }
  /// True when other servers may record as well.
  [[nodiscard]] bool is_shared() const { return backing_.pool != nullptr; }
  /// Whether the log of its database gets the values of our statements.
  [[nodiscard]] bool database_tells_values() const { return tells_values(backing_); }
  /// What the node remembers as a witness of other logs, and the key that it cosigns them with.
  [[nodiscard]] ledger::WitnessStore& witness_memory() { return *backing_.witness; }
  [[nodiscard]] const ledger::SigningKey& witness_key() const { return *witness_key_; }
  /// What webhooks were told.
  [[nodiscard]] outbox::Deliveries& deliveries() { return *backing_.deliveries; }
  /// How people prove who they are, and the keys of that.
  [[nodiscard]] access::AccountStore& accounts() { return *backing_.accounts; }
  [[nodiscard]] const access::AccountKeys& account_keys() const { return *account_keys_; }
  /// What the log says of a person now: whether they may act, and which credentials count.
  [[nodiscard]] kernel::Result<access::Standing, ledger::Fault> standing_of(
      const std::string& person);
  /// Whom a recovery lets begin anew now, where this administrator answers for it: who confirmed
  /// it, or who invited them. Empty: nobody.
  [[nodiscard]] kernel::Result<std::optional<std::string>, ledger::Fault> person_of_recovery(
      const std::string& recovery, const std::string& administrator);
  [[nodiscard]] const ledger::Identity& identity() const { return identity_; }
  /// As whoever runs the node sees it; others look through eyes of their own.
  [[nodiscard]] views::Sources sources() const {
    return {catalogue_, *backing_.store, *follower_, views::Eye::of_operator()};
  }
  /// Whose what is.
  [[nodiscard]] views::SharedAudiences& audiences() { return *audiences_; }

  /// The person at the node's console: whom the second record of the log added.
  [[nodiscard]] std::optional<std::string> console_person() const;
  /// The person a token acts for; empty when it acts for nobody, or is not for this.
  [[nodiscard]] kernel::Result<std::optional<std::string>, ledger::Fault> person_of_token(
      std::string_view token, journey::staff::Scope scope = journey::staff::Scope::read);
  /// The person whom a device acts for, by the digest of its public key; as for a token.
  [[nodiscard]] kernel::Result<std::optional<std::string>, ledger::Fault> person_of_device(
      std::string_view key, journey::staff::Scope scope);
  /// How many records somebody opened in an emergency that nobody has judged yet.
  [[nodiscard]] kernel::Result<std::uint64_t, ledger::Fault> openings_to_review();
  /// An administrator of now: who is at the console, if they are one. Empty: there is none.
  [[nodiscard]] kernel::Result<std::optional<std::string>, ledger::Fault> recorder();
  /// The same as far as is known here, where what follows reads the token too: another server may
  /// have revoked it.
  [[nodiscard]] kernel::Result<std::optional<std::string>, ledger::Fault> person_taken_for(
      std::string_view token);
  /// The name of a person who works here, as it was given; empty: it was erased, or nobody told it.
  [[nodiscard]] kernel::Result<std::optional<kernel::Sensitive<std::string>>, ledger::Fault>
  name_of(const std::string& person);
  /// Whose passkey this is the digest of; empty: nobody's, or it counts no more.
  [[nodiscard]] kernel::Result<std::string, ledger::Fault> person_of_passkey(
      const std::string& digest);
  /// The passkeys of a person that count now.
  [[nodiscard]] kernel::Result<journey::staff::PasskeysOf, ledger::Fault> passkeys_of(
      const std::string& person);
  /// What a person may hear now; null: nothing.
  [[nodiscard]] kernel::Result<std::shared_ptr<const views::Sight>, ledger::Fault> sight_of(
      const std::string& person);

 private:
  explicit Node(storage::sqlite::DataFolder folder) : folder_(std::move(folder)) {}
  static kernel::Result<std::unique_ptr<Node>, FolderFault> open_in(
      storage::sqlite::DataFolder folder, const NodeOptions& options);
  /// `stage` null: on the machine's clock.
  static kernel::Result<std::unique_ptr<Node>, FolderFault> create(const std::string& folder,
                                                                   std::string origin,
                                                                   const NodeOptions& options,
                                                                   const Stage* stage);
  kernel::Result<kernel::Done, FolderFault> make_key(const std::string& origin);
  kernel::Result<kernel::Done, FolderFault> make_store(const std::string& node,
                                                       const std::string& origin);
  kernel::Result<kernel::Done, FolderFault> open_vault();
  void make_witness_key();
  kernel::Result<kernel::Done, FolderFault> build(const NodeOptions& options);
  kernel::Result<std::vector<std::string>, ledger::Fault> things_of_token(const std::string& alias);
  kernel::Result<std::optional<std::string>, ledger::Fault> person_of_alias(
      const std::string& alias, journey::staff::Scope scope);
  /// The states of things as the store has them now.
  kernel::Result<journey::Slice, ledger::Fault> newest(const std::vector<std::string>& things);
  [[nodiscard]] bool has_digest_key() const;
  [[nodiscard]] commands::TokenUse token_use(journey::staff::Scope scope);

  storage::sqlite::DataFolder folder_;
  SystemClock system_clock_;
  SystemEntropy entropy_;
  ZoneFiles zone_files_;
  const kernel::Clock* clock_ = &system_clock_;
  kernel::Entropy* ids_ = &entropy_;
  journey::Catalogue catalogue_ = journey::whole_catalogue();
  std::unique_ptr<ledger::SigningKey> key_;
  ledger::Identity identity_;
  Backing backing_;
  std::unique_ptr<vault::FileKeyVault> vault_;
  std::unique_ptr<access::AccountKeys> account_keys_;
  std::unique_ptr<ledger::SigningKey> witness_key_;
  std::unique_ptr<storage::sqlite::SqliteRows> rows_;
  std::unique_ptr<ledger::Sealer> sealer_;
  std::unique_ptr<ledger::Writer> writer_;
  std::unique_ptr<history::States> states_;
  std::unique_ptr<views::Follower> follower_;
  std::unique_ptr<views::SharedAudiences> audiences_;
  std::unique_ptr<patients::PatientIndex> patients_;
  std::unique_ptr<commands::Desk> desk_;
  std::unique_ptr<commands::Workers> workers_;  // last: stops first
};

}  // namespace veinline::node
