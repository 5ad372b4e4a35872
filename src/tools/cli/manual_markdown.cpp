// SPDX-License-Identifier: Apache-2.0
// docs/commands: pages in Markdown.
#include <map>

#include "tools/cli/manual.hpp"

namespace veinline::tools::cli {

namespace {

constexpr const char* head = "<!-- SPDX-License-Identifier: Apache-2.0 -->\n";
constexpr const char* made = "Made from the description of the command line; do not edit.\n";

/// Documents that say more about a verb.
const std::map<std::string, std::vector<std::pair<std::string, std::string>>>& further() {
  static const std::map<std::string, std::vector<std::pair<std::string, std::string>>> documents = {
      {"config", {{"Configuration", "../configuration.md"}}},
      {"courier", {{"Machines and couriers", "../machines.md"}}},
      {"describe", {{"Commands and facts", "../reference.md"}}},
      {"device", {{"Machines and couriers", "../machines.md"}}},
      {"do", {{"Commands and facts", "../reference.md"}, {"Rules", "../rules.md"}}},
      {"export", {{"Bundles of evidence", "../formats/bundle.md"}}},
      {"feed", {{"The feed", "../feed.md"}}},
      {"import", {{"Import", "../import.md"}}},
      {"init", {{"The data folder", "../data-folder.md"}}},
      {"label", {{"Labels", "../labels.md"}}},
      {"restore", {{"The data folder", "../data-folder.md"}}},
      {"scan", {{"Labels", "../labels.md"}}},
      {"serve",
       {{"Configuration", "../configuration.md"}, {"Administration", "../administration.md"}}},
      {"user", {{"Administration", "../administration.md"}}},
      {"verify", {{"Bundles of evidence", "../formats/bundle.md"}}},
      {"veinline-verify", {{"Bundles of evidence", "../formats/bundle.md"}}},
      {"webhook", {{"Webhooks", "../webhooks.md"}}},
      {"witness", {{"Witnesses", "../witnesses.md"}}}};
  return documents;
}

/// A bar in a cell would end it.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '|' ? "\\|" : std::string(1, c);
  return out;
}

std::string names_of(const ManualItem& item) {
  std::string out;
  for (const std::string& name : item.names) {
    out += (out.empty() ? "`" : ", `") + cell(name) + "`";
  }
  return out;
}

std::string meaning_of(const ManualItem& item) {
  std::string out = cell(item.help);
  std::string choices;
  for (const std::string& choice : item.choices) {
    choices += (choices.empty() ? "`" : ", `") + choice + "`";
  }
  if (!choices.empty()) out += " (" + choices + ")";
  return out;
}

bool is_help(const ManualItem& item) {
  return item.names.back() == "--help";
}

std::string table(const char* what, const std::vector<ManualItem>& items) {
  std::string rows;
  for (const ManualItem& item : items) {
    if (is_help(item)) continue;
    rows += "| " + names_of(item) + (item.value.empty() ? "" : " " + item.value) + " | " +
            (item.is_required ? "yes" : "no") + " | " + meaning_of(item) + " |\n";
  }
  if (rows.empty()) return {};
  return std::string("| ") + what + " | needed | is |\n| --- | --- | --- |\n" + rows + "\n";
}

std::string section(const std::string& program, const ManualVerb& verb, std::size_t level) {
  const std::string name = verb.name == program ? program : program + " " + verb.name;
  std::string out =
      std::string(level, '#') + " `" + name + "`\n\n" + sentence_of(verb.help) + "\n\n";
  if (level == 1) out += std::string(made) + "\n";
  out += "```\n" + usage_of(program, verb) + "\n```\n\n";
  out += table("argument", verb.arguments) + table("flag", verb.flags);
  if (!verb.footer.empty()) out += "```\n" + verb.footer + "\n```\n\n";
  for (const ManualVerb& one : verb.verbs) out += section(program, one, level + 1);
  return out;
}

std::string page(const std::string& program, const ManualVerb& verb) {
  std::string out = head + section(program, verb, 1) + "See also: ";
  if (const auto known = further().find(verb.name); known != further().end()) {
    for (const auto& [title, target] : known->second) out += "[" + title + "](" + target + "), ";
  }
  return out + "[all commands](README.md).\n";
}

}  // namespace

std::vector<std::pair<std::string, std::string>> command_pages(const ManualVerb& veinline,
                                                               const ManualVerb& verify) {
  std::vector<std::pair<std::string, std::string>> pages;
  std::string index = std::string(head) + "# The command line\n\n" + made +
                      "Every verb says the same with `--help`. " + veinline.footer +
                      "\n\n| verb | does |\n| --- | --- |\n";
  const auto add = [&](const std::string& program, const ManualVerb& verb,
                       const std::string& does) {
    const std::string file = verb.name + ".md";
    const std::string name = verb.name == program ? program : program + " " + verb.name;
    pages.emplace_back("docs/commands/" + file, page(program, verb));
    index += "| [`" + name + "`](" + file + ") | " + cell(does) + " |\n";
  };
  for (const ManualVerb& verb : veinline.verbs) add(veinline.name, verb, verb.help);
  add(verify.name, verify, verify.help.substr(verify.help.find(": ") + 2));
  pages.emplace_back("docs/commands/README.md", index);
  return pages;
}

}  // namespace veinline::tools::cli
