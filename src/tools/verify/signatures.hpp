// SPDX-License-Identifier: Apache-2.0
// Signatures: the signatures inside the records, checked on all cores while the log is read on. One
// costs as much as forty leaves.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/note.hpp"
#include "tools/verify/passkeys.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {

class SignatureChecks {
 public:
  struct Bad {
    Seq seq = 0;
    std::string_view why;  ///< the end of the sentence "Record 7 …"
  };
  struct Found {
    std::uint64_t held = 0;              ///< signatures that are good
    std::uint64_t imported = 0;          ///< of those, how many for persons whom an import named
    std::optional<Bad> first_bad;        ///< the earliest record with one that is not
    std::optional<Seq> first_not_known;  ///< the earliest with one of a suite not known here
  };

  /// Without a key only the form is checked. `key` must outlive this.
  explicit SignatureChecks(const std::optional<ledger::VerifierKey>& key);
  ~SignatureChecks();
  SignatureChecks(const SignatureChecks&) = delete;
  SignatureChecks& operator=(const SignatureChecks&) = delete;

  /// Takes a record that carries signatures; waits while a bounded number of bytes is under way.
  void add(Seq seq, std::string_view record);
  /// Waits for all that was added. Nothing may be added after it.
  Found finish();

 private:
  struct Job {
    Seq seq;
    std::string record;
  };
  using Jobs = std::vector<Job>;
  void work();
  void hand_over();
  void check(const Job& job, Found& found) const;

  const std::optional<ledger::VerifierKey>& key_;
  Jobs gathered_;
  std::size_t gathered_bytes_ = 0;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<Jobs> waiting_;
  bool closed_ = false;
  Found found_;
  KnownPasskeys passkeys_;
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace veinline::tools::verify
