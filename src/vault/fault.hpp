// SPDX-License-Identifier: Apache-2.0
// VaultFault: why a text was not sealed or not opened.
#pragma once

#include <cstdint>
#include <string_view>

namespace veinline::vault {

enum class VaultFault : std::uint8_t {
  too_long,       ///< the text is longer than the largest size that we pad to
  not_there,      ///< no such ciphertext or key
  erased,         ///< the key was destroyed on purpose: nobody will ever open or seal under it
  not_authentic,  ///< ciphertext, key or reference were altered
  unreadable,     ///< the storage failed; nothing was sealed
  out_of_reach,   ///< the database or the token does not answer: ask again
  unknown         ///< a write may or may not have happened: the process must end
};
std::string_view sentence(VaultFault fault);

}  // namespace veinline::vault
