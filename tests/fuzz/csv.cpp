// SPDX-License-Identifier: Apache-2.0
// Tables: in any encoding and with any separator, every row is as wide as the headings.
#include "exchange/csv.hpp"

#include <algorithm>

#include "exchange/words.hpp"
#include "fuzz/target.hpp"
#include "kernel/canonical.hpp"

namespace veinline::fuzz {
namespace {

using exchange::Encoding;

std::string quoted(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& cell : cells) {
    out += out.empty() ? "\"" : ",\"";
    for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

void same_when_written(const exchange::CsvTable& table) {
  std::string text = quoted(table.headings);
  for (const exchange::CsvRow& row : table.rows) text += quoted(row.cells);
  const auto again = exchange::read_csv(text, Encoding::utf8, ',');
  hold(again && again->headings == table.headings, "a table that is written has its headings");
  hold(again->rows.size() == table.rows.size(), "a table that is written has its rows");
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    hold(again->rows[i].cells == table.rows[i].cells, "a row that is written has its cells");
  }
}

void one(std::string_view bytes) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::gb18030}) {
    if (const auto text = exchange::decode(bytes, encoding)) {
      hold(kernel::is_utf8(*text), "what was decoded is UTF-8");
    }
    for (const char separator : {',', ';', '\t'}) {
      const auto table = exchange::read_csv(bytes, encoding, separator);
      if (!table) {
        const std::string code = "problem." + std::string(exchange::code(table.error().kind));
        hold(exchange::Words::of(exchange::Language::en).has(code), "a fault has its words");
        continue;
      }
      for (const exchange::CsvRow& row : table->rows) {
        hold(row.cells.size() == table->headings.size(), "a row is as wide as the headings");
        for (const std::string& cell : row.cells) static_cast<void>(exchange::is_formula(cell));
      }
      same_when_written(*table);
    }
  }
}

Corpus seeds() {
  return {file_of_tree("examples/staff.csv"), "a,b\n1,2\n3\n",
          "\xEF\xBB\xBF\"a\";\"b\"\r\n\"1\r\n2\";\"say \"\"yes\"\"\"\r\n",
          "\xD0\xD5\xC3\xFB\t\xC8\xD5\xC6\xDA\n\xD5\xC5\xC8\xFD\t2026\n",
          "a,b\n=1+1,@SUM(A1)\n\n,\n"};
}

}  // namespace

Target csv() {
  return {"csv", one, seeds};
}

}  // namespace veinline::fuzz
