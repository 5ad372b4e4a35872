// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/data_folder.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace veinline::storage::sqlite {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view format_line = "veinline-data 1\n";
/// What a new folder gets.
constexpr const char* fresh_names[] = {"keys/node.key", "keys/site.key", "keys/digest.key"};
/// What is always read from files.
constexpr const char* secret_names[] = {"keys/node.key", "keys/digest.key"};
constexpr const char* all_names[] = {"keys/node.key",      "keys/site.key",
                                     "keys/digest.key",    "keys/site.source",
                                     "keys/site.key.next", "keys/site.source.next"};

Failure<FolderFault> no(std::string code, std::string sentence) {
  return Failure{FolderFault{std::move(code), std::move(sentence)}};
}

Failure<FolderFault> no_system(const std::string& doing) {
  return no("folder.unusable",
            "Cannot " + doing + ": " + std::strerror(errno) +
                ". Nothing was recorded; check the path, its owner and the space.");
}

Secret* secret_at(Secrets& secrets, std::size_t index) {
  Secret* const all[] = {&secrets.node_seed, &secrets.digest_key};
  return all[index];
}

/// Writes a file so that it is there whole, with this mode, or not at all.
bool write_file(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return false;
  const bool written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  return written;
}

bool sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  return synced;
}

Failure<FolderFault> no_key(const char* name) {
  return no("folder.key_missing",
            std::string("The file ") + name +
                " of the data folder is missing or not 32 bytes. Put it back from the backup of "
                "the keys; nothing was recorded.");
}

Failure<FolderFault> no_source() {
  return no("site_key.no_source",
            "The file keys/site.source of the data folder, or the one that is to take its place, "
            "does not say where the site key is. Put it back from the backup of the keys; nothing "
            "was recorded.");
}

}  // namespace

DataFolder::DataFolder(DataFolder&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(other.lock_),
      secrets_(other.secrets_),
      database_(std::move(other.database_)) {
  other.lock_ = -1;
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);  // and with it the lock
}

bool DataFolder::is_vacant(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return true;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
    if (entry.path().filename() != "keys") return false;
  }
  return !error;
}

bool DataFolder::has_keys(const std::string& path) {
  std::error_code absent;
  return fs::is_directory(path + "/keys", absent);
}

bool DataFolder::is_half_made(const std::string& path) {
  std::error_code absent;
  const std::string format = path + "/format";
  // The lock is the first file that create() puts there, the format the last.
  return fs::exists(path + "/lock", absent) &&
         (!fs::exists(format, absent) || fs::file_size(format, absent) == 0);
}

Result<DataFolder, FolderFault> DataFolder::lock(const std::string& path) {
  const int file = ::open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return no_system("open the lock of the data folder");
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return no(
        "folder.locked",
        "Another process has this data folder open. Nothing was recorded; use --server URL to "
        "talk to it, or stop it first.");
  }
  return DataFolder(path, file);
}

Secrets::~Secrets() {
  for (Secret* one : {&node_seed, &digest_key}) {
    sodium_memzero(one->data(), one->size());
  }
}

