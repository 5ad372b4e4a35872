// SPDX-License-Identifier: Apache-2.0
#include "exchange/sheet.hpp"

#include <algorithm>
#include <set>

#include "exchange/nearest.hpp"
#include "exchange/sheet_values.hpp"
#include "kernel/id.hpp"

namespace veinline::exchange {

using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// It may name many things that other files made.
constexpr kernel::JsonLimits map_json{.bytes_max = 4UL * 1024 * 1024, .depth_max = 12};
constexpr std::size_t suggested_max = 8;

SheetProblem of_map(std::string code, std::string member = {}, std::string suggestion = {}) {
  return {std::move(code), 0, std::move(member), std::move(suggestion)};
}

/// A piece of a template: literal text, or a column with what is done to its cell.
struct Piece {
  std::string literal;
  std::string column;  ///< empty: literal alone
  std::string filter;
  std::string argument;
  bool may_be_empty = false;  ///< "{column?}": then the member is left out
};
using Template = std::vector<Piece>;

const std::set<std::string> filters{"",        "date", "decimal", "default",
                                    "integer", "time", "upper",   "values"};

/// Reads "{column|filter:argument}" inside its braces.
Piece column_piece(std::string_view inside) {
  Piece out;
  const std::size_t bar = std::min(inside.find('|'), inside.size());
  std::string_view column = inside.substr(0, bar);
  if (bar < inside.size()) {
    const std::string_view filter = inside.substr(bar + 1);
    const std::size_t colon = std::min(filter.find(':'), filter.size());
    out.filter = filter.substr(0, colon);
    out.argument = filter.substr(std::min(colon + 1, filter.size()));
  }
  if (column.ends_with('?')) {
    out.may_be_empty = true;
    column.remove_suffix(1);
  }
  out.column = column;
  return out;
}

/// "{{" and "}}" stand for braces. Nothing: a brace without its other.
std::optional<Template> read_template(std::string_view text) {
  Template out;
  std::string literal;
  while (!text.empty()) {
    if (text.starts_with("{{") || text.starts_with("}}")) {
      literal.push_back(text.front());
      text.remove_prefix(2);
      continue;
    }
    if (text.front() == '}') return std::nullopt;
    if (text.front() != '{') {
      literal.push_back(text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t end = text.find('}');
    if (end == text.npos) return std::nullopt;
    if (!literal.empty()) out.push_back({std::move(literal), {}, {}, {}, false});
    literal.clear();
    out.push_back(column_piece(text.substr(1, end - 1)));
    text.remove_prefix(end + 1);
  }
  if (!literal.empty() || out.empty()) out.push_back({std::move(literal), {}, {}, {}, false});
  return out;
}

const std::string* text_at(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value == nullptr ? nullptr : value->string();
}

bool is_offset(std::string_view text) {
  return text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':' &&
         text[1] >= '0' && text[1] <= '1' && text[2] >= '0' && text[2] <= '9' && text[4] >= '0' &&
         text[4] <= '5' && text[5] >= '0' && text[5] <= '9';
}

/// "the first, the second, …", for a person to choose from.
template <class Names>
std::string listed(const Names& names) {
  std::string out;
  std::size_t count = 0;
  for (const auto& name : names) {
    if (++count > suggested_max) return out + ", …";
    out += (out.empty() ? "" : ", ") + std::string(name);
  }
  return out;
}

/// "1.234,5" as "1,234.5".
std::string with_point(std::string text) {
  for (char& c : text) c = c == ',' ? '.' : c == '.' ? ',' : c;
  return text;
}

std::vector<std::string> keys_of(const std::map<std::string, std::string>& map) {
  std::vector<std::string> out;
  for (const auto& [key, value] : map) out.push_back(key);
  return out;
}

}  // namespace

Result<SheetMap, SheetProblem> SheetMap::parse(std::string_view json) {
  auto value = kernel::parse_json(json, map_json);
  if (!value || value->object() == nullptr) return Failure{of_map("sheet.map_bad_json")};
  SheetMap out;
  const Object& object = *value->object();
  static const std::set<std::string> known{"veinline_map", "source",    "encoding", "separator",
                                           "offset",       "zone",      "values",   "commands",
                                           "names",        "day_order", "decimal"};
  for (const auto& [name, member] : object.members()) {
    if (!known.contains(name)) {
      return Failure{of_map("sheet.map_unknown_member", name, nearest(name, known))};
    }
  }
  const Value* version = object.find("veinline_map");
  if (version == nullptr || version->integer() == nullptr || *version->integer() != 1) {
    return Failure{of_map("sheet.map_other_version", "veinline_map", "1")};
  }
  const std::string* source = text_at(object, "source");
  const Value* commands = object.find("commands");
  if (source == nullptr || source->empty()) return Failure{of_map("sheet.map_missing", "source")};
  if (commands == nullptr || commands->array() == nullptr || commands->array()->empty()) {
    return Failure{of_map("sheet.map_missing", "commands")};
  }
  out.source_ = *source;
  out.commands_ = *commands->array();
  TRY([[maybe_unused]] auto form, out.read_form(object));
  TRY([[maybe_unused]] auto tables, out.read_tables(object));
  return out;
}

Result<kernel::Done, SheetProblem> SheetMap::read_form(const Object& object) {
  const auto bad = [](const char* member, std::string suggestion) {
    return Failure{of_map("sheet.map_bad_member", member, std::move(suggestion))};
  };
  if (const std::string* name = text_at(object, "encoding")) {
    if (*name != "utf-8" && *name != "gb18030") return bad("encoding", "utf-8, gb18030");
    encoding_ = *name == "gb18030" ? Encoding::gb18030 : Encoding::utf8;
  }
  if (const std::string* separator = text_at(object, "separator")) {
    if (separator->size() != 1 ||
        std::string_view(",;\t|").find((*separator)[0]) == std::string::npos) {
      return bad("separator", ", ; | \\t");
    }
    separator_ = (*separator)[0];
  }
  if (const std::string* offset = text_at(object, "offset")) {
    if (!is_offset(*offset)) return bad("offset", "+08:00");
    offset_ = *offset;
  }
  if (const std::string* zone = text_at(object, "zone")) {
    zone_ = TimeZone::named(*zone);
    if (!zone_) return bad("zone", "Asia/Shanghai, Europe/Berlin");
  }
  if (const std::string* order = text_at(object, "day_order")) {
    if (*order == "day_first") order_ = DayOrder::day_first;
    if (*order == "month_first") order_ = DayOrder::month_first;
    if (order_ == DayOrder::unknown) return bad("day_order", "day_first, month_first");
  }
  if (const std::string* decimal = text_at(object, "decimal")) {
    if (*decimal != "." && *decimal != ",") return bad("decimal", ". ,");
    decimal_comma_ = *decimal == ",";
  }
  return kernel::Done{};
}

Result<kernel::Done, SheetProblem> SheetMap::read_tables(const Object& object) {
  const auto bad = [](const std::string& member, std::string suggestion) {
    return Failure{of_map("sheet.map_bad_member", member, std::move(suggestion))};
  };
  if (const Value* names = object.find("names")) {
    if (names->object() == nullptr) return bad("names", "{\"$nurse\": \"ID\"}");
    for (const auto& [name, id] : names->object()->members()) {
      if (!name.starts_with("$") || id.string() == nullptr || !kernel::is_id(*id.string())) {
        return bad("names", "{\"$nurse\": \"ID\"}");
      }
      names_[name] = *id.string();
    }
  }
  const Value* values = object.find("values");
  if (values == nullptr) return kernel::Done{};
  if (values->object() == nullptr) return bad("values", "");
  for (const auto& [name, table] : values->object()->members()) {
    if (table.object() == nullptr) return bad("values." + name, "");
    for (const auto& [from, to] : table.object()->members()) {
      if (to.string() == nullptr) return bad("values." + name, "");
      values_[name][from] = *to.string();
    }
  }
  return kernel::Done{};
}

/// Fills the templates of a map from one row after another.
class SheetReader {
 public:
  SheetReader(const std::vector<std::string>& headings, const SheetMap& map)
      : headings_(headings),
        map_(map),
        times_{map.offset_, map.zone_ ? &*map.zone_ : nullptr, map.order_} {
    for (std::size_t i = 0; i < headings.size(); ++i) places_[headings[i]] = i;
  }

  /// What in the map does not fit the table, all at once.
  std::vector<SheetProblem> misfits() {
    std::vector<SheetProblem> out;
    for (std::size_t i = 0; i < map_.commands_.size(); ++i) {
      check(map_.commands_[i], "commands[" + std::to_string(i) + "]", out);
    }
    return out;
  }

  /// Nothing: the row does not say this command. The fault is in a cell.
  Result<std::optional<SheetCommand>, SheetProblem> fill(const CsvRow& row, const Value& command) {
    row_ = &row;
    SheetCommand out;
    out.line = row.line;
    const Object& object = *command.object();
    if (const std::string* when = text_at(object, "when")) {
      TRY(const std::optional<Value> said, text("when", *when, out));
      if (!said || said->string() == nullptr || said->string()->empty()) {
        return std::optional<SheetCommand>{};
      }
    }
    for (const auto& [name, value] : object.members()) {
      if (name == "when") continue;
      TRY(std::optional<Value> filled, any(name, value, out));
      if (filled) out.command.set(name, std::move(*filled));
    }
    return std::optional(std::move(out));
  }

 private:
  using Filled = Result<std::optional<Value>, SheetProblem>;

  void check(const Value& value, const std::string& path, std::vector<SheetProblem>& out) {
    if (const Object* object = value.object()) {
      for (const auto& [name, member] : object->members()) check(member, path + "." + name, out);
    } else if (const Array* array = value.array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        check((*array)[i], path + "[" + std::to_string(i) + "]", out);
      }
    } else if (path.find('.') == path.npos) {
      out.push_back(of_map("sheet.map_bad_member", path));  // a command is an object
    } else if (const std::string* text = value.string()) {
      check_template(*text, path, out);
    }
  }
  void check_template(const std::string& text, const std::string& path,
                      std::vector<SheetProblem>& out) {
    const auto pieces = read_template(text);
    if (!pieces) return out.push_back(of_map("sheet.map_bad_template", path));
    templates_[text] = *pieces;
    for (const Piece& piece : *pieces) {
      if (piece.column.empty() && piece.filter.empty()) continue;
      if (!places_.contains(piece.column)) {
        const std::string near = nearest(piece.column, headings_);
        out.push_back(
            of_map("sheet.unknown_column", piece.column, near.empty() ? listed(headings_) : near));
      }
      if (!filters.contains(piece.filter)) {
        out.push_back(of_map("sheet.map_unknown_filter", path,
                             "time, date, decimal, integer, upper, default, values"));
      }
      if (piece.filter == "values" && !map_.values_.contains(piece.argument)) {
        out.push_back(of_map("sheet.map_missing", "values." + piece.argument));
      }
    }
  }

  Filled any(const std::string& path, const Value& value, SheetCommand& out) {
    if (const std::string* words = value.string()) return text(path, *words, out);
    if (const Object* object = value.object()) {
      Object filled;
      for (const auto& [name, member] : object->members()) {
        TRY(std::optional<Value> one, any(path + "." + name, member, out));
        if (one) filled.set(name, std::move(*one));
      }
      // A group of which no cell says anything is not said.
      if (filled.empty() && !object->empty()) return std::optional<Value>{};
      return std::optional<Value>(std::move(filled));
    }
    const Array* array = value.array();
    if (array == nullptr) return std::optional<Value>(value);
    Array filled;
    for (std::size_t i = 0; i < array->size(); ++i) {
      TRY(std::optional<Value> one, any(path + "[" + std::to_string(i) + "]", (*array)[i], out));
      if (one) filled.push_back(std::move(*one));
    }
    return std::optional<Value>(std::move(filled));
  }

  Filled text(const std::string& path, const std::string& words, SheetCommand& out) {
    const auto known = templates_.find(words);
    INVARIANT(known != templates_.end());  // misfits() came first
    const Template& pieces = known->second;
    std::string said;
    for (const Piece& piece : pieces) {
      if (piece.column.empty()) {
        said += piece.literal;
        continue;
      }
      const std::string& cell = row_->cells[places_.at(piece.column)];
      out.columns[path] = piece.column;
      if (is_formula(cell)) return bad("sheet.formula", piece, "");
      if (cell.empty() && piece.filter == "default") {
        said += piece.argument;
        continue;
      }
      if (cell.empty()) {
        if (piece.may_be_empty || path == "when") return std::optional<Value>{};
        return bad("sheet.cell_empty", piece, "");
      }
      TRY(const std::string filtered, filter(piece, cell));
      if (piece.filter == "integer" && pieces.size() == 1) {
        return std::optional<Value>(Value(static_cast<std::int64_t>(std::stoll(filtered))));
      }
      said += filtered;
    }
    return std::optional<Value>(Value(std::move(said)));
  }

  Result<std::string, SheetProblem> filter(const Piece& piece, const std::string& cell) {
    std::optional<std::string> out = cell;
    std::string example;
    if (piece.filter == "time") {
      out = time_of_cell(cell, times_);
      example = "2026-01-19 08:30";
    } else if (piece.filter == "date") {
      out = date_of_cell(cell, map_.order_);
      example = "2026-01-19";
    } else if (piece.filter == "decimal") {
      out = decimal_of_cell(map_.decimal_comma_ ? with_point(cell) : cell);
      example = "110.5";
    } else if (piece.filter == "integer") {
      const bool digits = cell.size() <= 15 && std::all_of(cell.begin(), cell.end(), [](char c) {
                            return c >= '0' && c <= '9';
                          });
      if (!digits) out = std::nullopt;
      example = "28";
    } else if (piece.filter == "upper") {
      for (char& c : *out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      }
    } else if (piece.filter == "values") {
      const auto& known = map_.values_.at(piece.argument);
      const auto found = known.find(cell);
      if (found == known.end()) {
        const std::vector<std::string> keys = keys_of(known);
        const std::string near = nearest(cell, keys);
        return bad("sheet.unknown_value", piece, near.empty() ? listed(keys) : near);
      }
      return found->second;
    }
    if (!out) return bad("sheet.bad_cell", piece, example);
    return std::move(*out);
  }

  [[nodiscard]] Failure<SheetProblem> bad(std::string code, const Piece& piece,
                                          std::string suggestion) const {
    return Failure{SheetProblem{std::move(code), row_->line, piece.column, std::move(suggestion)}};
  }

  const std::vector<std::string>& headings_;
  const SheetMap& map_;
  const CellTimes times_;
  std::map<std::string, Template> templates_;
  std::map<std::string, std::size_t> places_;
  const CsvRow* row_ = nullptr;

 public:
  [[nodiscard]] const Array& commands() const { return map_.commands_; }
};

SheetFiller::SheetFiller(const std::vector<std::string>& headings, const SheetMap& map)
    : reader_(std::make_unique<SheetReader>(headings, map)) {}
SheetFiller::~SheetFiller() = default;

std::vector<SheetProblem> SheetFiller::misfits() {
  return reader_->misfits();
}

void SheetFiller::fill(const CsvRow& row, SheetCommands& out) {
  for (const Value& command : reader_->commands()) {
    auto filled = reader_->fill(row, command);
    if (!filled) {
      out.problems.push_back(filled.error());
    } else if (*filled) {
      out.commands.push_back(std::move(**filled));
    }
  }
}

Result<SheetCommands, std::vector<SheetProblem>> commands_of(const CsvTable& table,
                                                             const SheetMap& map) {
  SheetFiller filler(table.headings, map);
  auto misfits = filler.misfits();
  if (!misfits.empty()) return Failure{std::move(misfits)};
  SheetCommands out;
  for (const CsvFault& fault : table.faulty) {
    out.problems.push_back({std::string(code(fault.kind)), fault.line, {}, {}});
  }
  for (const CsvRow& row : table.rows) filler.fill(row, out);
  std::stable_sort(out.problems.begin(), out.problems.end(),
                   [](const SheetProblem& a, const SheetProblem& b) { return a.line < b.line; });
  return out;
}

}  // namespace veinline::exchange
