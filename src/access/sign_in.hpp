// SPDX-License-Identifier: Apache-2.0
// Sign-in: who proves who they are, and as whom a session acts. Whoever is refused is never told
// why, and an account that there is not costs as long as one that there is.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/account_store.hpp"
#include "access/jwt.hpp"
#include "access/password.hpp"
#include "access/secrets.hpp"
#include "access/webauthn.hpp"
#include "kernel/random.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

using Secret = kernel::Sensitive<std::string>;

/// How a person showed who they are.
enum class Method : std::uint8_t { password, totp, pin, badge, provider, passkey };
std::string_view text(Method method);

/// What a session, or a signature, can say of how its person was known.
struct Authentication {
  std::vector<Method> methods;
  Instant at{};
  bool operator==(const Authentication&) const = default;
};
/// That of a session.
Authentication authentication_of(const Session& session);
/// The ids of the credentials by which it was opened.
std::vector<std::string> credentials_of(const Session& session);

/// What the log says of a person now.
struct Standing {
  bool is_staff = false;  ///< has a role, or has left
  bool is_administrator = false;
  std::set<std::string> live{};  ///< ids of the credentials that count
};
using StandingOf = std::function<Result<Standing, Fault>(const std::string& person)>;

struct SignInLimits {
  seconds idle{600};
  seconds absolute{28'800};
  seconds second_idle{120};
  std::size_t sessions_each = 3;  ///< of one person and kind
  AttemptRule account{};
  AttemptRule address{.free = 50};  ///< a whole ward may come from one address
  PasswordCost cost{};
};

/// What somebody says to prove who they are. Empty: not said.
struct Proof {
  Secret password{std::string()};
  Secret code{std::string()};
  Secret pin{std::string()};
};
/// How much of it is wanted: as at the first sign-in, or one thing of whoever has a session.
enum class Strength : std::uint8_t { full, one_thing };

/// What was wrong of what somebody said, for the record alone: who is refused is never told.
namespace refused_for {
inline constexpr std::string_view account = "unknown_account", password = "wrong_password",
                                  code = "wrong_code", used_code = "used_code", pin = "wrong_pin",
                                  badge = "wrong_badge", passkey = "wrong_passkey",
                                  provider = "wrong_provider", link = "wrong_link",
                                  too_soon = "too_soon";
}  // namespace refused_for

/// Why not: a fault of ours, or nothing but how long to wait.
struct NotKnown {
  std::optional<Fault> fault{};
  seconds wait{0};
  std::string why{};  ///< of a passkey, as refused_why is told it; for the record alone
  /// One of refused_for::; empty: nothing was tried, or it was told before.
  std::string_view wrong{};
};

struct SignedIn {
  Session session;
  Secret secret;  ///< for the cookie; kept nowhere else
};

/// What a browser brings of a passkey, and what the log says of it.
struct PasskeyTry {
  std::string digest;  ///< SHA-256 of the credential id that was brought, in hex
  std::string person;  ///< whose it is; empty: nobody's
  Bytes public_key;    ///< empty: there is none, or it is not for this page
  passkey::RelyingParty party;
  Bytes challenge;  ///< empty: nobody was asked this
  PasskeySignature signature;
  std::string_view why_not{};  ///< a code of passkey/fault.hpp, found before; empty: none was
};

struct SignInParts {
  AccountStore& store;
  const AccountKeys& keys;
  const kernel::Clock& clock;
  kernel::Entropy& entropy;
  StandingOf standing_of;
  SignInLimits limits{};
  /// Told when somebody was wrong so often that they have to wait. `person` is empty for an account
  /// that there is not.
  std::function<void(const std::string& person)> alarm{};
  /// Told why somebody was let in neither by passkey nor by a provider: a code of passkey/fault.hpp
  /// or oidc_fault.hpp, and whom it concerns; empty: nobody is known. The browser is told nothing.
  std::function<void(std::string_view why, const std::string& person)> refused_why{};
  /// Told of each attempt that counted for nothing, with one of refused_for::, and whose account it
  /// was; empty: nobody's. It does not wait for anything.
  std::function<void(std::string_view wrong, const std::string& person)> refused{};
  /// Told of each session that begins.
  std::function<void(const Session& session)> signed_in{};
};

/// Each call that takes a Proof hashes, which takes a fifth of a second and 64 MiB: call it on a
/// thread for that. All of it may be called from several threads.
class SignIn {
 public:
  template <class T>
  using Answer = Result<T, NotKnown>;

  explicit SignIn(SignInParts parts) : parts_(std::move(parts)) {}

