// SPDX-License-Identifier: Apache-2.0
// What the help shows can be said.
#include "tools/cli/manual.hpp"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "e2e/cli.hpp"
#include "journey/catalogue.hpp"
#include "node/node.hpp"
#include "support/given.hpp"
#include "tools/cli/command_line.hpp"
#include "tools/cli/fields.hpp"

namespace veinline::e2e {
namespace {

using tools::cli::ManualItem;
using tools::cli::ManualVerb;

/// The lines behind "Examples:" of the verb and of those below it.
void gather_examples(const ManualVerb& verb, std::vector<std::string>& lines) {
  std::istringstream footer(verb.footer);
  bool begun = false;
  for (std::string line; std::getline(footer, line);) {
    if (begun) lines.push_back(line.substr(line.find_first_not_of(' ')));
    if (line == "Examples:") begun = true;
  }
  for (const ManualVerb& one : verb.verbs) gather_examples(one, lines);
}

/// Empty: the line can be said. Pipes and what the shell replaces are not ours.
std::string complaint(const std::string& line, const journey::Catalogue& catalogue) {
  tools::cli::CommandLine program("");
  // Parsed and checked, but not done.
  program.app().parse_complete_callback([] { throw CLI::Success(); });
  try {
    program.app().parse(line.substr(0, line.find_first_of("|>")), true);
  } catch (const CLI::Success&) {
  } catch (const CLI::ParseError& error) {
    return line + ": " + error.what();
  }
  const CLI::App* one = program.app().get_subcommand("do");
  if (!one->parsed()) return "";
  const journey::CommandType* type =
      catalogue.command(one->get_option("command")->as<std::string>());
  if (type == nullptr) return line + ": no such command";
  for (const std::string& word : one->remaining()) {
    const bool known =
        std::any_of(type->fields.begin(), type->fields.end(),
                    [&](const journey::Field& field) { return "--" + field.name == word; });
    if (word.starts_with("--") && !known) return line + ": no field " + word;
  }
  return "";
}

TEST(Manual, every_example_of_the_help_can_be_said) {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  std::vector<std::string> lines;
  gather_examples(tools::cli::read_manual(tools::cli::CommandLine("").app()), lines);
  EXPECT_GE(lines.size(), 20u);
  for (const std::string& line : lines) {
    if (!line.starts_with("veinline ")) continue;
    EXPECT_EQ(complaint(line, catalogue), "");
  }
  EXPECT_NE(complaint("veinline show", catalogue), "");
  EXPECT_NE(complaint("veinline do custody/give --material ID", catalogue), "");
  EXPECT_NE(complaint("veinline do custody/hand_over --nonsense ID", catalogue), "");
}

/// One value of the field as it is said.
std::string sample_of(const journey::Field& field) {
  switch (field.type) {
    case journey::FieldType::group:
    case journey::FieldType::object:
      return "{}";
    case journey::FieldType::count:
    case journey::FieldType::record:
      return "1";
    case journey::FieldType::quantity:
      return "1 mL";
    case journey::FieldType::id:
    case journey::FieldType::thing:
    case journey::FieldType::code:
    case journey::FieldType::choice:
    case journey::FieldType::decimal:
    case journey::FieldType::instant:
    case journey::FieldType::date:
    case journey::FieldType::sealed:
      return "x=y";
  }
  return "";
}

/// Whether `do` finds the field in these words behind the command.
bool is_said(const journey::CommandType& type, const journey::Field& field,
             std::vector<std::string> words) {
  words.insert(words.begin(), {"veinline", "do", type.name});
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  tools::cli::CommandLine program("");
  program.app().parse_complete_callback([] { throw CLI::Success(); });
  try {
    program.app().parse(static_cast<int>(argv.size()), argv.data());
  } catch (const CLI::Success&) {
  } catch (const CLI::ParseError&) {
    return false;  // a flag of that name takes no such value
  }
  const CLI::App* one = program.app().get_subcommand("do");
  const auto data =
      tools::cli::data_of(type, {one->remaining(), one->get_option("--field")->results()});
  return data && data->find(field.name) != nullptr;
}

TEST(CommandLine, every_field_of_every_command_can_be_said_although_a_flag_may_have_its_name) {
  std::set<std::string> by_name_alone;
  std::set<std::string> known{"papers/begin language", "papers/begin_about language",
                              "staff/record_refused_device key"};
  const journey::Catalogue catalogue = journey::whole_catalogue();
  const std::size_t parts = support::campaign(3, 1);  // each day another part of the commands
  std::size_t next = support::seed_of_this_run() % parts;
  for (const journey::CommandType& type : catalogue.commands()) {
    if (next++ % parts != 0) {
      std::erase_if(known,
                    [&](const std::string& one) { return one.starts_with(type.name + " "); });
      continue;
    }
    for (const journey::Field& field : type.fields) {
      const std::string value = sample_of(field);
      EXPECT_TRUE(is_said(type, field, {"--field", field.name + "=" + value}))
          << type.name << " " << field.name;
      EXPECT_FALSE(is_said(type, field, {"--field", field.name})) << type.name << " " << field.name;
      if (!is_said(type, field, {"--" + field.name, value})) {
        by_name_alone.insert(type.name + " " + field.name);
      }
    }
  }
  EXPECT_EQ(by_name_alone, known);
}

TEST(CommandLine, a_field_that_is_said_by_name_is_recorded) {
  const support::TemporaryFolder outer;
  const std::string data = outer.file("data");
  ASSERT_TRUE(node::Node::create(data, "", {}).has_value());
  const std::string key = "key=" + std::string(64, 'e');
  const std::vector<const char*> words{"veinline", "do",        "staff/record_refused_device",
                                       "--field",  key.c_str(), "--field",
                                       "times=2",  "--data",    data.c_str()};
  const Ran done = ran([&] {
    return tools::cli::CommandLine("").run(static_cast<int>(words.size()), words.data());
  });
  ASSERT_EQ(done.code, 0) << done.err;
  const auto node = std::move(node::Node::open(data, {})).value();
  const auto last = node->store().tip().value().head.size();
  EXPECT_NE(node->store().read(last, 1).value().front().bytes.find(std::string(64, 'e')),
            std::string::npos);
}

TEST(CommandLine, a_verb_that_there_is_not_is_named_with_the_one_that_was_meant) {
  const auto said = [](std::vector<const char*> words) {
    words.insert(words.begin(), "veinline");
    return ran([&] {
      return tools::cli::CommandLine("").run(static_cast<int>(words.size()), words.data());
    });
  };
  const std::pair<std::vector<const char*>, std::string> rows[] = {
      {{"tarce", "material/ID"},
       "veinline: There is no verb \"tarce\". Did you mean: veinline trace? `veinline help` lists "
       "them all.\n"},
      {{"certificate"},
       "veinline: There is no verb \"certificate\". `veinline help` lists them all.\n"},
      {{"user", "lst", "--data", "DIR"},
       "veinline: There is no verb \"lst\". Did you mean: veinline user list? `veinline help user` "
       "lists them all.\n"},
      {{"witness"}, "veinline: `veinline witness` wants one of these behind it: key, status.\n"}};
  for (const auto& [words, wanted] : rows) {
    const Ran answer = said(words);
    EXPECT_EQ(answer.code, 2) << words.front();
    EXPECT_EQ(answer.err, wanted);
    EXPECT_EQ(answer.out, "") << words.front();
  }
  EXPECT_EQ(said({"--help"}).code, 0);
  EXPECT_EQ(said({"user", "--help"}).code, 0);
  EXPECT_EQ(said({"witness", "-h"}).code, 0);
  EXPECT_EQ(said({"help", "user", "add"}).code, 0);
}

TEST(Manual, choices_and_flags_are_read_from_the_description) {
  const ManualVerb manual = tools::cli::read_manual(tools::cli::CommandLine("").app());
  const auto verb = [&](const std::string& name) -> const ManualVerb& {
    return *std::find_if(manual.verbs.begin(), manual.verbs.end(),
                         [&](const ManualVerb& one) { return one.name == name; });
  };
  const auto flag = [&](const ManualVerb& of, const std::string& name) -> const ManualItem& {
    return *std::find_if(of.flags.begin(), of.flags.end(),
                         [&](const ManualItem& one) { return one.names.back() == name; });
  };
  EXPECT_EQ(flag(verb("label"), "--form").choices, (std::vector<std::string>{"svg", "pdf", "zpl"}));
  EXPECT_TRUE(flag(verb("label"), "--out").is_required);
  EXPECT_EQ(flag(verb("export"), "--all").value, "");
  EXPECT_EQ(verb("user").verbs.front().name, "user add");
  EXPECT_EQ(tools::cli::usage_of("veinline", verb("user").verbs.front()),
            "veinline user add --role TEXT --site TEXT [FLAGS] NAME");
}

}  // namespace
}  // namespace veinline::e2e
