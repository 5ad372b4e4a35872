// SPDX-License-Identifier: Apache-2.0
// Verbs for whoever runs a node.
#include "kernel/version.hpp"
#include "tools/bench/bench.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

namespace {

/// --config and a flag for each setting.
void add_settings(CLI::App* verb, ServeOptions& options) {
  verb->add_option("--config", options.config, "TOML file; VEINLINE_* and flags go before it");
  for (const SettingType& type : all_settings()) {
    verb->add_option(type.flag(), options.flags[std::string(type.name)], std::string(type.help))
        ->allow_extra_args(false);
  }
}

}  // namespace

void add_init(CLI::App& app, int& code) {
  auto given = std::make_shared<InitOptions>();
  CLI::App* init = app.add_subcommand("init", "make a new node");
  init->add_option("--data", given->data, "folder")->required();
  init->add_option("--origin", given->origin, "name of its log for ever, a URL without scheme");
  add_store(init, given->store);
  add_examples(init,
               {"veinline init --data DIR --origin records.example.org/cell-therapy",
                "veinline init --data DIR --store postgresql://veinline@db1,db2,db3/veinline"});
  init->callback([given, &code] { code = run_init(*given); });
}

void add_migrate(CLI::App& app, int& code) {
  auto given = std::make_shared<MigrateOptions>();
  CLI::App* migrate =
      app.add_subcommand("migrate", "bring the schema of a database to this program's; never back");
  migrate->add_option("--data", given->data, "folder whose node is in the database");
  add_store(migrate, given->store);
  migrate->add_flag("--dry-run", given->is_rehearsal, "say what would be done, and do nothing");
  add_examples(migrate, {"veinline migrate --data DIR --dry-run",
                         "veinline migrate --store postgresql://veinline@db1,db2,db3/veinline"});
  migrate->callback([given, &code] { code = run_migrate(*given); });
}

namespace {

void add_key_rotate(CLI::App* key, int& code) {
  auto given = std::make_shared<KeyRotateOptions>();
  CLI::App* rotate =
      key->add_subcommand("rotate", "put a new site key in the place of the old one");
  rotate->add_option("--data", given->data, "folder of a node that is not being served")
      ->required();
  add_store(rotate, given->store);
  add_suggestions(
      rotate->add_option("--to", given->to, "where the new key is; as the old one when left out"),
      {"file", "environment", "pkcs11"});
  vault::TokenPlace& token = given->token.token;
  rotate->add_option("--module", token.module, "of pkcs11: path of the library of the token");
  rotate->add_option("--token", token.token, "of pkcs11: label of the token");
  rotate->add_option("--key", token.key, "of pkcs11: label of the key; made there when missing");
  rotate->add_option("--pin-file", token.pin_file, "of pkcs11: file whose first line is the PIN");
  rotate->add_option("--as", given->by, "the person who records it; the console's when left out");
  rotate->add_flag("--prepare", given->is_preparation,
                   "only make the new key, for a node with several servers; all go on");
  add_examples(rotate, {"veinline key rotate --data DIR",
                        "veinline key rotate --data DIR --to pkcs11 --module "
                        "/usr/lib/softhsm/libsofthsm2.so --token veinline --key site-2027 "
                        "--pin-file /etc/veinline/pin"});
  rotate->callback([given, &code] { code = run_key_rotate(*given); });
}

}  // namespace

void add_key(CLI::App& app, int& code) {
  CLI::App* key = app.add_subcommand("key", "the site key, under which all texts are sealed");
  key->require_subcommand(1);
  add_key_rotate(key, code);
  auto given = std::make_shared<KeyStatusOptions>();
  CLI::App* status = key->add_subcommand("status", "under which site keys the texts are sealed");
  status->add_option("--data", given->data, "folder of a node that is not being served")
      ->required();
  add_store(status, given->store);
  add_examples(status, {"veinline key status --data DIR"});
  status->callback([given, &code] { code = run_key_status(*given); });
}

namespace {

/// What both verbs of the cohort take.
CLI::App* add_cohort(CLI::App& app, const char* name, const char* help,
                     const Given<CohortVerbOptions>& given, int& code) {
  CLI::App* verb = app.add_subcommand(name, help);
  verb->add_option("--data", given->data, "folder; it is not there yet, or is empty")->required();
  verb->add_option("--seed", given->seed, "the same seed gives the same facts; 1 if left out");
  verb->add_option("--until", given->until,
                   "the time at which it stands; the last 10:30 of China when left out");
  add_store(verb, given->store);
  add_language(verb, given->language);
  add_json(verb, given->style);
  verb->callback([given, &code] { code = run_cohort(*given); });
  return verb;
}

}  // namespace

