// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/backup_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "kernel/canonical.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "tools/cli/new_file.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace fs = std::filesystem;

namespace {

constexpr std::string_view format = "veinline-backup 1";
constexpr kernel::JsonLimits manifest_json{64UL * 1024, 8};
constexpr std::size_t piece_bytes = 1024UL * 1024;

bool is_known_name(const std::string& name) {
  const auto secrets = storage::sqlite::DataFolder::secret_files();
  return std::find(std::begin(backup_databases), std::end(backup_databases), name) !=
             std::end(backup_databases) ||
         std::find(secrets.begin(), secrets.end(), name) != secrets.end();
}

std::string text_member(const Object& object, std::string_view name) {
  const Value* value = object.find(name);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

std::optional<std::uint64_t> count_member(const Object& object, std::string_view name) {
  const Value* value = object.find(name);
  if (value == nullptr || value->integer() == nullptr || *value->integer() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*value->integer());
}

std::optional<BackupFile> file_from(const Value& value) {
  if (value.object() == nullptr) return std::nullopt;
  BackupFile out{text_member(*value.object(), "name"), 0, {}};
  const auto bytes = count_member(*value.object(), "bytes");
  const auto hash = kernel::digest_from_base64(text_member(*value.object(), "sha256"));
  if (!is_known_name(out.name) || !bytes || !hash) return std::nullopt;
  out.bytes = *bytes;
  out.hash = *hash;
  return out;
}

/// Reads a file piece by piece; false when it cannot be read to its end.
bool each_piece(const std::string& path, const std::function<void(std::string_view)>& use) {
  std::ifstream in(path, std::ios::binary);
  std::string piece(piece_bytes, '\0');
  while (in) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    use(std::string_view(piece).substr(0, static_cast<std::size_t>(in.gcount())));
  }
  return in.eof() && !in.bad();
}

}  // namespace

const BackupFile* BackupManifest::find(std::string_view name) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const BackupFile& one) { return one.name == name; });
  return found == files.end() ? nullptr : &*found;
}

std::string to_text(const BackupManifest& manifest) {
  kernel::Array files;
  for (const BackupFile& file : manifest.files) {
    Object one;
    one.set("bytes", Value(static_cast<std::int64_t>(file.bytes)));
    one.set("name", Value(file.name));
    one.set("sha256", Value(kernel::to_base64(file.hash.view())));
    files.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("files", Value(std::move(files)));
  out.set("format", Value(format));
  out.set("made_at", Value(kernel::to_text(manifest.made_at)));
  out.set("origin", Value(manifest.origin));
  out.set("program", Value(manifest.program));
  out.set("root", Value(kernel::to_base64(manifest.root.view())));
  out.set("served", Value(manifest.served == Served::yes));
  out.set("size", Value(static_cast<std::int64_t>(manifest.size)));
  out.set("vkey", Value(manifest.vkey));
  return kernel::canonical_text(out) + "\n";
}

Result<BackupManifest, std::string> parse_manifest(std::string_view text) {
  const Failure<std::string> damaged{std::string("The manifest of the backup is damaged.")};
  const auto value = kernel::parse_json(text, manifest_json);
  if (!value || value->object() == nullptr) return damaged;
  const Object& object = *value->object();
  const std::string found = text_member(object, "format");
  if (found != format) {
    if (!found.starts_with("veinline-backup ")) return damaged;
    return Failure{std::string("A newer veinline made this backup; use that version.")};
  }
  BackupManifest out;
  const auto made_at = kernel::instant_from_text(text_member(object, "made_at"));
  const auto root = kernel::digest_from_base64(text_member(object, "root"));
  const auto size = count_member(object, "size");
  const Value* served = object.find("served");
  const Value* files = object.find("files");
  if (!made_at || !root || !size || served == nullptr || served->boolean() == nullptr ||
      files == nullptr || files->array() == nullptr) {
    return damaged;
  }
  out.made_at = *made_at;
  out.root = *root;
  out.size = *size;
  out.served = *served->boolean() ? Served::yes : Served::no;
  out.program = text_member(object, "program");
  out.origin = text_member(object, "origin");
  out.vkey = text_member(object, "vkey");
  for (const Value& one : *files->array()) {
    auto file = file_from(one);
    if (!file || out.find(file->name) != nullptr) return damaged;
    out.files.push_back(std::move(*file));
  }
  if (out.find("ledger.db") == nullptr || out.find("vault.db") == nullptr) return damaged;
  return out;
}

bool is_backup(const std::string& path) {
  std::error_code absent;
  return fs::exists(path + "/" + manifest_name, absent);
}

Result<BackupManifest, std::string> read_manifest(const std::string& folder) {
  std::ifstream in(folder + "/" + manifest_name, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) return Failure{std::string("The manifest of the backup cannot be read.")};
  return parse_manifest(text);
}

std::optional<BackupFile> measure(const std::string& folder, const std::string& name) {
  BackupFile out{name, 0, {}};
  kernel::Sha256 hash;
  const bool read = each_piece(folder + "/" + name, [&](std::string_view piece) {
    out.bytes += piece.size();
    hash.update(piece);
  });
  if (!read) return std::nullopt;
  out.hash = hash.finish();
  return out;
}

std::optional<BackupFile> copy_file(const std::string& from, const std::string& to,
                                    const std::string& name) {
  auto target = NewFile::create(to + "/" + name);
  if (!target) return std::nullopt;
  BackupFile out{name, 0, {}};
  kernel::Sha256 hash;
  const bool read = each_piece(from + "/" + name, [&](std::string_view piece) {
    out.bytes += piece.size();
    hash.update(piece);
    target->write(piece);
  });
  if (!read || !target->finish()) return std::nullopt;
  out.hash = hash.finish();
  return out;
}

std::string differing_files(const std::string& folder, const BackupManifest& manifest) {
  std::string out;
  for (const BackupFile& wanted : manifest.files) {
    if (measure(folder, wanted.name) != wanted) out += (out.empty() ? "" : ", ") + wanted.name;
  }
  return out.empty() ? out : "Not the bytes that were backed up: " + out + ".";
}

}  // namespace veinline::tools::cli
