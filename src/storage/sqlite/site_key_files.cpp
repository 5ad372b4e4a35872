// SPDX-License-Identifier: Apache-2.0
// The order of the steps: `site.source.next` is written last when a rotation begins and taken away
// last but one when it ends, so that as long as it is there both keys can be found.
#include "storage/sqlite/site_key_files.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "kernel/digest.hpp"

namespace veinline::storage::sqlite {
namespace {

namespace fs = std::filesystem;

constexpr const char* key_now = "keys/site.key";
constexpr const char* key_next = "keys/site.key.next";
constexpr const char* source_now = "keys/site.source";
constexpr const char* source_next = "keys/site.source.next";
constexpr std::string_view first_line = "veinline-site-key 1";
constexpr std::uintmax_t source_bytes_max = 4096;

bool is_there(const std::string& path) {
  std::error_code absent;
  return fs::exists(path, absent);
}

/// A new file under a name of its own, then under this one: it is there whole or not at all.
bool put_file(const std::string& path, std::string_view bytes) {
  const std::string begun = path + ".part";
  const int file = ::open(begun.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return false;
  const bool written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  return written && std::rename(begun.c_str(), path.c_str()) == 0;
}

std::string whole(const std::string& path) {
  std::error_code error;
  if (fs::file_size(path, error) > source_bytes_max || error) return {};
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

std::string_view text(SiteKeyIn where) {
  switch (where) {
    case SiteKeyIn::file:
      return "file";
    case SiteKeyIn::environment:
      return "environment";
    case SiteKeyIn::token:
      return "pkcs11";
  }
  return "";
}

const char* site_key_variable(SiteKeySlot slot) {
  return slot == SiteKeySlot::current ? "VEINLINE_SITE_KEY" : "VEINLINE_NEXT_SITE_KEY";
}

std::string to_text(const SiteKeySource& source) {
  std::string out = std::string(first_line) + "\nsource " + std::string(text(source.where)) + "\n";
  if (source.where != SiteKeyIn::token) return out;
  out += "module " + source.token.module + "\ntoken " + source.token.token + "\nkey " +
         source.token.key + "\npin-file " + source.token.pin_file + "\n";
  return out;
}

std::optional<SiteKeySource> parse_site_key_source(std::string_view written) {
  std::istringstream lines{std::string(written)};
  std::string line;
  std::getline(lines, line);
  if (line != first_line) return std::nullopt;
  SiteKeySource out;
  std::string where;
  while (std::getline(lines, line)) {
    const std::size_t blank = line.find(' ');
    if (blank == line.npos || blank + 1 == line.size()) return std::nullopt;
    const std::string name = line.substr(0, blank);
    std::string* const place = name == "source"     ? &where
                               : name == "module"   ? &out.token.module
                               : name == "token"    ? &out.token.token
                               : name == "key"      ? &out.token.key
                               : name == "pin-file" ? &out.token.pin_file
                                                    : nullptr;
    if (place == nullptr || !place->empty()) return std::nullopt;
    *place = line.substr(blank + 1);
  }
  const vault::TokenPlace& token = out.token;
  const bool has_all = !token.module.empty() && !token.token.empty() && !token.key.empty() &&
                       !token.pin_file.empty();
  for (const SiteKeyIn one : {SiteKeyIn::file, SiteKeyIn::environment, SiteKeyIn::token}) {
    if (where != text(one)) continue;
    out.where = one;
    const bool is_whole = one == SiteKeyIn::token ? has_all : token == vault::TokenPlace{};
    return is_whole ? std::optional(out) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<SiteKeySource> SiteKeyFiles::source(SiteKeySlot slot) const {
  const std::string path = file(slot == SiteKeySlot::current ? source_now : source_next);
  if (is_there(path)) return parse_site_key_source(whole(path));
  if (slot == SiteKeySlot::current) return SiteKeySource{};
  return std::nullopt;
}

bool SiteKeyFiles::is_rotating() const {
  return is_there(file(source_next));
}

std::optional<std::array<std::uint8_t, 32>> SiteKeyFiles::bytes(SiteKeySlot slot) const {
  // Once it has taken the other's place it lies there, though the end of that is not yet said.
  const bool has_moved = slot == SiteKeySlot::next && !is_there(file(key_next));
  std::string text = whole(file(slot == SiteKeySlot::current || has_moved ? key_now : key_next));
  std::array<std::uint8_t, 32> out{};
  if (text.size() != out.size()) return std::nullopt;
  std::transform(text.begin(), text.end(), out.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  sodium_memzero(text.data(), text.size());
  return out;
}

bool SiteKeyFiles::sync() const {
  const int folder = ::open(file("keys").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return false;
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  return synced;
}

bool SiteKeyFiles::begin(const SiteKeySource& next, kernel::Entropy& entropy) const {
  if (is_rotating()) return true;
  if (next.where == SiteKeyIn::file) {
    // One that is there without a word of it never wrapped anything.
    std::array<std::uint8_t, 32> fresh{};
    entropy.fill(fresh);
    const bool put = put_file(file(key_next), kernel::text_of(fresh)) && sync();
    sodium_memzero(fresh.data(), fresh.size());
    if (!put) return false;
  }
  return put_file(file(source_next), to_text(next)) && sync();
}

bool SiteKeyFiles::finish() const {
  const std::optional<SiteKeySource> next = source(SiteKeySlot::next);
  if (is_rotating() && !next) return false;
  if (next && next->where == SiteKeyIn::file && is_there(file(key_next))) {
    if (std::rename(file(key_next).c_str(), file(key_now).c_str()) != 0 || !sync()) return false;
  }
  if (next && std::rename(file(source_next).c_str(), file(source_now).c_str()) != 0) return false;
  if (next && !sync()) return false;
  // What follows is also done at a start that finds it undone.
  const std::optional<SiteKeySource> now = source(SiteKeySlot::current);
  if (!now) return false;
  std::error_code error;
  if (now->where != SiteKeyIn::file) fs::remove(file(key_now), error);
  for (const char* name : {key_next, source_next}) {
    if (!error) fs::remove(file(name), error);
    if (!error) fs::remove(file(name) + ".part", error);
  }
  return !error && sync();
}

}  // namespace veinline::storage::sqlite
