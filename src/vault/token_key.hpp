// SPDX-License-Identifier: Apache-2.0
// TokenKey: a site key that never leaves its token (PKCS#11: a hardware security module, a smart
// card, SoftHSM in tests). The token wraps and unwraps with AES-256-GCM; we only send and receive.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "vault/site_key.hpp"

namespace veinline::vault {

/// Where a key of a token is.
struct TokenPlace {
  std::string module;    ///< path of the PKCS#11 library of the token's maker
  std::string token;     ///< label of the token
  std::string key;       ///< label of the key on it
  std::string pin_file;  ///< its first line is the PIN of the token's user
  bool operator==(const TokenPlace&) const = default;
};

/// Why a site key cannot be used, as a sentence for the person at the command line. No PIN in it.
struct SiteKeyFault {
  std::string code;  ///< "site_key.no_token"; keys the sentence in words/
  std::string sentence;
};

/// What to do when the token has no key of that label.
enum class IfMissing : std::uint8_t { refuse, make };

/// Loads the module, logs in and finds the key, or makes it there: sensitive, never extractable.
/// One that could be extracted is refused: "site_key.extractable". Others: "site_key.no_module",
/// "site_key.no_token", "site_key.no_pin", "site_key.no_key", "site_key.token_refuses".
/// `entropy` outlives it.
kernel::Result<std::unique_ptr<SiteKey>, SiteKeyFault> open_token_key(const TokenPlace& place,
                                                                      IfMissing if_missing,
                                                                      kernel::Entropy& entropy);

}  // namespace veinline::vault
