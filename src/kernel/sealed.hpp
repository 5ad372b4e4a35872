// SPDX-License-Identifier: Apache-2.0
// Sealed: what a fact may hold of a text that lives in the vault. It says nothing about the text.
#pragma once

#include <cstdint>
#include <string>

#include "kernel/digest.hpp"

namespace veinline::kernel {

/// A reference to one ciphertext in the vault. Layout: docs/formats/record.md, "Sealed text".
struct Sealed {
  std::string suite;           ///< "xchacha20poly1305/1"
  std::string key_id;          ///< the data key, 32 hex characters
  Digest key_commitment;       ///< binds the one key that can open it
  Digest ciphertext;           ///< SHA-256 of the stored ciphertext
  std::int64_t padded_length;  ///< bytes of the padded plaintext: 64, 256, 1024 or 4096
  bool operator==(const Sealed&) const = default;
};

}  // namespace veinline::kernel
