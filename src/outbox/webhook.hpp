// SPDX-License-Identifier: Apache-2.0
// Webhook: the signature of a message as the Standard Webhooks specification 1.0 has it, and when
// to try again. Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/result.hpp"

namespace veinline::outbox {

/// Reads "whsec_" and the base64 of 24 to 64 bytes; white space around it is nothing.
kernel::Result<kernel::Bytes, kernel::BadText> read_secret(std::string_view text);

/// What the header webhook-signature says: "v1," and the base64 of HMAC-SHA-256 over
/// "<id>.<seconds since 1970>.<body>".
std::string signature(kernel::ByteView secret, std::string_view id, std::int64_t unix_seconds,
                      std::string_view body);

/// How long to wait after so many attempts of one message: 1 s, doubled each time, 5 min at most.
std::chrono::milliseconds pause_after(std::int64_t attempts);

}  // namespace veinline::outbox
