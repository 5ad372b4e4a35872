// SPDX-License-Identifier: Apache-2.0
// Fields: the data of a command as it is said on the command line.
#pragma once

#include <string>
#include <vector>

#include "journey/catalogue.hpp"
#include "kernel/canonical.hpp"
#include "kernel/result.hpp"

namespace veinline::tools::cli {

/// A field whose name is that of a flag of `do` cannot be said as --FIELD: it is said by name.
struct SaidFields {
  std::vector<std::string> words;  ///< --FIELD VALUE --FIELD VALUE …
  std::vector<std::string> named;  ///< FIELD=VALUE
};

/// The data of the command; a repeated field makes a list. The error is a sentence, and says that
/// nothing was recorded.
kernel::Result<kernel::Object, std::string> data_of(const journey::CommandType& type,
                                                    const SaidFields& said);

}  // namespace veinline::tools::cli
