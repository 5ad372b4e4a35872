// SPDX-License-Identifier: Apache-2.0
#include "commands/acting.hpp"

#include "journey/staff/staff.hpp"

namespace veinline::commands {

using journey::Thing;
using journey::staff::PersonState;
using journey::staff::TokenState;

std::optional<std::string> person_of_token(journey::Reader& reader, const std::string& token) {
  const auto* known = reader.find<TokenState>(Thing(token));
  if (known == nullptr || known->revoked) return std::nullopt;
  const auto* person = reader.find<PersonState>(Thing("person/" + known->person));
  if (person == nullptr || person->roles.empty()) return std::nullopt;
  return known->person;
}

}  // namespace veinline::commands
