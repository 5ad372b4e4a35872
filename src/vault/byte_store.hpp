// SPDX-License-Identifier: Apache-2.0
// ByteStore: the port to wherever the sealed bytes of documents are kept, beside the vault. It has
// no key to any of them.
//
// Bytes are durable before the fact that names them, so that no fact is without its bytes; those
// whose fact was never recorded are found by their age and removed (node/papers.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/result.hpp"
#include "vault/fault.hpp"

namespace veinline::vault {

/// Safe from many threads.
class ByteStore {
 public:
  virtual ~ByteStore() = default;
  /// Durable on return. `name` is the SHA-256 of `sealed`; the same again changes nothing but the
  /// moment, which is never set back.
  virtual kernel::Result<kernel::Done, VaultFault> put(const kernel::Digest& name,
                                                       std::string_view sealed,
                                                       kernel::Instant kept_at) = 0;
  virtual kernel::Result<std::optional<std::string>, VaultFault> find(
      const kernel::Digest& name) = 0;
  struct Kept {
    kernel::Digest name;
    kernel::Instant kept_at{};
    bool operator==(const Kept&) const = default;
  };
  /// Those behind this name, by name; without one from the first.
  virtual kernel::Result<std::vector<Kept>, VaultFault> kept_after(
      const std::optional<kernel::Digest>& name, std::uint32_t count_max) = 0;
  /// Removes bytes that were kept at this moment and not again since; others stay. Durable on
  /// return.
  virtual kernel::Result<kernel::Done, VaultFault> remove(const Kept& kept) = 0;
};

}  // namespace veinline::vault
