// SPDX-License-Identifier: Apache-2.0
#include "kernel/wiped.hpp"

#include <openssl/crypto.h>

namespace veinline::kernel {

void Wiped::wipe() noexcept {
  if (!bytes_.empty()) OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

}  // namespace veinline::kernel
