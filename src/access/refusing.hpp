// SPDX-License-Identifier: Apache-2.0
// Refusing: how a sign-in says that nobody was known, and keeps for the record what was wrong.
#pragma once

#include "access/sign_in.hpp"

namespace veinline::access {

inline kernel::Failure<NotKnown> broken(Fault fault) {
  return kernel::Failure{NotKnown{fault, {}}};
}

/// The same for all who are refused. What was wrong is for the record alone.
inline kernel::Failure<NotKnown> refused(std::string_view wrong = {}) {
  NotKnown out;
  out.wrong = wrong;
  return kernel::Failure{std::move(out)};
}

/// Of a way in that has codes of its own for the operator.
inline std::string_view wrong_by(std::string_view why) {
  if (why.starts_with("oidc.")) return refused_for::provider;
  return why.starts_with("set_up.") ? refused_for::link : refused_for::passkey;
}

}  // namespace veinline::access
