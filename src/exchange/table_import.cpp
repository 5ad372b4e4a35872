// SPDX-License-Identifier: Apache-2.0
#include "exchange/table_import.hpp"

#include <algorithm>

#include "exchange/json.hpp"

namespace veinline::exchange {

using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// Commands that are made and taken in at once.
constexpr std::size_t piece_commands = 500;

std::string_view first_line(std::string_view file) {
  return file.substr(0, std::min(file.find('\n'), file.size()));
}

std::int64_t line_in(const Value& problem) {
  const Value* line = problem.object()->find("line");
  return line == nullptr || line->integer() == nullptr ? 0 : *line->integer();
}

std::string column_of(const SheetCommand& command, const std::string& about) {
  for (const std::string& path : {about, "data." + about}) {
    const auto found = command.columns.lower_bound(path);
    if (found != command.columns.end() && found->first.starts_with(path)) return found->second;
  }
  return {};
}

void add(ImportReport& report, const SheetProblem& problem, const Words& words) {
  ++report.failed;
  ++report.lines;
  if (report.problems.size() >= import_problems_max) return;
  report.problems.push_back(Value(sheet_problem_json(problem, words)));
}

ImportReport take_table(Import import, const Words& words, std::string_view file) {
  ImportReport report;
  const std::string_view map = first_line(file);
  auto pieces = TablePieces::open(map, file.substr(std::min(map.size() + 1, file.size())));
  if (!pieces) {
    for (const SheetProblem& problem : pieces.error()) add(report, problem, words);
    report.lines = 0;
    return report;
  }
  if (!import.begin(pieces->origin(), report)) return report;
  std::size_t lines_before = 0;
  while (auto piece = pieces->next(piece_commands)) {
    const std::size_t told = report.problems.size();
    import.take_lines(piece->lines(), report);
    Array fresh(report.problems.begin() + static_cast<std::ptrdiff_t>(told), report.problems.end());
    report.problems.resize(told);
    for (Value& problem : fresh) {
      const std::int64_t line = line_in(problem) - static_cast<std::int64_t>(lines_before);
      problem.object()->set("line", Value(line));
    }
    piece->locate(fresh);
    for (Value& problem : fresh) report.problems.push_back(std::move(problem));
    for (const SheetProblem& problem : piece->read.problems) add(report, problem, words);
    lines_before += piece->read.commands.size();
  }
  std::stable_sort(report.problems.begin(), report.problems.end(),
                   [](const Value& a, const Value& b) { return line_in(a) < line_in(b); });
  return report;
}

}  // namespace

Object sheet_problem_json(const SheetProblem& problem, const Words& words) {
  Object out = problem_json(problem.code, 400, words);
  if (problem.line > 0) out.set("line", Value(static_cast<std::int64_t>(problem.line)));
  if (!problem.column.empty()) out.set("column", Value(problem.column));
  if (!problem.suggestion.empty()) out.set("suggestion", Value(problem.suggestion));
  return out;
}

std::string TablePiece::lines() const {
  std::string out;
  for (const SheetCommand& one : read.commands) out += kernel::canonical_text(one.command) + "\n";
  return out;
}

void TablePiece::locate(Array& problems) const {
  for (Value& problem : problems) {
    const std::int64_t line = line_in(problem);
    if (line < 1 || static_cast<std::size_t>(line) > read.commands.size()) continue;
    const SheetCommand& command = read.commands[static_cast<std::size_t>(line - 1)];
    Object& document = *problem.object();
    document.set("line", Value(static_cast<std::int64_t>(command.line)));
    const Value* about = document.find("about");
    if (about == nullptr || about->string() == nullptr) continue;
    const std::string column = column_of(command, *about->string());
    if (!column.empty()) document.set("column", Value(column));
  }
}

/// Where it is does not change: rows and filler look at what stands before them.
struct TablePieces::State {
  State(SheetMap of_map, std::string of_text) : map(std::move(of_map)), text(std::move(of_text)) {}

