// SPDX-License-Identifier: Apache-2.0
// Papers: bytes of documents whose fact was never recorded are removed at a start.
#pragma once

#include <chrono>

#include "journey/catalogue.hpp"
#include "ledger/store.hpp"
#include "vault/byte_store.hpp"

namespace veinline::node {

/// Bytes are kept before the fact that names them. As long as this they may be somebody's who is
/// just filing them, here or at another server.
constexpr std::chrono::hours unnamed_bytes_last{24};

/// Removes the bytes that no fact names and that were kept longer ago. How many; the failure says
/// that not all could be looked at, and nothing that a fact names was removed.
kernel::Result<std::uint64_t, ledger::Fault> collect_bytes(const journey::Catalogue& catalogue,
                                                           const ledger::Store& store,
                                                           vault::ByteStore& bytes,
                                                           kernel::Instant now);

}  // namespace veinline::node
