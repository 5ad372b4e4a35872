// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/target.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "kernel/canonical.hpp"

namespace veinline::gateway::net {
namespace {

using kernel::BadText;
using kernel::Failure;
using kernel::Result;

constexpr char group_separator = '\x1d';

enum class Plus : std::uint8_t { is_plus, is_space };  // a space only in a query, as forms send it

std::optional<unsigned> hex_digit(char sign) {
  if (sign >= '0' && sign <= '9') return static_cast<unsigned>(sign - '0');
  if (sign >= 'a' && sign <= 'f') return static_cast<unsigned>(sign - 'a') + 10;
  if (sign >= 'A' && sign <= 'F') return static_cast<unsigned>(sign - 'A') + 10;
  return std::nullopt;
}

Result<std::string, BadText> decode(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    char sign = text[at];
    if (sign == '%') {
      if (text.size() - at < 3) return Failure{BadText{"a percent sign needs two hex digits"}};
      const auto high = hex_digit(text[at + 1]);
      const auto low = hex_digit(text[at + 2]);
      if (!high || !low) return Failure{BadText{"a percent sign needs two hex digits"}};
      sign = static_cast<char>(static_cast<unsigned char>(*high * 16 + *low));
      at += 2;
    } else if (sign == '+' && plus == Plus::is_space) {
      sign = ' ';
    }
    if (sign == '\0') return Failure{BadText{"a target holds no NUL"}};
    out.push_back(sign);
  }
  if (!kernel::is_utf8(out)) return Failure{BadText{"a target is UTF-8"}};
  return out;
}

Result<std::map<std::string, std::string>, BadText> decode_query(std::string_view text) {
  std::map<std::string, std::string> query;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    TRY(auto name, decode(pair.substr(0, equals), Plus::is_space));
    TRY(auto value, decode(pair.substr(std::min(equals + 1, pair.size())), Plus::is_space));
    const bool is_new = query.emplace(std::move(name), std::move(value)).second;
    if (!is_new) return Failure{BadText{"a query says the same name twice"}};
  }
  return query;
}

std::string_view without_authority(std::string_view target) {
  constexpr std::string_view scheme = "http://";
  if (!target.starts_with(scheme)) return target;
  target.remove_prefix(scheme.size());
  const std::size_t begin = target.find_first_of("/?");
  return begin == std::string_view::npos ? "/" : target.substr(begin);
}

}  // namespace

Result<Target, BadText> read_target(std::string_view target) {
  if (target == "*") return Target{.path = "*", .query = {}};
  if (target.find('#') != std::string_view::npos) {
    return Failure{BadText{"a target holds no fragment"}};
  }
  target = without_authority(target);
  if (!target.starts_with('/')) return Failure{BadText{"a target begins with a slash"}};
  const std::size_t mark = std::min(target.find('?'), target.size());
  TRY(auto path, decode(target.substr(0, mark), Plus::is_plus));
  for (const char sign : path) {
    const auto code = static_cast<unsigned char>(sign);
    // GS stands between the elements of a GS1 code, which a scanner gives where an id is wanted.
    if ((code < 0x20 && sign != group_separator) || code == 0x7f) {
      return Failure{BadText{"a path holds no control character"}};
    }
  }
  TRY(auto query, decode_query(target.substr(std::min(mark + 1, target.size()))));
  return Target{.path = std::move(path), .query = std::move(query)};
}

namespace {

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string encode(std::string_view text, std::string_view also) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c) || also.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
  return out;
}

}  // namespace

std::string encode_path(std::string_view path) {
  return encode(path, "/:");
}
std::string encode_query(std::string_view text) {
  return encode(text, "");
}

}  // namespace veinline::gateway::net
