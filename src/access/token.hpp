// SPDX-License-Identifier: Apache-2.0
// Bearer tokens: 256 random bits. The ledger knows only their digest.
#pragma once

#include <string>
#include <string_view>

#include "kernel/random.hpp"

namespace veinline::access {

/// A new token: "vl1_" and 64 hex characters.
std::string new_token(kernel::Entropy& entropy);
/// True when the text has the form of a token.
bool is_token(std::string_view text);
/// What the ledger keeps of a token: SHA-256 in hex.
std::string token_digest(std::string_view token);
/// The thing that a token is in the ledger.
std::string token_alias(std::string_view token);

}  // namespace veinline::access
