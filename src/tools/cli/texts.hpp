// SPDX-License-Identifier: Apache-2.0
// Whether a vault holds every text that a ledger names. No key is needed to tell.
#pragma once

#include <cstdint>
#include <optional>

#include "ledger/store.hpp"
#include "vault/vault.hpp"

namespace veinline::tools::cli {

struct TextCount {
  std::uint64_t named = 0;    ///< references in the records
  std::uint64_t erased = 0;   ///< of those, with a key that was destroyed
  std::uint64_t missing = 0;  ///< of those, without their ciphertext, with another, or without key
  std::optional<ledger::Seq> first_missing;
};
/// Looks up the ciphertext and the wrapped key of each reference, and hashes the ciphertext.
kernel::Result<TextCount, ledger::Fault> count_texts(const ledger::Store& store,
                                                     vault::VaultStore& vault);
/// Copies every wrapped key, and each ciphertext that the ledger names, as they are; what `from`
/// lacks is passed over, and count_texts() says so afterwards.
kernel::Result<kernel::Done, ledger::Fault> copy_texts(const ledger::Store& store,
                                                       vault::VaultStore& from,
                                                       vault::VaultStore& to);

}  // namespace veinline::tools::cli
