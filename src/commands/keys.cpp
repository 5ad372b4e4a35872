// SPDX-License-Identifier: Apache-2.0
#include "commands/keys.hpp"

#include <algorithm>

#include "history/happening.hpp"
#include "kernel/canonical.hpp"
#include "kernel/digest.hpp"

namespace veinline::commands {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::string_view live_prefix = "key:";
constexpr std::size_t digest_bytes = 20;  // of the HMAC: 32 characters of base 32

/// Crockford's base 32, five bits a character.
std::string base32(kernel::ByteView bytes) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    held = (held << 8U | byte) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) out.push_back(alphabet[(held >> (bits - 5)) & 31U]);
  }
  return out;
}

/// The first text says what the others are, so that no two kinds of key have one digest.
std::string keyed(kernel::ByteView digest_key, Array parts) {
  const kernel::Digest digest =
      kernel::hmac_sha256(digest_key, kernel::canonical_text(Value(std::move(parts))));
  return base32(digest.view().first(digest_bytes));
}

}  // namespace

std::string uuid_of_time(std::uint64_t ms, const std::array<std::uint8_t, 10>& rest) {
  std::array<std::uint8_t, 16> bytes{};
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  std::copy(rest.begin(), rest.end(), bytes.begin() + 6);
  bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
  bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
  std::string out = kernel::to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, 1, '-');
  return out;
}

std::string fresh_key(kernel::Instant now, kernel::Entropy& entropy) {
  std::array<std::uint8_t, 10> rest{};
  entropy.fill(rest);
  return uuid_of_time(static_cast<std::uint64_t>(now.time_since_epoch().count()), rest);
}

bool is_opaque_key(std::string_view key) {
  constexpr std::string_view shape = "xxxxxxxx-xxxx-Vxxx-Rxxx-xxxxxxxxxxxx";
  const auto fits = [](char c, char wanted) {
    if (wanted == '-') return c == '-';
    if (wanted == 'V') return c == '4' || c == '7';
    if (wanted == 'R') return c == '8' || c == '9' || c == 'a' || c == 'b';
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  };
  return key.size() == shape.size() && std::equal(key.begin(), key.end(), shape.begin(), fits);
}

std::string stored_key(const Request& request, kernel::ByteView digest_key) {
  if (request.presence == Presence::imported) {
    return std::string(history::import_key_prefix) +
           keyed(digest_key,
                 {Value("veinline import key 1"), Value(request.source), Value(request.key)});
  }
  if (is_opaque_key(request.key)) return request.key;
  return std::string(live_prefix) + keyed(digest_key, {Value("veinline command key 1"),
                                                       Value(request.account), Value(request.key)});
}

kernel::Digest body_digest(const Request& request, kernel::ByteView key) {
  Object body;
  body.set("at", Value(request.at));
  body.set("command", Value(request.command));
  body.set("data", Value(request.data));
  body.set("reason_code", Value(request.reason_code));
  if (request.reason_text) body.set("reason_text", Value(request.reason_text->reveal()));
  body.set("sign", Value(request.sign));
  if (request.happened_at) {
    body.set("happened_at", Value(kernel::to_text(request.happened_at->time)));
    body.set("offset", Value(request.happened_at->offset));
    body.set("source", Value(request.happened_at->source));
    body.set("uncertainty_s", Value(request.happened_at->uncertainty_s));
  }
  return kernel::hmac_sha256(key, kernel::canonical_text(body));
}

bool is_founding(const ledger::Record& first, kernel::ByteView digest_key) {
  Request request;
  request.account = first.draft.by;
  request.key = founding_keys[0];
  if (first.draft.command.key == stored_key(request, digest_key)) return true;
  // Before keys were digested, this one stood in the record as it is; the body's digest was keyed.
  if (first.draft.command.key != founding_keys[0]) return false;
  request.at = first.draft.at;
  request.command = "study/register_site";
  request.data = first.draft.data;
  return first.draft.command.body == body_digest(request, digest_key);
}

}  // namespace veinline::commands
