// SPDX-License-Identifier: Apache-2.0
// Aead: XChaCha20-Poly1305 as the vault uses it, nonce first. Private to the folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/random.hpp"

namespace veinline::vault {

/// `key` has 32 bytes. The result opens only with the same `bound_to`.
std::string encrypt(std::string_view text, std::string_view bound_to, const std::uint8_t* key,
                    kernel::Entropy& entropy);
/// Nothing: another key, other bytes, or bound to something else.
std::optional<std::string> decrypt(std::string_view sealed, std::string_view bound_to,
                                   const std::uint8_t* key);

}  // namespace veinline::vault
