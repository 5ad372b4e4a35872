// SPDX-License-Identifier: Apache-2.0
// Passkeys: the public keys that the log says people sign with, and what they signed.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/record.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {

class KnownPasskeys {
 public:
  /// A record of the log, in order. Keeps what it says of passkeys.
  void learn(Seq seq, std::string_view record);
  enum class Verdict : std::uint8_t { good, bad, no_key };
  /// Of a signature of ledger::suite_passkey in the record of that number.
  [[nodiscard]] Verdict judge(Seq seq, const ledger::Draft& draft,
                              const ledger::Signature& signature) const;

 private:
  struct Known {
    std::string credential, public_key, party, origin;  ///< as in the record
    Seq from = 0;
    Seq until = UINT64_MAX;  ///< the record that removed it
  };
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<Known>> of_person_;
  std::map<std::string, std::string> person_of_;  ///< by the digest of the passkey
};

}  // namespace veinline::tools::verify
