// SPDX-License-Identifier: Apache-2.0
// Backing: what keeps a node's ledger, vault, memory as a witness, deliveries and accounts: files
// of its data folder, or the database that it shares with other servers.
#pragma once

#include <memory>
#include <string>

#include "access/account_store.hpp"
#include "ledger/store.hpp"
#include "ledger/witness.hpp"
#include "outbox/deliveries.hpp"
#include "storage/postgres/pool.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "vault/blind_index.hpp"
#include "vault/byte_store.hpp"
#include "vault/vault.hpp"

namespace veinline::node {

using storage::sqlite::DataFolder;
using storage::sqlite::FolderFault;

struct Backing {
  std::unique_ptr<storage::postgres::Pool> pool;  ///< null: everything is in files
  std::unique_ptr<ledger::DurableStore> store;
  std::unique_ptr<vault::VaultStore> vault;
  std::unique_ptr<vault::BlindIndex> blind_index;  ///< beside the vault; null: only read
  std::unique_ptr<vault::ByteStore> bytes;         ///< of documents, beside the vault
  std::unique_ptr<ledger::WitnessStore> witness;
  std::unique_ptr<outbox::Deliveries> deliveries;
  std::unique_ptr<access::AccountStore> accounts;
};

/// Makes an empty ledger where the folder says.
kernel::Result<kernel::Done, FolderFault> make_ledger(const DataFolder& folder,
                                                      const ledger::Identity& identity,
                                                      const std::string& empty_checkpoint);
/// Opens what the folder says. `fresh_hex` begins the memory of a witness that has none, and tells
/// this server from others.
kernel::Result<Backing, FolderFault> open_backing(const DataFolder& folder,
                                                  const std::string& fresh_hex);

/// Opens ledger and vault of a database; nothing is written there.
kernel::Result<Backing, FolderFault> open_database_to_read(const std::string& url);
/// Opens a node's part of a database. `server` tells this server from others.
kernel::Result<Backing, FolderFault> open_database(const std::string& url,
                                                   const std::string& server);

/// Says that all of what a database was to take is there; nothing is done where facts are in files.
kernel::Result<kernel::Done, FolderFault> finish_backing(const Backing& backing);
/// Refuses the part of a log that a restore or a making left that was cut short.
kernel::Result<kernel::Done, FolderFault> refuse_half_made(const Backing& backing);

/// Whether the database says that its own log gets the values of our statements.
bool tells_values(const Backing& backing);

/// Makes sure that a database can take a node: applies all steps to an empty one, refuses one with
/// another schema. Gives the vkey of the ledger that it holds; empty: none.
kernel::Result<std::string, FolderFault> prepare_database(const std::string& url);
/// Whether any step of the schema was applied to the database. Changes nothing.
kernel::Result<bool, FolderFault> holds_something(const std::string& url);

/// A fault of the backing as a sentence: "fault.unreadable", and what could not be done.
kernel::Failure<FolderFault> no(ledger::Fault fault, const char* what);
kernel::Failure<FolderFault> no(std::string code, std::string sentence);

}  // namespace veinline::node
