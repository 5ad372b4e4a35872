// SPDX-License-Identifier: Apache-2.0
// The control of this folder: it must compile, or the refusals beside it prove nothing.
#include "kernel/id.hpp"
#include "kernel/result.hpp"

veinline::kernel::Result<int, char> answer() {
  return 42;
}
