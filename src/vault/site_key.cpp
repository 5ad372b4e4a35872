// SPDX-License-Identifier: Apache-2.0
#include "vault/site_key.hpp"

#include <sodium.h>

#include <algorithm>

#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"
#include "vault/aead.hpp"

namespace veinline::vault {

using kernel::Failure;
using kernel::Result;

KeyBytes::~KeyBytes() {
  sodium_memzero(bytes.data(), bytes.size());
}

HeldSiteKey::HeldSiteKey(const std::array<std::uint8_t, 32>& bytes, kernel::Entropy& entropy)
    : entropy_(entropy) {
  INVARIANT(sodium_init() >= 0);
  key_.bytes = bytes;
  const kernel::Digest digest = kernel::hmac_sha256(bytes, "veinline site key id 1");
  id_ = kernel::to_hex(digest.view()).substr(0, 32);
}

Result<std::string, VaultFault> HeldSiteKey::wrap(const KeyBytes& data_key,
                                                  std::string_view key_id) {
  return encrypt(kernel::text_of(data_key.bytes), key_id, key_.bytes.data(), entropy_);
}

Result<KeyBytes, VaultFault> HeldSiteKey::unwrap(std::string_view wrapped,
                                                 std::string_view key_id) {
  auto plain = decrypt(wrapped, key_id, key_.bytes.data());
  if (!plain || plain->size() != 32) return Failure{VaultFault::not_authentic};
  KeyBytes out;
  std::copy(plain->begin(), plain->end(), out.bytes.begin());
  sodium_memzero(plain->data(), plain->size());
  return out;
}

}  // namespace veinline::vault
