// SPDX-License-Identifier: Apache-2.0
// PendingSignatures: what a person was asked to sign with their passkey, till they do. Each
// question is for one person, one record and a few minutes, and is answered once.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "access/kept_once.hpp"
#include "kernel/result.hpp"

namespace veinline::access {

constexpr std::chrono::minutes signature_wait_max{5};
constexpr std::size_t pending_signatures_max = 10'000;  ///< in one server

/// Why an answer fits no question.
enum class PendingFault : std::uint8_t {
  not_pending,    ///< nothing of this kind was asked: answered already, expired, or never asked
  other_person,   ///< somebody else was asked
  other_content,  ///< another command was shown
  busy,           ///< too much is waited for, or this very thing was asked already
};
/// The code of a fault: keys its sentence in words/.
std::string_view code(PendingFault fault);

/// One question. The challenge of its passkey is SHA-256 of `statement`.
struct PendingSignature {
  std::string person;     ///< id of who was asked
  kernel::Digest body;    ///< keyed digest of the command that was shown to them
  std::string statement;  ///< the bytes to be signed; docs/formats/passkey-signature.md
};

class PendingSignatures {
 public:
  /// The challenge to put to the person's passkey. The statement names the time and the record, so
  /// that no two questions have one challenge.
  [[nodiscard]] kernel::Result<kernel::Digest, PendingFault> ask(PendingSignature question,
                                                                 kernel::Instant now);
  /// The question that this person answers now, with the command that they send with it. After it
  /// nothing is pending any more, whatever it came to: who got it wrong is asked again.
  [[nodiscard]] kernel::Result<PendingSignature, PendingFault> answer(
      const kernel::Digest& challenge, std::string_view person, const kernel::Digest& body,
      kernel::Instant now);

 private:
  KeptOnce<PendingSignature> kept_{pending_signatures_max, signature_wait_max};
};

}  // namespace veinline::access
