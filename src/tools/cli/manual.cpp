// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/manual.hpp"

#include <CLI/CLI.hpp>
#include <cctype>

#include "tools/cli/command_line.hpp"
#include "tools/verify/command_line.hpp"

namespace veinline::tools::cli {

namespace {

/// What stands between braces in the type of an option: "TEXT:{en,zh-CN}".
std::vector<std::string> choices_of(const std::string& type) {
  std::vector<std::string> choices;
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}', open == std::string::npos ? 0 : open);
  if (open == std::string::npos || close == std::string::npos) return choices;
  std::size_t at = open + 1;
  while (at <= close) {
    const std::size_t end = std::min(type.find(',', at), close);
    if (end > at) choices.push_back(type.substr(at, end - at));
    at = end + 1;
  }
  return choices;
}

ManualItem item_of(const CLI::Option& option) {
  ManualItem item;
  item.help = option.get_description();
  item.is_required = option.get_required();
  const std::string type = option.get_type_name();
  if (option.get_items_expected_max() != 0) {
    item.value = type.substr(0, type.find_first_of(":[{ "));
    if (item.value.empty()) item.value = "TEXT";
    item.choices = choices_of(type);
  }
  if (option.get_positional()) {
    item.names = {option.get_name(true, false)};
    return item;
  }
  for (const std::string& name : option.get_snames()) item.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) item.names.push_back("--" + name);
  return item;
}

ManualVerb verb_of(const CLI::App& app, const std::string& name) {
  ManualVerb verb;
  verb.name = name;
  verb.help = app.get_description();
  verb.footer = app.get_footer();
  for (const CLI::Option* option : app.get_options({})) {
    (option->get_positional() ? verb.arguments : verb.flags).push_back(item_of(*option));
  }
  return verb;
}

void add_verbs(ManualVerb& parent, const CLI::App& app, const std::string& prefix) {
  for (const CLI::App* one : app.get_subcommands({})) {
    ManualVerb verb = verb_of(*one, prefix + one->get_name());
    add_verbs(verb, *one, verb.name + " ");
    parent.verbs.push_back(std::move(verb));
  }
}

}  // namespace

ManualVerb read_manual(const CLI::App& program) {
  ManualVerb manual = verb_of(program, program.get_name());
  add_verbs(manual, program, "");
  return manual;
}

std::string usage_of(const std::string& program, const ManualVerb& verb) {
  std::string out = program;
  if (verb.name != program) out += " " + verb.name;
  if (!verb.verbs.empty()) return out + " VERB";
  for (const ManualItem& flag : verb.flags) {
    if (flag.is_required) out += " " + flag.names.back() + " " + flag.value;
  }
  out += " [FLAGS]";
  for (const ManualItem& argument : verb.arguments) {
    std::string name = argument.names.front();
    for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    out += argument.is_required ? " " + name : " [" + name + "]";
  }
  return out;
}

std::string sentence_of(const std::string& help) {
  std::string out = help;
  if (out.empty()) return out;
  out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  return out.ends_with('.') ? out : out + ".";
}

namespace {

ManualVerb manual_of_veinline() {
  return read_manual(CommandLine("").app());
}

ManualVerb manual_of_verify() {
  CLI::App app;
  verify::Given given;
  verify::describe(app, given, "");
  return read_manual(app);
}

}  // namespace

std::string bash_completion(const journey::Catalogue& catalogue) {
  return bash_completion(manual_of_veinline(), manual_of_verify(), catalogue);
}

std::vector<std::pair<std::string, std::string>> manual_files(const journey::Catalogue& catalogue) {
  const ManualVerb veinline = manual_of_veinline();
  const ManualVerb verify = manual_of_verify();
  auto files = command_pages(veinline, verify);
  files.emplace_back("packaging/veinline.1", man_page(veinline));
  files.emplace_back("packaging/veinline-verify.1", man_page(verify));
  files.emplace_back("packaging/completion.bash", bash_completion(veinline, verify, catalogue));
  return files;
}

}  // namespace veinline::tools::cli
