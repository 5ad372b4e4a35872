// SPDX-License-Identifier: Apache-2.0
// Case: what the three ways of verifying share: whose word it is, the tree, and the sentence.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/tree.hpp"
#include "tools/verify/glance.hpp"
#include "tools/verify/signatures.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {

class Case {
 public:
  explicit Case(const Options& options) : options_(options) {}

  /// Opens the checkpoint under the reader's key, or else under the claimed one, and the older
  /// checkpoint that the reader holds. False when that settles it: then verdict() says how.
  [[nodiscard]] bool open(std::string_view checkpoint_text,
                          const std::optional<std::string>& claimed_vkey);
  /// The key that everything is checked with; none for bare tiles without --key.
  [[nodiscard]] const std::optional<ledger::VerifierKey>& key() const { return key_; }
  [[nodiscard]] const ledger::Checkpoint& checkpoint() const { return checkpoint_; }
  [[nodiscard]] const std::optional<ledger::Checkpoint>& since() const { return since_; }

  /// Adds the next leaf to the tree.
  void add(const Digest& leaf) {
    add(leaf, [](int, std::uint64_t, const Digest&) {});
  }
  template <class OnNode>
  void add(const Digest& leaf, OnNode&& on_node) {
    note_since();
    tree_.add(leaf, std::forward<OnNode>(on_node));
  }
  /// Checks a record against its leaf hash and the records before it. False as open.
  [[nodiscard]] bool record(Seq seq, const Digest& leaf, std::string_view bytes);

  /// The log is as long as the checkpoint that the reader holds. False as open.
  [[nodiscard]] bool reaches_since();
  /// All leaves are added: compares the roots. False as open.
  [[nodiscard]] bool close_tree();
  /// Every check held: intact, if nothing was missing to say so. Settles it.
  void close(std::string what_holds);
  void broken(std::string message, std::optional<Seq> first_bad = std::nullopt);
  void cannot_judge(std::string message);
  /// A fault of the source: damaged bytes are broken, the rest cannot be judged.
  void fault(Fault fault);
  [[nodiscard]] Verdict verdict() &&;

 private:
  [[nodiscard]] bool choose_key(std::string_view checkpoint_text,
                                const std::optional<std::string>& claimed_vkey);
  [[nodiscard]] bool open_since();
  void settle_signatures();
  void not_understood(Seq seq);
  void bad_record(Seq seq, std::string_view why);
  void note_since() {
    if (since_ && tree_.size() == since_->size) root_at_since_ = tree_.root();
  }

  const Options& options_;
  Verdict verdict_;
  std::optional<ledger::VerifierKey> key_;
  ledger::Checkpoint checkpoint_;
  std::optional<ledger::Checkpoint> since_;
  ledger::Frontier tree_;
  std::optional<Digest> root_at_since_;
  std::optional<ledger::HybridClock> last_clock_;
  kernel::Instant last_time_{};
  std::string node_;
  std::optional<Seq> not_understood_;  // the first record that a newer program could judge
  std::unique_ptr<SignatureChecks> signatures_;  // none before the first signed record
};

}  // namespace veinline::tools::verify
