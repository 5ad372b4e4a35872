// SPDX-License-Identifier: Apache-2.0
#include "access/token.hpp"

#include <array>

#include "kernel/digest.hpp"

namespace veinline::access {

std::string new_token(kernel::Entropy& entropy) {
  std::array<std::uint8_t, 32> secret{};
  entropy.fill(secret);
  return "vl1_" + kernel::to_hex(secret);
}

bool is_token(std::string_view text) {
  return text.starts_with("vl1_") && kernel::is_hex_of(text.substr(4), 32);
}

std::string token_digest(std::string_view token) {
  return kernel::to_hex(kernel::sha256(token).view());
}

std::string token_alias(std::string_view token) {
  return "alias/token/" + token_digest(token);
}

}  // namespace veinline::access
