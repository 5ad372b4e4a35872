// SPDX-License-Identifier: Apache-2.0
// Timeline, audit trail and single records: the log read straight.
#include <algorithm>
#include <functional>
#include <map>

#include "history/states.hpp"
#include "journey/study/study.hpp"
#include "kernel/number.hpp"
#include "ledger/page.hpp"
#include "ledger/proof.hpp"
#include "ledger/receipt.hpp"
#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/texts.hpp"

namespace veinline::views {

using kernel::Array;
using kernel::Failure;

namespace {

Value texts(const std::vector<std::string>& list) {
  Array out;
  for (const std::string& text : list) out.push_back(Value(text));
  return Value(std::move(out));
}

/// Puts the time zone of the place beside the time of each signature (21 CFR 11.50): signatures
/// bind the record, and with it the site. `zones` keeps those of sites that were asked for.
Result<kernel::Done, Fault> add_zone(const Sources& sources, Object& line,
                                     std::map<std::string, std::string>& zones) {
  const Value* list = line.find("signatures");
  if (list == nullptr) return kernel::Done{};
  const std::string& site = *line.find("at")->string();
  if (!zones.contains(site)) {
    TRY(const journey::ThingState state,
        history::state_as_of(sources.catalogue, sources.store, "site/" + site, UINT64_MAX));
    const auto* known = state.aspects.find<journey::study::SiteState>();
    zones[site] = known == nullptr ? "" : known->zone;
  }
  if (zones[site].empty()) return kernel::Done{};
  Array signatures;
  for (const Value& one : *list->array()) {
    Object signature = *one.object();
    signature.set("zone", Value(zones[site]));
    signatures.push_back(Value(std::move(signature)));
  }
  line.set("signatures", Value(std::move(signatures)));
  return kernel::Done{};
}

/// Lines of a page that the reader may see, and where the next one begins when the log goes on
/// after the last of them. A store ends a page where it likes, also before the number of records
/// that was asked for.
Result<Object, NoView> page_of(const Sources& sources,
                               const std::vector<ledger::StoredRecord>& records, Seq up_to,
                               const std::function<Result<bool, Fault>(Seq last)>& goes_on) {
  Array lines;
  Seq last = 0;
  std::map<std::string, std::string> zones;
  for (const ledger::StoredRecord& stored : records) {
    if (stored.seq > up_to) break;
    last = stored.seq;
    const auto is_read = sources.eye.reads(stored);
    if (!is_read) return no_view(is_read.error());
    if (!*is_read) continue;
    auto line = line_of(sources.catalogue, stored);
    if (!line) return no_view(line.error());
    if (auto said = add_standing_of_texts(sources, up_to, *line); !said) {
      return no_view(said.error());
    }
    if (auto put = add_zone(sources, *line, zones); !put) return no_view(put.error());
    lines.push_back(Value(std::move(*line)));
  }
  Object out;
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  if (last != 0) {
    const auto more = goes_on(last);
    if (!more) return no_view(more.error());
    if (*more) out.set("next", Value(std::to_string(last)));
  }
  out.set("facts", Value(std::move(lines)));
  return out;
}

struct Page {
  Seq after = 0;
  Seq up_to = 0;
};
Result<Page, NoView> page(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  TRY(const Seq after, after_of(question));
  return Page{std::min(after, up_to), up_to};
}

Result<ledger::StoredRecord, NoView> one_record(const Sources& sources, const Question& question) {
  const std::optional<Seq> seq = kernel::whole_number(question.id);
  if (!seq || *seq == 0) return no_view(NoView::Kind::bad_question, "view.bad_sequence_number");
  auto records = sources.store.read(*seq, 1);
  if (!records) return no_view(records.error());
  if (records->empty()) return no_view(NoView::Kind::unknown_thing, "view.unknown_record");
  const auto is_read = sources.eye.reads(records->front());
  if (!is_read) return no_view(is_read.error());
  if (!*is_read) return no_view(NoView::Kind::unknown_thing, "view.unknown_record");
  return std::move(records->front());
}

}  // namespace

Result<Object, Fault> line_of(const journey::Catalogue& catalogue,
                              const ledger::StoredRecord& stored) {
  auto record = ledger::parse_record(stored.bytes);
  if (!record || !stored.is_intact()) return Failure{Fault::damaged};
  const ledger::Draft& draft = record->draft;
  const journey::FactType* type = catalogue.fact(draft.fact);
  Object out;
  out.set("seq", Value(static_cast<std::int64_t>(stored.seq)));
  out.set("record", Value(draft.id));
  out.set("fact", Value(draft.fact));
  out.set("strand", type == nullptr ? Value("opaque") : Value(text(type->strand)));
  out.set("data", Value(draft.data));
  out.set("by", Value(draft.by));
  out.set("at", Value(draft.at));
  out.set("happened_at", Value(kernel::to_text(draft.happened_at.time)));
  out.set("source", Value(draft.happened_at.source));
  out.set("recorded_at", Value(kernel::to_text(record->stamp.recorded_at)));
  out.set("changes", texts(draft.changes));
  out.set("mentions", texts(draft.mentions));
  if (!draft.corrects.empty()) out.set("corrects", Value(draft.corrects));
  if (draft.reason) out.set("reason", Value(draft.reason->code));
  if (!draft.after.empty()) out.set("after", texts(draft.after));
  Array signatures;
  for (const ledger::Signature& signature : draft.signatures) {
    Object one;
    one.set("by", Value(signature.by));
    one.set("meaning", Value(signature.meaning));
    one.set("suite", Value(signature.suite));
    one.set("time", Value(kernel::to_text(signature.time)));
    signatures.push_back(Value(std::move(one)));
  }
  if (!signatures.empty()) out.set("signatures", Value(std::move(signatures)));
  return out;
}

Result<Object, NoView> timeline(const Sources& sources, const Question& question) {
  TRY(const Page where, page(sources, question));
  TRY(const std::string thing, named_thing_of(sources, question.id, where.up_to));
  TRY([[maybe_unused]] const kernel::Done seen, seen_thing(sources, thing));
  const auto some = [&](Seq after, std::uint32_t count_max) {
    return sources.store.history(thing, ledger::Touching::changes_and_mentions, after, where.up_to,
                                 count_max);
  };
  // One more than is shown says whether there are more.
  const std::uint32_t wanted = question.count_max + 1;
  auto records = some(where.after, wanted);
  if (!records) return no_view(records.error());
  if (records->empty()) {
    TRY([[maybe_unused]] const auto there, existing_thing(sources, thing, where.up_to));
  }
  const bool is_last = ledger::is_last_page(*records, wanted);
  const bool is_more = records->size() == wanted;
  if (is_more) records->pop_back();
  const auto goes_on = [&](Seq last) -> Result<bool, Fault> {
    if (is_last || is_more) return is_more;
    TRY(const std::vector<ledger::StoredRecord> one, some(last, 1));
    return !one.empty();
  };
  TRY(Object out, page_of(sources, *records, where.up_to, goes_on));
  out.set("thing", Value(thing));
  return out;
}

Result<Object, NoView> audit(const Sources& sources, const Question& question) {
  TRY(const Page where, page(sources, question));
  auto records = sources.store.read(where.after + 1, question.count_max);
  if (!records) return no_view(records.error());
  const auto goes_on = [&](Seq last) -> Result<bool, Fault> { return last < where.up_to; };
  return page_of(sources, *records, where.up_to, goes_on);
}

Result<Object, NoView> record(const Sources& sources, const Question& question) {
  TRY(const ledger::StoredRecord stored, one_record(sources, question));
  Object out;
  out.set("seq", Value(static_cast<std::int64_t>(stored.seq)));
  out.set("leaf", Value(kernel::to_base64(stored.leaf.view())));
  out.set("bytes", Value(stored.bytes));
  return out;
}

Result<Object, NoView> receipt(const Sources& sources, const Question& question) {
  TRY(const ledger::StoredRecord stored, one_record(sources, question));
  auto tip = sources.store.tip();
  if (!tip) return no_view(tip.error());
  auto proof = ledger::inclusion_proof(stored.seq - 1, tip->head.size(), sources.store);
  if (!proof) return no_view(proof.error());
  Object out;
  out.set("seq", Value(static_cast<std::int64_t>(stored.seq)));
  out.set("bytes", Value(stored.bytes));
  out.set("receipt", Value(ledger::to_text(ledger::Receipt{stored.seq - 1, std::move(*proof),
                                                           tip->checkpoint, std::nullopt})));
  return out;
}

}  // namespace veinline::views
