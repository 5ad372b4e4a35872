// SPDX-License-Identifier: Apache-2.0
// Prepared: a command that is decided, shown to its signer, and recorded once it is signed.
#include <array>

#include "commands/attempt.hpp"

namespace veinline::commands {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

Result<PreparedPointer, Desk::Reply> Desk::prepare(Request request) {
  auto attempt = std::make_shared<Attempt>();
  attempt->request = std::move(request);
  auto begun = begin(*attempt);
  if (!begun) return Failure{Reply{Failure{begun.error()}}};
  // Milliseconds are what a signature's text has of it.
  attempt->prepared_at = tools_.clock.now();
  for (;;) {
    auto batch = decide(*attempt);
    if (!batch) return Failure{std::move(batch).error()};
    // Nothing is appended that would tell whether something moved. What stands after this position
    // was asked for as it stood when it was decided on, stood so there.
    const auto tip = tools_.store.tip();
    if (!tip) return Failure{Reply{problem(tip.error())}};
    const auto holds = still_true(*attempt);
    if (!holds) return Failure{Reply{problem(holds.error())}};
    if (*holds) return prepared_of(attempt, batch->valid_until, tip->head.size());
    begin_anew(*attempt);
    if (++attempt->tries >= tries_max) {
      return Failure{Reply{problem(ProblemKind::busy, "fault.conflict")}};
    }
  }
}

PreparedPointer Desk::prepared_of(const AttemptPointer& attempt,
                                  std::optional<kernel::Instant> valid_until, Seq as_of) {
  auto out = std::make_shared<Prepared>();
  for (const ledger::Draft& draft : attempt->drafts) {
    out->facts.push_back({draft.fact, draft.data, draft.changes});
  }
  std::array<std::uint8_t, 16> id{};
  tools_.entropy.fill(id);
  out->id = kernel::to_hex(id);
  out->account = attempt->request.account;
  out->meaning = attempt->type->signs;
  out->time = *attempt->prepared_at;
  out->is_of_hidden = attempt->names_hidden;
  out->valid_until = valid_until;
  out->challenge = ledger::challenge_of(attempt->shown);
  out->as_of = as_of;
  out->under_way = attempt;
  return out;
}

void Desk::sign_here(const PreparedPointer& prepared, PasskeyGiven given,
                     std::function<void(Reply)> then) {
  // A copy: whoever signs twice at once is answered twice, and recorded once by its command key.
  const auto shown = std::static_pointer_cast<const Attempt>(prepared->under_way);
  const auto attempt = std::make_shared<Attempt>(*shown);
  attempt->passkey = std::move(given);
  tally_.begin();
  attempt->then = [this, then = std::move(then)](Reply reply) {
    tally_.end(reply);
    then(std::move(reply));
  };
  try {
    begin_anew(*attempt);
    run(attempt);
  } catch (...) {
    attempt->answer(problem(ProblemKind::failed, "fault.internal"));
  }
}

}  // namespace veinline::commands
