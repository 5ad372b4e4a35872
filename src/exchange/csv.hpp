// SPDX-License-Identifier: Apache-2.0
// CSV: what a spreadsheet or a logger writes (RFC 4180), UTF-8 or GB18030, read strictly by line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/result.hpp"

namespace veinline::exchange {

constexpr std::size_t csv_columns_max = 500;
constexpr std::size_t csv_cell_bytes_max = 16 * 1024;

enum class Encoding : std::uint8_t { utf8, gb18030 };

/// Why a text is no table. Keys a sentence in words/; holds no part of the text.
struct CsvFault {
  enum class Kind : std::uint8_t {
    not_in_encoding,  ///< bytes that the encoding does not have: another one was used
    is_gb18030,       ///< declared as UTF-8
    is_utf8,          ///< declared as GB18030
    is_utf16,         ///< "Unicode text" of a spreadsheet
    other_separator,  ///< one heading alone, with another separator in it
    empty,            ///< not even a line of headings
    heading_twice,    ///< two columns of one name
    no_heading,       ///< a column without a name that has cells under it
    other_width,      ///< a line with more or fewer cells than there are headings
    cut_off,          ///< the same of a last line that has no end
    quote_open,       ///< a quoted cell that does not end
    stray_quote,      ///< a quote inside a cell that is not quoted, or text behind a quoted one
    too_wide,         ///< more columns than anybody has
    cell_too_long,
  };
  Kind kind;
  std::size_t line = 0;  ///< of the file, from 1; 0: the whole
  bool operator==(const CsvFault&) const = default;
};
std::string_view code(CsvFault::Kind kind);  ///< key in words/
/// What to write into the map instead; empty: it is no matter of the map.
std::string suggestion(CsvFault::Kind kind);

struct CsvRow {
  std::size_t line = 0;  ///< on which it begins
  std::vector<std::string> cells;
};
struct CsvTable {
  std::vector<std::string> headings;
  std::vector<CsvRow> rows;      ///< without blank ones
  std::vector<CsvFault> faulty;  ///< lines that are left out
};

/// The text in UTF-8, without a byte order mark. Nothing: it is not of that encoding.
std::optional<std::string> decode(std::string_view bytes, Encoding encoding);
/// The same of bytes that nobody declared: UTF-16 with its mark, else UTF-8, else GB18030.
std::optional<std::string> decode_any(std::string_view bytes);
/// The same of bytes that were declared, with what they are instead. Of GB18030 nearly every text
/// is also some text: what reads as Chinese in UTF-8 is taken for that.
kernel::Result<std::string, CsvFault> decode_declared(std::string_view bytes, Encoding encoding);

/// A table, row by row: no more than one is kept.
class CsvRows {
 public:
  /// `text` outlives it.
  static kernel::Result<CsvRows, CsvFault> open(std::string_view text, char separator);
  CsvRows(CsvRows&&) noexcept;
  CsvRows& operator=(CsvRows&&) noexcept;
  ~CsvRows();
  [[nodiscard]] const std::vector<std::string>& headings() const { return headings_; }
  /// The next row that is not blank, with a cell for each heading; nothing: the end. A fault is of
  /// one line, unless it spoils_all(); then nothing follows.
  kernel::Result<std::optional<CsvRow>, CsvFault> next();

 private:
  class Reader;
  CsvRows(std::string_view text, char separator);
  std::unique_ptr<Reader> reader_;
  std::vector<std::string> headings_;
};
bool spoils_all(const CsvFault& fault);

/// Reads a whole table. A bad line is left out and told of; what spoils all that follows is a
/// fault.
kernel::Result<CsvTable, CsvFault> read_csv(std::string_view bytes, Encoding encoding,
                                            char separator);

/// What a spreadsheet would compute: never a value, and dangerous to whoever opens it.
bool is_formula(std::string_view cell);

}  // namespace veinline::exchange