  /// `client` is the address that it comes from.
  Answer<SignedIn> sign_in(const Secret& account_name, const Proof& proof, std::string_view client);
  /// Possession and the authenticator's own check of the person. Its counter must grow.
  Answer<SignedIn> sign_in(const PasskeyTry& brought, std::string_view client);
  /// Whoever is linked to what a provider said. That was verified. The session ends as if it had
  /// begun when they were asked there, where the provider said when.
  Answer<SignedIn> sign_in(const Identity& said);
  /// A passkey opens sessions from now on; before, it only signs. Its fact is recorded.
  Result<Done, Fault> keep_passkey(const std::string& person, const PasskeyCredential& made);
  /// Tells the operator and the record, and nobody else.
  void tell_refused(std::string_view why, const std::string& person = {}) const;
  /// Somebody else joins the person of this session, at the same device: with badge and PIN, for a
  /// short while.
  Answer<SignedIn> join(const Session& first, const Secret& badge, const Secret& pin,
                        std::string_view client);
  /// The same with account name, password and code.
  Answer<SignedIn> join(const Session& first, const Secret& account_name, const Proof& proof,
                        std::string_view client);

  /// The session of this secret that is neither over nor ended, of somebody who may still act by
  /// credentials that still count. It may be locked.
  Result<std::optional<Session>, Fault> session_of(std::string_view secret);
  /// The same of its digest.
  Result<std::optional<Session>, Fault> session_with(const std::string& digest);
  /// It did something: it does not end for a while.
  Result<Done, Fault> see(const Session& session);

  /// The person of the session proves again who they are. Wrong tries are counted to the session,
  /// so that nobody from elsewhere makes them wait.
  Answer<Authentication> prove_again(const Session& session, const Proof& proof, Strength strength);
  /// The same of whoever asks with a bearer token of theirs, with all components. Wrong tries are
  /// counted to the person, apart from those of a sign-in.
  Answer<Authentication> prove_with_token(const std::string& person, const Proof& proof);
  /// Who joined beside the first person of a device proves again with all that they joined with:
  /// what they have and what they know. In any other session it counts for nothing. Wrong tries are
  /// counted to the session.
  Answer<Authentication> prove_with_badge(const Session& session, const Secret& badge,
                                          const Secret& pin);
  /// In a new session in its place, with a secret that nobody saw who was at the device meanwhile.
  Answer<SignedIn> unlock(const Session& session, const Proof& proof);
  /// By a passkey of its person.
  Answer<SignedIn> unlock(const Session& session, const PasskeyTry& brought,
                          std::string_view client);
  /// A session in place of all others of the person, who has just set a new password with a link or
  /// in a session: nothing else was checked.
  Answer<SignedIn> begin_anew(const std::string& person, const std::vector<Credential>& by);

  [[nodiscard]] AccountStore& store() { return parts_.store; }
  [[nodiscard]] const SignInLimits& limits() const { return parts_.limits; }
  [[nodiscard]] Instant now() const { return parts_.clock.now(); }

 private:
  struct Known {
    std::string person;
    std::vector<Credential> by;
    std::optional<Instant> asked_at{};  ///< when they showed who they are elsewhere; empty: now
  };
  /// Counts an attempt, first to the address, and takes it back when it was right. Empty `whose`:
  /// to the address alone.
  Answer<Known> attempt(const std::string& whose, const std::string& person,
                        std::string_view client, const std::function<Answer<Known>()>& make);
  Result<Attempt, Fault> counted(const std::string& whose, Instant now, const AttemptRule& rule);
  Result<std::vector<Credential>, Fault> live_of(const std::string& person);
  Answer<Known> know(const std::string& person, const Proof& proof, Strength strength);
  Answer<Authentication> prove(const std::string& counted_to, const std::string& person,
                               const Proof& proof, Strength strength);
  Answer<Known> by_name(const Secret& account_name, const Proof& proof, std::string_view client);
  Answer<Known> holds_badge(const std::string& person, const Secret& badge, const Secret& pin);
  Answer<Known> by_badge(const Secret& badge, const Secret& pin, std::string_view client);
  [[nodiscard]] kernel::Failure<NotKnown> refused_because(std::string_view why,
                                                          const std::string& person) const;
  Answer<Known> by_passkey(const PasskeyTry& brought);
  Answer<SignedIn> begin(const Known& known, SessionKind kind);
  /// Somebody came in who was out: their next sign-in tells what was set up since.
  Answer<SignedIn> let_in(const Known& known);
  Answer<SignedIn> opened_again(const Session& session);
  bool is_hash_of(const Credential* credential, const Secret& said);
  void count_refused(std::string_view wrong, const std::string& person) const {
    if (parts_.refused && !wrong.empty()) parts_.refused(wrong, person);
  }
  /// What is wrong with the code; empty: it is right, and used up.
  Result<std::string_view, Fault> wrong_code(const Credential& credential, const Secret& said);

  SignInParts parts_;
};

}  // namespace veinline::access
