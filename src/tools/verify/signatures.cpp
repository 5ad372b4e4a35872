// SPDX-License-Identifier: Apache-2.0
#include "tools/verify/signatures.hpp"

#include <algorithm>

#include "ledger/record.hpp"

namespace veinline::tools::verify {

namespace {

constexpr std::size_t jobs_at_once = 64;
constexpr std::size_t bytes_at_once = 256 * 1024;
constexpr std::size_t waiting_max = 16;

/// Keeps the earlier of two.
template <class T, class SeqOf>
void keep_first(std::optional<T>& first, const std::optional<T>& other, SeqOf seq_of) {
  if (other && (!first || seq_of(*other) < seq_of(*first))) first = other;
}

}  // namespace

SignatureChecks::SignatureChecks(const std::optional<ledger::VerifierKey>& key) : key_(key) {
  const unsigned count = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
}

SignatureChecks::~SignatureChecks() {
  static_cast<void>(finish());
}

void SignatureChecks::add(Seq seq, std::string_view record) {
  passkeys_.learn(seq, record);
  gathered_.push_back({seq, std::string(record)});
  gathered_bytes_ += record.size();
  if (gathered_.size() >= jobs_at_once || gathered_bytes_ >= bytes_at_once) hand_over();
}

void SignatureChecks::hand_over() {
  {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return waiting_.size() < waiting_max; });
    waiting_.push_back(std::move(gathered_));
  }
  moved_.notify_all();
  gathered_ = {};
  gathered_bytes_ = 0;
}

SignatureChecks::Found SignatureChecks::finish() {
  if (!gathered_.empty()) hand_over();
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  moved_.notify_all();
  threads_.clear();
  return found_;
}

void SignatureChecks::work() {
  for (;;) {
    Jobs jobs;
    {
      std::unique_lock lock(mutex_);
      moved_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      jobs = std::move(waiting_.front());
      waiting_.pop_front();
    }
    moved_.notify_all();
    Found found;
    for (const Job& job : jobs) check(job, found);
    const std::lock_guard lock(mutex_);
    found_.held += found.held;
    found_.imported += found.imported;
    keep_first(found_.first_bad, found.first_bad, [](const Bad& bad) { return bad.seq; });
    keep_first(found_.first_not_known, found.first_not_known, [](Seq seq) { return seq; });
  }
}

void SignatureChecks::check(const Job& job, Found& found) const {
  if (found.first_bad) return;  // jobs come in the order of the log: an earlier one is bad
  const auto record = ledger::parse_record(job.record);
  if (!record) {
    found.first_bad = {job.seq, "is not a record of this format."};
    return;
  }
  for (const ledger::Signature& signature : record->draft.signatures) {
    if (signature.suite == ledger::suite_passkey) {
      switch (passkeys_.judge(job.seq, record->draft, signature)) {
        case KnownPasskeys::Verdict::good:
          ++found.held;
          break;
        case KnownPasskeys::Verdict::no_key:
          if (!found.first_not_known) found.first_not_known = job.seq;
          break;
        case KnownPasskeys::Verdict::bad:
          found.first_bad = {job.seq, "carries a signature by passkey that is not good."};
          return;
      }
    } else if (!ledger::is_known_suite(signature.suite)) {
      if (!found.first_not_known) found.first_not_known = job.seq;
    } else if (!key_) {
      continue;
    } else if (ledger::signature_holds(record->draft, signature, *key_)) {
      ++found.held;
      if (signature.suite == ledger::suite_node_import) ++found.imported;
    } else {
      found.first_bad = {job.seq, "carries a person's signature that is not good."};
      return;
    }
  }
}

}  // namespace veinline::tools::verify
