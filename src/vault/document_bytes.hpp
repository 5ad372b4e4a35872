// SPDX-License-Identifier: Apache-2.0
// Bytes of a document, sealed under a key of their own. That key and the SHA-256 of the bytes are a
// text of the vault: whoever may open the text may open the bytes, and when its key is destroyed
// nobody ever can. docs/formats/document-bytes.md.
#pragma once

#include <string>
#include <string_view>

#include "kernel/digest.hpp"
#include "kernel/random.hpp"
#include "kernel/result.hpp"
#include "kernel/sensitive.hpp"
#include "vault/fault.hpp"

namespace veinline::vault {

struct DocumentBytes {
  kernel::Digest name;  ///< SHA-256 of `sealed`
  std::string sealed;
  kernel::Sensitive<std::string> opening;  ///< key and SHA-256 of the bytes, in hex
};

/// `bound_to` is the place of the bytes: they open in no other.
DocumentBytes seal_bytes(std::string_view bytes, std::string_view bound_to,
                         kernel::Entropy& entropy);

struct OpenedBytes {
  std::string bytes;
  kernel::Digest sha256;
};
/// VaultFault::not_authentic: not the bytes that were sealed, by their seal or by their SHA-256.
kernel::Result<OpenedBytes, VaultFault> open_bytes(std::string_view sealed,
                                                   std::string_view bound_to,
                                                   const kernel::Sensitive<std::string>& opening);

}  // namespace veinline::vault
