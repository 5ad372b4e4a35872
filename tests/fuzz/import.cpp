// SPDX-License-Identifier: Apache-2.0
// Import: any file at all before a whole node. Every line is recorded or told, and never both.
#include "exchange/import.hpp"

#include "exchange/table_import.hpp"
#include "fuzz/target.hpp"
#include "support/test_node.hpp"

namespace veinline::fuzz {
namespace {

void told(const kernel::Object& report) {
  const auto& words = exchange::Words::of(exchange::Language::en);
  for (const kernel::Value& problem : *report.find("problems")->array()) {
    const std::string code = *problem.object()->find("code")->string();
    hold(words.has("problem." + code) || words.has("rule." + code) || words.has(code),
         "a problem of a line has words");
  }
}

void one(std::string_view bytes) {
  support::TestNode node(support::StoreKind::memory);
  hold(node.found().has_value(), "a node can be founded");
  const std::size_t before = node.records().size();
  const auto take_in = [&] {
    return exchange::take_in(node.desk(), node.catalogue(), {node.administrator()},
                             exchange::Words::of(exchange::Language::en), bytes);
  };
  const exchange::ImportReport report = take_in();
  hold(report.lines >= report.recorded + report.again, "no line is counted twice");
  hold(report.problems.size() <= exchange::import_problems_max, "problems are told up to a limit");
  told(exchange::report_json(report));
  const std::size_t after = node.records().size();
  hold(after >= before + report.recorded, "what is said to be recorded is recorded");
  hold(report.failed == 0 || !report.problems.empty(), "who fails is told why");
}

Corpus seeds() {
  const Corpus lines = lines_of(file_of_tree("examples/one-treatment.ndjson"));
  Corpus out(2);
  for (std::size_t i = 0; i < lines.size() && i < 6; ++i) out[0] += lines[i] + "\n";
  const auto map = kernel::parse_json(file_of_tree("examples/staff-map.json"),
                                      {.bytes_max = 64 * 1024, .depth_max = 16});
  hold(map.has_value(), "the map of the examples is JSON");
  out[1] = kernel::canonical_text(*map) + "\n" + file_of_tree("examples/staff.csv");
  return out;
}

}  // namespace

Target intake() {
  return {"import", one, seeds, 100};
}

}  // namespace veinline::fuzz
