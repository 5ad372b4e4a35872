// SPDX-License-Identifier: Apache-2.0
// Whom a token, a device, a link or a session acts for, as a decision reads it.
#pragma once

#include <optional>
#include <string>

#include "commands/request.hpp"
#include "journey/reader.hpp"
#include "journey/staff/staff.hpp"
#include "kernel/instant.hpp"

namespace veinline::commands {

/// What somebody wants a token for, and when.
struct TokenUse {
  kernel::Instant now;
  journey::staff::Scope scope = journey::staff::Scope::read;
};

/// The person id; empty when the token is unknown, revoked, over or not for this, or its person has
/// no role any more: whoever has left has, whatever tokens they took with them. `token` is its
/// alias, or that of a device, which acts for nobody who gives rights or releases. What comes of it
/// holds until the token ends.
std::optional<std::string> person_of_token(journey::Reader& reader, const std::string& token,
                                           const TokenUse& use);

/// False where the request comes by the link of a box that does not let its account do this now, or
/// that is about another box. What comes of it holds until the link ends.
bool acts_by_link(journey::Reader& reader, const Request& request, kernel::Instant now);

/// False where a credential that opened the session in which it is asked proves nothing any more:
/// it was removed, or its person began anew. Who brings it in the name of another is looked at too.
bool acts_in_session(journey::Reader& reader, const Request& request);

/// False where a token by which it is asked, by its account or by who brings it in the name of
/// another, does not act for them any more.
bool acts_by_token(journey::Reader& reader, const Request& request, const TokenUse& use);

}  // namespace veinline::commands
