// SPDX-License-Identifier: Apache-2.0
// restore: a node back, from the bundle of an export or from a backup, judged before it is
// finished.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <span>

#include "node/node.hpp"
#include "storage/sqlite/sqlite_byte_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/erasures.hpp"
#include "tools/cli/half_made.hpp"
#include "tools/cli/judge.hpp"
#include "tools/cli/kept_bytes.hpp"
#include "tools/cli/texts.hpp"
#include "tools/cli/verbs.hpp"
#include "tools/verify/files.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using storage::sqlite::DataFolder;
using verify::Verdict;

namespace fs = std::filesystem;

namespace {

constexpr std::size_t restored_at_once = 2000;

/// Puts the records of an open bundle into the node, verbatim.
Result<std::uint64_t, std::string> refill(node::Node& node, ledger::BundleReader& bundle) {
  std::vector<std::string> some;
  std::uint64_t count = 0;
  for (bool more = true; more;) {
    auto item = bundle.next();
    if (!item) return Failure{"The bundle cannot be read further: " + item.error().why};
    more = item->has_value();
    if (more) some.emplace_back((*item)->record);
    if (some.size() < restored_at_once && (more || some.empty())) continue;
    count += some.size();
    if (auto restored = node.store().restore(some, node.sealer()); !restored) {
      return Failure{"The records could not be written: " +
                     std::string(ledger::sentence(restored.error()))};
    }
    some.clear();
  }
  return count;
}

/// The node id stands in every record; the first one tells it.
Result<std::string, std::string> node_of(const std::string& file) {
  auto source = verify::FileSource::open(file);
  if (!source) return Failure{std::string("The bundle cannot be read.")};
  ledger::BundleReader reader(*source);
  auto head = reader.head();
  if (!head) return Failure{"This is no evidence bundle: " + head.error().why};
  if (!head->is_whole_log()) return Failure{std::string("Only a bundle of --all can be restored.")};
  auto item = reader.next();
  if (!item || !*item) return Failure{std::string("The bundle has no record.")};
  auto record = ledger::parse_record((*item)->record);
  if (!record) return Failure{std::string("The first record of the bundle is damaged.")};
  return record->draft.node;
}

/// Before anything is made: a log is continued with its own key.
bool is_key_of(const std::string& data, const ledger::VerifierKey& key) {
  const auto secrets = DataFolder::secrets_in(data);
  if (!secrets) return false;
  const auto own =
      ledger::SigningKey::from_seed(key.name(), ledger::KeyType::ed25519, secrets->node_seed);
  return own && own->verifier_key().text() == key.text();
}

/// What to do with a database that got a part of a log.
std::string again_from(const RestoreOptions& options) {
  if (options.store.empty()) return again_into(options.data);
  return again_into(options.data) +
         " Before that drop what is in the database, which holds a part of the log, or name an "
         "empty one.";
}

/// Whether the node's log is as long as the bundle says, and has its root.
bool has_root_of(node::Node& node, const ledger::BundleHead& head) {
  auto tip = node.store().tip();
  const auto wanted = ledger::open_checkpoint(head.checkpoint_text, std::span(&head.key, 1));
  return tip && wanted && tip->head.size() == wanted->size && tip->head.tree.root() == wanted->root;
}

/// The vault of a folder, only to be read.
struct OldTexts {
  node::Backing backing{};  ///< of a database
  std::unique_ptr<vault::VaultStore> file{};
  std::unique_ptr<vault::ByteStore> file_bytes{};
  [[nodiscard]] vault::ByteStore& bytes() { return file_bytes ? *file_bytes : *backing.bytes; }
  [[nodiscard]] vault::VaultStore& vault() { return file ? *file : *backing.vault; }
};
Result<OldTexts, std::string> open_texts(const std::string& folder) {
  OldTexts out;
  if (const std::string url = DataFolder::database_of(folder); !url.empty()) {
    auto backing = node::open_database_to_read(url);
    if (!backing) return Failure{backing.error().sentence};
    out.backing = std::move(*backing);
    return out;
  }
  auto file = storage::sqlite::SqliteVault::open_to_read(folder + "/vault.db");
  if (!file) return Failure{"The vault of " + folder + " cannot be read."};
  out.file = std::move(*file);
  auto bytes = storage::sqlite::SqliteByteStore::open_to_read(folder + "/vault.db");
  if (!bytes) return Failure{"The vault of " + folder + " cannot be read."};
  out.file_bytes = std::move(*bytes);
  return out;
}

/// Names and texts go with the log, and whoever restores is told how many came.
Result<Done, std::string> take_texts(node::Node& node, const std::string& folder) {
  if (folder.empty()) return Done{};
  TRY(OldTexts old, open_texts(folder));
  if (!copy_texts(node.store(), old.vault(), node.vault_store())) {
    return Failure{std::string("The names and texts could not be copied.")};
  }
  if (auto erased = node.destroy_doomed_keys(); !erased) return Failure{erased.error().sentence};
  if (!node.vault().check_site_key()) {
    return Failure{std::string("The site key does not open the names and texts of that folder.")};
  }
  const auto texts = count_texts(node.store(), node.vault_store());
  if (!texts || texts->missing > 0) {
    return Failure{std::string("The folder lacks names and texts that the records refer to.")};
  }
  if (!copy_bytes(node.store(), old.bytes(), node.bytes(), node.clock().now())) {
    return Failure{std::string("The bytes of documents could not be copied.")};
  }
  const auto bytes = count_bytes(node.store(), node.bytes());
  if (!bytes || bytes->missing > 0) {
    return Failure{std::string("The folder lacks bytes of documents that the records refer to.")};
  }
  std::cout << texts->named << " names and texts came along\n";
  if (bytes->named > 0) std::cout << bytes->named << " documents came along\n";
  if (texts->erased > 0) std::cout << texts->erased << " of them are erased\n";
  return Done{};
}

int restore_into(const RestoreOptions& options, const ledger::BundleHead& head,
                 ledger::BundleReader& reader) {
  const std::string& data = options.data;
  auto node_id = node_of(options.file);
  if (!node_id) return cannot(node_id.error());
  if (!is_key_of(data, head.key)) {
    return cannot(
        "keys/node.key in " + data +
        " is not the key of this log. Put the keys of its backup there first. Nothing was "
        "changed.");
  }
  auto node = node::Node::create_vacant(data, *node_id, head.key.name(), options.store);
  if (!node) return cannot(node.error().sentence);
  auto count = refill(**node, reader);
  if (!count) return cannot(count.error() + " " + again_from(options));
  const bool same = has_root_of(**node, head);
  std::cout << *count
            << " records restored; the root is that of the bundle: " << (same ? "yes" : "no")
            << "\n";
  if (!same) {
    std::cerr << "veinline: " << again_from(options) << "\n";
    return 1;
  }
  if (auto taken = take_texts(**node, options.texts); !taken) {
    return cannot(taken.error() + " " + again_from(options));
  }
  if (auto erased = take_erasures(**node, options.erasures); !erased) {
    return cannot(erased.error() + " " + again_from(options));
  }
  auto finished = (*node)->finish();
  return finished ? 0 : cannot(finished.error().sentence);
}

/// The folder in which `keys/` lies: also when somebody says that one itself.
std::string home_of_keys(std::string said) {
  while (said.size() > 1 && said.ends_with('/')) said.pop_back();
  if (fs::exists(said + "/keys")) return said;
  const fs::path path(said);
  if (path.filename() != "keys") return said;
  return path.has_parent_path() ? path.parent_path().string() : ".";
}

Result<Done, std::string> make_keys_folder(const std::string& data) {
  std::error_code error;
  fs::create_directories(data, error);
  if (error || ::chmod(data.c_str(), 0700) != 0 || ::mkdir((data + "/keys").c_str(), 0700) != 0) {
    return Failure{std::string("The folder cannot be made.")};
  }
  return Done{};
}

/// Whether they are those of the log is seen when they are read.
Result<Done, std::string> put_keys_from(const std::string& home, const std::string& data) {
  TRY([[maybe_unused]] const Done made, make_keys_folder(data));
  for (const char* name : DataFolder::secret_files()) {
    if (fs::exists(home + "/" + name) && !copy_file(home, data, name)) {
      return Failure{"The file " + std::string(name) + " of the keys cannot be copied."};
    }
  }
  return Done{};
}

int restore_bundle(const RestoreOptions& options, const std::optional<std::string>& since) {
  const std::string& file = options.file;
  const std::string& data = options.data;
  // Without digest.key no repeated command would be known again, and be done twice.
  const std::string home = options.keys.empty() ? data : home_of_keys(options.keys);
  for (const char* key : {"/keys/node.key", "/keys/digest.key"}) {
    if (std::filesystem::exists(home + key)) continue;
    return cannot("A log is continued with its own keys: say --keys FOLDER, or copy them to " +
                  data + "/keys first; there is no " + (key + 1) + ". Nothing was changed.");
  }
  auto first = verify::FileSource::open(file);
  if (!first) return cannot("The bundle cannot be read. Nothing was changed.");
  ledger::BundleReader peek(*first);
  auto head = peek.head();
  if (!head) return cannot("This is no evidence bundle: " + head.error().why);
  // Judged whole before the first record is written.
  auto judged = verify::FileSource::open(file);
  if (!judged) return cannot("The bundle cannot be read. Nothing was changed.");
  const Verdict verdict =
      verify::verify_bundle(*judged, {.key = head->key.text(), .since = since, .witnesses = {}});
  if (verdict.result != Verdict::Result::intact) {
    std::cerr << verify::to_text(verdict);
    return verify::exit_code(verdict.result);
  }
  auto source = verify::FileSource::open(file);
  if (!source) return cannot("The bundle cannot be read.");
  ledger::BundleReader reader(*source);
  if (!reader.head()) return cannot("The bundle changed while it was read.");
  if (home != data) {
    if (auto put = put_keys_from(home, data); !put) return cannot(put.error());
  }
  return restore_into(options, *head, reader);
}

/// Takes away what a restore has put into a folder, unless it is told to leave it.
class Refill {
 public:
  explicit Refill(std::string data)
      : data_(std::move(data)),
        was_there_(fs::exists(data_)),
        had_keys_(fs::exists(data_ + "/keys")) {}
  Refill(const Refill&) = delete;
  Refill& operator=(const Refill&) = delete;
  ~Refill() {
    if (is_kept_) return;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(data_, ignored)) {
      if (had_keys_ && entry.path().filename() == "keys") continue;
      fs::remove_all(entry.path(), ignored);
    }
    if (!was_there_) fs::remove(data_, ignored);
  }
  void keep() { is_kept_ = true; }
  [[nodiscard]] bool had_keys() const { return had_keys_; }

