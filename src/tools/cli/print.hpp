// SPDX-License-Identifier: Apache-2.0
// Print: JSON answers as lines that a person can read.
#pragma once

#include <string>

#include "exchange/words.hpp"
#include "kernel/canonical.hpp"

namespace veinline::tools::cli {

/// Indented "name: value" lines; lists of objects as blocks; ends with a newline. Names are in the
/// reader's language where words/ has them; who parses asks for JSON.
std::string pretty(const kernel::Value& value, const exchange::Words& words);

}  // namespace veinline::tools::cli
