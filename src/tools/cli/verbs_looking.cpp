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
  add_suggestions(view, {"courses", "trace", "timeline", "lineage", "audit", "record", "receipt"});
  show->add_option("id", given->id,
                   "what a scanner gives, kind/ID, an alias like coi:CH…, or a sequence number");
  show->add_option("--after", given->after, "the page that begins after this one's `next`");
  show->add_option("--count", given->count, "how many lines at most, 1 to 1000");
  add_viewing(show, given, code);
  add_examples(show, {"veinline show courses --data DIR",
                      "veinline show timeline course/ID --as-of 40 --data DIR",
                      "veinline show timeline material/ID --json --server URL --token-file FILE"});
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
