// SPDX-License-Identifier: Apache-2.0
#include "access/oidc_url.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "kernel/ascii.hpp"

namespace veinline::access {
namespace {

constexpr std::string_view letters_of_a_host = "abcdefghijklmnopqrstuvwxyz0123456789-.";

bool has_odd_letters(std::string_view url) {
  return std::any_of(url.begin(), url.end(), [](char letter) {
    return letter <= ' ' || letter > '~' || letter == '\\' || letter == '#' || letter == '@';
  });
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || rest != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::optional<std::string> origin_of(std::string_view url) {
  constexpr std::string_view secure = "https://";
  constexpr std::string_view plain = "http://";
  if (url.size() > oidc_url_bytes_max || has_odd_letters(url)) return std::nullopt;
  const bool is_secure = url.starts_with(secure);
  if (!is_secure && !url.starts_with(plain)) return std::nullopt;
  const std::string_view scheme = is_secure ? secure : plain;
  url.remove_prefix(scheme.size());
  const std::string authority = kernel::lowered(url.substr(0, url.find_first_of("/?")));
  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string::npos) return std::nullopt;
  const std::size_t colon = std::min(authority.find(':', bracket), authority.size());
  const std::string host = authority.substr(0, colon);
  const bool is_name = host.find_first_not_of(letters_of_a_host) == std::string::npos;
  if (host.empty() || (!is_name && host != "[::1]")) return std::nullopt;
  if (!is_secure && !is_this_machine(host)) return std::nullopt;
  std::string out = std::string(scheme) + host;
  if (colon == authority.size()) return out;
  const auto port = port_of(std::string_view(authority).substr(colon + 1));
  if (!port) return std::nullopt;
  if (*port != (is_secure ? 443 : 80)) out += ":" + std::to_string(*port);
  return out;
}

std::string form_encoded(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char letter : text) {
    if (plain.find(letter) != plain.npos) {
      out += letter;
    } else {
      const auto byte = static_cast<unsigned char>(letter);
      out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  return out;
}

std::string form_of(const FormFields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out += form_encoded(name) + "=" + form_encoded(value);
  }
  return out;
}

}  // namespace veinline::access
