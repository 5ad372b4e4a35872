// SPDX-License-Identifier: Apache-2.0
// Evidence: bundles that prove, away from the server, what the log says about a thing, or all of
// it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ledger/note.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

using Sink = std::function<void(std::string_view)>;

/// Everything about a thing and what it came from and went into, each record with its proof.
/// Gives the number of records.
kernel::Result<std::uint64_t, views::NoView> export_thing(const views::Sources& sources,
                                                          const ledger::SigningKey& key,
                                                          const std::string& id, const Sink& sink);
/// The whole log.
kernel::Result<std::uint64_t, views::NoView> export_all(const views::Sources& sources,
                                                        const ledger::SigningKey& key,
                                                        const Sink& sink);

}  // namespace veinline::exchange
