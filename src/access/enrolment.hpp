// SPDX-License-Identifier: Apache-2.0
// Enrolment: keeps the secret by which somebody will prove who they are. It counts once the log
// tells of it; whoever calls this records that next, and removes the secret when it cannot be.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "access/account_store.hpp"
#include "access/password.hpp"
#include "access/secrets.hpp"
#include "kernel/random.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

/// Why nothing is kept: a fault of ours, or the code of the sentence that says what to change.
struct NotKept {
  std::optional<Fault> fault{};
  std::string code{};   ///< "input.password_too_short"
  std::string field{};  ///< of the request that is wrong
};

struct EnrolmentParts {
  AccountStore& store;
  const AccountKeys& keys;
  const kernel::Clock& clock;
  kernel::Entropy& entropy;
  CommonWords common{};
  PasswordCost cost{};
  std::string issuer{};  ///< what apps show beside their codes: the origin of the log
  /// A new credential id.
  std::function<std::string()> fresh_id;
};

class Enrolment {
 public:
  using Secret = kernel::Sensitive<std::string>;
  template <class T>
  using Answer = Result<T, NotKept>;

  explicit Enrolment(EnrolmentParts parts) : parts_(std::move(parts)) {}

  /// What speaks against a password and an account name; the name may be empty where it stays.
  Answer<Done> check(const Secret& account_name, const Secret& password) const;
  /// What speaks against this name for the person: it is none, or somebody else's.
  Answer<Done> check_name(const std::string& person, const Secret& account_name) const;
  /// The name is the person's from now on.
  Answer<Done> keep_name(const std::string& person, const Secret& account_name);
  /// Hashes, which takes a fifth of a second and 64 MiB: call it on a thread for that.
  Answer<Credential> keep_password(const std::string& person, const Secret& account_name,
                                   const Secret& password);
  Answer<Credential> keep_pin(const std::string& person, const Secret& pin);
  /// A badge that somebody had whose credential counts no more is free again: `is_live` says so.
  Answer<Credential> keep_badge(
      const std::string& person, const Secret& code,
      const std::function<Result<bool, Fault>(const Credential& other)>& is_live);
  /// The link to who signed in at a provider, with the same rule.
  Answer<Credential> keep_provider(
      const std::string& person, const Identity& identity,
      const std::function<Result<bool, Fault>(const Credential& other)>& is_live);
  struct NewCodes {
    Credential credential;
    Secret secret;   ///< base 32, to type
    Secret address;  ///< otpauth://, to show as a picture
  };
  /// Codes of an app. They do not count before the person has said one.
  Answer<NewCodes> new_codes(const std::string& person);
  /// True: this is a code of it, now; it is used up.
  Answer<bool> try_codes(const std::string& person, const std::string& credential,
                         const Secret& code);

  [[nodiscard]] AccountStore& store() { return parts_.store; }

  /// A link of one use; only its digest is kept.
  struct NewLink {
    SetUpLink link;
    Secret secret;
  };
  Result<NewLink, Fault> new_link(const std::string& person, const std::string& recovery,
                                  seconds lasts);

 private:
  Answer<Credential> keep(Credential credential, const std::string& secret);
  Answer<Credential> keep_looked_up(
      Credential fresh, const std::function<Result<bool, Fault>(const Credential& other)>& is_live);
  Answer<Credential> keep_hashed(const std::string& person, CredentialKind kind,
                                 const Secret& secret);
  [[nodiscard]] Credential fresh(const std::string& person, CredentialKind kind) const;

  EnrolmentParts parts_;
};

}  // namespace veinline::access
