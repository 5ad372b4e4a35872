// SPDX-License-Identifier: Apache-2.0
// Cheap secrets: what specifications of this folder say instead of passwords, hashed at a price
// that a test can pay.
#pragma once
#include <string>
#include <utility>

#include "access/password.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::access {

inline constexpr PasswordCost cheap{.passes = 1, .memory_bytes = 8'192};

inline kernel::Sensitive<std::string> secret(std::string text) {
  return kernel::Sensitive<std::string>(std::move(text));
}

}  // namespace veinline::access
