// SPDX-License-Identifier: Apache-2.0
// Print: JSON answers as lines that a person can read.
#pragma once

#include <string>

#include "kernel/canonical.hpp"

namespace veinline::tools::cli {

/// Indented "name: value" lines; lists of objects as blocks; ends with a newline.
std::string pretty(const kernel::Value& value);

}  // namespace veinline::tools::cli
