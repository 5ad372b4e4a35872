// SPDX-License-Identifier: Apache-2.0
// Passkeys at the door: what a page is asked of an authenticator, and what it brings back.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "access/kept_once.hpp"
#include "commands/request.hpp"
#include "gateway/http/call.hpp"
#include "journey/staff/passkeys.hpp"
#include "kernel/random.hpp"
#include "passkey/relying_party.hpp"

namespace veinline::gateway::http {

struct ApiParts;

/// What is waited for from browsers, in memory of this server. It outlives the API.
struct Passkeys {
  static constexpr std::chrono::minutes wait_max{5};
  /// The passkeys of a person that count now.
  std::function<kernel::Result<journey::staff::PasskeysOf, ledger::Fault>(
      const std::string& person)>
      of_person;
  kernel::Entropy& entropy;
  /// Whose passkey this is the digest of; empty: nobody's. None: nobody signs in by one here.
  std::function<kernel::Result<std::string, ledger::Fault>(const std::string& digest)> whose{};
  /// Person id, by the challenge that their new passkey is made for.
  access::KeptOnce<std::string> new_ones{10'000, wait_max};
  /// The challenges of sign-ins: whoever can answers them.
  access::KeptOnce<kernel::Done> sign_ins{10'000, wait_max};
};

/// This server as browsers know it; none: passkeys want a host name, and https but on this machine.
std::optional<passkey::RelyingParty> party_of(const net::HttpRequest& request,
                                              const std::string& public_host);

/// The signature that the body brings of what was prepared for this person, verified: {"prepared",
/// "passkey"}. The failure is the answer.
struct SignedByPasskey {
  commands::PreparedPointer prepared;
  commands::PasskeyGiven given;
};
kernel::Result<SignedByPasskey, net::HttpResponse> signed_by_passkey(const ApiParts& parts,
                                                                     const Call& call,
                                                                     const kernel::Object& proof);
/// What the page asks of an authenticator for it; empty: this person has no passkey here.
kernel::Object asked_of_passkeys(const ApiParts& parts, const Call& call,
                                 const commands::Prepared& prepared);

/// What authenticators know a person by: it says nothing about them.
kernel::Bytes user_handle_of(const std::string& person);

net::HttpResponse begin_passkey(const ApiParts& parts, const Call& call);
net::HttpResponse register_passkey(const ApiParts& parts, const Call& call);
// passkey_sign_in.cpp
net::HttpResponse begin_passkey_sign_in(const ApiParts& parts, const Call& call);
net::HttpResponse sign_in_by_passkey(const ApiParts& parts, const Call& call);
/// Opens the locked session of the call again.
net::HttpResponse unlock_by_passkey(const ApiParts& parts, const Call& call,
                                    const kernel::Object& body);

}  // namespace veinline::gateway::http
