// SPDX-License-Identifier: Apache-2.0
#include "vault/blind_index.hpp"

#include "kernel/canonical.hpp"

namespace veinline::vault {

kernel::Digest blind_tag(kernel::ByteView secret, std::string_view site, std::string_view field,
                         std::string_view identifier) {
  const kernel::Array of{kernel::Value("veinline blind index 1"), kernel::Value(site),
                         kernel::Value(field)};
  const kernel::Digest key = kernel::hmac_sha256(secret, kernel::canonical_text(kernel::Value(of)));
  return kernel::hmac_sha256(key.view(), identifier);
}

}  // namespace veinline::vault
