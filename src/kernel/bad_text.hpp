// SPDX-License-Identifier: Apache-2.0
// BadText: why a text is not what it claims to be. Never repeats the text itself: it may be a name.
#pragma once

#include <string>

namespace veinline::kernel {

struct BadText {
  std::string why;  ///< e.g. "a material id has 18 characters". Holds no part of the input.
  bool operator==(const BadText&) const = default;
};

}  // namespace veinline::kernel
