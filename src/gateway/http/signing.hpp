// SPDX-License-Identifier: Apache-2.0
// Signing: what somebody says, as they sign in a session, to prove that it is they. 21 CFR 11.200.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "commands/request.hpp"
#include "gateway/http/call.hpp"

namespace veinline::gateway::http {

struct ApiParts;

/// The sessions in which somebody signed with all components, so that one is enough for a later
/// signature. In memory of this server: another one asks for all again.
class SignedFully {
 public:
  static constexpr std::size_t kept_max = 10'000;
  void keep(const std::string& session);
  [[nodiscard]] bool has(const std::string& session) const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> sessions_;  ///< digests; emptied when full
};

/// Whether the request, of somebody who is known, brings a proof: it takes long to look at one.
bool brings_proof(const Call& call);

/// Takes the member `proof` out of the body, and says how the person of the session or of the token
/// is present. Hashes where there is one. The failure is the answer: it was not they, or they have
/// to wait.
kernel::Result<commands::Presence, net::HttpResponse> presence_of(const ApiParts& parts,
                                                                  const Call& call,
                                                                  kernel::Object& body);

}  // namespace veinline::gateway::http
