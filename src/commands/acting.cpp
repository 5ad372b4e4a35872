// SPDX-License-Identifier: Apache-2.0
#include "commands/acting.hpp"

#include <algorithm>

#include "journey/staff/credentials.hpp"
#include "journey/staff/devices.hpp"
#include "journey/staff/passkeys.hpp"
#include "journey/transport/link.hpp"

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
  if (use.now >= known->expires) return std::nullopt;
  reader.rely_until(known->expires);
  const auto* person = reader.find<PersonState>(Thing("person/" + known->person));
  if (person == nullptr || person->roles.empty()) return std::nullopt;
  if (journey::staff::is_older_than_power(*known, *person)) return std::nullopt;
  // Also when they were given the role after their device was registered.
  const bool is_device = token.starts_with(journey::staff::device_prefix);
  if (is_device && journey::staff::no_device_for(*person) != nullptr) return std::nullopt;
  return known->person;
}

bool acts_by_link(journey::Reader& reader, const Request& request, kernel::Instant now) {
  if (!request.link) return true;
  const auto box = journey::ConsignmentId::parse(request.link->consignment);
  const kernel::Value* of = request.data.find("consignment");
  const bool is_of_the_box =
      box && of != nullptr && of->string() != nullptr && *of->string() == request.link->consignment;
  if (!is_of_the_box || !journey::transport::is_done_by_link(request.command)) return false;
  const auto who = journey::transport::link_lets(reader, *box, request.link->session, now);
  return who && *who == request.account;
}

namespace {

/// Whether all of them prove now that it is this person.
bool count_for(journey::Reader& reader, const std::string& account,
               const std::vector<std::string>& credentials) {
  if (credentials.empty()) return true;
  using journey::staff::CredentialsOf;
  using journey::staff::PasskeysOf;
  const auto* all = reader.find<CredentialsOf>(journey::staff::credentials_of(account));
  const auto counts = [&](const std::string& id) {
    if (all != nullptr && all->live.contains(id)) return true;
    const auto* keys = reader.find<PasskeysOf>(journey::staff::passkeys_of(account));
    return keys != nullptr && keys->live.contains(id);
  };
  return std::all_of(credentials.begin(), credentials.end(), counts);
}

}  // namespace

bool acts_in_session(journey::Reader& reader, const Request& request) {
  if (!count_for(reader, request.account, request.credentials)) return false;
  const auto& by = request.brought_by;
  return !by || count_for(reader, by->account, by->credentials);
}

bool acts_by_token(journey::Reader& reader, const Request& request, const TokenUse& use) {
  if (!request.token.empty() && person_of_token(reader, request.token, use) != request.account) {
    return false;
  }
  const auto& by = request.brought_by;
  if (!by || by->token.empty()) return true;
  // Whoever brings a file signs nothing of what is in it.
  const TokenUse to_bring{use.now, journey::staff::Scope::act};
  return person_of_token(reader, by->token, to_bring) == by->account;
}

}  // namespace veinline::commands