Result<Secrets, FolderFault> DataFolder::secrets_in(const std::string& path) {
  Secrets out;
  for (std::size_t i = 0; i < std::size(secret_names); ++i) {
    std::ifstream in(path + "/" + secret_names[i], std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    Secret& secret = *secret_at(out, i);
    if (!in || bytes.size() != secret.size()) {
      return no_key(secret_names[i]);
    }
    std::transform(bytes.begin(), bytes.end(), secret.begin(),
                   [](char c) { return static_cast<std::uint8_t>(c); });
    sodium_memzero(bytes.data(), bytes.size());
  }
  const SiteKeyFiles files(path);
  for (const SiteKeySlot slot : {SiteKeySlot::current, SiteKeySlot::next}) {
    if (slot == SiteKeySlot::next && !files.is_rotating()) break;
    const auto source = files.source(slot);
    if (!source) return no_source();
    if (source->where == SiteKeyIn::file && !files.bytes(slot)) return no_key("keys/site.key");
  }
  return out;
}

Result<Done, FolderFault> DataFolder::read_secrets() {
  TRY(secrets_, secrets_in(path_));
  return Done{};
}

/// What a person keeps from others by their rights stays so: others on this machine see nothing.
Result<Done, FolderFault> DataFolder::refuse_exposed() const {
  std::vector<std::string> kept = {path_, file("keys")};
  for (const char* name : all_names) kept.push_back(file(name));
  for (const std::string& one : kept) {
    struct stat found {};
    if (::stat(one.c_str(), &found) != 0 || (found.st_mode & 077U) == 0) continue;
    return no("folder.exposed", "Other accounts of this machine can open " + one +
                                    ". Nothing was recorded; take their rights away with "
                                    "chmod -R go= and look who had them.");
  }
  return Done{};
}

std::string DataFolder::database_of(const std::string& path) {
  std::ifstream in(path + "/database");
  std::string line;
  std::getline(in, line);
  return line;
}

Result<DataFolder, FolderFault> DataFolder::create(const std::string& path,
                                                   kernel::Entropy& entropy,
                                                   const std::string& database) {
  if (!is_vacant(path)) {
    return no("folder.not_empty",
              "This folder is not empty. Nothing was changed; name a new or an empty one.");
  }
  std::error_code error;
  fs::create_directories(path, error);
  if (error || ::chmod(path.c_str(), 0700) != 0) return no_system("make the data folder");
  auto folder = lock(path);
  if (!folder) return folder;
  if (!fs::exists(folder->file("keys"))) {
    if (::mkdir(folder->file("keys").c_str(), 0700) != 0) return no_system("make the keys folder");
    for (const char* name : fresh_names) {
      Secret secret{};
      entropy.fill(secret);
      const bool written = write_file(folder->file(name), kernel::text_of(secret), 0600);
      sodium_memzero(secret.data(), secret.size());
      if (!written) return no_system("write a key");
    }
    if (!sync_folder(folder->file("keys"))) return no_system("write the keys");
  }
  if (auto read = folder->read_secrets(); !read) return Failure{std::move(read).error()};
  if (auto kept = folder->refuse_exposed(); !kept) return Failure{std::move(kept).error()};
  if (!database.empty() && !write_file(folder->file("database"), database + "\n", 0600)) {
    return no_system("write the address of the database");
  }
  folder->database_ = database;
  return folder;
}

Result<Done, FolderFault> DataFolder::finish() {
  if (!write_file(file("format"), format_line, 0600) || !sync_folder(path_)) {
    return no_system("write the format of the data folder");
  }
  return Done{};
}

std::optional<FolderFault> DataFolder::refused(const std::string& path) {
  if (!fs::is_directory(path)) {
    return FolderFault{"folder.missing",
                       "There is no data folder at this path. Make one with veinline init --data "
                       "DIR."};
  }
  std::ifstream in(path + "/format");
  std::string line;
  std::getline(in, line);
  if (line + "\n" == format_line) return std::nullopt;
  if (line.starts_with("veinline-data ")) {
    return FolderFault{
        "folder.newer_format",
        "A newer veinline wrote this data folder. Nothing was changed; use that version."};
  }
  if (is_half_made(path)) {
    return FolderFault{
        "folder.half_made",
        "This folder is half made: its making or its restore was cut short, or is still "
        "under way. Nothing was changed. To restore it, keep its keys folder, move "
        "everything else in it away, and run veinline restore again."};
  }
  return FolderFault{"folder.not_ours",
                     "This folder is no finished veinline data folder. Nothing was changed."};
}

std::span<const char* const> DataFolder::secret_files() {
  return all_names;
}

bool DataFolder::is_open(const std::string& path) {
  const int file = ::open((path + "/lock").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  const bool open = ::flock(file, LOCK_SH | LOCK_NB) != 0;
  ::close(file);
  return open;
}

Result<DataFolder, FolderFault> DataFolder::open(const std::string& path) {
  if (auto why = refused(path)) return Failure{std::move(*why)};
  auto folder = lock(path);
  if (!folder) return folder;
  if (auto kept = folder->refuse_exposed(); !kept) return Failure{std::move(kept).error()};
  if (auto read = folder->read_secrets(); !read) return Failure{std::move(read).error()};
  folder->database_ = database_of(path);
  if (folder->database_.empty() && !fs::exists(folder->file("vault.db"))) {
    return no("folder.vault_missing",
              "vault.db is missing: the names and texts of this node, which nothing can make anew. "
              "Put it back from the backup; nothing was recorded.");
  }
  return folder;
}

}  // namespace veinline::storage::sqlite