 private:
  const std::string data_;
  const bool was_there_;
  const bool had_keys_;
  bool is_kept_ = false;
};

/// Copies one file and holds it against the manifest: what was verified is what lies there.
bool put_back(const std::string& from, const std::string& data, const BackupFile& wanted) {
  return copy_file(from, data, wanted.name) == wanted;
}

/// Of a backup of before keys were kept apart.
Result<Done, std::string> put_keys_back(const std::string& from, const std::string& data,
                                        const BackupManifest& manifest) {
  TRY([[maybe_unused]] const Done made, make_keys_folder(data));
  for (const char* name : DataFolder::secret_files()) {
    const BackupFile* key = manifest.find(name);
    if (key == nullptr) continue;  // whether enough of them came is seen when they are read
    if (!put_back(from, data, *key)) {
      return Failure{"The backup's " + std::string(name) + " cannot be copied."};
    }
  }
  return Done{};
}

/// The memory of a witness is of the moment of the backup. What was cosigned after that it does not
/// know, so under the same key it could cosign a fork. Without it the node has a new key.
Result<Done, std::string> put_databases_back(const std::string& from, const std::string& data,
                                             const BackupManifest& manifest, WitnessKey witness) {
  for (const char* name : backup_databases) {
    const BackupFile* file = manifest.find(name);
    if (std::string_view(name) == "witness.db" && witness == WitnessKey::anew) continue;
    if (file == nullptr) continue;
    if (!put_back(from, data, *file)) {
      return Failure{"The backup's " + std::string(name) + " cannot be copied."};
    }
  }
  return Done{};
}

