// SPDX-License-Identifier: Apache-2.0
// Attempt: one request on its way through the desk. Private to the folder.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/desk.hpp"
#include "commands/prepare.hpp"
#include "commands/reach.hpp"

namespace veinline::commands {

/// How often a decision is made anew because others moved what it had read.
constexpr int tries_max = 20;
/// Nothing is signed now: the clock of the machine is wrong, or nobody sets it.
constexpr std::string_view fault_clock = "fault.clock";

struct Desk::Attempt {
  Request request;
  const journey::CommandType* type = nullptr;
  kernel::Digest body;
  kernel::Object data;  ///< with fresh ids; with its texts sealed once `sealed`
  bool sealed = false;  ///< or there was nothing to seal
  std::optional<kernel::Object> reason_text;  ///< sealed
  /// What it says of a person, in the form that is kept; none: it says nothing, or was not read.
  std::optional<kernel::Sensitive<journey::PlainPerson>> person;
  std::uint64_t chance = 0;  ///< for a number that we make
  std::string fresh_deviation;
  journey::Slice slice;
  std::uint64_t era = 0;  ///< of the store, of what is in the slice
  /// What the command names of the log, read once for each decision that begins anew.
  std::optional<std::optional<journey::Original>> original;
  std::map<std::string, Seq> reads;   ///< of the last decision
  std::vector<ledger::Draft> drafts;  ///< of the last decision
  bool founding = false;
  /// When it was shown to its signer: from then on its ids and its time stay as they are.
  std::optional<kernel::Instant> prepared_at;
  std::vector<std::string> record_ids;
  std::vector<kernel::Digest> shown;  ///< digests of the signature texts of what was shown
  std::optional<PasskeyGiven> passkey;
  bool names_hidden = false;  ///< something that its asker could not read, by the last decision
  int tries = 0;
  std::function<void(Reply)> then;

  /// Once: whatever breaks off afterwards has been answered.
  void answer(Reply reply) {
    if (auto once = std::exchange(then, nullptr)) once(std::move(reply));
  }
};

/// Replaces the codes in `data` by what they name. Returns the first that names nothing, or whose
/// alias is not loaded yet; none: all do. `reach`: what it hides is named by nothing; null: nothing
/// is hidden.
std::optional<Unnamed> resolve(const journey::Catalogue& catalogue,
                               const journey::CommandType& type, journey::Reader& reader,
                               kernel::Object& data, Reach* reach = nullptr);

inline kernel::Failure<Problem> problem(ProblemKind kind, std::string code,
                                        std::string about = {}) {
  return kernel::Failure{Problem{kind, std::move(code), {}, std::move(about), {}}};
}
inline kernel::Failure<Problem> problem(ledger::Fault fault) {
  const bool busy = fault == ledger::Fault::busy;
  // A stopped writer says nothing about an earlier try with the same key: that may be durable.
  // Nor does a database that does not answer.
  const bool unknown = fault == ledger::Fault::unknown_outcome || fault == ledger::Fault::stopped ||
                       fault == ledger::Fault::out_of_reach;
  return problem(busy      ? ProblemKind::busy
                 : unknown ? ProblemKind::unknown
                           : ProblemKind::failed,
                 "fault." + std::string(name(fault)));
}
/// A fault while asking what an earlier try with the same key came to.
inline kernel::Failure<Problem> unknown(ledger::Fault fault) {
  return problem(ProblemKind::unknown, "fault." + std::string(name(fault)));
}
inline kernel::Failure<Problem> problem(const journey::Refusal& refusal) {
  return kernel::Failure{Problem{ProblemKind::refused,
                                 std::string(refusal.rule->code),
                                 std::string(refusal.rule->id),
                                 refusal.about,
                                 {}}};
}

}  // namespace veinline::commands
