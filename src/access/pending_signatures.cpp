// SPDX-License-Identifier: Apache-2.0
#include "access/pending_signatures.hpp"

#include "kernel/invariant.hpp"

namespace veinline::access {

using kernel::Digest;
using kernel::Failure;
using kernel::Instant;
using kernel::Result;

std::string_view code(PendingFault fault) {
  switch (fault) {
    case PendingFault::not_pending:
      return "passkey.not_pending";
    case PendingFault::other_person:
      return "passkey.other_person";
    case PendingFault::other_content:
      return "passkey.other_content";
    case PendingFault::busy:
      return "passkey.busy";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

Result<Digest, PendingFault> PendingSignatures::ask(PendingSignature question, Instant now) {
  const Digest challenge = kernel::sha256(question.statement);
  if (!kept_.keep(challenge, std::move(question), now)) return Failure{PendingFault::busy};
  return challenge;
}

Result<PendingSignature, PendingFault> PendingSignatures::answer(const Digest& challenge,
                                                                 std::string_view person,
                                                                 const Digest& body, Instant now) {
  auto question = kept_.take(challenge, now);
  if (!question) return Failure{PendingFault::not_pending};
  if (question->person != person) return Failure{PendingFault::other_person};
  if (question->body != body) return Failure{PendingFault::other_content};
  return std::move(*question);
}

}  // namespace veinline::access
