// SPDX-License-Identifier: Apache-2.0
// What a backup consists of: its files and the manifest that names them. docs/backup.md.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/result.hpp"

namespace veinline::tools::cli {

constexpr const char* manifest_name = "backup.json";
/// In the order in which they are copied. First what follows the log, so that no witness has seen
/// more of it, and no webhook been told more, than the copy holds; then the log; then the vault and
/// the accounts, which had every text and every secret before the log named it.
constexpr const char* backup_databases[] = {"witness.db", "deliveries.db", "ledger.db", "vault.db",
                                            "accounts.db"};
/// A folder that only an older program has opened lacks others.
constexpr bool is_required(std::string_view name) {
  return name == "ledger.db" || name == "vault.db";
}

struct BackupFile {
  std::string name;  ///< within the folder
  std::uint64_t bytes = 0;
  kernel::Digest hash;
  bool operator==(const BackupFile&) const = default;
};

enum class Served : std::uint8_t { no, yes };

struct BackupManifest {
  kernel::Instant made_at{};  ///< when the copying began
  std::string program;        ///< that made it
  std::string origin;         ///< of the log
  std::string vkey;
  std::uint64_t size = 0;  ///< of the log
  kernel::Digest root;
  Served served = Served::no;  ///< whether a process had the folder open meanwhile
  std::vector<BackupFile> files;
  bool operator==(const BackupManifest&) const = default;

  [[nodiscard]] const BackupFile* find(std::string_view name) const;
  [[nodiscard]] bool has_keys() const { return find("keys/node.key") != nullptr; }
};

std::string to_text(const BackupManifest& manifest);
/// The error is a sentence. A file of any other name than those of a backup is refused.
kernel::Result<BackupManifest, std::string> parse_manifest(std::string_view text);
/// That of a backup folder; the error is a sentence.
kernel::Result<BackupManifest, std::string> read_manifest(const std::string& folder);
bool is_backup(const std::string& path);

/// Length and hash of a file; nothing when it cannot be read.
std::optional<BackupFile> measure(const std::string& folder, const std::string& name);
/// Copies a file into a new one, mode 0600, durable; what was copied, or nothing when it failed.
std::optional<BackupFile> copy_file(const std::string& from, const std::string& to,
                                    const std::string& name);
/// Which files are not those that the manifest names, as a sentence; empty: all are.
std::string differing_files(const std::string& folder, const BackupManifest& manifest);

}  // namespace veinline::tools::cli
