// SPDX-License-Identifier: Apache-2.0
// ImportPieces: a file to take in, cut into requests of a bounded size.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "exchange/table_import.hpp"

namespace veinline::tools::cli {

using Names = std::map<std::string, std::string>;

/// One request, and what the command line itself found wrong with its rows.
struct ImportPiece {
  std::string body;
  std::size_t rows = 0;
  std::optional<exchange::TablePiece> table;  ///< of a table: to locate problems in it
  kernel::Array problems;
};

/// Each line is its own command under its own key, so that it does not matter how a file is cut,
/// nor where its import broke off. A later piece is told the ids that its names got before.
class ImportPieces {
 public:
  /// `map` is empty for a file of commands. The error is a sentence.
  static kernel::Result<ImportPieces, std::string> open(std::string file, std::string_view map,
                                                        const Names& names,
                                                        exchange::Language language);

  /// The file cannot be cut: the node says what is wrong with it.
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] std::string whole() const;
  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] const Names& names() const { return names_; }
  /// The next request; nothing: the end. `known` are all names so far with their ids.
  std::optional<ImportPiece> next(const Names& known);

 private:
  ImportPieces() = default;
  void begin_lines();
  std::optional<ImportPiece> next_rows(const Names& known);
  std::optional<ImportPiece> next_lines(const Names& known);
  [[nodiscard]] std::string map_with_names() const;
  [[nodiscard]] std::string header(std::string_view lines, const Names& known) const;

  std::string file_;
  std::string map_;  ///< one line
  const exchange::Words* words_ = nullptr;
  bool is_whole_ = false;
  Names names_;
  std::string source_;
  std::string digest_;
  std::size_t rows_ = 0;
  std::optional<exchange::TablePieces> table_;
  std::size_t at_ = 0;    ///< of a file of commands: bytes that were sent
  std::size_t line_ = 1;  ///< the next one, or where the next one of a table stands in its piece
};

}  // namespace veinline::tools::cli
