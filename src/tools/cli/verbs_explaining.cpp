// SPDX-License-Identifier: Apache-2.0
// Verbs that explain what can be said.
#include <iostream>

#include "journey/catalogue.hpp"
#include "tools/cli/manual.hpp"
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

void add_describe(CLI::App& app, int& code) {
  auto given = std::make_shared<DescribeOptions>();
  CLI::App* describe = app.add_subcommand("describe", "say what can be said");
  describe->add_option("command", given->command, "STAGE/VERB; all when left out");
  add_where(describe, given->where);  // it asks nobody; a shell function may add them
  describe->add_option("--bless", given->bless, "write the generated files of a source tree");
  add_json(describe, given->style);
  add_examples(describe, {"veinline describe", "veinline describe custody/hand_over",
                          "veinline describe --json --language zh-CN"});
  describe->callback([given, &code] { code = run_describe(*given); });
}

namespace {

struct HelpOptions {
  std::vector<std::string> verb;
  bool man = false;
};

int explain(const CLI::App& app, const HelpOptions& options) {
  if (options.man) {
    std::cout << man_page(read_manual(app));
    return 0;
  }
  const CLI::App* verb = &app;
  std::string before;
  for (const std::string& word : options.verb) {
    const auto found =
        verb->get_subcommands([&](const CLI::App* one) { return one->get_name() == word; });
    if (found.empty()) return cannot("There is no such verb; veinline help lists them all.");
    before += (before.empty() ? "" : " ") + verb->get_name();
    verb = found.front();
  }
  if (before.empty()) before = app.get_name();
  if (verb != &app) before += " " + verb->get_name();
  // Not help(): the program's own would be that of the verb which was said, this one.
  std::cout << verb->get_formatter()->make_help(verb, before, CLI::AppFormatMode::Normal);
  return 0;
}

}  // namespace

void add_help(CLI::App& app, int& code) {
  auto given = std::make_shared<HelpOptions>();
  CLI::App* help = app.add_subcommand("help", "explain a verb, or list them all");
  help->add_option("verb", given->verb, "like user add; all verbs when left out");
  help->add_flag("--man", given->man, "everything as one man page, in roff");
  add_examples(help, {"veinline help user add", "veinline help --man | man -l -"});
  help->callback([given, &app, &code] { code = explain(app, *given); });
}

void add_completion(CLI::App& app, int& code) {
  CLI::App* completion = app.add_subcommand("completion", "print a script that completes");
  completion->require_subcommand(1);
  CLI::App* bash = completion->add_subcommand("bash", "verbs, flags and values in bash");
  add_examples(bash,
               {"veinline completion bash > ~/.local/share/bash-completion/completions/veinline",
                "source <(veinline completion bash)"});
  bash->callback([&code] {
    std::cout << bash_completion(journey::whole_catalogue());
    code = 0;
  });
}

}  // namespace veinline::tools::cli
