// SPDX-License-Identifier: Apache-2.0
// Words: the sentences of words/, by key, in the reader's language. The code knows keys only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace veinline::exchange {

enum class Language : std::uint8_t { en, zh_cn };
/// The BCP 47 tag: "en" or "zh-CN".
std::string_view text(Language language);

/// The language that a tag ("zh-CN") or an Accept-Language header (RFC 9110 section 12.5.4) asks
/// for most. Every kind of Chinese is answered in zh-CN; anything that we do not speak, in English.
Language language_of(std::string_view accept_language_or_tag);

class Words {
 public:
  /// Read once from the files that the program carries in itself.
  static const Words& of(Language language);

  [[nodiscard]] Language language() const { return language_; }
  /// The sentence, or the key itself when it is missing: then it lives as long as the key does.
  [[nodiscard]] std::string_view find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return sentences_.contains(key); }
  /// Every sentence by its key.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& all() const {
    return sentences_;
  }

 private:
  Words(Language language, std::string_view json);

  Language language_;
  std::map<std::string, std::string, std::less<>> sentences_;
};

}  // namespace veinline::exchange
