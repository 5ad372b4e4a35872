// SPDX-License-Identifier: Apache-2.0
// Table import: a table with its map in front of it, taken in as commands, piece by piece.
// docs/import.md.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exchange/import.hpp"
#include "exchange/sheet.hpp"

namespace veinline::exchange {

/// A problem of a table as a document, with its line, its column and what to write there.
kernel::Object sheet_problem_json(const SheetProblem& problem, const Words& words);

/// What some rows of a table say.
struct TablePiece {
  SheetCommands read;
  std::size_t rows = 0;
  /// One command a line.
  [[nodiscard]] std::string lines() const;
  /// In problems with those lines, counted from 1: the line of the table in their place, and the
  /// column behind the member that they are about.
  void locate(kernel::Array& problems) const;
};

/// A table read against its map: the rows in order, no more than a piece of them kept at once.
class TablePieces {
 public:
  /// Reads it once from end to end: what spoils it all is told before anything is taken in.
  static kernel::Result<TablePieces, std::vector<SheetProblem>> open(std::string_view map,
                                                                     std::string_view table);
  TablePieces(TablePieces&&) noexcept;
  TablePieces& operator=(TablePieces&&) noexcept;
  ~TablePieces();

  [[nodiscard]] const ImportOrigin& origin() const;
  [[nodiscard]] std::size_t rows() const;  ///< that are not blank
  /// About so many commands. Nothing: the end.
  std::optional<TablePiece> next(std::size_t commands_max);

 private:
  struct State;
  explicit TablePieces(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// True when the first line of a file to take in is a map, and a table follows it.
bool is_table(std::string_view file);

/// Takes in a file of either kind. Of a table, problems say the line of the table, the column, and
/// what to write there; `lines` counts the commands that its rows say.
ImportReport take_in(commands::Desk& desk, const journey::Catalogue& catalogue,
                     const commands::AskedBy& by, const Words& words, std::string_view file);

}  // namespace veinline::exchange
