// SPDX-License-Identifier: Apache-2.0
#include "outbox/webhook.hpp"

#include <algorithm>
#include <cstdlib>

#include "outbox/deliveries.hpp"

namespace veinline::outbox {

using kernel::Failure;

namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t secret_bytes_min = 24;
constexpr std::size_t secret_bytes_max = 64;
constexpr std::chrono::milliseconds first_pause{1'000};
constexpr std::chrono::milliseconds pause_max{300'000};
constexpr std::int64_t doublings_max = 9;  // 512 s is above pause_max

}  // namespace

std::string_view text(Outcome outcome) {
  switch (outcome) {
    case Outcome::delivered:
      return "delivered";
    case Outcome::refused:
      return "refused";
    case Outcome::unreachable:
      return "unreachable";
  }
  std::abort();
}

kernel::Result<kernel::Bytes, kernel::BadText> read_secret(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  if (!text.starts_with(prefix)) return Failure{kernel::BadText{"a secret begins with whsec_"}};
  TRY(kernel::Bytes secret, kernel::from_base64(text.substr(prefix.size())));
  if (secret.size() < secret_bytes_min || secret.size() > secret_bytes_max) {
    return Failure{kernel::BadText{"a secret has 24 to 64 bytes, in base64"}};
  }
  return secret;
}

std::string signature(kernel::ByteView secret, std::string_view id, std::int64_t unix_seconds,
                      std::string_view body) {
  std::string message(id);
  message += "." + std::to_string(unix_seconds) + ".";
  message += body;
  return "v1," + kernel::to_base64(kernel::hmac_sha256(secret, message).view());
}

std::chrono::milliseconds pause_after(std::int64_t attempts) {
  const std::int64_t doublings = std::clamp<std::int64_t>(attempts - 1, 0, doublings_max);
  return std::min(first_pause * (std::int64_t{1} << doublings), pause_max);
}

}  // namespace veinline::outbox
