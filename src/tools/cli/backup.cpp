// SPDX-License-Identifier: Apache-2.0
// backup: a whole copy of a node's folder as it was at one moment, while a server goes on with it.
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <utility>

#include "node/node.hpp"
#include "node/site_keys.hpp"
#include "storage/sqlite/copy.hpp"
#include "storage/sqlite/sqlite_accounts.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "storage/sqlite/sqlite_vault.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/judge.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using storage::sqlite::DataFolder;
using verify::Verdict;

namespace fs = std::filesystem;

namespace {

constexpr const char* unfinished_suffix = ".unfinished";

bool sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return synced;
}

/// The folder that a backup grows in. It gets its name, by one rename, when all of it is there; one
/// that does not come so far goes again, and one whose process was killed keeps the name that says
/// so.
class Growing {
 public:
  static Result<Growing, std::string> begin(const std::string& out) {
    const std::string path = out + unfinished_suffix;
    if (fs::exists(out)) {
      return Failure{"There is " + out +
                     " already, and it is not written over. Nothing was made; name a new folder."};
    }
    if (::mkdir(path.c_str(), 0700) == 0) return Growing(out, path);
    if (errno == EEXIST) {
      return Failure{"There is " + path +
                     ", which another backup has begun and does not finish, or is still making. "
                     "Nothing was made; look whether one is running, and delete it if not."};
    }
    return Failure{"The folder " + path + " cannot be made. Nothing was made; check the path."};
  }
  Growing(Growing&& other) noexcept : out_(std::move(other.out_)), path_(std::move(other.path_)) {
    other.path_.clear();
  }
  Growing& operator=(Growing&&) = delete;
  Growing(const Growing&) = delete;
  ~Growing() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] bool finish() {
    if (!sync_folder(path_)) return false;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, out_.c_str(), RENAME_NOREPLACE) != 0) {
      // A file system of another machine may not know the flag: a rename over a folder fails unless
      // it is empty.
      if (errno != EINVAL || ::rename(path_.c_str(), out_.c_str()) != 0) return false;
    }
    path_.clear();
    const std::string parent = fs::path(out_).parent_path().string();
    return sync_folder(parent.empty() ? "." : parent);
  }

 private:
  Growing(std::string out, std::string path) : out_(std::move(out)), path_(std::move(path)) {}
  std::string out_;
  std::string path_;
};

bool is_within(const std::string& path, const std::string& folder) {
  std::error_code ignored;
  const fs::path inner = fs::weakly_canonical(path, ignored);
  const fs::path outer = fs::weakly_canonical(folder, ignored);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

Result<Done, std::string> copy_databases(const std::string& data, const std::string& to) {
  for (const char* name : backup_databases) {
    const std::string from = data + "/" + name;
    if (!fs::exists(from) && !is_required(name)) continue;
    if (auto copied = storage::sqlite::copy_database(from, to + "/" + name); !copied) {
      return Failure{std::string(name) +
                     " could not be copied: " + std::string(ledger::sentence(copied.error()))};
    }
  }
  // Nobody is signed in to a backup, nor by what it would have kept of them.
  const std::string accounts = to + "/accounts.db";
  if (!fs::exists(accounts)) return Done{};
  if (!storage::sqlite::SqliteAccounts::forget_passing(accounts)) {
    return Failure{std::string("The sessions could not be taken out of the copy of accounts.db.")};
  }
  return Done{};
}

Result<Done, std::string> copy_keys(const std::string& data, const std::string& to) {
  const Failure<std::string> no{std::string(
      "The keys could not be copied; only the account that owns them can read them. Without "
      "--keys-out they are left away.")};
  if (::mkdir((to + "/keys").c_str(), 0700) != 0) return no;
  for (const char* name : DataFolder::secret_files()) {
    if (fs::exists(data + "/" + name) && !copy_file(data, to, name)) return no;
  }
  if (!sync_folder(to + "/keys")) return no;
  return Done{};
}

/// The keys of another node would be found out when they are needed. `keys`: the folder with them.
Result<Done, std::string> try_keys(const std::string& folder, const std::string& keys,
                                   const Verdict& verdict) {
  auto secrets = DataFolder::secrets_in(keys);
  if (!secrets) return Failure{std::move(secrets).error().sentence};
  const auto signing =
      ledger::SigningKey::from_seed(verdict.origin, ledger::KeyType::ed25519, secrets->node_seed);
  if (!signing || signing->verifier_key().text() != verdict.found_vkey) {
    return Failure{std::string("keys/node.key is not the key of this log.")};
  }
  const auto store = storage::sqlite::SqliteVault::open_to_read(folder + "/vault.db");
  if (!store) return Failure{std::string("The copy of vault.db cannot be read.")};
  node::SystemEntropy entropy;
  auto site_keys = node::site_keys_of(storage::sqlite::SiteKeyFiles(keys), entropy);
  // One that only the server has: whoever makes the backup need not have it as well.
  if (!site_keys && site_keys.error().code == "site_key.not_given") return Done{};
  if (!site_keys) return Failure{std::move(site_keys).error().sentence};
  vault::FileKeyVault vault(std::move(*site_keys), **store, entropy);
  if (!vault.check_site_key())
    return Failure{std::string("The site key does not open this vault.")};
  return Done{};
}

/// What is said of the copy before its files have their hashes.
Result<BackupManifest, std::string> describe(const std::string& folder, kernel::Instant made_at,
                                             const BackupOptions& options, Served served) {
  const auto store = storage::sqlite::SqliteStore::open_to_read(folder + "/ledger.db", {});
  if (!store) return Failure{std::string(ledger::sentence(store.error()))};
  const auto identity = (*store)->identity();
  const auto tip = (*store)->tip();
  if (!identity || !tip) return Failure{std::string("The copy of the ledger cannot be read.")};
  BackupManifest out;
  out.made_at = made_at;
  out.program = options.program;
  out.origin = identity->origin;
  out.vkey = identity->vkey;
  out.size = tip->head.size();
  out.root = tip->head.tree.root();
  out.served = served;
  return out;
}

Result<Done, std::string> seal(const std::string& folder, BackupManifest& manifest) {
  remove_side_files(folder);
  for (const std::string name : backup_databases) {
    if (!fs::exists(folder + "/" + name)) continue;
    auto measured = measure(folder, name);
    if (!measured) return Failure{"The copy of " + name + " cannot be read again."};
    manifest.files.push_back(std::move(*measured));
  }
  // Under its name only when it is whole: it says that everything else is.
  const std::string name = folder + "/" + manifest_name, begun = name + ".part";
  auto file = NewFile::create(begun);
  if (!file) return Failure{file.error()};
  file->write(to_text(manifest));
  std::error_code error;
  if (file->finish()) fs::rename(begun, name, error);
  if (error || !fs::exists(name)) return Failure{std::string("The manifest cannot be written.")};
  return Done{};
}

void tell(const BackupOptions& options, const Verdict& verdict, const BackupManifest& manifest) {
  std::cout << verify::to_text(verdict) << "The backup is in " << options.out << "\n"
            << "It holds the log up to record " << manifest.size
            << ". What is recorded from now on is not in it.\n";
  if (options.keys_out.empty()) {
    std::cout << "The keys are not in it, and without them it cannot be restored: no text can be "
                 "read and nothing can be recorded. Keep a copy of "
              << options.data << "/keys in another place; --keys-out makes one.\n";
  } else {
    std::cout << "The keys are in " << options.keys_out
              << ". Whoever has both folders can read every name and text, and sign as this node: "
                 "keep them in two places, and guard them as you guard the node itself.\n";
  }
}

}  // namespace

