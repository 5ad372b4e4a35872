// SPDX-License-Identifier: Apache-2.0
// BlindIndex: who has which identifier, kept without any identifier: by keyed digests (tags).
//
// A tag is HMAC-SHA-256 under a key that is made of the node's secret for each site and field, over
// the identifier in the form that is kept. Who has the storage alone can test no guess; who has the
// secret too can. A row is a hint: it is put before the fact that it is for, which may then not be
// recorded, so that whoever finds one looks into the vault whether it is so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/result.hpp"
#include "vault/vault.hpp"

namespace veinline::vault {

/// The tag of an identifier: "resident_id" of a site. INVARIANT: all are UTF-8.
kernel::Digest blind_tag(kernel::ByteView secret, std::string_view site, std::string_view field,
                         std::string_view identifier);

/// Where tags are kept. Safe from many threads.
class BlindIndex {
 public:
  virtual ~BlindIndex() = default;
  /// That this owner has it: durable on return. The same again changes nothing.
  virtual Result<kernel::Done, VaultFault> put(const kernel::Digest& tag,
                                               std::string_view owner) = 0;
  /// Its owners, in the order of their keys: the first `count_max`.
  virtual Result<std::vector<std::string>, VaultFault> find(const kernel::Digest& tag,
                                                            std::uint32_t count_max) = 0;
  /// Forgets every tag of an owner: with the keys of what they are made of. Durable on return.
  virtual Result<kernel::Done, VaultFault> remove(std::string_view owner) = 0;
};

}  // namespace veinline::vault
