// SPDX-License-Identifier: Apache-2.0
// Refusals: that somebody tried to sign in, or to prove who they are, and was wrong. They are told
// nothing of what was wrong; an administrator reads it. Part of the stage `staff`.
#pragma once

#include <optional>
#include <vector>

#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {

/// What was wrong; access/sign_in.hpp has the same words.
enum class Wrong : std::uint8_t {
  account,  ///< there is no such name
  password,
  code,
  used_code,  ///< it was right, and was used before
  pin,
  badge,
  passkey,
  provider,
  link,
  too_soon  ///< nothing was tried: they had to wait
};
constexpr std::string_view text(Wrong wrong) {
  switch (wrong) {
    case Wrong::account:
      return "unknown_account";
    case Wrong::password:
      return "wrong_password";
    case Wrong::code:
      return "wrong_code";
    case Wrong::used_code:
      return "used_code";
    case Wrong::pin:
      return "wrong_pin";
    case Wrong::badge:
      return "wrong_badge";
    case Wrong::passkey:
      return "wrong_passkey";
    case Wrong::provider:
      return "wrong_provider";
    case Wrong::link:
      return "wrong_link";
    case Wrong::too_soon:
      return "too_soon";
  }
  return "";
}

/// Somebody was not let in, or did not prove who they are, so often between the two times.
struct SignInRefused {
  static constexpr std::string_view stored_name = "staff.sign_in_refused/1";
  static constexpr bool for_overseers = true;
  std::optional<PersonId> person;
  std::vector<Wrong> whys;
  Count times;
  kernel::Instant first;
  kernel::Instant last;
  [[nodiscard]] std::vector<Thing> also_changes() const;
  static constexpr auto describe() {
    return std::tuple{field("person", &SignInRefused::person,
                            "Whose account it was; none: nobody's here.", Mark::mentions),
                      field("whys", &SignInRefused::whys, "What was wrong."),
                      field("times", &SignInRefused::times, "How often, since this was said last."),
                      field("first", &SignInRefused::first, "When first since then."),
                      field("last", &SignInRefused::last, "When last.")};
  }
};

struct RecordRefusedSignIn {
  static constexpr std::string_view name = "staff/record_refused_sign_in";
  static constexpr std::string_view help =
      "Record that somebody was not let in or did not prove who they are; the server does it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool machine_only = true;
  std::optional<PersonId> person;
  std::vector<Wrong> whys;
  Count times;
  kernel::Instant first;
  kernel::Instant last;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RecordRefusedSignIn::person,
              "Whose account it was; leave out where it was nobody's here."),
        field("whys", &RecordRefusedSignIn::whys, "What was wrong."),
        field("times", &RecordRefusedSignIn::times, "How often, since this was said last."),
        field("first", &RecordRefusedSignIn::first, "When first since then."),
        field("last", &RecordRefusedSignIn::last, "When last.")};
  }
};

/// Tells the catalogue of all this.
void tell_refusals(Catalogue& catalogue);

}  // namespace veinline::journey::staff
