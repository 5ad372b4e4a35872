// SPDX-License-Identifier: Apache-2.0
#include "passkey/authenticator_data.hpp"

#include <algorithm>

namespace veinline::passkey {

using kernel::Failure;

namespace {

constexpr std::uint8_t flag_credential = 0x40;
constexpr std::uint8_t flag_extensions = 0x80;

/// Takes the first bytes off; nothing when there are not so many.
std::optional<ByteView> take(ByteView& bytes, std::size_t count) {
  if (bytes.size() < count) return std::nullopt;
  const ByteView taken = bytes.first(count);
  bytes = bytes.subspan(count);
  return taken;
}

/// Takes a map of CBOR off, and gives its bytes.
std::optional<ByteView> take_map(ByteView& bytes) {
  const auto prefix = read_cbor_prefix(bytes);
  if (!prefix || prefix->item.map() == nullptr) return std::nullopt;
  return take(bytes, prefix->size);
}

std::uint32_t big_endian(ByteView bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return value;
}

std::optional<AttestedCredential> take_credential(ByteView& bytes) {
  AttestedCredential out;
  const auto aaguid = take(bytes, out.aaguid.size());
  const auto length = take(bytes, 2);
  if (!aaguid || !length) return std::nullopt;
  std::copy(aaguid->begin(), aaguid->end(), out.aaguid.begin());
  const std::uint32_t id_bytes = big_endian(*length);
  if (id_bytes == 0 || id_bytes > credential_id_bytes_max) return std::nullopt;
  const auto id = take(bytes, id_bytes);
  if (!id) return std::nullopt;
  const auto public_key = take_map(bytes);
  if (!public_key) return std::nullopt;
  out.id = *id;
  out.public_key = *public_key;
  return out;
}

}  // namespace

Result<AuthenticatorData, PasskeyFault> parse_authenticator_data(ByteView bytes) {
  const Failure malformed{PasskeyFault::malformed};
  AuthenticatorData out;
  const auto hash = take(bytes, out.rp_id_hash.bytes.size());
  const auto flags = take(bytes, 1);
  const auto counter = take(bytes, 4);
  if (!hash || !flags || !counter) return malformed;
  std::copy(hash->begin(), hash->end(), out.rp_id_hash.bytes.begin());
  out.flags = flags->front();
  out.counter = big_endian(*counter);
  if (out.backed_up() && !out.backup_eligible()) return malformed;
  if ((out.flags & flag_credential) != 0) {
    out.credential = take_credential(bytes);
    if (!out.credential) return malformed;
  }
  if ((out.flags & flag_extensions) != 0 && !take_map(bytes)) return malformed;
  if (!bytes.empty()) return malformed;
  return out;
}

}  // namespace veinline::passkey
