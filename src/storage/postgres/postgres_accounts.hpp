// SPDX-License-Identifier: Apache-2.0
// PostgresAccounts: accounts and sessions in the database that several servers share: what one of
// them ends has ended for all.
#pragma once

#include "access/account_store.hpp"
#include "storage/postgres/pool.hpp"

namespace veinline::storage::postgres {

class PostgresAccounts : public access::AccountStore {
 public:
  /// The pool outlives it.
  explicit PostgresAccounts(Pool& pool) : pool_(pool) {}

  Result<std::optional<std::string>, Fault> person_of_login(std::string_view login) override;
  Result<bool, Fault> put_login(std::string_view login, std::string_view person) override;
  Result<bool, Fault> has_logins() override;
  Result<bool, Fault> put_credential(const access::Credential& credential) override;
  Result<std::vector<access::Credential>, Fault> credentials_of(std::string_view person) override;
  Result<std::optional<access::Credential>, Fault> credential_with(
      std::string_view lookup) override;
  Result<Done, Fault> remove_credential(std::string_view id) override;
  Result<bool, Fault> use_step(std::string_view id, std::int64_t step) override;
  Result<Done, Fault> put_session(const access::Session& session, std::size_t newest) override;
  Result<std::optional<access::Session>, Fault> session(std::string_view digest) override;
  Result<std::vector<access::Session>, Fault> sessions_of(std::string_view person) override;
  Result<Done, Fault> see_session(std::string_view digest, kernel::Instant now) override;
  Result<Done, Fault> lock_session(std::string_view digest) override;
  Result<Done, Fault> unlock_session(std::string_view digest, kernel::Instant now) override;
  Result<bool, Fault> end_session(std::string_view digest) override;
  Result<Done, Fault> end_sessions(std::string_view person) override;
  Result<access::Attempt, Fault> begin_attempt(std::string_view whose, kernel::Instant now,
                                               const access::AttemptRule& rule) override;
  Result<Done, Fault> take_back_attempt(std::string_view whose) override;
  Result<Done, Fault> forget_attempts(std::string_view whose) override;
  Result<Done, Fault> tell_signed_in(std::string_view person, kernel::Instant now) override;
  Result<access::SignIns, Fault> sign_ins_of(std::string_view person) override;
  Result<std::uint64_t, Fault> delays(kernel::Instant now) override;
  Result<Done, Fault> put_link(const access::SetUpLink& link) override;
  Result<std::optional<access::SetUpLink>, Fault> link(std::string_view digest) override;
  Result<std::optional<access::SetUpLink>, Fault> take_link(std::string_view digest) override;
  Result<Done, Fault> forget(kernel::Instant now) override;

 private:
  Result<Done, Fault> write(const char* sql, const Arguments& arguments);
  Pool& pool_;
};

}  // namespace veinline::storage::postgres
