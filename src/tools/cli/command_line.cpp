// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <span>

#include "exchange/nearest.hpp"
#include "exchange/pdf_process.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

void add_language(CLI::App* verb, std::string& language) {
  verb->add_option("--language", language, "of the answer; the environment's when left out")
      ->check(CLI::IsMember({"en", "zh-CN"}));
}

void add_ca_file(CLI::App* verb, std::string& ca_file) {
  verb->add_option("--ca-file", ca_file,
                   "PEM file of the authorities to believe under https; the system's when left out")
      ->envname("VEINLINE_CA_FILE");
}

void add_where(CLI::App* verb, Where& where) {
  where.program = exchange::PdfProcessOptions{}.program;
  verb->add_option("--data", where.data, "data folder of a node that is not being served");
  verb->add_option("--server", where.server,
                   "address of a node that is, like http://localhost:8080");
  verb->add_option("--token-file", where.token_file, "file with the bearer token for --server");
  add_ca_file(verb, where.ca_file);
  verb->add_option("--as", where.as,
                   "with --data: the person who acts; the console's when left out");
  add_language(verb, where.language);
}

void add_store(CLI::App* verb, std::string& store) {
  verb->add_option("--store", store,
                   "postgresql:// address of the database for its facts, which several servers "
                   "share; in the folder when left out")
      ->check([](const std::string& text) {
        if (has_password(text)) return std::string(password_in_flag);
        return text.empty() ? std::string("an address is wanted here, or leave it away")
                            : std::string();
      });
}

void add_json(CLI::App* verb, Style& style) {
  verb->add_flag_callback(
      "--json", [&style] { style = Style::json; }, "answer as JSON");
}

void add_suggestions(CLI::Option* option, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "{" : ",") + value;
  option->check(CLI::Validator([](std::string&) { return std::string(); }, list + "}"));
}

void add_examples(CLI::App* verb, const std::vector<std::string>& lines) {
  std::string footer = "Examples:";
  for (const std::string& line : lines) footer += "\n  " + line;
  verb->footer(footer);
}

namespace {

std::vector<std::string> names_of_verbs(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::App* one : app.get_subcommands({})) out.push_back(one->get_name());
  return out;
}

/// Where a verb has to stand and none does: which ones there are, and which was meant. Empty: every
/// word that has to be a verb is one. The parser would say that one is missing, of any other word.
std::string complaint_about_verbs(const CLI::App& app, std::span<const char* const> words) {
  const CLI::App* verb = &app;
  std::string said = app.get_name();
  for (const std::string word : words) {
    if (verb->get_require_subcommand_min() == 0 || word.starts_with('-')) return {};
    const auto found =
        verb->get_subcommands([&](const CLI::App* one) { return one->check_name(word); });
    if (found.empty()) {
      const std::string near = exchange::nearest(word, names_of_verbs(*verb));
      return "There is no verb \"" + word + "\". " +
             (near.empty() ? "" : "Did you mean: " + said + " " + near + "? ") + "`veinline help" +
             said.substr(app.get_name().size()) + "` lists them all.";
    }
    verb = found.front();
    said += " " + word;
  }
  if (verb == &app || verb->get_require_subcommand_min() == 0) return {};
  std::string all;
  for (const std::string& name : names_of_verbs(*verb)) all += (all.empty() ? "" : ", ") + name;
  return "`" + said + "` wants one of these behind it: " + all + ".";
}

}  // namespace

CommandLine::CommandLine(const std::string& version)
    : app_(std::make_unique<CLI::App>(
          "veinline: the vein-to-vein record for cell and gene therapies", "veinline")) {
  app_->require_subcommand(1);
  app_->set_version_flag("--version", version, "say the version and the commit, and exit");
  for (const auto add :
       {add_do,       add_show,     add_trace,   add_scan,    add_find,    add_identity,
        add_arm,      add_describe, add_label,   add_feed,    add_verify,  add_export,
        add_backup,   add_restore,  add_init,    add_migrate, add_key,     add_demo,
        add_simulate, add_serve,    add_config,  add_import,  add_witness, add_webhook,
        add_user,     add_device,   add_courier, add_bench,   add_help,    add_completion,
        add_document}) {
    add(*app_, code_);
  }
  // Last: a verb would take it over from the program.
  app_->footer("Exit code: 0 well, 1 refused or not intact, 2 could not.");
}

CommandLine::~CommandLine() = default;

int CommandLine::run(int argc, const char* const* argv) {
  if (argc < 2) {  // whoever says nothing does not know what can be said
    std::cerr << app_->help();
    return exit_cannot;
  }
  const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
  if (const std::string why = complaint_about_verbs(*app_, words.subspan(1)); !why.empty()) {
    return cannot(why);
  }
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? 0 : exit_cannot;
  }
  return code_;
}

}  // namespace veinline::tools::cli
