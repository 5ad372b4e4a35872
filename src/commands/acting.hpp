// SPDX-License-Identifier: Apache-2.0
// Whom a token acts for, as a decision reads it.
#pragma once

#include <optional>
#include <string>

#include "journey/reader.hpp"

namespace veinline::commands {

/// The person id; empty when the token is unknown or revoked, or its person has no role any more:
/// whoever has left has, whatever tokens they took with them. `token` is its alias.
std::optional<std::string> person_of_token(journey::Reader& reader, const std::string& token);

}  // namespace veinline::commands
