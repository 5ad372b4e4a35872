// SPDX-License-Identifier: Apache-2.0
#include "storage/memory/memory_accounts.hpp"

#include <algorithm>
#include <chrono>

namespace veinline::storage::memory {

using access::Credential;
using access::Session;
using access::SetUpLink;

namespace {

/// The newest first.
bool is_newer(const Session& one, const Session& other) {
  return std::pair(one.authenticated_at, one.digest) >
         std::pair(other.authenticated_at, other.digest);
}

}  // namespace

MemoryAccounts::Result<std::optional<std::string>> MemoryAccounts::person_of_login(
    std::string_view login) {
  const std::lock_guard lock(mutex_);
  const auto found = logins_.find(login);
  return found == logins_.end() ? std::optional<std::string>{} : std::optional(found->second);
}

MemoryAccounts::Result<bool> MemoryAccounts::put_login(std::string_view login,
                                                       std::string_view person) {
  const std::lock_guard lock(mutex_);
  const auto found = logins_.find(login);
  if (found != logins_.end()) return found->second == person;
  std::erase_if(logins_, [&](const auto& one) { return one.second == person; });
  logins_.emplace(login, person);
  return true;
}

MemoryAccounts::Result<bool> MemoryAccounts::has_logins() {
  const std::lock_guard lock(mutex_);
  return !logins_.empty();
}

MemoryAccounts::Result<bool> MemoryAccounts::put_credential(const Credential& credential) {
  const std::lock_guard lock(mutex_);
  const bool is_taken = std::any_of(credentials_.begin(), credentials_.end(), [&](const auto& one) {
    return !credential.lookup.empty() && one.second.lookup == credential.lookup &&
           one.first != credential.id;
  });
  if (is_taken) return false;
  credentials_.emplace(credential.id, credential);
  return true;
}

MemoryAccounts::Result<std::vector<Credential>> MemoryAccounts::credentials_of(
    std::string_view person) {
  const std::lock_guard lock(mutex_);
  std::vector<Credential> out;
  for (const auto& [id, one] : credentials_) {
    if (one.person == person) out.push_back(one);
  }
  return out;
}

MemoryAccounts::Result<std::optional<Credential>> MemoryAccounts::credential_with(
    std::string_view lookup) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, one] : credentials_) {
    if (!lookup.empty() && one.lookup == lookup) return std::optional(one);
  }
  return std::optional<Credential>{};
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::remove_credential(
    std::string_view id) {
  const std::lock_guard lock(mutex_);
  if (const auto found = credentials_.find(id); found != credentials_.end()) {
    credentials_.erase(found);
  }
  return Done{};
}

MemoryAccounts::Result<bool> MemoryAccounts::use_step(std::string_view id, std::int64_t step) {
  const std::lock_guard lock(mutex_);
  const auto found = credentials_.find(id);
  if (found == credentials_.end() || found->second.used_step >= step) return false;
  found->second.used_step = step;
  return true;
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::put_session(const Session& session,
                                                                         std::size_t newest) {
  const std::lock_guard lock(mutex_);
  sessions_.insert_or_assign(session.digest, session);
  std::vector<Session> all;
  for (const auto& [digest, one] : sessions_) {
    if (one.person == session.person && one.kind == session.kind) all.push_back(one);
  }
  std::sort(all.begin(), all.end(), is_newer);
  for (std::size_t i = newest; i < all.size(); ++i) sessions_.erase(all[i].digest);
  return Done{};
}

MemoryAccounts::Result<std::optional<Session>> MemoryAccounts::session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(digest);
  return found == sessions_.end() ? std::optional<Session>{} : std::optional(found->second);
}

