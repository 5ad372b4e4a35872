// SPDX-License-Identifier: Apache-2.0
#include "exchange/media.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "kernel/invariant.hpp"

namespace veinline::exchange {

using journey::papers::Media;

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view png_signature = "\x89PNG\r\n\x1A\n";
constexpr std::string_view jpeg_signature = "\xFF\xD8\xFF";

/// How long the UTF-8 character is that begins here; 0: none does, or one that nobody may write
/// (RFC 3629: overlong forms, surrogates, beyond U+10FFFF).
std::size_t character(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned>(static_cast<unsigned char>(text[i])) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (at(i) & 0xC0U) == 0x80U; };
  const unsigned first = at(0);
  if (first < 0x80U) return 1;
  if (first >= 0xC2U && first <= 0xDFU) return follows(1) ? 2 : 0;
  if (first >= 0xE0U && first <= 0xEFU) {
    const bool is_overlong = first == 0xE0U && at(1) < 0xA0U;
    const bool is_surrogate = first == 0xEDU && at(1) > 0x9FU;
    return !is_overlong && !is_surrogate && follows(1) && follows(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    const bool is_overlong = first == 0xF0U && at(1) < 0x90U;
    const bool is_beyond = first == 0xF4U && at(1) > 0x8FU;
    return !is_overlong && !is_beyond && follows(1) && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_printed(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\r' || c == '\t' || c == '\f';
}

/// What a browser that guesses would take for a page or a drawing.
bool begins_like_a_page(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
  constexpr std::array<std::string_view, 6> beginnings{"<!",    "<?",      "<html",
                                                       "<head", "<script", "<svg"};
  std::string low(text.substr(0, 16));
  std::transform(low.begin(), low.end(), low.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view one) { return low.starts_with(one); });
}

bool is_text(std::string_view bytes) {
  if (bytes.empty() || begins_like_a_page(bytes)) return false;
  for (std::size_t i = 0; i < bytes.size();) {
    const std::size_t length = character(bytes.substr(i));
    if (length == 0 || (length == 1 && !is_printed(bytes[i]))) return false;
    i += length;
  }
  return true;
}

}  // namespace

std::optional<Media> media_of(std::string_view bytes) {
  if (bytes.starts_with("%PDF-")) return Media::pdf;
  if (bytes.starts_with(png_signature)) return Media::png;
  if (bytes.starts_with(jpeg_signature)) return Media::jpeg;
  if (is_text(bytes)) return Media::plain_text;
  return std::nullopt;
}

std::string_view content_type(Media media) {
  switch (media) {
    case Media::pdf:
      return "application/pdf";
    case Media::png:
      return "image/png";
    case Media::jpeg:
      return "image/jpeg";
    case Media::plain_text:
      return "text/plain; charset=utf-8";
  }
  kernel::broken_invariant("a medium is one of those listed", __FILE__, __LINE__);
}

std::string_view extension(Media media) {
  switch (media) {
    case Media::pdf:
      return ".pdf";
    case Media::png:
      return ".png";
    case Media::jpeg:
      return ".jpg";
    case Media::plain_text:
      return ".txt";
  }
  kernel::broken_invariant("a medium is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::exchange
