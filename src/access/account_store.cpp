// SPDX-License-Identifier: Apache-2.0
#include "access/account_store.hpp"

#include <algorithm>

#include "kernel/invariant.hpp"

namespace veinline::access {

std::string_view text(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::password:
      return "password";
    case CredentialKind::totp:
      return "totp";
    case CredentialKind::pin:
      return "pin";
    case CredentialKind::badge:
      return "badge";
    case CredentialKind::provider:
      return "provider";
    case CredentialKind::passkey:
      return "passkey";
  }
  kernel::broken_invariant("a credential is of one of the kinds listed", __FILE__, __LINE__);
}

std::optional<CredentialKind> credential_kind(std::string_view text_of_it) {
  for (const CredentialKind kind :
       {CredentialKind::password, CredentialKind::totp, CredentialKind::pin, CredentialKind::badge,
        CredentialKind::provider, CredentialKind::passkey}) {
    if (text(kind) == text_of_it) return kind;
  }
  return std::nullopt;
}

std::string_view text(SessionKind kind) {
  switch (kind) {
    case SessionKind::main:
      return "main";
    case SessionKind::second:
      return "second";
  }
  kernel::broken_invariant("a session is of one of the kinds listed", __FILE__, __LINE__);
}

seconds pause_after(std::int64_t count, const AttemptRule& rule) {
  if (count < rule.free) return seconds{0};
  constexpr std::int64_t doublings_max = 20;
  const std::int64_t doublings = std::min(count - rule.free, doublings_max);
  return std::min(rule.first * (std::int64_t{1} << doublings), rule.longest);
}

}  // namespace veinline::access
