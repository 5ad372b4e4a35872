// SPDX-License-Identifier: Apache-2.0
// base64url without padding (RFC 4648 section 5): how JOSE and WebAuthn write bytes as text.
#pragma once

#include <string>
#include <string_view>

#include "kernel/digest.hpp"

namespace veinline::kernel {

/// Without padding, as RFC 7515 section 2 and WebAuthn ask.
std::string to_base64url(ByteView bytes);
/// Strict: no padding, no white space, unused bits zero; so that one value has one text.
Result<Bytes, BadText> from_base64url(std::string_view text);

}  // namespace veinline::kernel
