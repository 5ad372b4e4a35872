// SPDX-License-Identifier: Apache-2.0
// MemoryAccounts: accounts and sessions for tests and for nodes that live in memory.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "access/account_store.hpp"

namespace veinline::storage::memory {

class MemoryAccounts : public access::AccountStore {
 public:
  template <class T>
  using Result = kernel::Result<T, ledger::Fault>;
  using Done = kernel::Done;
  using Instant = kernel::Instant;

  Result<std::optional<std::string>> person_of_login(std::string_view login) override;
  Result<bool> put_login(std::string_view login, std::string_view person) override;
  Result<bool> has_logins() override;
  Result<bool> put_credential(const access::Credential& credential) override;
  Result<std::vector<access::Credential>> credentials_of(std::string_view person) override;
  Result<std::optional<access::Credential>> credential_with(std::string_view lookup) override;
  Result<Done> remove_credential(std::string_view id) override;
  Result<bool> use_step(std::string_view id, std::int64_t step) override;
  Result<Done> put_session(const access::Session& session, std::size_t newest) override;
  Result<std::optional<access::Session>> session(std::string_view digest) override;
  Result<std::vector<access::Session>> sessions_of(std::string_view person) override;
  Result<Done> see_session(std::string_view digest, Instant now) override;
  Result<Done> lock_session(std::string_view digest) override;
  Result<Done> unlock_session(std::string_view digest, Instant now) override;
  Result<bool> end_session(std::string_view digest) override;
  Result<Done> end_sessions(std::string_view person) override;
  Result<access::Attempt> begin_attempt(std::string_view whose, Instant now,
                                        const access::AttemptRule& rule) override;
  Result<Done> take_back_attempt(std::string_view whose) override;
  Result<Done> forget_attempts(std::string_view whose) override;
  Result<Done> tell_signed_in(std::string_view person, Instant now) override;
  Result<access::SignIns> sign_ins_of(std::string_view person) override;
  Result<std::uint64_t> delays(Instant now) override;
  Result<Done> put_link(const access::SetUpLink& link) override;
  Result<std::optional<access::SetUpLink>> link(std::string_view digest) override;
  Result<std::optional<access::SetUpLink>> take_link(std::string_view digest) override;
  Result<Done> forget(Instant now) override;

 private:
  struct Tries {
    std::int64_t count = 0;
    Instant last{};
    Instant until{};
  };
  std::mutex mutex_;
  std::map<std::string, std::string, std::less<>> logins_;  ///< digest: person
  std::map<std::string, access::Credential, std::less<>> credentials_;
  std::map<std::string, access::Session, std::less<>> sessions_;
  std::map<std::string, Tries, std::less<>> tries_;
  std::map<std::string, access::SetUpLink, std::less<>> links_;
  std::map<std::string, access::SignIns, std::less<>> signed_in_;  ///< by person
};

}  // namespace veinline::storage::memory
