// SPDX-License-Identifier: Apache-2.0
#include "commands/acting.hpp"

namespace veinline::commands {

using journey::Thing;
using journey::staff::PersonState;
using journey::staff::TokenState;

std::optional<std::string> person_of_token(journey::Reader& reader, const std::string& token,
                                           const TokenUse& use) {
  const auto* known = reader.find<TokenState>(Thing(token));
  if (known == nullptr || known->revoked || !known->scopes.contains(use.scope)) {
    return std::nullopt;
  }
  if (known->expires) {
    if (use.now >= *known->expires) return std::nullopt;
    reader.rely_until(*known->expires);
  }
  const auto* person = reader.find<PersonState>(Thing("person/" + known->person));
  if (person == nullptr || person->roles.empty()) return std::nullopt;
  return known->person;
}

}  // namespace veinline::commands