MemoryAccounts::Result<std::vector<Session>> MemoryAccounts::sessions_of(std::string_view person) {
  const std::lock_guard lock(mutex_);
  std::vector<Session> out;
  for (const auto& [digest, one] : sessions_) {
    if (one.person == person) out.push_back(one);
  }
  std::sort(out.begin(), out.end(), is_newer);
  if (out.size() > access::sessions_each_max) out.resize(access::sessions_each_max);
  return out;
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::see_session(std::string_view digest,
                                                                         Instant now) {
  const std::lock_guard lock(mutex_);
  if (const auto found = sessions_.find(digest); found != sessions_.end()) {
    found->second.seen_at = std::max(found->second.seen_at, now);
  }
  return Done{};
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::lock_session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  if (const auto found = sessions_.find(digest); found != sessions_.end()) {
    found->second.is_locked = true;
  }
  return Done{};
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::unlock_session(std::string_view digest,
                                                                            Instant now) {
  const std::lock_guard lock(mutex_);
  if (const auto found = sessions_.find(digest); found != sessions_.end()) {
    found->second.is_locked = false;
    found->second.seen_at = std::max(found->second.seen_at, now);
  }
  return Done{};
}

MemoryAccounts::Result<bool> MemoryAccounts::end_session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto found = sessions_.find(digest);
  if (found == sessions_.end()) return false;
  sessions_.erase(found);
  return true;
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::end_sessions(std::string_view person) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& one) { return one.second.person == person; });
  return Done{};
}

MemoryAccounts::Result<access::Attempt> MemoryAccounts::begin_attempt(
    std::string_view whose, Instant now, const access::AttemptRule& rule) {
  const std::lock_guard lock(mutex_);
  Tries& tries = tries_[std::string(whose)];
  if (tries.until > now) return access::Attempt{false, tries.count, tries.until};
  if (now >= tries.last + rule.forgotten) tries.count = 0;
  ++tries.count;
  tries.last = now;
  tries.until = now + access::pause_after(tries.count, rule);
  return access::Attempt{true, tries.count, tries.until};
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::take_back_attempt(
    std::string_view whose) {
  const std::lock_guard lock(mutex_);
  const auto found = tries_.find(whose);
  if (found == tries_.end()) return Done{};
  found->second.count = std::max<std::int64_t>(found->second.count - 1, 0);
  found->second.until = found->second.last;
  return Done{};
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::forget_attempts(
    std::string_view whose) {
  const std::lock_guard lock(mutex_);
  if (const auto found = tries_.find(whose); found != tries_.end()) tries_.erase(found);
  return Done{};
}

MemoryAccounts::Result<std::uint64_t> MemoryAccounts::delays(Instant now) {
  const std::lock_guard lock(mutex_);
  return static_cast<std::uint64_t>(std::count_if(
      tries_.begin(), tries_.end(), [&](const auto& one) { return one.second.until > now; }));
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::tell_signed_in(std::string_view person,
                                                                            Instant now) {
  const std::lock_guard lock(mutex_);
  access::SignIns& times = signed_in_[std::string(person)];
  times = {now, times.last};
  return Done{};
}

MemoryAccounts::Result<access::SignIns> MemoryAccounts::sign_ins_of(std::string_view person) {
  const std::lock_guard lock(mutex_);
  const auto found = signed_in_.find(person);
  return found == signed_in_.end() ? access::SignIns{} : found->second;
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::put_link(const SetUpLink& link) {
  const std::lock_guard lock(mutex_);
  links_.insert_or_assign(link.digest, link);
  return Done{};
}

MemoryAccounts::Result<std::optional<SetUpLink>> MemoryAccounts::link(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto found = links_.find(digest);
  return found == links_.end() ? std::optional<SetUpLink>{} : std::optional(found->second);
}

MemoryAccounts::Result<std::optional<SetUpLink>> MemoryAccounts::take_link(
    std::string_view digest) {
  const std::lock_guard lock(mutex_);
  const auto found = links_.find(digest);
  if (found == links_.end()) return std::optional<SetUpLink>{};
  std::optional out(std::move(found->second));
  links_.erase(found);
  return out;
}

MemoryAccounts::Result<MemoryAccounts::Done> MemoryAccounts::forget(Instant now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(sessions_, [&](const auto& one) { return one.second.is_over(now); });
  std::erase_if(links_, [&](const auto& one) { return one.second.ends_at <= now; });
  std::erase_if(tries_,
                [&](const auto& one) { return one.second.last + std::chrono::days(1) <= now; });
  return Done{};
}

}  // namespace veinline::storage::memory
