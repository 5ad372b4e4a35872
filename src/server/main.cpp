// SPDX-License-Identifier: Apache-2.0
// veinline: the one program. Reads the command line; the verbs are in tools/cli.
#include <CLI/CLI.hpp>
#include <iostream>
#include <span>
#include <string>

#include "server/version.hpp"
#include "tools/bench/bench.hpp"
#include "tools/cli/settings.hpp"
#include "tools/cli/verbs.hpp"

namespace cli = veinline::tools::cli;

namespace {

void add_language(CLI::App* app, std::string& language) {
  app->add_option("--language", language, "of the answer; the environment's when left out")
      ->check(CLI::IsMember({"en", "zh-CN"}));
}

void add_where(CLI::App* app, cli::Where& where) {
  app->add_option("--data", where.data, "data folder of a node that is not being served");
  app->add_option("--server", where.server,
                  "address of a node that is, like http://localhost:8080");
  app->add_option("--token-file", where.token_file, "file with the bearer token for --server");
  app->add_option("--as", where.as,
                  "with --data: the person who acts; the console's when left out");
  add_language(app, where.language);
}

void add_json(CLI::App* app, cli::Style& style) {
  app->add_flag_callback(
      "--json", [&style] { style = cli::Style::json; }, "answer as JSON");
}

struct Verbs {
  cli::DoOptions doing;
  cli::ShowOptions showing;
  cli::ShowOptions tracing;
  cli::ScanOptions scanning;
  cli::LabelOptions labelling;
  cli::FeedOptions feeding;
  cli::DescribeOptions describing;
  cli::ExportOptions exporting;
  cli::CohortVerbOptions demonstrating;
  cli::CohortVerbOptions simulating;
  cli::ImportOptions importing;
  cli::UserOptions adding;
  cli::ShowOptions listing;
  cli::ShowOptions hooking;
  cli::UserRevokeOptions revoking;
  cli::ServeOptions serving;
  cli::WitnessOptions witnessing;
  cli::VerifyOptions verifying;
  veinline::tools::bench::BenchOptions benching;
  std::string init_data, init_origin, restore_file, restore_data, hook_secret;
};

void add_do(CLI::App& app, Verbs& verbs, int& code) {
  cli::DoOptions& options = verbs.doing;
  CLI::App* one = app.add_subcommand("do", "do a command of the catalogue");
  one->add_option("command", options.command, "STAGE/VERB; see veinline describe")->required();
  add_where(one, options.where);
  one->add_option("--json", options.json_file,
                  "the whole body as JSON, and the answer too; - for standard input");
  one->add_option("--key", options.key, "command key; the same again gives the first answer");
  one->add_option("--at", options.at, "site where it happens; the person's own when left out");
  one->add_option("--happened-at", options.happened_at, "when it happened; now when left out");
  one->add_option("--reason", options.reason, "reason code");
  one->add_option("--reason-text", options.reason_text, "reason in words, for the vault");
  one->add_option("--sign", options.sign, "meaning of the signature that the command asks for");
  one->allow_extras();
  one->callback([&options, &code, one] {
    options.fields = one->remaining();
    if (!options.json_file.empty()) options.style = cli::Style::json;
    code = cli::run_do(options);
  });
}

void add_looking(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* show = app.add_subcommand("show", "show a view");
  show->add_option("view", verbs.showing.view,
                   "courses, trace, timeline, lineage, audit, record or receipt")
      ->required();
  show->add_option("id", verbs.showing.id,
                   "what a scanner gives, kind/ID, an alias like coi:CH…, or a sequence number");
  show->add_option("--after", verbs.showing.after, "the page that begins after this one's `next`");
  show->add_option("--count", verbs.showing.count, "how many lines at most, 1 to 1000");
  CLI::App* trace = app.add_subcommand("trace", "whose it is, who had it, what it lived through");
  verbs.tracing.view = "trace";
  trace->add_option("id", verbs.tracing.id,
                    "what a scanner gives, kind/ID, or an alias: din:A9999…");
  trace->add_option("--lot", verbs.tracing.lot, "batch/ID: what it touched");
  for (auto [one, options] : {std::pair(show, &verbs.showing), std::pair(trace, &verbs.tracing)}) {
    add_where(one, options->where);
    one->add_option("--as-of", options->as_of, "as of this sequence number");
    add_json(one, options->style);
    one->callback([options = options, &code] { code = cli::run_show(*options); });
  }
  CLI::App* scan = app.add_subcommand("scan", "what a code on a label names");
  scan->add_option("code", verbs.scanning.code, "as the scanner gives it; - for standard input")
      ->required();
  scan->add_flag("--typed", verbs.scanning.typed,
                 "it was typed by a person: only with its check character");
  scan->add_option("--as-of", verbs.scanning.as_of, "as of this sequence number");
  add_where(scan, verbs.scanning.where);
  add_json(scan, verbs.scanning.style);
  scan->callback([&verbs, &code] { code = cli::run_scan(verbs.scanning); });
  CLI::App* describe = app.add_subcommand("describe", "say what can be said");
  describe->add_option("command", verbs.describing.command, "STAGE/VERB; all when left out");
  add_where(describe, verbs.describing.where);  // it asks nobody; a shell function may add them
  describe->add_option("--bless", verbs.describing.bless,
                       "write the generated files of a source tree");
  add_json(describe, verbs.describing.style);
  describe->callback([&verbs, &code] { code = cli::run_describe(verbs.describing); });
}

void add_label(CLI::App& app, Verbs& verbs, int& code) {
  cli::LabelOptions& options = verbs.labelling;
  CLI::App* label = app.add_subcommand("label", "print the label of a material into a file");
  label->add_option("material", options.material, "what a scanner gives of it, or material/ID")
      ->required();
  label->add_option("--out", options.out, "file")->required();
  label->add_option("--form", options.form, "pdf when left out")
      ->check(CLI::IsMember({"svg", "pdf", "zpl"}));
  label->add_option("--reason", options.reason,
                    "reason code: print it anew, the one before is void");
  add_where(label, options.where);
  label->callback([&options, &code] { code = cli::run_label(options); });
}

void add_feed(CLI::App& app, Verbs& verbs, int& code) {
  cli::FeedOptions& options = verbs.feeding;
  CLI::App* feed = app.add_subcommand("feed", "each fact as it is recorded, until you stop it");
  feed->add_option("--after", options.after,
                   "from the fact after this sequence number; now when left out");
  feed->add_option("--thing", options.thing,
                   "of one thing alone: kind/ID, or what a scanner gives");
  feed->add_option("--fact", options.fact, "of facts alone whose name begins like this: release.");
  feed->add_option("--count", options.count, "end after so many");
  add_where(feed, options.where);
  add_json(feed, options.style);
  feed->callback([&options, &code] { code = cli::run_feed(options); });
}

void add_evidence(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* verify = app.add_subcommand("verify", "check a data folder, a server or a bundle");
  verify->add_option("what", verbs.verifying.what, "DIR, URL or FILE")->required();
  verify->add_option("--key", verbs.verifying.key, "the log's key, as you wrote it down");
  verify->add_option("--since", verbs.verifying.since,
                     "file with an older checkpoint that you hold");
  verify->add_option("--token-file", verbs.verifying.token_file, "file with a bearer token");
  add_json(verify, verbs.verifying.style);
  verify->callback([&verbs, &code] { code = cli::run_verify(verbs.verifying); });
  CLI::App* out = app.add_subcommand("export", "write evidence to a file");
  out->add_option("id", verbs.exporting.id, "kind/ID or an alias");
  out->add_flag("--all", verbs.exporting.all, "the whole log");
  out->add_option("--out", verbs.exporting.out, "file")->required();
  add_where(out, verbs.exporting.where);
  out->callback([&verbs, &code] { code = cli::run_export(verbs.exporting); });
  CLI::App* restore = app.add_subcommand("restore",
                                         "records of an export --all, verbatim, into an "
                                         "empty folder that has the keys");
  restore->add_option("file", verbs.restore_file, "bundle")->required();
  restore->add_option("--data", verbs.restore_data, "folder")->required();
  restore->callback(
      [&verbs, &code] { code = cli::run_restore(verbs.restore_file, verbs.restore_data); });
}

/// --config and a flag for each setting.
void add_settings(CLI::App* app, cli::ServeOptions& options) {
  app->add_option("--config", options.config, "TOML file; VEINLINE_* and flags go before it");
  for (const cli::SettingType& type : cli::all_settings()) {
    app->add_option(type.flag(), options.flags[std::string(type.name)], std::string(type.help))
        ->allow_extra_args(false);
  }
}

void add_running(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* init = app.add_subcommand("init", "make a new node");
  init->add_option("--data", verbs.init_data, "folder")->required();
  init->add_option("--origin", verbs.init_origin, "name of its log for ever, a URL without scheme");
  init->callback([&verbs, &code] { code = cli::run_init(verbs.init_data, verbs.init_origin); });
  CLI::App* serve = app.add_subcommand("serve", "serve a node over HTTP");
  add_settings(serve, verbs.serving);
  serve->callback([&verbs, &code] { code = cli::run_serve(verbs.serving); });
  CLI::App* config = app.add_subcommand("config", "the settings of a server");
  config->require_subcommand(1);
  for (const bool show : {false, true}) {
    CLI::App* one = config->add_subcommand(show ? "show" : "check",
                                           show ? "print all settings as a file, with their help"
                                                : "say whether the settings would do");
    add_settings(one, verbs.serving);
    one->callback([&verbs, &code, show] { code = cli::run_config(verbs.serving, show); });
  }
}

void add_cohort(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* demo = app.add_subcommand("demo", "make a node with a study of invented people");
  CLI::App* simulate =
      app.add_subcommand("simulate", "make one with as many treatments as you say");
  for (auto [one, options] :
       {std::pair(demo, &verbs.demonstrating), std::pair(simulate, &verbs.simulating)}) {
    one->add_option("--data", options->data, "folder; it is not there yet, or is empty")
        ->required();
    one->add_option("--seed", options->seed, "the same seed gives the same facts; 1 if left out");
    one->add_option("--until", options->until,
                    "the time at which it stands; the last 10:30 of China when left out");
    add_language(one, options->language);
    add_json(one, options->style);
    one->callback([options = options, &code] { code = cli::run_cohort(*options); });
  }
  simulate->add_option("--courses", verbs.simulating.courses, "how many treatments")
      ->required()
      ->check(CLI::PositiveNumber);
}

void add_import(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* one = app.add_subcommand("import", "take in commands from another system");
  one->add_option("file", verbs.importing.file,
                  "NDJSON, or with --map a table; - for standard input")
      ->required();
  one->add_option("--map", verbs.importing.map,
                  "of a table (CSV): which command each row says, as JSON");
  one->add_flag("--dry-run", verbs.importing.dry_run, "say what would happen, record nothing");
  add_where(one, verbs.importing.where);
  add_json(one, verbs.importing.style);
  one->callback([&verbs, &code] { code = cli::run_import(verbs.importing); });
}

void add_witness(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* witness = app.add_subcommand("witness", "witnesses of this log, and of others here");
  witness->require_subcommand(1);
  CLI::App* key = witness->add_subcommand("key", "the key that this node cosigns other logs with");
  add_where(key, verbs.witnessing.where);
  key->callback([&verbs, &code] { code = cli::run_witness_key(verbs.witnessing); });
  CLI::App* status = witness->add_subcommand("status", "how far this log is witnessed, by whom");
  add_where(status, verbs.witnessing.where);
  add_json(status, verbs.witnessing.style);
  status->callback([&verbs, &code] { code = cli::run_witness_status(verbs.witnessing); });
}

void add_webhook(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* webhook = app.add_subcommand("webhook", "who is told of the log elsewhere");
  webhook->require_subcommand(1);
  CLI::App* status = webhook->add_subcommand("status", "how far each was told");
  CLI::App* deliveries =
      webhook->add_subcommand("deliveries", "what became of each attempt, newest first");
  deliveries->add_option("--webhook", verbs.hooking.webhook, "of this URL alone");
  deliveries->add_option("--after", verbs.hooking.after,
                         "the page that begins after this one's `next`");
  deliveries->add_option("--count", verbs.hooking.count, "how many at most, 1 to 1000");
  for (CLI::App* one : {status, deliveries}) {
    add_where(one, verbs.hooking.where);
    add_json(one, verbs.hooking.style);
    const bool is_status = one == status;
    one->callback([&verbs, &code, is_status] {
      verbs.hooking.view = is_status ? "webhooks" : "deliveries";
      code = cli::run_show(verbs.hooking);
    });
  }
  CLI::App* secret =
      webhook->add_subcommand("secret", "make a secret for signatures; give it to both sides");
  secret->add_option("--out", verbs.hook_secret, "new file, which only its owner reads")
      ->required();
  secret->callback([&verbs, &code] { code = cli::run_webhook_secret(verbs.hook_secret); });
}

void add_user(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* user = app.add_subcommand("user", "people and their tokens");
  user->require_subcommand(1);
  CLI::App* add = user->add_subcommand("add", "add a person; prints their token, once");
  add->add_option("name", verbs.adding.name, "name; it goes to the vault")->required();
  add->add_option("--role", verbs.adding.roles, "role; may be repeated")->required();
  add->add_option("--site", verbs.adding.site, "site code or id")->required();
  add->add_option("--token-out", verbs.adding.token_out,
                  "write the token to this new file instead");
  add_where(add, verbs.adding.where);
  add->callback([&verbs, &code] { code = cli::run_user_add(verbs.adding); });
  CLI::App* list = user->add_subcommand("list", "whom the node knows, with roles and tokens");
  list->add_option("--after", verbs.listing.after, "the page that begins after this one's `next`");
  list->add_option("--count", verbs.listing.count, "how many at most, 1 to 1000");
  add_where(list, verbs.listing.where);
  add_json(list, verbs.listing.style);
  list->callback([&verbs, &code] {
    verbs.listing.view = "people";
    code = cli::run_show(verbs.listing);
  });
  CLI::App* revoke = user->add_subcommand("revoke", "let tokens act for nobody any more");
  revoke->add_option("person", verbs.revoking.person, "person/ID: all their tokens");
  revoke->add_option("--token", verbs.revoking.token, "or the file with the one token");
  add_where(revoke, verbs.revoking.where);
  revoke->callback([&verbs, &code] { code = cli::run_user_revoke(verbs.revoking); });
}

void add_bench(CLI::App& app, Verbs& verbs, int& code) {
  CLI::App* bench = app.add_subcommand("bench", "measure this machine");
  bench->add_option("name", verbs.benching.name, "append, http, trace, verify, rebuild, start or all");
  bench->add_option("--facts", verbs.benching.facts, "size of the log to measure on");
  bench->add_option("--seed", verbs.benching.seed, "of the made-up history");
  bench->add_option("--folder", verbs.benching.folder,
                    "where to make it; a temporary one when left out");
  bench->add_flag("--json", verbs.benching.json, "answer as JSON");
  bench->callback([&verbs, &code] { code = veinline::tools::bench::run(verbs.benching); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::span<const char* const> words(argv, static_cast<std::size_t>(argc));
  if (const std::string bad = cli::not_utf8(words.subspan(1)); !bad.empty()) {
    return cli::cannot("The bytes of " + bad +
                       " are no UTF-8. Set your terminal to UTF-8, or write it to a file in UTF-8 "
                       "and use --json FILE. Nothing was recorded.");
  }
  CLI::App app("veinline: the vein-to-vein record for cell and gene therapies");
  app.require_subcommand(1);
  app.set_version_flag("--version", veinline::server::version);
  Verbs verbs;
  int code = 0;
  add_do(app, verbs, code);
  add_looking(app, verbs, code);
  add_label(app, verbs, code);
  add_feed(app, verbs, code);
  add_evidence(app, verbs, code);
  add_running(app, verbs, code);
  add_cohort(app, verbs, code);
  add_import(app, verbs, code);
  add_witness(app, verbs, code);
  add_webhook(app, verbs, code);
  add_user(app, verbs, code);
  add_bench(app, verbs, code);
  if (words.size() < 2) {  // whoever says nothing does not know what can be said
    std::cerr << app.help();
    return 2;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return code;
}
