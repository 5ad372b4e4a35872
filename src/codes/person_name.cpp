// SPDX-License-Identifier: Apache-2.0
#include "codes/person_name.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "kernel/invariant.hpp"

namespace veinline::codes {

using icu::UnicodeString;

namespace {

constexpr UChar32 middle_dot = 0x00B7;
constexpr UChar32 combining_diaeresis = 0x0308;

/// UTF-8 as ICU has it; empty when it is none.
UnicodeString unicode(std::string_view text) {
  const UnicodeString out =
      UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  // ICU puts U+FFFD where the bytes are none; no name has it.
  return out.indexOf(static_cast<UChar32>(0xFFFD)) >= 0 ? UnicodeString() : out;
}

std::string utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

const icu::Normalizer2& form_kc() {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* out = icu::Normalizer2::getNFKCInstance(code);
  INVARIANT(U_SUCCESS(code) && out != nullptr);
  return *out;
}

const icu::Normalizer2& form_d() {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* out = icu::Normalizer2::getNFDInstance(code);
  INVARIANT(U_SUCCESS(code) && out != nullptr);
  return *out;
}

UnicodeString normalized(const icu::Normalizer2& form, const UnicodeString& text) {
  UErrorCode code = U_ZERO_ERROR;
  UnicodeString out = form.normalize(text, code);
  return U_SUCCESS(code) ? out : UnicodeString();
}

/// One for each thread: it is not said to be safe for several.
const icu::Transliterator& to_latin() {
  thread_local const std::unique_ptr<icu::Transliterator> made = [] {
    UErrorCode code = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> out(
        icu::Transliterator::createInstance("Any-Latin", UTRANS_FORWARD, code));
    INVARIANT(U_SUCCESS(code) && out != nullptr);
    return out;
  }();
  return *made;
}

template <class Do>
void each(const UnicodeString& text, const Do& act) {
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) act(text.char32At(at));
}

bool is_middle_dot(UChar32 c) {
  for (const UChar32 dot : {0x00B7, 0x2022, 0x2027, 0x2219, 0x22C5, 0x30FB, 0xFF65, 0x0387}) {
    if (c == dot) return true;
  }
  return false;
}

bool is_han(UChar32 c) {
  UErrorCode code = U_ZERO_ERROR;
  return uscript_getScript(c, &code) == USCRIPT_HAN;
}

/// Letters, marks, digits and a rare character that a hospital had to give itself (private use).
bool is_said(UChar32 c) {
  return u_isalnum(c) != 0 || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 ||
         u_charType(c) == U_PRIVATE_USE_CHAR;
}

bool may_stand_in_a_name(UChar32 c) {
  if (c == '*') return false;  // stands for what is hidden
  return is_said(c) || c == ' ' || c == middle_dot ||
         (U_GET_GC_MASK(c) & (U_GC_PD_MASK | U_GC_PO_MASK | U_GC_PS_MASK | U_GC_PE_MASK |
                              U_GC_PF_MASK | U_GC_PI_MASK | U_GC_LM_MASK)) != 0;
}

/// Without tones and other marks, in a to z and 0 to 9; ü is v.
std::string plain_letters(const UnicodeString& latin) {
  UnicodeString lower = latin;
  lower.toLower(icu::Locale::getRoot());
  std::string out;
  each(normalized(form_d(), lower), [&](UChar32 c) {
    if (c == combining_diaeresis && !out.empty() && out.back() == 'u') out.back() = 'v';
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(static_cast<char>(c));
  });
  for (const std::string_view typed : {"lyu", "nyu"}) {
    for (std::size_t at = 0; (at = out.find(typed, at)) != out.npos;) {
      out[at + 1] = 'v';
      out.erase(at + 2, 1);
    }
  }
  return out;
}

/// The letters of each Han character, and of each word of anything else.
std::vector<std::string> syllables(std::string_view name) {
  const UnicodeString kept = unicode(kept_name(name));
  std::vector<std::string> out;
  UnicodeString part;
  const auto end = [&] {
    if (part.isEmpty()) return;
    to_latin().transliterate(part);
    if (std::string letters = plain_letters(part); !letters.empty())
      out.push_back(std::move(letters));
    part.remove();
  };
  each(kept, [&](UChar32 c) {
    const bool stands_alone = is_han(c);
    if (stands_alone || (!is_said(c) && c != '\'')) end();
    if (is_said(c)) part.append(c);
    if (stands_alone) end();
  });
  end();
  return out;
}

std::string first_letters(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out.push_back(part.front());
  return out;
}

}  // namespace

