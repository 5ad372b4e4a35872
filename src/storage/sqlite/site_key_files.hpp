// SPDX-License-Identifier: Apache-2.0
// SiteKeyFiles: what a data folder says of its site key and of the one that takes its place, and
// the steps of that, each of which may be the last one of a process. docs/keys.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/random.hpp"
#include "kernel/result.hpp"
#include "vault/token_key.hpp"

namespace veinline::storage::sqlite {

/// Where a site key lies.
enum class SiteKeyIn : std::uint8_t { file, environment, token };
std::string_view text(SiteKeyIn where);

struct SiteKeySource {
  SiteKeyIn where = SiteKeyIn::file;
  vault::TokenPlace token{};  ///< of SiteKeyIn::token alone
  bool operator==(const SiteKeySource&) const = default;
};
std::string to_text(const SiteKeySource& source);
std::optional<SiteKeySource> parse_site_key_source(std::string_view text);

/// The current site key, and the one that takes its place.
enum class SiteKeySlot : std::uint8_t { current, next };

/// The variable of the environment that has the key of a slot, 64 hex characters.
const char* site_key_variable(SiteKeySlot slot);

class SiteKeyFiles {
 public:
  explicit SiteKeyFiles(std::string folder) : folder_(std::move(folder)) {}

  /// Where the key of a slot lies; nothing: it is not said, or not so that it can be read. Without
  /// a word the current one is in its file, and there is no next.
  [[nodiscard]] std::optional<SiteKeySource> source(SiteKeySlot slot) const;
  [[nodiscard]] bool is_rotating() const;
  /// The bytes of a key in a file. Nothing: the file is missing or not 32 bytes.
  [[nodiscard]] std::optional<std::array<std::uint8_t, 32>> bytes(SiteKeySlot slot) const;

  /// Says where the next key lies, and makes it where that is a file. False: the disk refuses.
  [[nodiscard]] bool begin(const SiteKeySource& next, kernel::Entropy& entropy) const;
  /// The next key takes the place of the current one, whose file is gone afterwards. Also finishes
  /// what an earlier one left. False: the disk refuses; do it again.
  [[nodiscard]] bool finish() const;

 private:
  [[nodiscard]] std::string file(const char* name) const { return folder_ + "/" + name; }
  [[nodiscard]] bool sync() const;

  std::string folder_;
};

}  // namespace veinline::storage::sqlite