  SheetMap map;
  std::string text;
  std::optional<CsvRows> rows;
  std::optional<SheetFiller> filler;
  ImportOrigin origin;
  std::size_t count = 0;
  std::unordered_map<std::string, std::size_t> keys;  ///< to the line where it stands

  /// Leaves out commands whose key stands on an earlier line.
  void take_out_repeated(SheetCommands& read) {
    std::erase_if(read.commands, [&](const SheetCommand& one) {
      const Value* key = one.command.find("key");
      if (key == nullptr || key->string() == nullptr) return false;
      if (keys.emplace(*key->string(), one.line).second) return false;
      const auto column = one.columns.find("key");
      read.problems.push_back({"import.duplicate_key_in_file",
                               one.line,
                               column == one.columns.end() ? "" : column->second,
                               {}});
      return true;
    });
  }
};

TablePieces::TablePieces(std::unique_ptr<State> state) : state_(std::move(state)) {}
TablePieces::TablePieces(TablePieces&&) noexcept = default;
TablePieces& TablePieces::operator=(TablePieces&&) noexcept = default;
TablePieces::~TablePieces() = default;

const ImportOrigin& TablePieces::origin() const {
  return state_->origin;
}
std::size_t TablePieces::rows() const {
  return state_->count;
}

Result<TablePieces, std::vector<SheetProblem>> TablePieces::open(std::string_view map_text,
                                                                 std::string_view table) {
  using Problems = std::vector<SheetProblem>;
  const auto spoilt = [](const CsvFault& fault) {
    return Failure{
        Problems{{std::string(code(fault.kind)), fault.line, {}, suggestion(fault.kind)}}};
  };
  auto map = SheetMap::parse(map_text);
  if (!map) return Failure{Problems{map.error()}};
  auto text = decode_declared(table, map->encoding());
  if (!text) return spoilt(text.error());
  auto state = std::make_unique<State>(std::move(*map), std::move(*text));
  const char separator = state->map.separator();
  auto rows = CsvRows::open(state->text, separator);
  if (!rows) return spoilt(rows.error());
  state->rows = std::move(*rows);
  state->filler.emplace(state->rows->headings(), state->map);
  if (Problems misfits = state->filler->misfits(); !misfits.empty()) {
    return Failure{std::move(misfits)};
  }
  auto ahead = CsvRows::open(state->text, separator);
  INVARIANT(ahead.has_value());
  for (;;) {
    const auto row = ahead->next();
    if (!row && spoils_all(row.error())) return spoilt(row.error());
    if (row && !*row) break;
    ++state->count;
  }
  state->origin = {state->map.source(), kernel::to_hex(kernel::sha256(table).view()),
                   state->map.names(), 1};
  return TablePieces(std::move(state));
}

std::optional<TablePiece> TablePieces::next(std::size_t commands_max) {
  TablePiece out;
  while (out.read.commands.size() < commands_max && out.rows < commands_max) {
    const auto row = state_->rows->next();
    if (row && !*row) break;
    ++out.rows;
    if (row) {
      state_->filler->fill(**row, out.read);
    } else {
      const CsvFault& fault = row.error();
      out.read.problems.push_back(
          {std::string(code(fault.kind)), fault.line, {}, suggestion(fault.kind)});
    }
  }
  if (out.rows == 0) return std::nullopt;
  state_->take_out_repeated(out.read);
  return out;
}

bool is_table(std::string_view file) {
  return first_line(file).find("\"veinline_map\"") != std::string_view::npos;
}

ImportReport take_in(commands::Desk& desk, const journey::Catalogue& catalogue,
                     const commands::AskedBy& by, const Words& words, std::string_view file) {
  Import import(desk, catalogue, by, words);
  if (is_table(file)) return take_table(std::move(import), words, file);
  return import.run(file);
}

}  // namespace veinline::exchange
