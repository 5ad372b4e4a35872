// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/message.hpp"

#include <algorithm>
#include <optional>

namespace veinline::gateway::net {

using kernel::Failure;

namespace {

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

enum class Plus : std::uint8_t { is_plus, is_space };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = hex_value(text[i + 1]);
      const auto low = hex_value(text[i + 2]);
      if (!high || !low || (*high == 0 && *low == 0)) return std::nullopt;
      out += static_cast<char>(*high * 16 + *low);
      i += 2;
    }
  }
  return out;
}

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

bool read_target(std::string_view target, HttpRequest& request) {
  if (!target.starts_with('/')) return false;
  const std::size_t mark = target.find('?');
  const auto path = decode(target.substr(0, mark), Plus::is_plus);
  if (!path) return false;
  request.path = *path;
  std::string_view rest =
      mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto key = decode(pair.substr(0, equals), Plus::is_space);
    const auto value =
        decode(pair.substr(std::min(equals + 1, pair.size())), Plus::is_space);
    if (!key || !value) return false;
    request.query[*key] = *value;
  }
  return true;
}

std::string encode_path(std::string_view path) { return encode(path, "/:"); }
std::string encode_query(std::string_view text) { return encode(text, ""); }

kernel::Result<Url, std::string> Url::parse(std::string_view text) {
  const std::string wanted = "An address is wanted here, like http://localhost:8080.";
  if (text.starts_with("https://")) {
    return Failure{std::string("This program speaks plain HTTP on the machine itself so far; for "
                               "https put a proxy in front. " + wanted)};
  }
  if (!text.starts_with("http://")) return Failure{wanted};
  text.remove_prefix(7);
  Url out;
  const std::string_view authority = text.substr(0, text.find('/'));
  out.base = text.substr(authority.size());
  while (out.base.ends_with('/')) out.base.pop_back();
  const std::size_t colon = authority.rfind(':');
  out.host = authority.substr(0, colon);
  if (colon != std::string_view::npos) out.port = authority.substr(colon + 1);
  const bool digits = !out.port.empty() && out.port.size() <= 5 &&
                      out.port.find_first_not_of("0123456789") == std::string::npos;
  if (out.host.empty() || !digits) return Failure{wanted};
  return out;
}

}  // namespace veinline::gateway::net
