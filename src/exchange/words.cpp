// SPDX-License-Identifier: Apache-2.0
#include "exchange/words.hpp"

#include <algorithm>
#include <cstdlib>

#include "exchange/words_en.hpp"
#include "exchange/words_zh_cn.hpp"
#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

namespace veinline::exchange {

namespace {

constexpr kernel::JsonLimits words_json{.bytes_max = 512 * 1024, .depth_max = 1};

constexpr char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// True when `tag` is `language` or a kind of it ("zh", "ZH-Hans-CN").
bool is_kind_of(std::string_view tag, std::string_view language) {
  return tag.size() >= language.size() &&
         std::equal(language.begin(), language.end(), tag.begin(),
                    [](char a, char b) { return a == small(b); }) &&
         (tag.size() == language.size() || tag[language.size()] == '-');
}

/// The weight of one range in thousandths: 1000 without ";q=", 0 when it is malformed.
int weight_of(std::string_view parameters) {
  parameters = trimmed(parameters);
  if (parameters.empty()) return 1000;
  if (parameters.size() < 3 || small(parameters[0]) != 'q' || parameters[1] != '=') return 0;
  parameters.remove_prefix(2);
  if (parameters[0] != '0' && parameters[0] != '1') return 0;
  int weight = (parameters[0] - '0') * 1000;
  int place = 100;
  for (std::size_t i = 2; i < parameters.size(); ++i, place /= 10) {
    if (parameters[1] != '.' || i > 4 || parameters[i] < '0' || parameters[i] > '9') return 0;
    weight += (parameters[i] - '0') * place;
  }
  return weight > 1000 ? 0 : weight;
}

}  // namespace

std::string_view text(Language language) {
  switch (language) {
    case Language::en:
      return "en";
    case Language::zh_cn:
      return "zh-CN";
  }
  std::abort();
}

Language language_of(std::string_view wanted) {
  Language best = Language::en;
  int best_weight = 0;
  while (!wanted.empty()) {
    const std::size_t comma = std::min(wanted.find(','), wanted.size());
    const std::string_view range = wanted.substr(0, comma);
    wanted.remove_prefix(std::min(comma + 1, wanted.size()));
    const std::size_t semicolon = std::min(range.find(';'), range.size());
    const std::string_view tag = trimmed(range.substr(0, semicolon));
    const bool chinese = is_kind_of(tag, "zh");
    if (!chinese && !is_kind_of(tag, "en")) continue;
    const int weight = weight_of(range.substr(std::min(semicolon + 1, range.size())));
    if (weight <= best_weight) continue;
    best = chinese ? Language::zh_cn : Language::en;
    best_weight = weight;
  }
  return best;
}

const Words& Words::of(Language language) {
  static const Words english(Language::en, words_en);
  static const Words chinese(Language::zh_cn, words_zh_cn);
  switch (language) {
    case Language::en:
      return english;
    case Language::zh_cn:
      return chinese;
  }
  std::abort();
}

Words::Words(Language language, std::string_view json) : language_(language) {
  const auto parsed = kernel::parse_json(json, words_json);
  INVARIANT(parsed && parsed->object() != nullptr);  // the files are compiled in
  for (const auto& [key, sentence] : parsed->object()->members()) {
    INVARIANT(sentence.string() != nullptr);
    sentences_.emplace(key, *sentence.string());
  }
}

std::string_view Words::find(std::string_view key) const {
  const auto found = sentences_.find(key);
  return found == sentences_.end() ? key : std::string_view(found->second);
}

}  // namespace veinline::exchange
