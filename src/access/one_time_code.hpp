// SPDX-License-Identifier: Apache-2.0
// One-time codes of an authenticator app: TOTP (RFC 6238) with SHA-1, six digits and 30 seconds,
// which is what all of those apps speak.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"

namespace veinline::access {

constexpr std::size_t code_secret_bytes = 20;
constexpr std::size_t code_digits = 6;

/// The step that an instant is in: 30 seconds each, from 1970 on.
std::int64_t code_step(kernel::Instant now);
/// The code of a step, with leading zeroes. `digits` 6 to 8.
std::string code_of_step(kernel::ByteView secret, std::int64_t step,
                         std::size_t digits = code_digits);
/// Which step, of that of `now` and its two neighbours, has this code, and comes behind `used`, the
/// last step of which a code was taken; empty: none. All three are compared, whatever they say.
std::optional<std::int64_t> step_with_code(kernel::ByteView secret, std::string_view code,
                                           kernel::Instant now, std::int64_t used);

/// RFC 4648 section 6, without padding: as apps want a secret.
std::string to_base32(kernel::ByteView bytes);
/// What an app reads as a picture: otpauth://totp/ISSUER:ACCOUNT?secret=… `account` is shown there,
/// and holds neither blanks nor signs.
std::string code_address(std::string_view issuer, std::string_view account,
                         kernel::ByteView secret);

}  // namespace veinline::access
