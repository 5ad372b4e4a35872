// SPDX-License-Identifier: Apache-2.0
// Form: where in a request something stands that is wrong.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/field.hpp"

namespace veinline::commands {

/// Where the n-th thing stands of those that named_things() gives, from 0: "inputs[2].material".
std::string path_of_named(const std::vector<journey::Field>& fields, const kernel::Object& data,
                          std::size_t n);

/// Where a choice stands that was made before in the same list: "roles[1]".
std::optional<std::string> chosen_twice(const std::vector<journey::Field>& fields,
                                        const kernel::Object& data);

}  // namespace veinline::commands
