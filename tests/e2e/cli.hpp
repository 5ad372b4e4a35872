// SPDX-License-Identifier: Apache-2.0
// Cli: what the verbs of the command line say, for tests that call them in this process.
#pragma once

#include <functional>
#include <iostream>
#include <sstream>
#include <string>

namespace veinline::e2e {

/// What a verb answered.
struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

/// Runs a verb with both of its streams caught.
inline Ran ran(const std::function<int()>& verb) {
  std::ostringstream out;
  std::ostringstream err;
  std::streambuf* const out_before = std::cout.rdbuf(out.rdbuf());
  std::streambuf* const err_before = std::cerr.rdbuf(err.rdbuf());
  const int code = verb();
  std::cout.rdbuf(out_before);
  std::cerr.rdbuf(err_before);
  return {code, out.str(), err.str()};
}

}  // namespace veinline::e2e
