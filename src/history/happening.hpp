// SPDX-License-Identifier: Apache-2.0
// Happening: between the ledger, which does not know what a patient is, and the journey, which does
// not know what a record is.
#pragma once

#include <cstdint>

#include "journey/fold.hpp"
#include "kernel/result.hpp"
#include "ledger/store.hpp"

namespace veinline::history {

/// With this begin the command keys of imported records, and of no others: commands/keys.
inline constexpr std::string_view import_key_prefix = "import:";

/// A stored record, as the fold needs it. Fault::damaged when the bytes are no record.
kernel::Result<journey::Happening, ledger::Fault> happening_of(const ledger::StoredRecord& stored);
journey::Happening happening_of(ledger::Seq seq, ledger::Record record);

/// The history of a thing between two positions, `after` < seq <= `up_to`: the first `count_max` of
/// its records. A decision wants all of them. Whoever answers a reader asks for one more than they
/// would take, and so knows that there are too many.
kernel::Result<std::vector<journey::Happening>, ledger::Fault> history_of(
    const ledger::Store& store, std::string_view thing, ledger::Touching touching,
    ledger::Seq after, ledger::Seq up_to, std::size_t count_max = SIZE_MAX);
/// The same of a few things, each from its beginning, asked together: of all together the first
/// `count_max`. In their order.
kernel::Result<std::vector<std::vector<journey::Happening>>, ledger::Fault> histories_of(
    const ledger::Store& store, std::span<const std::string> things, ledger::Touching touching,
    ledger::Seq up_to, std::size_t count_max);

}  // namespace veinline::history