/// All the same checks as when a node is opened, and those of verify.
int fill(const RestoreOptions& options, const BackupManifest& manifest,
         const std::optional<std::string>& since) {
  const std::string nothing = " Nothing was kept in " + options.data + ".";
  Refill refill(options.data);
  if (!refill.had_keys()) {
    auto put = options.keys.empty() ? put_keys_back(options.file, options.data, manifest)
                                    : put_keys_from(home_of_keys(options.keys), options.data);
    if (!put) return cannot(put.error() + nothing);
  }
  node::SystemEntropy entropy;
  auto folder = DataFolder::create(options.data, entropy);
  if (!folder) return cannot(folder.error().sentence);
  if (auto put = put_databases_back(options.file, options.data, manifest, options.witness); !put) {
    return cannot(put.error() + nothing);
  }
  const Verdict verdict = judge_content(options.data, manifest,
                                        {.key = manifest.vkey, .since = since, .witnesses = {}});
  if (verdict.result != Verdict::Result::intact) {
    std::cerr << verify::to_text(verdict) << "Nothing was kept in " << options.data << ".\n";
    return verify::exit_code(verdict.result);
  }
  auto node = node::Node::open_refilled(std::move(*folder));
  if (!node) return cannot(node.error().sentence + nothing);
  if (auto erased = take_erasures(**node, options.erasures); !erased) {
    return cannot(erased.error() + nothing);
  }
  if (auto finished = (*node)->finish(); !finished) {
    return cannot(finished.error().sentence + nothing);
  }
  refill.keep();
  std::cout << verify::to_text(verdict) << manifest.size
            << " records restored; the root is that of the backup: yes\n"
            << "What was recorded after " << kernel::to_text(manifest.made_at)
            << " is not in it. Never let two servers go on from it: stop the old one for good.\n";
  if (options.erasures.empty()) {
    std::cout << "Texts that were erased after that can be read again: if there were any, give "
                 "--erasures, or ask for their erasure again.\n";
  }
  if (options.witness == WitnessKey::anew) {
    std::cout << "As a witness of other logs the node has a new key; `veinline witness key` prints "
                 "it.\n";
  }
  return 0;
}

