// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/import_pieces.hpp"

#include <algorithm>

#include "kernel/digest.hpp"

namespace veinline::tools::cli {

using exchange::TablePieces;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

constexpr std::size_t piece_commands = 500;
constexpr std::size_t piece_bytes = 1024UL * 1024;
constexpr kernel::JsonLimits map_json{.bytes_max = 4UL * 1024 * 1024, .depth_max = 16};

Object names_object(const Names& names) {
  Object out;
  for (const auto& [name, id] : names) out.set(name, Value(id));
  return out;
}

/// The names that stand in these lines, with the ids that they have.
Names used_in(std::string_view lines, const Names& known) {
  Names out;
  for (std::size_t at = lines.find('$'); at != lines.npos; at = lines.find('$', at + 1)) {
    const std::size_t end = std::min(lines.find('\x22', at), lines.size());
    const auto found = known.find(std::string(lines.substr(at, end - at)));
    if (found != known.end()) out.insert(*found);
  }
  return out;
}

}  // namespace

Result<ImportPieces, std::string> ImportPieces::open(std::string file, std::string_view map,
                                                     const Names& names,
                                                     exchange::Language language) {
  ImportPieces out;
  out.file_ = std::move(file);
  out.words_ = &exchange::Words::of(language);
  out.names_ = names;
  if (map.empty()) {
    out.begin_lines();
    return out;
  }
  auto value = kernel::parse_json(map, map_json);
  if (!value || value->object() == nullptr) {
    return Failure{std::string("The map is no JSON object. Nothing was recorded.")};
  }
  out.map_ = kernel::canonical_text(*value->object());
  auto table = TablePieces::open(out.map_, out.file_);
  out.is_whole_ = !table;
  if (!table) return out;
  out.table_ = std::move(*table);
  out.source_ = out.table_->origin().source;
  out.digest_ = out.table_->origin().file;
  for (const auto& [name, id] : out.table_->origin().names) out.names_[name] = id;
  out.rows_ = out.table_->rows();
  return out;
}

/// Reads the header of a file of commands. One that cannot be read is for the node to tell.
void ImportPieces::begin_lines() {
  is_whole_ = true;
  while (at_ < file_.size()) {
    const std::size_t end = std::min(file_.find('\n', at_), file_.size());
    const std::string_view text = std::string_view(file_).substr(at_, end - at_);
    at_ = std::min(end + 1, file_.size());
    ++line_;
    if (text.find_first_not_of(" \t\r") == text.npos) continue;
    const auto header = kernel::parse_json(text, exchange::import_header_json);
    const Object* object = header ? header->object() : nullptr;
    const Value* source = object == nullptr ? nullptr : object->find("source");
    const Value* version = object == nullptr ? nullptr : object->find("veinline_import");
    if (source == nullptr || source->string() == nullptr || version == nullptr ||
        version->integer() == nullptr || *version->integer() != 1 || object->members().size() > 2) {
      return;
    }
    is_whole_ = false;
    source_ = *source->string();
    digest_ = kernel::to_hex(kernel::sha256(file_).view());
    rows_ = static_cast<std::size_t>(
        std::count(file_.begin() + static_cast<std::ptrdiff_t>(at_), file_.end(), '\n'));
    if (!file_.ends_with('\n')) ++rows_;
    return;
  }
}

std::string ImportPieces::whole() const {
  if (!map_.empty()) return map_with_names() + "\n" + file_;
  if (names_.empty() || is_whole_) return file_;
  return header({}, names_) + file_.substr(at_);
}

std::string ImportPieces::map_with_names() const {
  auto value = kernel::parse_json(map_, map_json);
  if (names_.empty() || !value || value->object() == nullptr) return map_;
  value->object()->set("names", Value(names_object(names_)));
  return kernel::canonical_text(*value->object());
}

std::string ImportPieces::header(std::string_view lines, const Names& known) const {
  Object out;
  out.set("file", Value(digest_));
  out.set("line", Value(static_cast<std::int64_t>(line_)));
  Names used = lines.empty() ? known : used_in(lines, known);
  if (!used.empty()) out.set("names", Value(names_object(used)));
  out.set("source", Value(source_));
  out.set("veinline_import", Value(1));
  return kernel::canonical_text(out) + "\n";
}

std::optional<ImportPiece> ImportPieces::next(const Names& known) {
  return table_ ? next_rows(known) : next_lines(known);
}

std::optional<ImportPiece> ImportPieces::next_rows(const Names& known) {
  auto piece = table_->next(piece_commands);
  if (!piece) return std::nullopt;
  ImportPiece out;
  const std::string lines = piece->lines();
  out.body = header(lines, known) + lines;
  out.rows = piece->rows;
  for (const exchange::SheetProblem& problem : piece->read.problems) {
    out.problems.push_back(Value(exchange::sheet_problem_json(problem, *words_)));
  }
  out.table = std::move(*piece);
  return out;
}

std::optional<ImportPiece> ImportPieces::next_lines(const Names& known) {
  if (at_ >= file_.size()) return std::nullopt;
  ImportPiece out;
  std::size_t end = at_;
  while (end < file_.size() && out.rows < piece_commands && end - at_ < piece_bytes) {
    end = std::min(file_.find('\n', end), file_.size() - 1) + 1;
    ++out.rows;
  }
  const std::string_view lines = std::string_view(file_).substr(at_, end - at_);
  out.body = header(lines, known).append(lines);
  at_ = end;
  line_ += out.rows;
  return out;
}

}  // namespace veinline::tools::cli
