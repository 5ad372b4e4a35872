// SPDX-License-Identifier: Apache-2.0
#include "commands/second_factor.hpp"

#include <algorithm>

#include "journey/staff/credentials.hpp"
#include "journey/staff/passkeys.hpp"

namespace veinline::commands {

using journey::Reader;
using journey::Rule;
using journey::staff::CredentialKind;
using journey::staff::CredentialsOf;
using journey::staff::PasskeysOf;

namespace {

/// Whoever stands at the machine of the node holds its keys. A token that signs alone is one thing.
bool is_at_the_machine(const Request& request) {
  return request.presence == Presence::authenticated && request.from == From::machine;
}

bool is_old(kernel::Instant enrolled_at, kernel::Instant now) {
  return enrolled_at + second_factor_age_min <= now;
}

/// The codes of an app: one at a time counts, and who loses it begins anew.
const Rule* codes_refused(Reader& reader, const std::string& account, kernel::Instant now) {
  const auto* all = reader.find<CredentialsOf>(journey::staff::credentials_of(account));
  if (all == nullptr) return &journey::general::second_factor_missing;
  const Rule* no = &journey::general::second_factor_missing;
  for (const auto& [id, kind] : all->live) {
    if (kind != CredentialKind::totp) continue;
    const auto since = all->since.find(id);
    if (since != all->since.end() && is_old(since->second, now)) return nullptr;
    no = &journey::staff::second_factor_too_new;
  }
  return no;
}

const Rule* passkey_refused(const PasskeysOf* all, const std::string& digest, kernel::Instant now) {
  if (all == nullptr) return &journey::general::second_factor_missing;
  const auto found = all->live.find(digest);
  if (found == all->live.end()) return &journey::general::second_factor_missing;
  return is_old(found->second.since, now) ? nullptr : &journey::staff::second_factor_too_new;
}

}  // namespace

const Rule* second_factor_refused(Reader& reader, const journey::CommandType& type,
                                  const Request& request, const PasskeyGiven* passkey,
                                  kernel::Instant now) {
  if (!type.wants_second_factor) return nullptr;
  if (passkey != nullptr) {
    const auto* all = reader.find<PasskeysOf>(journey::staff::passkeys_of(request.account));
    return passkey_refused(all, passkey->digest, now);
  }
  if (request.presence == Presence::authenticated && !is_at_the_machine(request)) {
    return &journey::general::second_factor_missing;
  }
  // A token is not to be had for a password.
  const bool is_by_codes = request.presence == Presence::twice_proved && request.token.empty();
  return is_by_codes ? codes_refused(reader, request.account, now) : nullptr;
}

const Rule* not_to_be_shown(Reader& reader, const journey::CommandType& type,
                            const Request& request, kernel::Instant now) {
  if (!type.wants_second_factor || is_at_the_machine(request)) return nullptr;
  if (request.presence == Presence::twice_proved) {
    return second_factor_refused(reader, type, request, nullptr, now);
  }
  const Rule* no = &journey::general::proof_missing;
  const auto* all = reader.find<PasskeysOf>(journey::staff::passkeys_of(request.account));
  if (all == nullptr) return no;
  for (const auto& [digest, one] : all->live) {
    no = passkey_refused(all, digest, now);
    if (no == nullptr) return nullptr;
  }
  return no;
}

}  // namespace veinline::commands
