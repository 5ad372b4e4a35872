// SPDX-License-Identifier: Apache-2.0
// DataFolder: the folder of an embedded node: its format, its lock, its keys. docs/data-folder.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "kernel/digest.hpp"
#include "kernel/random.hpp"
#include "kernel/result.hpp"
#include "storage/sqlite/site_key_files.hpp"

namespace veinline::storage::sqlite {

/// Why a folder cannot be used, as a sentence for the person at the command line.
struct FolderFault {
  std::string code;      ///< "folder.locked"; keys the sentence in words/
  std::string sentence;  ///< English, with what to do
};

using Secret = std::array<std::uint8_t, 32>;

/// The secrets of a node that are always files, each of its own under keys/. They are wiped at the
/// end. The site key may lie elsewhere: site_key_files.hpp.
struct Secrets {
  Secrets() = default;
  Secrets(const Secrets&) = default;
  Secrets& operator=(const Secrets&) = default;
  ~Secrets();
  Secret node_seed{};   ///< Ed25519 seed of the log's key
  Secret digest_key{};  ///< keys the digests of command bodies
};

class DataFolder {
 public:
  /// Makes an empty folder, mode 0700, with fresh secrets, and locks it. "folder.not_empty" when it
  /// holds anything but a `keys` folder: then those keys are taken (restore). `database`: the
  /// address of the PostgreSQL database that has the node's facts; empty: they are in the folder.
  static kernel::Result<DataFolder, FolderFault> create(const std::string& path,
                                                        kernel::Entropy& entropy,
                                                        const std::string& database = {});
  /// Says that everything in a folder that was just made is there. Without it open() refuses the
  /// folder: "folder.half_made".
  kernel::Result<kernel::Done, FolderFault> finish();
  /// Locks an existing one. "folder.locked", "folder.newer_format", "folder.missing", …
  static kernel::Result<DataFolder, FolderFault> open(const std::string& path);
  /// Why the path holds no finished folder that this program can open, by its `format` alone;
  /// empty: it does. Wants no lock.
  static std::optional<FolderFault> refused(const std::string& path);
  /// The secrets of a folder, or of a backup. Wants no lock. "folder.key_missing"
  static kernel::Result<Secrets, FolderFault> secrets_in(const std::string& path);
  /// Where secrets, and what is said of them, may lie within the folder: not all of them do.
  static std::span<const char* const> secret_files();
  /// True while some process has the folder open.
  static bool is_open(const std::string& path);
  /// True when there is a folder with keys, also where there is no data folder yet.
  static bool has_keys(const std::string& path);
  /// True when the path holds no data folder yet: it does not exist or has nothing but keys.
  static bool is_vacant(const std::string& path);
  /// True when create() began this folder and finish() never said that all of it is there.
  static bool is_half_made(const std::string& path);

  DataFolder(DataFolder&& other) noexcept;
  DataFolder& operator=(DataFolder&& other) = delete;
  DataFolder(const DataFolder&) = delete;
  ~DataFolder();

  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }
  [[nodiscard]] const Secrets& secrets() const { return secrets_; }
  [[nodiscard]] SiteKeyFiles site_key_files() const { return SiteKeyFiles(path_); }
  /// Where the facts are: the address of a database; empty: in this folder.
  [[nodiscard]] const std::string& database() const { return database_; }
  /// From now on the facts are in this database, whatever the folder says.
  void use_database(std::string url) { database_ = std::move(url); }
  /// The same of a folder that is not opened.
  static std::string database_of(const std::string& path);

 private:
  DataFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  static kernel::Result<DataFolder, FolderFault> lock(const std::string& path);
  kernel::Result<kernel::Done, FolderFault> read_secrets();
  [[nodiscard]] kernel::Result<kernel::Done, FolderFault> refuse_exposed() const;

  std::string path_;
  int lock_;
  Secrets secrets_;
  std::string database_;
};

}  // namespace veinline::storage::sqlite
