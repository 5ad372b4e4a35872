// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/judge.hpp"

#include <filesystem>

#include "node/node.hpp"
#include "storage/sqlite/sqlite_byte_store.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/kept_bytes.hpp"
#include "tools/cli/texts.hpp"

namespace veinline::tools::cli {

using verify::Verdict;

Verdict no_verdict(const std::string& why) {
  Verdict verdict;
  verdict.message = why;
  return verdict;
}

Verdict broken(const std::string& why) {
  Verdict verdict = no_verdict(why);
  verdict.result = Verdict::Result::broken;
  return verdict;
}

namespace {

/// What the node decides by must say what its records say, or a fact could be passed over.
Verdict with_derived(Verdict verdict, const ledger::DurableStore& store) {
  if (verdict.result == Verdict::Result::broken) return verdict;
  const auto astray = store.check_derived();
  if (astray && !*astray) return verdict;
  const bool unreadable = !astray && astray.error() != ledger::Fault::damaged;
  verdict.result = unreadable ? Verdict::Result::cannot_judge : Verdict::Result::broken;
  if (!astray) {
    verdict.message = "The tables beside the records cannot be read: " +
                      std::string(ledger::sentence(astray.error()));
    return verdict;
  }
  const std::string table((*astray)->table);
  if ((*astray)->seq != 0) verdict.first_bad = (*astray)->seq;
  verdict.message =
      ((*astray)->seq == 0 ? "The table " + table + " has rows that no record accounts for"
                           : "The table " + table + " does not say what record " +
                                 std::to_string((*astray)->seq) + " says") +
      ", and the node decides by it. The records are as they were sealed: export them and restore.";
  return verdict;
}

/// Which bytes of documents the vault lacks.
Verdict with_bytes(Verdict verdict, const ledger::Store& store, const std::string& folder) {
  const auto kept = storage::sqlite::SqliteByteStore::open_to_read(folder + "/vault.db");
  if (!kept) return broken("vault.db: " + std::string(ledger::sentence(kept.error())));
  const auto bytes = count_bytes(store, **kept);
  if (!bytes) return broken("vault.db: " + std::string(ledger::sentence(bytes.error())));
  if (bytes->missing == 0) {
    if (bytes->named > 0) {
      verdict.message += " The bytes of " + std::to_string(bytes->named) + " documents are there.";
    }
    return verdict;
  }
  verdict.result = Verdict::Result::broken;
  verdict.first_bad = bytes->first_missing;
  verdict.message = "The bytes of " + std::to_string(bytes->missing) + " of the " +
                    std::to_string(bytes->named) +
                    " documents that the records refer to are not in the vault, or damaged.";
  return verdict;
}

/// What the vault lacks of what the ledger names.
Verdict with_texts(Verdict verdict, const std::string& folder) {
  const auto store = storage::sqlite::SqliteStore::open_to_read(folder + "/ledger.db", {});
  if (!store) return no_verdict(std::string(ledger::sentence(store.error())));
  const auto vault = storage::sqlite::SqliteVault::open_to_read(folder + "/vault.db");
  if (!vault) return broken("vault.db: " + std::string(ledger::sentence(vault.error())));
  const auto texts = count_texts(**store, **vault);
  if (!texts) return broken("vault.db: " + std::string(ledger::sentence(texts.error())));
  if (texts->missing == 0) {
    verdict.message +=
        " The " + std::to_string(texts->named) + " names and texts that it refers to are there.";
    if (texts->erased > 0) {
      verdict.message += " Of those, " + std::to_string(texts->erased) + " are erased.";
    }
    return with_bytes(std::move(verdict), **store, folder);
  }
  verdict.result = Verdict::Result::broken;
  verdict.first_bad = texts->first_missing;
  verdict.message = std::to_string(texts->missing) + " of the " + std::to_string(texts->named) +
                    " names and texts that the records refer to are not in the vault.";
  return verdict;
}

}  // namespace

void remove_side_files(const std::string& folder) {
  std::error_code ignored;
  for (const char* database : backup_databases) {
    const std::string path = folder + "/" + database;
    if (std::filesystem::file_size(path + "-wal", ignored) != 0) continue;
    std::filesystem::remove(path + "-wal", ignored);
    std::filesystem::remove(path + "-shm", ignored);
  }
}

namespace {

Verdict judge_store(const ledger::DurableStore& store, const verify::Options& with) {
  Verdict verdict = verify::verify_log(verify::StoreLog(store), with);
  if (verdict.result == Verdict::Result::broken) return verdict;
  // The records are well; what the next start goes on from stands beside them.
  const auto key = ledger::VerifierKey::parse(verdict.found_vkey);
  const auto tip = store.tip();
  if (key && tip && !node::is_signed_head(*tip, *key)) {
    return broken("The head of the ledger is not what its checkpoint says.");
  }
  return with_derived(std::move(verdict), store);
}

}  // namespace

Verdict judge_database(const std::string& url, const verify::Options& with) {
  const auto backing = node::open_database_to_read(url);
  if (!backing) return no_verdict(backing.error().sentence);
  if (const auto whole = node::refuse_half_made(*backing); !whole) {
    return no_verdict(whole.error().sentence);
  }
  return judge_store(*backing->store, with);
}

Verdict judge_ledger(const std::string& path, const verify::Options& with) {
  auto store = storage::sqlite::SqliteStore::open_to_read(path, {});
  if (!store) {
    const std::string why(ledger::sentence(store.error()));
    return store.error() == ledger::Fault::damaged ? broken(why) : no_verdict(why);
  }
  return judge_store(**store, with);
}

Verdict judge_content(const std::string& folder, const BackupManifest& manifest,
                      const verify::Options& with) {
  Verdict verdict = judge_ledger(folder + "/ledger.db", with);
  if (verdict.result == Verdict::Result::broken || verdict.root_base64.empty()) return verdict;
  if (verdict.origin != manifest.origin || verdict.size != manifest.size ||
      verdict.root_base64 != kernel::to_base64(manifest.root.view())) {
    verdict.result = Verdict::Result::broken;
    verdict.message = "The log is not the one that the manifest of the backup names.";
    return verdict;
  }
  return with_texts(std::move(verdict), folder);
}

Verdict judge_backup(const std::string& folder, const verify::Options& with) {
  const auto manifest = read_manifest(folder);
  if (!manifest) return no_verdict(manifest.error());
  if (const std::string differing = differing_files(folder, *manifest); !differing.empty()) {
    return broken(differing + " Take another backup.");
  }
  Verdict verdict = judge_content(folder, *manifest, with);
  remove_side_files(folder);
  return verdict;
}

}  // namespace veinline::tools::cli
