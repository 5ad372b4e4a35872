// SPDX-License-Identifier: Apache-2.0
// Sheet: a table becomes commands by a map that a site keeps as a file. docs/import.md.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/csv.hpp"
#include "exchange/time_zone.hpp"
#include "exchange/written.hpp"
#include "kernel/canonical.hpp"
#include "kernel/result.hpp"

namespace veinline::exchange {

/// Something that is wrong with a map or with a row; becomes a problem document.
struct SheetProblem {
  std::string code;        ///< key in words/
  std::size_t line = 0;    ///< of the table; 0: of the map
  std::string column;      ///< heading; of a wrong map also the member
  std::string suggestion;  ///< a heading, the known values, an example
  bool operator==(const SheetProblem&) const = default;
};

/// How a table is read and what each row of it says.
class SheetMap {
 public:
  /// Reads the JSON of a map. The problem is in its words, not in its columns: those are compared
  /// with the table by commands_of().
  static kernel::Result<SheetMap, SheetProblem> parse(std::string_view json);

  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] char separator() const { return separator_; }
  [[nodiscard]] const std::string& source() const { return source_; }
  /// Ids that names of the map stand for from the beginning: "$nurse" -> id.
  [[nodiscard]] const std::map<std::string, std::string>& names() const { return names_; }

 private:
  friend class SheetReader;
  kernel::Result<kernel::Done, SheetProblem> read_form(const kernel::Object& object);
  kernel::Result<kernel::Done, SheetProblem> read_tables(const kernel::Object& object);

  Encoding encoding_ = Encoding::utf8;
  char separator_ = ',';
  std::string source_;
  std::string offset_ = "+00:00";  ///< of the local times in the table, without a zone
  std::optional<TimeZone> zone_;   ///< of the local times in the table
  DayOrder order_ = DayOrder::unknown;
  bool decimal_comma_ = false;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::map<std::string, std::string>> values_;
  kernel::Array commands_;  ///< objects whose texts are templates
};

/// One command that a row became.
struct SheetCommand {
  std::size_t line = 0;  ///< of the table
  kernel::Object command;
  /// Which column stands behind a member: "data.quantity.value" -> its heading.
  std::map<std::string, std::string> columns;
};
struct SheetCommands {
  std::vector<SheetCommand> commands;  ///< in the order of the rows
  std::vector<SheetProblem> problems;  ///< rows that are left out
};

/// Fills the templates of a map from one row after another. What it was made of outlives it.
class SheetFiller {
 public:
  SheetFiller(const std::vector<std::string>& headings, const SheetMap& map);
  ~SheetFiller();
  /// What in the map does not fit the table, all at once. First of all: fill() asks for none.
  [[nodiscard]] std::vector<SheetProblem> misfits();
  void fill(const CsvRow& row, SheetCommands& out);

 private:
  std::unique_ptr<class SheetReader> reader_;
};

/// What the rows say. The fault is that the map does not fit the table at all.
kernel::Result<SheetCommands, std::vector<SheetProblem>> commands_of(const CsvTable& table,
                                                                     const SheetMap& map);

}  // namespace veinline::exchange
