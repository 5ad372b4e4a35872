// SPDX-License-Identifier: Apache-2.0
// Tables with their maps: rows become commands that are JSON, and the rest is told by line.
#include "exchange/sheet.hpp"

#include <array>

#include "exchange/words.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void told(const exchange::SheetProblem& problem) {
  const auto& words = exchange::Words::of(exchange::Language::en);
  hold(words.has(problem.code) || words.has("problem." + problem.code), "a problem has its words");
}

void one(std::string_view bytes) {
  const std::string_view first = bytes.substr(0, bytes.find('\n'));
  const auto map = exchange::SheetMap::parse(first);
  if (!map) return told(map.error());
  const std::string_view rest = bytes.substr(std::min(bytes.size(), first.size() + 1));
  const auto table = exchange::read_csv(rest, map->encoding(), map->separator());
  if (!table) return;
  const auto commands = exchange::commands_of(*table, *map);
  if (!commands) {
    hold(!commands.error().empty(), "a map that does not fit is told why");
    for (const exchange::SheetProblem& problem : commands.error()) told(problem);
    return;
  }
  for (const exchange::SheetProblem& problem : commands->problems) told(problem);
  for (const exchange::SheetCommand& command : commands->commands) {
    hold(command.line > 0, "a command says its line");
    hold(kernel::is_utf8(kernel::canonical_text(command.command)), "a command is JSON");
  }
}

Corpus seeds() {
  const auto map = kernel::parse_json(file_of_tree("examples/staff-map.json"),
                                      {.bytes_max = 64 * 1024, .depth_max = 16});
  hold(map.has_value(), "the map of the examples is JSON");
  const std::string table = file_of_tree("examples/staff.csv");
  return {kernel::canonical_text(*map) + "\n" + table};
}

}  // namespace

Target sheet() {
  return {"sheet", one, seeds};
}

}  // namespace veinline::fuzz
