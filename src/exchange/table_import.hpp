// SPDX-License-Identifier: Apache-2.0
// Table import: a table with its map in front of it, taken in as commands. docs/import.md.
#pragma once

#include "exchange/import.hpp"

namespace veinline::exchange {

/// True when the first line of a file to take in is a map, and a table follows it.
bool is_table(std::string_view file);

/// Takes in a file of either kind. Of a table, problems say the line of the table, the column, and
/// what to write there; `lines` counts the commands that its rows say.
ImportReport take_in(commands::Desk& desk, const journey::Catalogue& catalogue,
                     const std::string& account, const Words& words, std::string_view file);

}  // namespace veinline::exchange
