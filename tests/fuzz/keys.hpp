// SPDX-License-Identifier: Apache-2.0
// The log that the targets of the ledger know: its key, and what it signed.
#pragma once

#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"
#include "ledger/checkpoint.hpp"

namespace veinline::fuzz {

inline constexpr const char* log_origin = "veinline.invalid/fuzz";

inline const ledger::SigningKey& key_of(ledger::KeyType type) {
  const auto make = [](const char* name, ledger::KeyType wanted) {
    auto key = ledger::SigningKey::from_seed(name, wanted, kernel::Bytes(32, 7));
    INVARIANT(key.has_value());
    return std::move(*key);
  };
  static const ledger::SigningKey log = make(log_origin, ledger::KeyType::ed25519);
  static const ledger::SigningKey witness =
      make("veinline.invalid/witness", ledger::KeyType::cosignature_v1);
  return type == ledger::KeyType::ed25519 ? log : witness;
}
inline const ledger::SigningKey& log_key() {
  return key_of(ledger::KeyType::ed25519);
}

/// The checkpoint of a log of `size` entries, signed.
inline std::string signed_checkpoint(std::uint64_t size, const kernel::Digest& root) {
  return ledger::sign_checkpoint(ledger::Checkpoint{log_origin, size, root}, log_key());
}

}  // namespace veinline::fuzz
