// SPDX-License-Identifier: Apache-2.0
// What restore and verify say about a folder that is half made.
#pragma once

#include <string>

namespace veinline::tools::cli {

/// What to do about a folder that a restore left half made.
inline std::string again_into(const std::string& data) {
  return "The folder " + data +
         " is half made: a restore into it was cut short, or is still under way. Keep its keys "
         "folder, move everything else in it away, and restore again.";
}

}  // namespace veinline::tools::cli
