// SPDX-License-Identifier: Apache-2.0
// Verbs that change the record.
#include "journey/roles.hpp"
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

void add_do(CLI::App& app, int& code) {
  auto given = std::make_shared<DoOptions>();
  CLI::App* one = app.add_subcommand("do", "do a command of the catalogue");
  one->add_option("command", given->command, "STAGE/VERB; see veinline describe")->required();
  add_where(one, given->where);
  one->add_option("--field", given->named_fields,
                  "FIELD=VALUE, the same as --FIELD VALUE, and the only way where a flag here has "
                  "the name of the field; may be repeated")
      ->allow_extra_args(false);
  one->add_option("--json", given->json_file,
                  "the whole body as JSON, and the answer too; - for standard input");
  one->add_option("--key", given->key, "command key; the same again gives the first answer");
  one->add_option("--at", given->at, "site where it happens; the person's own when left out");
  one->add_option("--happened-at", given->happened_at, "when it happened; now when left out");
  one->add_option("--reason", given->reason, "reason code");
  one->add_option("--reason-text", given->reason_text, "reason in words, for the vault");
  one->add_option("--sign", given->sign, "meaning of the signature that the command asks for");
  one->add_option("--prove", given->prove,
                  "prove to the server that it is you who signs: file with your password, and on a "
                  "second line the code of your app; - asks for them");
  one->allow_extras();
  add_examples(one,
               {"veinline do custody/hand_over --material ID --receiver person/ID --data DIR",
                "veinline do infusion/check_bedside --material CODE --wristband CODE --server URL "
                "--token-file FILE",
                "veinline do papers/begin --kind sop --field language=english --code SOP-1 --title "
                "TITLE --data DIR",
                "veinline do release/release --json body.json --prove - --server URL --token-file "
                "FILE",
                "veinline do quality/hold --json body.json --data DIR"});
  one->callback([given, &code, one] {
    given->fields = one->remaining();
    if (!given->json_file.empty()) given->style = Style::json;
    code = run_do(*given);
  });
}

void add_label(CLI::App& app, int& code) {
  auto given = std::make_shared<LabelOptions>();
  CLI::App* label = app.add_subcommand("label", "print the label of a material into a file");
  label->add_option("material", given->material, "what a scanner gives of it, or material/ID")
      ->required();
  label->add_option("--out", given->out, "file")->required();
  label->add_option("--form", given->form, "pdf when left out")
      ->check(CLI::IsMember({"svg", "pdf", "zpl"}));
  label->add_option("--reason", given->reason,
                    "reason code: print it anew, the one before is void");
  add_where(label, given->where);
  add_examples(label,
               {"veinline label material/ID --out bag.pdf --data DIR",
                "veinline label material/ID --out bag.zpl --form zpl --reason CODE --data DIR"});
  label->callback([given, &code] { code = run_label(*given); });
}

namespace {

/// What is said of the file of a temperature logger.
void add_logger(CLI::App* verb, const Given<ImportOptions>& given) {
  verb->add_flag("--logger", given->is_logger, "the file is of a temperature logger");
  verb->add_option("--consignment", given->consignment,
                   "the box that the logger was in: its ID, or what a scanner gives");
  for (const auto& [flag, name, help] :
       {std::tuple{"--zone", "zone", "zone of its local times, like Asia/Shanghai"},
        {"--unit", "unit", "C or F, where the file does not say"},
        {"--low", "low", "lowest temperature allowed, in degrees Celsius"},
        {"--high", "high", "highest temperature allowed, in degrees Celsius"},
        {"--clock-ahead", "clock_ahead_s", "seconds that its clock was ahead"},
        {"--device", "device", "its serial number, where the file does not say"},
        {"--column", "column", "heading of the temperatures, where there are several"},
        {"--day-order", "day_order", "of dates like 03/04/2026: day_first or month_first"}}) {
    verb->add_option(flag, given->logger[name], help);
  }
}

}  // namespace

void add_import(CLI::App& app, int& code) {
  auto given = std::make_shared<ImportOptions>();
  CLI::App* one = app.add_subcommand("import", "take in commands from another system");
  one->add_option("file", given->file, "NDJSON, or with --map a table; - for standard input")
      ->required();
  one->add_option("--map", given->map, "of a table (CSV): which command each row says, as JSON");
  one->add_option("--names", given->names,
                  "JSON answer to an earlier import, whose $names this file may use");
  one->add_flag("--dry-run", given->dry_run, "say what would happen, record nothing");
  one->add_flag_callback(
      "--progress", [given = given.get()] { given->progress = ShowProgress::always; },
      "say how far it is, also where standard error is no terminal");
  add_logger(one, given);
  add_where(one, given->where);
  add_json(one, given->style);
  add_examples(one, {"veinline import file.ndjson --dry-run --data DIR",
                     "veinline import freezer.csv --map freezer.json --data DIR",
                     "veinline import logger.csv --logger --consignment consignment/ID --zone "
                     "Asia/Shanghai --data DIR"});
  one->callback([given, &code] { code = run_import(*given); });
}

