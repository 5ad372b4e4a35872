// SPDX-License-Identifier: Apache-2.0
// Desk: the only way to change anything. Load, decide, sign, append; again when something moved.
#pragma once

#include <functional>
#include <memory>
#include <set>

#include "commands/acting.hpp"
#include "commands/prepare.hpp"
#include "commands/request.hpp"
#include "commands/tally.hpp"
#include "commands/workers.hpp"
#include "history/states.hpp"
#include "journey/catalogue.hpp"
#include "ledger/writer.hpp"
#include "patients/patient_index.hpp"
#include "vault/vault.hpp"

namespace veinline::commands {

class Reach;

/// All that a desk works with. Everything outlives the desk.
struct Tools {
  const journey::Catalogue& catalogue;
  ledger::Store& store;
  ledger::Writer& writer;
  history::States& states;
  vault::Vault& vault;
  const kernel::Clock& clock;
  kernel::Entropy& entropy;  ///< called from many threads at once
  const ledger::SigningKey& node_key;
  ledger::Identity identity;
  kernel::Bytes digest_key;  ///< keys the digests of command bodies and of command keys
  /// Knows who is like whom; null: nobody does, and no identifier is remembered.
  patients::PatientIndex* patients = nullptr;
  /// Tells the offset of a site's clocks; null: nobody does, and a record says UTC.
  const kernel::Offsets* offsets = nullptr;
  /// Whether the clock is right enough for a signature to say when it was made; empty: it is.
  std::function<bool()> may_sign{};
};

/// Who may act without being known: the founding of an empty node, and nothing else.
struct Founding {
  std::string person;
  std::string site;
};

class Desk {
 public:
  using Reply = kernel::Result<Answer, Problem>;

  /// `workers` may be null when only ask() is used.
  Desk(Tools tools, Workers* workers) : tools_(std::move(tools)), workers_(workers) {}

  /// Does it on this thread and waits until it is durable or refused.
  Reply ask(Request request);
  /// Does them on this thread, decided one after the other and written as one group: the order of
  /// the requests is that of their facts. Each is decided as if none of the others were there; one
  /// that looked at what another changed is decided again. One reply each.
  std::vector<Reply> ask_together(std::vector<Request> requests);
  /// Does it on the workers; `then` is called once, on whichever thread.
  void submit(Request request, std::function<void(Reply)> then);
  /// Decides it on this thread, which does not wait for the writing, but may have to write for all.
  void submit_here(Request request, std::function<void(Reply)> then);
  /// Decides it, and records nothing: what its signer is shown. It waits in memory as long as
  /// somebody holds it. Failure: the reply that ask() would give.
  kernel::Result<PreparedPointer, Reply> prepare(Request request);
  /// Records what was prepared, once, signed by the signer's own key. "general.signed_otherwise":
  /// by now it would be something else than what was signed.
  void sign_here(const PreparedPointer& prepared, PasskeyGiven given,
                 std::function<void(Reply)> then);
  /// The threads that decide, for what goes before a decision. Null: only ask() is used.
  [[nodiscard]] Workers* workers() const { return workers_; }
  /// What became of all that was asked since the start.
  [[nodiscard]] Outcomes outcomes() const { return tally_.outcomes(); }
  /// The first two records of an empty node: its own site, and the person at its console.
  /// `name` is that person's name for the vault.
  Reply found(const Founding& founding, const kernel::Sensitive<std::string>& name);
  /// A command key that nobody used before, for what the server itself asks.
  [[nodiscard]] std::string fresh_key() const;
  /// For secrets that the server makes for who asks it.
  [[nodiscard]] kernel::Entropy& entropy() const { return tools_.entropy; }
  /// The node's clock: for what is checked before a command is asked.
  [[nodiscard]] kernel::Instant now() const { return tools_.clock.now(); }

 private:
  struct Attempt;
  using AttemptPointer = std::shared_ptr<Attempt>;

