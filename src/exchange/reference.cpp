// SPDX-License-Identifier: Apache-2.0
// Commands and facts for people: on the command line, and as the reference of docs/.
#include <algorithm>

#include "exchange/describe.hpp"
#include "exchange/phrases.hpp"

namespace veinline::exchange {

using journey::CommandType;
using journey::FactType;
using journey::Field;

namespace {

std::string label(const Words& words, const char* name) {
  return std::string(words.find(std::string("label.") + name));
}

std::string roles_text(const CommandType& type, const Words& words) {
  std::vector<std::string> roles;
  for (const journey::Role role : phrases::roles_of(type)) {
    roles.emplace_back(words.find("role." + std::string(text(role))));
  }
  return phrases::joined(roles, words);
}

std::string required_text(const Field& field, const Words& words) {
  if (field.required && !phrases::must_be_sent(field)) return label(words, "made");
  return label(words, phrases::must_be_sent(field) ? "yes" : "no");
}

/// Columns that a terminal gives to a text: two to a Chinese character or full-width mark.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) width += 1;
    if (byte >= 0xE0) width += 2;
  }
  return width;
}

using Row = std::vector<std::string>;

/// Rows with their columns aligned; a last column is not padded.
std::string aligned(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line = "  ";
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line += std::string(widths[i] - width_of(row[i]) + 2, ' ');
    }
    out += line + "\n";
  }
  return out;
}

/// One line of a Markdown table; a bar in a cell would end it.
std::string table_line(const Row& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) {
    out += ' ';
    for (const char c : cell) out += c == '|' ? "\\|" : std::string(1, c);
    out += " |";
  }
  return out + "\n";
}

std::string table(const std::vector<Row>& rows) {
  std::string out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out += table_line(rows[i]);
    if (i == 0) out += table_line(Row(rows[0].size(), "---"));
  }
  return out + "\n";
}

/// How well who signs must prove that it is they.
const char* proof_of(const CommandType& type) {
  if (type.wants_second_factor) return "proof_second";
  return type.signs_fully ? "proof_full" : "proof_one";
}

std::string command_markdown(const CommandType& type, const Words& words) {
  std::string out = "### `" + type.name + "`\n\n";
  out += phrases::help_of(type, words) + "\n\n";
  const auto line = [&](const char* name, const std::string& value) {
    out += "- " + label(words, name) + (words.language() == Language::zh_cn ? "：" : ": ") + value +
           "\n";
  };
  line("kind", std::string(words.find("kind." + std::string(text(type.kind)))));
  line("roles", roles_text(type, words));
  if (!type.signs.empty()) {
    line("signs", "`" + type.signs + "` (" + label(words, proof_of(type)) + ")");
  }
  if (type.needs_reason) line("reason", label(words, "needed"));
  std::vector<Row> rows{{label(words, "field"), label(words, "type"), label(words, "required"),
                         label(words, "help")}};
  for (const phrases::Leaf& leaf : phrases::leaves(type.fields)) {
    rows.push_back({"`" + leaf.path + "`", phrases::type_of(*leaf.field, words),
                    required_text(*leaf.field, words),
                    phrases::help_of(type.name, leaf.path, *leaf.field, words)});
  }
  return out + "\n" + table(rows);
}

std::string marks_text(const Field& field, const Words& words) {
  std::vector<std::string> marks;
  for (const auto& [mark, name] : phrases::marks()) {
    if (has(field.marks, mark)) marks.emplace_back(words.find("mark." + std::string(name)));
  }
  return phrases::joined(marks, words);
}

std::string older_text(const FactType& type, const Words& words) {
  std::string sentence = label(words, "older");
  constexpr std::string_view gap = "{newer}";
  if (const std::size_t at = sentence.find(gap); at != std::string::npos) {
    sentence.replace(at, gap.size(), "`" + type.upcast_to + "`");
  }
  return sentence;
}

std::string fact_markdown(const FactType& type, const Words& words) {
  const std::string fact(phrases::fact_name(type.stored_name));
  const bool chinese = words.language() == Language::zh_cn;
  std::string out = "### `" + type.stored_name + "`\n\n";
  out += std::string(words.find("fact." + fact)) + (chinese ? "。" : ". ");
  out += label(words, "strand") + (chinese ? "：" : ": ");
  out +=
      std::string(words.find("strand." + std::string(text(type.strand)))) + (chinese ? "。" : ".");
  if (!type.upcast_to.empty()) out += (chinese ? "" : " ") + older_text(type, words);
  std::vector<Row> rows{{label(words, "field"), label(words, "type"), label(words, "required"),
                         label(words, "marks"), label(words, "help")}};
  for (const phrases::Leaf& leaf : phrases::leaves(type.fields)) {
    rows.push_back({"`" + leaf.path + "`", phrases::type_of(*leaf.field, words),
                    label(words, leaf.field->required ? "yes" : "no"),
                    marks_text(*leaf.field, words),
                    phrases::help_of(fact, leaf.path, *leaf.field, words)});
  }
  return out + "\n\n" + table(rows);
}

}  // namespace

std::string describe_text(const CommandType& type, Language language) {
  const Words& words = Words::of(language);
  std::string out = type.name + "  " + std::string(words.find("command." + type.name)) + "\n" +
                    phrases::help_of(type, words) + "\n\n";
  std::vector<Row> about{
      {label(words, "kind"), std::string(words.find("kind." + std::string(text(type.kind))))},
      {label(words, "roles"), roles_text(type, words)}};
  if (!type.signs.empty()) {
    about.push_back({label(words, "signs"), type.signs + "  " +
                                                std::string(words.find("meaning." + type.signs)) +
                                                " (" + label(words, proof_of(type)) + ")"});
  }
  if (type.needs_reason) about.push_back({label(words, "reason"), label(words, "needed")});
  std::vector<Row> rows{{label(words, "field"), label(words, "required"), label(words, "help")}};
  for (const phrases::Leaf& leaf : phrases::leaves(type.fields)) {
    rows.push_back({leaf.path, required_text(*leaf.field, words),
                    phrases::help_of(type.name, leaf.path, *leaf.field, words) + " [" +
                        phrases::type_of(*leaf.field, words) + "]"});
  }
  return out + aligned(about) + "\n" + aligned(rows);
}

std::string reference_markdown(const journey::Catalogue& catalogue, Language language) {
  const Words& words = Words::of(language);
  std::string out = "<!-- SPDX-License-Identifier: Apache-2.0 -->\n# " + label(words, "title") +
                    "\n\n" + label(words, "note") + "\n\n## " + label(words, "commands") + "\n\n";
  for (const CommandType& type : catalogue.commands()) out += command_markdown(type, words);
  out += "## " + label(words, "facts") + "\n\n";
  for (const FactType& type : catalogue.facts()) out += fact_markdown(type, words);
  out.pop_back();  // one line end at the end of the file
  return out;
}

}  // namespace veinline::exchange
