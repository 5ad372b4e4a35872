// SPDX-License-Identifier: Apache-2.0
// Whether the bytes of every document that a ledger names are kept. No key is needed to tell.
#pragma once

#include <cstdint>
#include <optional>

#include "ledger/store.hpp"
#include "vault/byte_store.hpp"

namespace veinline::tools::cli {

struct BytesCount {
  std::uint64_t named = 0;    ///< versions of documents in the records
  std::uint64_t missing = 0;  ///< of those, without their sealed bytes, or with others
  std::optional<ledger::Seq> first_missing;
};
/// Looks up the sealed bytes of each version, and hashes them.
kernel::Result<BytesCount, ledger::Fault> count_bytes(const ledger::Store& store,
                                                      vault::ByteStore& bytes);
/// Copies the sealed bytes that the ledger names, as they are; what `from` lacks is passed over,
/// and count_bytes() says so afterwards.
kernel::Result<kernel::Done, ledger::Fault> copy_bytes(const ledger::Store& store,
                                                       vault::ByteStore& from, vault::ByteStore& to,
                                                       kernel::Instant kept_at);

}  // namespace veinline::tools::cli
