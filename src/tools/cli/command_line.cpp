// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

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
                   "share; in the folder when left out");
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

CommandLine::CommandLine(const std::string& version)
    : app_(std::make_unique<CLI::App>(
          "veinline: the vein-to-vein record for cell and gene therapies", "veinline")) {
  app_->require_subcommand(1);
  app_->set_version_flag("--version", version, "say the version and the commit, and exit");
  for (const auto add :
       {add_do,      add_show,    add_trace,    add_scan,   add_describe, add_label,
        add_feed,    add_verify,  add_export,   add_backup, add_restore,  add_init,
        add_migrate, add_demo,    add_simulate, add_serve,  add_config,   add_import,
        add_witness, add_webhook, add_user,     add_bench,  add_help,     add_completion}) {
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
  try {
    app_->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? 0 : exit_cannot;
  }
  return code_;
}

}  // namespace veinline::tools::cli
