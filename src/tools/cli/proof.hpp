// SPDX-License-Identifier: Apache-2.0
// What somebody says at the command line to prove that it is they who sign.
#pragma once

#include <string>

#include "kernel/canonical.hpp"
#include "kernel/result.hpp"

namespace veinline::tools::cli {

/// {"password", "code"}: the two lines of the file, the code only where its person has set one up.
/// "-": of standard input; at a terminal they are asked for, and not shown. The error is a sentence
/// that repeats nothing of what was said.
kernel::Result<kernel::Object, std::string> proof_from(const std::string& path);

}  // namespace veinline::tools::cli