namespace {

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

/// Why the folders that it is asked for are no places for it, as a sentence; empty: they are.
std::string wrong_places(const BackupOptions& options) {
  if (is_within(options.out, options.data) ||
      (!options.keys_out.empty() && is_within(options.keys_out, options.data))) {
    return "The backup would lie in the data folder itself. Nothing was made.";
  }
  const bool is_apart = options.keys_out.empty() || (!is_within(options.keys_out, options.out) &&
                                                     !is_within(options.out, options.keys_out));
  if (is_apart) return {};
  return "The keys would lie in one folder with the backup that they open. Nothing was made; name "
         "another folder with --keys-out.";
}

/// The copy of the keys in its folder, which has its name only when they open the backup.
Result<Done, std::string> keep_keys(const BackupOptions& options, Growing& keys,
                                    const std::string& folder, const Verdict& verdict) {
  TRY([[maybe_unused]] const Done copied, copy_keys(options.data, keys.path()));
  TRY([[maybe_unused]] const Done tried, try_keys(folder, keys.path(), verdict));
  if (keys.finish()) return Done{};
  return Failure{"The keys cannot be put at " + options.keys_out + "."};
}

int backup_in(const BackupOptions& options, Growing& growing, std::optional<Growing>& keys) {
  const std::string& folder = growing.path();
  const std::string nothing = " Nothing of the backup was kept.";
  const kernel::Instant now = node::SystemClock().now();
  const Served before = DataFolder::is_open(options.data) ? Served::yes : Served::no;
  if (auto copied = copy_databases(options.data, folder); !copied) {
    return cannot(copied.error() + nothing);
  }
  // Whoever began to serve it meanwhile may have cosigned what the copy does not know.
  const Served served =
      before == Served::yes || DataFolder::is_open(options.data) ? Served::yes : Served::no;
  auto manifest = describe(folder, now, options, served);
  if (!manifest) return cannot(manifest.error() + nothing);
  const Verdict verdict =
      judge_content(folder, *manifest, {.key = manifest->vkey, .since = {}, .witnesses = {}});
  if (verdict.result != Verdict::Result::intact) {
    std::cerr << verify::to_text(verdict) << "No backup was kept: its copy is not intact.\n";
    return verify::exit_code(verdict.result);
  }
  if (auto sealed = seal(folder, *manifest); !sealed) return cannot(sealed.error() + nothing);
  if (keys) {
    if (auto kept = keep_keys(options, *keys, folder, verdict); !kept) {
      return cannot(kept.error() + nothing);
    }
  }
  if (!growing.finish())
    return cannot("The backup cannot be put at " + options.out + "." + nothing);
  tell(options, verdict, *manifest);
  return 0;
}

}  // namespace

int run_backup(const BackupOptions& asked) {
  if (auto refused = DataFolder::refused(asked.data)) return cannot(refused->sentence);
  if (!DataFolder::database_of(asked.data).empty()) {
    return cannot(
        "This node's facts are in a database: back that up (docs/cluster.md), and keep the "
        "folder " +
        asked.data + "/keys apart from it. No backup was made.");
  }
  if (asked.says_without_keys) {
    std::cerr << "A backup has no keys by itself now: --without-keys may be left away.\n";
  }
  BackupOptions options = asked;
  options.out = without_slash(options.out);
  options.keys_out = without_slash(options.keys_out);
  if (const std::string wrong = wrong_places(options); !wrong.empty()) return cannot(wrong);
  auto growing = Growing::begin(options.out);
  if (!growing) return cannot(growing.error());
  std::optional<Growing> keys;
  if (!options.keys_out.empty()) {
    auto begun = Growing::begin(options.keys_out);
    if (!begun) return cannot(begun.error());
    keys.emplace(std::move(*begun));
  }
  return backup_in(options, *growing, keys);
}

}  // namespace veinline::tools::cli
