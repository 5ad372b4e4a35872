// SPDX-License-Identifier: Apache-2.0
// AccountStore: how people prove who they are, and who has done so. The port. It holds no name and
// no secret that can be read without the keys of the node. What counts of it says the log: a
// credential of which no fact tells opens nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/instant.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"

namespace veinline::access {

using kernel::Done;
using kernel::Instant;
using kernel::Result;
using ledger::Fault;
using std::chrono::seconds;

/// Of a passkey the public key is a fact; what is kept here is what moves with its use.
enum class CredentialKind : std::uint8_t { password, totp, pin, badge, provider, passkey };
std::string_view text(CredentialKind kind);  ///< "password"
std::optional<CredentialKind> credential_kind(std::string_view text);

struct Credential {
  std::string id;      ///< random, as in the log; of a passkey its digest
  std::string person;  ///< person id
  CredentialKind kind = CredentialKind::password;
  /// Its secret, encrypted (secrets.hpp); of a badge and a provider empty; of a passkey whether it
  /// may be copied.
  std::string sealed;
  /// The keyed digest, in hex, of a badge's code, or of a provider's name for the person; else
  /// empty.
  std::string lookup;
  Instant made_at{};
  /// Of one-time codes the last step that was used; of a passkey how far it had counted.
  std::int64_t used_step = 0;
  bool operator==(const Credential&) const = default;
};

/// A main one is of whoever works at a device; a second one of somebody who joins them there.
enum class SessionKind : std::uint8_t { main, second };
std::string_view text(SessionKind kind);

struct Session {
  std::string digest;  ///< SHA-256 of its secret, in hex
  std::string person;  ///< person id
  SessionKind kind = SessionKind::main;
  std::string methods;      ///< how the person proved who they are: "password totp"
  std::string credentials;  ///< the ids of those credentials, with blanks between
  Instant authenticated_at{};
  Instant seen_at{};  ///< when it last did something, up to a twentieth of `idle` late
  Instant ends_at{};  ///< whatever it does
  seconds idle{};     ///< it ends when it did nothing for so long
  bool is_locked = false;
  bool operator==(const Session&) const = default;
  [[nodiscard]] bool is_over(Instant now) const { return now >= ends_at || now >= seen_at + idle; }
};

/// How soon somebody may try again who was wrong. Nobody is locked out for good: then anybody could
/// lock out everybody.
struct AttemptRule {
  std::int64_t free = 5;     ///< wrong ones without a pause
  seconds first{1};          ///< the pause after the last free one; each further one doubles it
  seconds longest{300};      ///< and none is longer
  seconds forgotten{3'600};  ///< what is as long ago as this counts no more
};
/// The pause after so many wrong ones.
seconds pause_after(std::int64_t count, const AttemptRule& rule);

struct Attempt {
  bool is_begun = false;   ///< false: not before `until`
  std::int64_t count = 0;  ///< with this one, those that were wrong
  Instant until{};
};

/// What lets its bearer set a new password, once.
struct SetUpLink {
  std::string digest;    ///< SHA-256 of its secret, in hex
  std::string person;    ///< person id
  std::string recovery;  ///< of which recovery; empty: of the first start
  Instant ends_at{};
  bool operator==(const SetUpLink&) const = default;
};

/// When somebody signed in last, and when before that. Empty: they did not since this is kept.
struct SignIns {
  std::optional<Instant> last{}, before{};
  bool operator==(const SignIns&) const = default;
};

constexpr std::size_t sessions_each_max = 100;  ///< that a list tells of one person

/// Calls may come from several threads, and several servers share what is kept. What is put is
/// durable on return.
class AccountStore {
 public:
  virtual ~AccountStore() = default;

  /// Whose account name this is the keyed digest of; empty: nobody's.
  [[nodiscard]] virtual Result<std::optional<std::string>, Fault> person_of_login(
      std::string_view login) = 0;
  /// From now on the person's one. False: it is another person's, and nothing was changed.
  virtual Result<bool, Fault> put_login(std::string_view login, std::string_view person) = 0;
  /// Whether anybody has an account name.
  [[nodiscard]] virtual Result<bool, Fault> has_logins() = 0;

  /// False: another credential has this `lookup`, and nothing was changed.
  virtual Result<bool, Fault> put_credential(const Credential& credential) = 0;
  [[nodiscard]] virtual Result<std::vector<Credential>, Fault> credentials_of(
      std::string_view person) = 0;
  [[nodiscard]] virtual Result<std::optional<Credential>, Fault> credential_with(
      std::string_view lookup) = 0;
  virtual Result<Done, Fault> remove_credential(std::string_view id) = 0;
  /// True for the first who uses this step or a later one; false for everybody after.
  virtual Result<bool, Fault> use_step(std::string_view id, std::int64_t step) = 0;

  /// Of a person's sessions of one kind the `newest` count, the others end.
  virtual Result<Done, Fault> put_session(const Session& session, std::size_t newest) = 0;
  [[nodiscard]] virtual Result<std::optional<Session>, Fault> session(std::string_view digest) = 0;
  [[nodiscard]] virtual Result<std::vector<Session>, Fault> sessions_of(
      std::string_view person) = 0;
  /// It is seen now; never earlier than it was seen already.
  virtual Result<Done, Fault> see_session(std::string_view digest, Instant now) = 0;
  virtual Result<Done, Fault> lock_session(std::string_view digest) = 0;
  /// Unlocked, and seen now.
  virtual Result<Done, Fault> unlock_session(std::string_view digest, Instant now) = 0;
  /// True for the one who ended it; false when there was none any more.
  virtual Result<bool, Fault> end_session(std::string_view digest) = 0;
  virtual Result<Done, Fault> end_sessions(std::string_view person) = 0;

  /// Counts an attempt as a wrong one before it is made, so that many at once are not one. `whose`
  /// is a keyed digest or an id.
  virtual Result<Attempt, Fault> begin_attempt(std::string_view whose, Instant now,
                                               const AttemptRule& rule) = 0;
  /// It was right: it counts no more, and what was wrong before does.
  virtual Result<Done, Fault> take_back_attempt(std::string_view whose) = 0;
  /// It was right: nothing counts any more.
  virtual Result<Done, Fault> forget_attempts(std::string_view whose) = 0;

  /// They signed in now: what was the last time before is the one before.
  virtual Result<Done, Fault> tell_signed_in(std::string_view person, Instant now) = 0;
  [[nodiscard]] virtual Result<SignIns, Fault> sign_ins_of(std::string_view person) = 0;

  /// How many, people and addresses, have to wait now since they were wrong.
  [[nodiscard]] virtual Result<std::uint64_t, Fault> delays(Instant now) = 0;

  virtual Result<Done, Fault> put_link(const SetUpLink& link) = 0;
  [[nodiscard]] virtual Result<std::optional<SetUpLink>, Fault> link(std::string_view digest) = 0;
  /// Gives it to the first who asks, and to nobody after.
  virtual Result<std::optional<SetUpLink>, Fault> take_link(std::string_view digest) = 0;

  /// What ended before this is forgotten: sessions, links, and attempts of a day before.
  virtual Result<Done, Fault> forget(Instant now) = 0;
};

}  // namespace veinline::access