  /// Checks the form of the request; makes ids.
  kernel::Result<kernel::Done, Problem> begin(Attempt& attempt);
  kernel::Result<kernel::Done, ledger::Fault> load_named(Attempt& attempt);
  /// Nothing that was read for it is believed any longer.
  void begin_anew(Attempt& attempt);
  /// Loads and decides until everything the decision looks at is there. The failure is the reply:
  /// why not, or the first answer to a command that was recorded before.
  kernel::Result<ledger::Batch, Reply> decide(Attempt& attempt);
  std::string record_id(Attempt& attempt, std::size_t index);
  /// When it happened, as asked; by the node's clock, and the offset of the site where the person
  /// stands, when nobody said a time: what is signed says both.
  kernel::Result<ledger::HappenedAt, Problem> happened_at(Attempt& attempt, kernel::Instant now);
  /// Signs the drafts as the request wants it.
  kernel::Result<kernel::Done, Problem> sign(Attempt& attempt, kernel::Instant time);
  /// Whether the asker may give this command at all.
  kernel::Result<kernel::Done, Problem> let_in(Attempt& attempt, journey::Reader& reader);
  kernel::Result<journey::Facts, Problem> judge(Attempt& attempt, journey::Reader& reader);
  /// The same, of what the asker can reach.
  kernel::Result<journey::Facts, Problem> judge_within(Attempt& attempt, journey::Reader& reader,
                                                       Reach& reach, journey::Asked asked);
  /// Who asks, from where and of which moment, without what the log says.
  kernel::Result<journey::Asked, Problem> asked_by(const Attempt& attempt);
  /// A clock that was set back opens nothing again that has ended.
  kernel::Instant this_moment();
  kernel::Result<ledger::Batch, Problem> draft(Attempt& attempt, const journey::Facts& facts,
                                               journey::Reader& reader);
  PreparedPointer prepared_of(const AttemptPointer& attempt,
                              std::optional<kernel::Instant> valid_until, Seq as_of);
  /// A refusal stands only when nothing that it looked at has moved meanwhile.
  kernel::Result<bool, ledger::Fault> still_true(const Attempt& attempt);
  /// What comes of an outcome: a reply, or nothing: try again.
  std::optional<Reply> settle(Attempt& attempt, ledger::Outcome outcome);
  Answer finish(Attempt& attempt, const ledger::Appended& appended);
  /// A refusal, unless the same command was recorded by another connection meanwhile: what it
  /// changed may be the very reason of the refusal.
  Reply refused_or_answered(const Attempt& attempt, Problem problem);
  /// Whether the token of the request acts for its account now, whatever is kept of it.
  kernel::Result<bool, ledger::Fault> is_still_known(const Attempt& attempt);
  [[nodiscard]] TokenUse token_use(const Attempt& attempt) const;
  Reply first_answer(const Attempt& attempt, const ledger::KeyUsed& used);
  Reply complete(Attempt& attempt);
  void post(const AttemptPointer& attempt, std::function<void()> job);
  ledger::Outcome write(ledger::Batch batch) noexcept;
  std::vector<ledger::Outcome> write(std::vector<ledger::Batch> batches) noexcept;
  void write(ledger::Batch batch, ledger::Writer::Then then) noexcept;
  AttemptPointer begin_attempt(Request request, std::function<void(Reply)> then);
  void start(const AttemptPointer& attempt);
  void run(const AttemptPointer& attempt);
  void go_on(const AttemptPointer& attempt, const std::shared_ptr<ledger::Outcome>& outcome);
  /// On one of the workers, before what waits there; on this thread where there is none.
  void elsewhere(std::function<void()> job);
  /// Seals the texts of a request that is about to be recorded. Failure: as of decide().
  kernel::Result<kernel::Done, Reply> seal(Attempt& attempt, journey::Reader& reader);
  /// Reads what a request says of a person in plain words: brings it into the form that is kept.
  kernel::Result<kernel::Done, Problem> read_texts(Attempt& attempt);
  /// Who is like that person at the asker's site, for the decision.
  kernel::Result<std::vector<journey::Alike>, Problem> who_is_alike(const Attempt& attempt,
                                                                    const kernel::Object& data);
  /// Before it is recorded: by which numbers the person will be found.
  kernel::Result<kernel::Done, Reply> remember_numbers(const Attempt& attempt,
                                                       const std::string& owner);
  /// Why a text of that field was not sealed; stops the writer when that is unknown.
  Reply not_sealed(vault::VaultFault fault, const std::string& field);
  /// Destroys the key that a recorded fact says is destroyed.
  void destroy_by(const std::string& fact, const kernel::Object& data);
  /// Whose identity nobody can read any more is found no more. False: it was not forgotten.
  bool forget(const journey::DoomedKey& doomed);
  /// Puts into `asked` what a decision is told beside the states of things: of the log, and of the
  /// patients of the site.
  kernel::Result<kernel::Done, Problem> look_in_log(Attempt& attempt, const kernel::Object& data,
                                                    journey::Asked& asked);
  /// What ties the subject of a request to products, by every record so far.
  kernel::Result<journey::Ties, ledger::Fault> ties_of(const kernel::Object& data);
  /// The treatments and materials that the log names with `data.subject`.
  kernel::Result<std::vector<std::string>, ledger::Fault> things_of_subject(
      const kernel::Object& data);
  /// The patients whom these things are about (owner.hpp), with all states that it takes to know.
  kernel::Result<std::set<std::string>, ledger::Fault> subjects(
      Attempt& attempt, const std::vector<journey::Thing>& things);
  /// Under whose key the texts are sealed: the patient's whom they are about, so that destroying it
  /// erases them all; of what is about no patient or about several, the thing's that was named
  /// first, or the asker's.
  kernel::Result<std::string, ledger::Fault> owner_of_texts(
      Attempt& attempt, const std::vector<journey::Named>& named);
  kernel::Result<std::optional<journey::Original>, Problem> original_of(const Attempt& attempt);
  /// Whether the original has been corrected since it was read; then it is read again.
  kernel::Result<bool, Problem> original_moved(Attempt& attempt);
  /// Puts into `asked.original` what is wrong with its replacement, and what follows from the
  /// correction.
  void judge_correction(journey::Reader& reader, journey::Asked& asked);

  Tools tools_;
  Workers* workers_;
  Tally tally_;
};

}  // namespace veinline::commands