std::string compatible(std::string_view text) {
  return utf8(normalized(form_kc(), unicode(text)));
}

std::string kept_name(std::string_view text) {
  UnicodeString out;
  bool is_good = true;
  bool has_letter = false;
  std::size_t characters = 0;
  each(normalized(form_kc(), unicode(text)), [&](UChar32 c) {
    if (u_isUWhiteSpace(c) != 0 && u_iscntrl(c) == 0) c = ' ';
    if (is_middle_dot(c)) c = middle_dot;
    if (!may_stand_in_a_name(c)) is_good = false;
    has_letter = has_letter || u_isalpha(c) != 0 || u_charType(c) == U_PRIVATE_USE_CHAR;
    const bool is_surplus = c == ' ' && (out.isEmpty() || out.endsWith(" "));
    if (is_surplus) return;
    out.append(c);
    ++characters;
  });
  if (!is_good || !has_letter || characters > name_characters_max) return "";
  return utf8(out.trim());
}

std::string name_key(std::string_view text) {
  UnicodeString folded = unicode(kept_name(text));
  folded.foldCase();
  UnicodeString out;
  each(folded, [&](UChar32 c) {
    if (is_said(c)) out.append(c);
  });
  return utf8(out);
}

std::string reading_key(std::string_view text) {
  std::string out;
  for (const std::string& syllable : syllables(text)) out += syllable;
  return out;
}

std::string initials(std::string_view name, std::string_view given_reading) {
  std::vector<std::string> parts = syllables(name);
  const std::string given = reading_key(given_reading);
  if (given.empty()) return first_letters(parts);
  if (!has_han(name)) return first_letters(syllables(given_reading));
  // The family reads one of them otherwise: what is left between those that agree is its reading.
  std::size_t front = 0;
  std::string_view left = given;
  while (front < parts.size() && left.starts_with(parts[front]))
    left.remove_prefix(parts[front++].size());
  std::size_t back = parts.size();
  while (back > front && left.ends_with(parts[back - 1])) left.remove_suffix(parts[--back].size());
  if (front == back && left.empty()) return first_letters(parts);
  if (back - front != 1 || left.empty()) return first_letters(syllables(given_reading));
  parts[front] = std::string(left);
  return first_letters(parts);
}

std::string masked_name(std::string_view name) {
  const UnicodeString kept = unicode(kept_name(name));
  const int32_t count = kept.countChar32();
  const bool is_han_name = has_han(name);
  UnicodeString out;
  int32_t index = 0;
  bool begins = true;
  each(kept, [&](UChar32 c) {
    const bool is_last = index++ == count - 1;
    const bool between = c == ' ' || c == middle_dot;
    const bool is_shown = between || (is_han_name ? index == 1 || (is_last && count > 2) : begins);
    begins = between;
    out.append(is_shown && count > 1 ? c : static_cast<UChar32>('*'));
  });
  if (count > 1 && out == kept) {  // A B: each of its words is one letter
    out.truncate(out.moveIndex32(0, 1));
    for (int32_t i = 1; i < count; ++i) out.append(static_cast<UChar32>('*'));
  }
  return utf8(out);
}

bool has_han(std::string_view text) {
  bool found = false;
  each(unicode(text), [&](UChar32 c) { found = found || is_han(c); });
  return found;
}

bool is_latin(std::string_view text) {
  bool found = false;
  bool other = false;
  each(unicode(text), [&](UChar32 c) {
    if (!u_isalpha(c)) return;
    UErrorCode code = U_ZERO_ERROR;
    const bool latin = uscript_getScript(c, &code) == USCRIPT_LATIN;
    found = found || latin;
    other = other || !latin;
  });
  return found && !other;
}

}  // namespace veinline::codes
