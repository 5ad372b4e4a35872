// SPDX-License-Identifier: Apache-2.0
// Pretty: JSON for eyes and for diffs, of the files that are made and stand in the tree.
#pragma once

#include <string>

#include "kernel/canonical.hpp"

namespace veinline::exchange {

/// Two spaces a level, empty lists and objects on one line, a new line at the end.
std::string pretty(const kernel::Value& value);

}  // namespace veinline::exchange
