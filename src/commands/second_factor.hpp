// SPDX-License-Identifier: Apache-2.0
// The second factor of what a password alone does not sign. Whoever has the password alone could
// make one a moment before, so that it counts a day after it was enrolled (docs/decisions/0049).
#pragma once

#include "commands/request.hpp"
#include "journey/catalogue.hpp"

namespace veinline::commands {

/// How long ago it must have been enrolled.
constexpr std::chrono::hours second_factor_age_min{24};

/// Why what proves the signer beside a password does not count; nullptr: it does, or none is
/// wanted. `passkey`: what their passkey gave; null: they do not sign by one.
const journey::Rule* second_factor_refused(journey::Reader& reader,
                                           const journey::CommandType& type, const Request& request,
                                           const PasskeyGiven* passkey, kernel::Instant now);

/// Why a command that wants a second factor is not even shown to who will sign it, whatever it is
/// about: what is shown tells what they could not read; nullptr: it is shown.
const journey::Rule* not_to_be_shown(journey::Reader& reader, const journey::CommandType& type,
                                     const Request& request, kernel::Instant now);

}  // namespace veinline::commands
