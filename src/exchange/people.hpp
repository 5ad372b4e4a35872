// SPDX-License-Identifier: Apache-2.0
// People: whom the node knows, what they may do, and which tokens act for them. No names: those are
// in the vault.
#pragma once

#include <cstdint>
#include <string>

#include "kernel/canonical.hpp"
#include "kernel/result.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// A page of people in the order of their ids, after the person of key `after` (empty: from the
/// first): {"people": [{"person", "site", "roles", "tokens": [{"token", "revoked", "scopes",
/// "expires"?}]}], "next"?}.
kernel::Result<kernel::Object, views::NoView> people(const views::Sources& sources,
                                                     const std::string& after,
                                                     std::uint32_t count_max);

}  // namespace veinline::exchange
