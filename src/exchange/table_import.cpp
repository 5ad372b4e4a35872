// SPDX-License-Identifier: Apache-2.0
#include "exchange/table_import.hpp"

#include <algorithm>

#include "exchange/json.hpp"
#include "exchange/sheet.hpp"

namespace veinline::exchange {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

std::string_view first_line(std::string_view file) {
  return file.substr(0, std::min(file.find('\n'), file.size()));
}

class TableImport {
 public:
  TableImport(commands::Desk& desk, const journey::Catalogue& catalogue, const std::string& account,
              const Words& words)
      : desk_(desk), catalogue_(catalogue), account_(account), words_(words) {}

  ImportReport run(std::string_view file) {
    const std::string_view map_text = first_line(file);
    const auto map = SheetMap::parse(map_text);
    if (!map) return refused({map.error()});
    const std::string_view bytes = file.substr(std::min(map_text.size() + 1, file.size()));
    const auto table = read_csv(bytes, map->encoding(), map->separator());
    if (!table) {
      return refused({{std::string(code(table.error().kind)), table.error().line, {}, {}}});
    }
    auto read = commands_of(*table, *map);
    if (!read) return refused(read.error());
    ImportReport report = Import(desk_, catalogue_, account_, words_).run(lines_of(*read, *map));
    locate(report, *read);
    for (const SheetProblem& problem : read->problems) add(report, problem);
    std::stable_sort(report.problems.begin(), report.problems.end(),
                     [](const Value& a, const Value& b) { return line_in(a) < line_in(b); });
    return report;
  }

 private:
  [[nodiscard]] Object document(const SheetProblem& problem) const {
    Object out = problem_json(problem.code, 400, words_);
    if (problem.line > 0) out.set("line", Value(static_cast<std::int64_t>(problem.line)));
    if (!problem.column.empty()) out.set("column", Value(problem.column));
    if (!problem.suggestion.empty()) out.set("suggestion", Value(problem.suggestion));
    return out;
  }
  void add(ImportReport& report, const SheetProblem& problem) const {
    ++report.failed;
    ++report.lines;
    if (report.problems.size() >= import_problems_max) return;
    report.problems.push_back(Value(document(problem)));
  }
  /// Nothing of it was taken in.
  [[nodiscard]] ImportReport refused(const std::vector<SheetProblem>& problems) const {
    ImportReport report;
    for (const SheetProblem& problem : problems) add(report, problem);
    report.lines = 0;
    return report;
  }

  /// The file of commands that the rows say: the same table makes the same file.
  static std::string lines_of(const SheetCommands& read, const SheetMap& map) {
    Object header;
    header.set("source", Value(map.source()));
    header.set("veinline_import", Value(1));
    std::string out = kernel::canonical_text(header) + "\n";
    for (const SheetCommand& one : read.commands) {
      out += kernel::canonical_text(one.command) + "\n";
    }
    return out;
  }

  static std::int64_t line_in(const Value& problem) {
    const Value* line = problem.object()->find("line");
    return line == nullptr || line->integer() == nullptr ? 0 : *line->integer();
  }

  /// Puts the line of the table, and the column behind a member, in the place of those of the file
  /// that was made from it.
  static void locate(ImportReport& report, const SheetCommands& read) {
    for (Value& problem : report.problems) {
      const std::int64_t line = line_in(problem);
      const auto index = static_cast<std::size_t>(line - 2);  // behind the header
      if (line < 2 || index >= read.commands.size()) continue;
      const SheetCommand& command = read.commands[index];
      Object& document = *problem.object();
      document.set("line", Value(static_cast<std::int64_t>(command.line)));
      const Value* about = document.find("about");
      if (about == nullptr || about->string() == nullptr) continue;
      const std::string column = column_of(command, *about->string());
      if (!column.empty()) document.set("column", Value(column));
    }
  }
  static std::string column_of(const SheetCommand& command, const std::string& about) {
    for (const std::string& path : {about, "data." + about}) {
      const auto found = command.columns.lower_bound(path);
      if (found != command.columns.end() && found->first.starts_with(path)) return found->second;
    }
    return {};
  }

  commands::Desk& desk_;
  const journey::Catalogue& catalogue_;
  const std::string& account_;
  const Words& words_;
};

}  // namespace

bool is_table(std::string_view file) {
  return first_line(file).find("\"veinline_map\"") != std::string_view::npos;
}

ImportReport take_in(commands::Desk& desk, const journey::Catalogue& catalogue,
                     const std::string& account, const Words& words, std::string_view file) {
  if (is_table(file)) return TableImport(desk, catalogue, account, words).run(file);
  return Import(desk, catalogue, account, words).run(file);
}

}  // namespace veinline::exchange
