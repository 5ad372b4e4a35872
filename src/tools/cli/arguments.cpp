// SPDX-License-Identifier: Apache-2.0
#include "kernel/canonical.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

std::string not_utf8(std::span<const char* const> arguments) {
  std::string_view before;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view one = arguments[i];
    const std::string_view name = one.substr(0, one.find('='));
    if (kernel::is_utf8(one)) {
      before = one;
    } else if (one.starts_with("--") && name.size() < one.size() && kernel::is_utf8(name)) {
      return "the value of " + std::string(name);
    } else if (!one.starts_with("-") && before.starts_with("-")) {
      return "the value of " + std::string(before);
    } else {
      return "argument " + std::to_string(i + 1);
    }
  }
  return "";
}

}  // namespace veinline::tools::cli
