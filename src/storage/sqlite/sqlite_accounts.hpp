// SPDX-License-Identifier: Apache-2.0
// SqliteAccounts: accounts and sessions in a file of their own (accounts.db). Who loses it must let
// everybody set a new password; the log says who had which credential.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "access/account_store.hpp"
#include "storage/sqlite/connection.hpp"

namespace veinline::storage::sqlite {

class SqliteAccounts : public access::AccountStore {
 public:
  /// Opens the file, or makes it. Fault::newer_format when a newer program wrote it.
  static Result<std::unique_ptr<SqliteAccounts>, Fault> open(const std::string& path,
                                                             const StoreOptions& options);
  /// Takes out of a copy what ends with the moment: sessions, links and counted attempts.
  static Result<Done, Fault> forget_passing(const std::string& path);

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
  explicit SqliteAccounts(Connection db) : db_(std::move(db)) {}
  /// All of it or nothing. The mutex is held.
  template <class T, class Work>
  Result<T, Fault> at_once(const Work& work);
  Result<Done, Fault> run(std::string_view sql, std::string_view whose);
  Result<Done, Fault> run(std::string_view sql, std::string_view whose, std::int64_t number);
  Result<std::optional<access::SetUpLink>, Fault> find_link(std::string_view digest);

  std::mutex mutex_;
  Connection db_;
};

}  // namespace veinline::storage::sqlite