int restore_backup(const RestoreOptions& options, const std::optional<std::string>& since) {
  const auto manifest = read_manifest(options.file);
  if (!manifest) return cannot(manifest.error() + " Nothing was changed.");
  if (options.witness == WitnessKey::kept && manifest->served == Served::yes) {
    return cannot(
        "--moved wants a backup that was made after the server was stopped: the memory of this one "
        "may lack what was cosigned since. Nothing was changed; leave --moved away, and the node "
        "becomes a witness with a new key.");
  }
  if (!manifest->has_keys() && options.keys.empty() && !fs::exists(options.data + "/keys")) {
    return cannot(
        "This backup has no keys: say --keys FOLDER, of what backup --keys-out has made, or copy "
        "the keys folder of the node to " +
        options.data + "/keys first. Nothing was changed.");
  }
  if (const std::string differing = differing_files(options.file, *manifest); !differing.empty()) {
    std::cerr << "NOT INTACT. " << differing << " Nothing was changed; take another backup.\n";
    return 1;
  }
  return fill(options, *manifest, since);
}

}  // namespace

int run_restore(const RestoreOptions& options) {
  if (!options.keys.empty()) {
    if (fs::exists(options.data + "/keys")) {
      return cannot("There are keys in " + options.data +
                    "/keys already: leave --keys away. Nothing was changed.");
    }
    if (!fs::exists(home_of_keys(options.keys) + "/keys/node.key")) {
      return cannot("There is no keys/node.key in " + options.keys +
                    ". Nothing was changed; say the folder that backup --keys-out has made.");
    }
  }
  if (DataFolder::is_half_made(options.data)) {
    return cannot(again_into(options.data) + " Nothing was changed.");
  }
  if (!DataFolder::is_vacant(options.data)) {
    return cannot("The folder " + options.data + " is not empty. Nothing was changed.");
  }
  std::optional<std::string> since;
  if (!options.since.empty()) {
    auto read = whole_input(options.since);
    if (!read) return cannot(read.error() + " Nothing was changed.");
    since = std::move(*read);
  }
  if (is_backup(options.file) && !options.texts.empty()) {
    return cannot("A backup has its names and texts: leave --texts away. Nothing was changed.");
  }
  if (is_backup(options.file) && !options.store.empty()) {
    return cannot(
        "A backup is of files, and goes back into files: export --all of what was restored "
        "goes into a database. Nothing was changed.");
  }
  if (is_backup(options.file)) return restore_backup(options, since);
  if (fs::is_directory(options.file)) {
    return cannot("This folder is no backup, or none that was finished. Nothing was changed.");
  }
  return restore_bundle(options, since);
}

}  // namespace veinline::tools::cli
