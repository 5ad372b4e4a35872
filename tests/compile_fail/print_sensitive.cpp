// SPDX-License-Identifier: Apache-2.0
// expect: use of deleted function
// Personal data cannot be printed by accident.
#include <sstream>
#include <string>

#include "kernel/sensitive.hpp"

void print(std::ostringstream& out, const veinline::kernel::Sensitive<std::string>& name) {
  out << name;
}
