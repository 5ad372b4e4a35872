// SPDX-License-Identifier: Apache-2.0
// Verbs that only look.
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

namespace {

/// What every view takes.
void add_viewing(CLI::App* verb, const Given<ShowOptions>& given, int& code) {
  add_where(verb, given->where);
  verb->add_option("--as-of", given->as_of, "as of this sequence number");
  add_json(verb, given->style);
  verb->callback([given, &code] { code = run_show(*given); });
}

}  // namespace

void add_show(CLI::App& app, int& code) {
  auto given = std::make_shared<ShowOptions>();
  CLI::App* show = app.add_subcommand("show", "show a view");
  CLI::Option* view = show->add_option("view", given->view, "what to look at");
  view->required();
  add_suggestions(view, {"courses", "trace", "timeline", "lineage", "audit", "emergencies",
                         "counts", "record", "receipt", "bedside_packet"});
  show->add_option("id", given->id,
                   "what a scanner gives, kind/ID, an alias like coi:CH…, or a sequence number");
  show->add_option("--after", given->after, "the page that begins after this one's `next`");
  show->add_option("--count", given->count, "how many lines at most, 1 to 1000");
  add_viewing(show, given, code);
  add_examples(show, {"veinline show courses --data DIR",
                      "veinline show timeline course/ID --as-of 40 --data DIR",
                      "veinline show timeline material/ID --json --server URL --token-file FILE",
                      "veinline show bedside_packet material/ID --server URL --token-file FILE"});
}

void add_trace(CLI::App& app, int& code) {
  auto given = std::make_shared<ShowOptions>();
  given->view = "trace";
  CLI::App* trace = app.add_subcommand("trace", "whose it is, who had it, what it lived through");
  trace->add_option("id", given->id, "what a scanner gives, kind/ID, or an alias: din:A9999…");
  trace->add_option("--lot", given->lot,
                    "what a scanner gives of a batch, or its ID: what it touched");
  add_viewing(trace, given, code);
  add_examples(trace,
               {"veinline trace material/ID --data DIR", "veinline trace coi:ALIAS --data DIR",
                "veinline trace --lot batch/ID --data DIR"});
}

void add_scan(CLI::App& app, int& code) {
  auto given = std::make_shared<ScanOptions>();
  CLI::App* scan = app.add_subcommand("scan", "what a code on a label names");
  scan->add_option("code", given->code, "as the scanner gives it; - for standard input")
      ->required();
  scan->add_flag("--typed", given->typed,
                 "it was typed by a person: only with its check character");
  scan->add_option("--as-of", given->as_of, "as of this sequence number");
  add_where(scan, given->where);
  add_json(scan, given->style);
  add_examples(scan, {"veinline scan '=A99991700000100' --data DIR",
                      "veinline scan - --server URL --token-file FILE"});
  scan->callback([given, &code] { code = run_scan(*given); });
}

void add_find(CLI::App& app, int& code) {
  auto given = std::make_shared<FindOptions>();
  CLI::App* find = app.add_subcommand("find", "patients of your own hospital; it is recorded");
  find->add_option("file", given->file,
                   "file with the name or number that is looked for; standard input when left out");
  find->add_option("--kind", given->kind, "how to read it; as it looks when left out")
      ->check(CLI::IsMember({"number", "name", "reading", "initials", "last_four"}));
  add_where(find, given->where);
  add_json(find, given->style);
  add_examples(find, {"veinline find --server URL --token-file FILE",
                      "veinline find wanted.txt --kind name --server URL --token-file FILE"});
  find->callback([given, &code] { code = run_find(*given); });
}

void add_identity(CLI::App& app, int& code) {
  auto given = std::make_shared<IdentityOptions>();
  CLI::App* identity =
      app.add_subcommand("identity", "who a patient of your own hospital is; it is recorded");
  identity->add_option("subject", given->subject, "subject/ID, or its ID")->required();
  identity->add_option("--purpose", given->purpose, "what for")
      ->required()
      ->check(
          CLI::IsMember({"bedside", "collection", "enrolment", "contact", "safety", "put_right"}));
  add_where(identity, given->where);
  add_json(identity, given->style);
  add_examples(identity,
               {"veinline identity subject/ID --purpose bedside --server URL --token-file FILE"});
  identity->callback([given, &code] { code = run_identity(*given); });
}

void add_arm(CLI::App& app, int& code) {
  auto given = std::make_shared<ArmOptions>();
  CLI::App* arm = app.add_subcommand(
      "arm", "the arm of a subject of a blinded study, for whoever may know it; it is recorded");
  arm->add_option("subject", given->subject, "subject/ID, or its ID")->required();
  add_where(arm, given->where);
  add_json(arm, given->style);
  add_examples(arm, {"veinline arm subject/ID --server URL --token-file FILE"});
  arm->callback([given, &code] { code = run_arm(*given); });
}

void add_feed(CLI::App& app, int& code) {
  auto given = std::make_shared<FeedOptions>();
  CLI::App* feed =
      app.add_subcommand("feed", "each fact that is for you, as it is recorded, until you stop it");
  feed->add_option("--after", given->after,
                   "from the fact after this sequence number; now when left out");
  feed->add_option("--thing", given->thing, "of one thing alone: kind/ID, or what a scanner gives");
  feed->add_option("--fact", given->fact, "of facts alone whose name begins like this: release.");
  feed->add_option("--count", given->count, "end after so many");
  add_where(feed, given->where);
  add_json(feed, given->style);
  add_examples(feed,
               {"veinline feed --server URL --token-file FILE",
                "veinline feed --after 0 --fact release. --json --server URL --token-file FILE"});
  feed->callback([given, &code] { code = run_feed(*given); });
}

}  // namespace veinline::tools::cli
