// SPDX-License-Identifier: Apache-2.0
// Cases: the right form of a command made wrong in every way that its description gives room for.
#pragma once

#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::bad_input {

/// Stands in bad values, and in no answer.
inline constexpr const char* marker = "Zhang Wei 0517";

/// What cases are made from.
struct Right {
  const journey::CommandType& type;
  kernel::Object data;
  std::string own_id;      ///< of a person, who is known
  std::string unknown_id;  ///< of nothing
};

struct Case {
  std::string what;   ///< "missing", "id of nothing"
  std::string field;  ///< path of what is wrong; empty: the whole
  kernel::Object data{};
};

/// Every way in which one member of the data can be wrong.
std::vector<Case> cases_of_fields(const Right& right);

}  // namespace veinline::bad_input