void add_demo(CLI::App& app, int& code) {
  auto given = std::make_shared<CohortVerbOptions>();
  CLI::App* demo =
      add_cohort(app, "demo", "make a node with a study of invented people", given, code);
  demo->get_option("--data")->required(false);  // the verb asks for it where it makes something
  demo->add_flag("--print-people", given->prints_people,
                 "make nothing; print every name and number of its invented people, one a line");
  add_examples(demo, {"veinline demo --data DIR --seed 7", "veinline demo --print-people"});
}

void add_simulate(CLI::App& app, int& code) {
  auto given = std::make_shared<CohortVerbOptions>();
  CLI::App* simulate =
      add_cohort(app, "simulate", "make one with as many treatments as you say", given, code);
  simulate->add_option("--courses", given->courses, "how many treatments")
      ->required()
      ->check(CLI::PositiveNumber);
  add_examples(simulate, {"veinline simulate --data DIR --courses 500 --seed 7 --json"});
}

void add_serve(CLI::App& app, int& code) {
  auto given = std::make_shared<ServeOptions>();
  given->program = kernel::version;
  CLI::App* serve = app.add_subcommand("serve", "serve a node over HTTP");
  add_settings(serve, *given);
  add_examples(serve, {"veinline serve --config /etc/veinline/veinline.toml",
                       "veinline serve --data DIR --listen 127.0.0.1:8080"});
  serve->callback([given, &code] { code = run_serve(*given); });
}

void add_config(CLI::App& app, int& code) {
  CLI::App* config = app.add_subcommand("config", "the settings of a server");
  config->require_subcommand(1);
  for (const bool show : {false, true}) {
    auto given = std::make_shared<ServeOptions>();
    CLI::App* one = config->add_subcommand(show ? "show" : "check",
                                           show ? "print all settings as a file, with their help"
                                                : "say whether the settings would do");
    add_settings(one, *given);
    add_examples(one, {std::string("veinline config ") + (show ? "show" : "check") +
                       " --config /etc/veinline/veinline.toml"});
    one->callback([given, &code, show] { code = run_config(*given, show); });
  }
}

namespace {

/// What was told elsewhere, as a list.
void add_told(CLI::App* verb, const Given<ShowOptions>& given, const char* view, int& code) {
  given->view = view;
  add_where(verb, given->where);
  add_json(verb, given->style);
  verb->callback([given, &code] { code = run_show(*given); });
}

}  // namespace

void add_webhook(CLI::App& app, int& code) {
  CLI::App* webhook = app.add_subcommand("webhook", "who is told of the log elsewhere");
  webhook->require_subcommand(1);
  CLI::App* status = webhook->add_subcommand("status", "how far each was told");
  add_examples(status, {"veinline webhook status --server URL --token-file FILE"});
  add_told(status, std::make_shared<ShowOptions>(), "webhooks", code);
  CLI::App* deliveries =
      webhook->add_subcommand("deliveries", "what became of each attempt, newest first");
  auto given = std::make_shared<ShowOptions>();
  deliveries->add_option("--webhook", given->webhook, "of this URL alone");
  deliveries->add_option("--after", given->after, "the page that begins after this one's `next`");
  deliveries->add_option("--count", given->count, "how many at most, 1 to 1000");
  add_examples(deliveries,
               {"veinline webhook deliveries --count 20 --server URL --token-file FILE"});
  add_told(deliveries, given, "deliveries", code);
  CLI::App* secret =
      webhook->add_subcommand("secret", "make a secret for signatures; give it to both sides");
  auto out = std::make_shared<std::string>();
  secret->add_option("--out", *out, "new file, which only its owner reads")->required();
  add_examples(secret, {"veinline webhook secret --out erp.secret"});
  secret->callback([out, &code] { code = run_webhook_secret(*out); });
}

void add_bench(CLI::App& app, int& code) {
  auto given = std::make_shared<bench::BenchOptions>();
  CLI::App* measure = app.add_subcommand("bench", "measure this machine");
  add_suggestions(measure->add_option("name", given->name, "what to measure; all when left out"),
                  {"append", "http", "shared", "simulate", "import", "trace", "verify", "rebuild",
                   "rights", "foreign", "start", "all"});
  measure->add_option("--facts", given->facts, "size of the log to measure on");
  measure->add_option("--courses", given->courses, "treatments that simulate tells");
  measure->add_option("--rows", given->rows, "of the table that import takes in");
  measure->add_option("--seed", given->seed, "of the made-up history");
  add_store(measure, given->store);
  measure->get_option("--store")->description(
      "postgresql:// address of a database to measure on: shared, trace, rebuild");
  measure->add_option("--folder", given->folder, "where to make it; a temporary one when left out");
  measure->add_flag("--json", given->json, "answer as JSON");
  add_examples(measure, {"veinline bench append --facts 100000 --json",
                         "veinline bench import --rows 100000 --json",
                         "veinline bench shared --store postgresql://veinline@db1/bench"});
  measure->callback([given, &code] { code = bench::run(*given); });
}

}  // namespace veinline::tools::cli