namespace {

std::vector<std::string> role_names() {
  std::vector<std::string> names;
  for (int i = 0; !text(static_cast<journey::Role>(i)).empty(); ++i) {
    names.emplace_back(text(static_cast<journey::Role>(i)));
  }
  return names;
}

void add_wanted_token(CLI::App* verb, WantedToken& token) {
  verb->add_option("--token-out", token.token_out, "write the token to this new file instead");
  verb->add_option("--expires", token.expires,
                   "from when on the token acts for nobody, like 2027-01-31T00:00:00Z, 366 days "
                   "ahead at most; in 90 days when left out");
  add_suggestions(verb->add_option("--scope", token.scopes,
                                   "what the token may be used for; may be repeated; everything "
                                   "when left out"),
                  {"read", "act", "sign"});
}

void add_user_token(CLI::App& user, int& code) {
  auto given = std::make_shared<UserTokenOptions>();
  CLI::App* token = user.add_subcommand(
      "token", "issue another token for a person, before theirs ends; prints it, once");
  token->add_option("person", given->person, "person/ID")->required();
  add_wanted_token(token, given->token);
  add_where(token, given->where);
  add_examples(token, {"veinline user token person/ID --scope read --token-out wang.token --server "
                       "URL --token-file FILE"});
  token->callback([given, &code] { code = run_user_token(*given); });
}

void add_user_add(CLI::App& user, int& code) {
  auto given = std::make_shared<UserOptions>();
  CLI::App* add = user.add_subcommand("add", "add a person; prints their token, once");
  add->add_option("name", given->name, "name; it goes to the vault")->required();
  CLI::Option* role = add->add_option("--role", given->roles, "role; may be repeated");
  role->required();
  add_suggestions(role, role_names());
  add->add_option("--site", given->site, "site code, ID, or what a scanner gives")->required();
  add_wanted_token(add, given->token);
  add_where(add, given->where);
  add_examples(add,
               {"veinline user add 'Wang Fang' --role infusion_nurse --site site/ID --token-out "
                "wang.token --data DIR"});
  add->callback([given, &code] { code = run_user_add(*given); });
}

void add_user_list(CLI::App& user, int& code) {
  auto given = std::make_shared<ShowOptions>();
  given->view = "people";
  CLI::App* list = user.add_subcommand("list", "whom the node knows, with roles and tokens");
  list->add_option("--after", given->after, "the page that begins after this one's `next`");
  list->add_option("--count", given->count, "how many at most, 1 to 1000");
  add_where(list, given->where);
  add_json(list, given->style);
  add_examples(list, {"veinline user list --data DIR"});
  list->callback([given, &code] { code = run_show(*given); });
}

void add_user_revoke(CLI::App& user, int& code) {
  auto given = std::make_shared<UserRevokeOptions>();
  CLI::App* revoke = user.add_subcommand("revoke", "let tokens act for nobody any more");
  revoke->add_option("person", given->person, "person/ID: all their tokens");
  revoke->add_option("--token", given->token, "or the file with the one token");
  add_where(revoke, given->where);
  add_examples(revoke, {"veinline user revoke person/ID --data DIR",
                        "veinline user revoke --token wang.token --data DIR"});
  revoke->callback([given, &code] { code = run_user_revoke(*given); });
}

void add_user_recover(CLI::App& user, int& code) {
  auto given = std::make_shared<UserRecoverOptions>();
  CLI::App* recover = user.add_subcommand(
      "recover",
      "let somebody set a new password; prints a link, once, at the machine of the node");
  recover->add_option("person", given->person, "person/ID; the console when left out");
  recover->add_option("--data", given->data, "folder of a node that is not being served")
      ->required();
  add_language(recover, given->language);
  add_examples(recover, {"veinline user recover person/ID --data DIR"});
  recover->callback([given, &code] { code = run_user_recover(*given); });
}

void add_user_sessions(CLI::App& user, int& code) {
  auto given = std::make_shared<UserSessionsOptions>();
  CLI::App* sessions =
      user.add_subcommand("sessions", "where somebody is signed in, or end it all");
  sessions->add_option("person", given->person, "person/ID; oneself when left out");
  sessions->add_flag_callback(
      "--end", [given = given.get()] { given->what = Sessions::end; },
      "end all of them, on every server, at once");
  add_where(sessions, given->where);
  add_json(sessions, given->style);
  add_examples(sessions, {"veinline user sessions person/ID --server URL --token-file FILE",
                          "veinline user sessions person/ID --end --server URL --token-file FILE"});
  sessions->callback([given, &code] { code = run_user_sessions(*given); });
}

void add_user_credentials(CLI::App& user, int& code) {
  auto given = std::make_shared<UserCredentialsOptions>();
  CLI::App* credentials = user.add_subcommand(
      "credentials", "by what somebody can sign in; remove one with staff/remove_credential");
  credentials->add_option("person", given->person, "person/ID; oneself when left out");
  add_where(credentials, given->where);
  add_json(credentials, given->style);
  add_examples(credentials, {"veinline user credentials person/ID --server URL --token-file FILE"});
  credentials->callback([given, &code] { code = run_user_credentials(*given); });
}

}  // namespace

void add_user(CLI::App& app, int& code) {
  CLI::App* user = app.add_subcommand("user", "people, their tokens and their sessions");
  user->require_subcommand(1);
  add_user_add(*user, code);
  add_user_token(*user, code);
  add_user_list(*user, code);
  add_user_revoke(*user, code);
  add_user_recover(*user, code);
  add_user_sessions(*user, code);
  add_user_credentials(*user, code);
}

}  // namespace veinline::tools::cli
