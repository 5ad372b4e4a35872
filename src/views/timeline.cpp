// SPDX-License-Identifier: Apache-2.0
// Timeline, audit trail and single records: the log read straight.
#include <algorithm>

#include "history/states.hpp"
#include "journey/breakglass/breakglass.hpp"
#include "kernel/id.hpp"
#include "kernel/number.hpp"
#include "ledger/page.hpp"
#include "ledger/proof.hpp"
#include "ledger/receipt.hpp"
#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/signatures.hpp"
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

/// What the reader sees of records, one after the other.
class Lines {
 public:
  Lines(const Sources& sources, Seq up_to) : sources_(sources), up_to_(up_to) {}
  [[nodiscard]] Result<bool, NoView> is_read(const ledger::StoredRecord& stored) const {
    const auto is_read = sources_.eye.reads(stored);
    if (!is_read) return no_view(is_read.error());
    return *is_read;
  }
  /// One that the reader may see.
  Result<kernel::Done, NoView> add(const ledger::StoredRecord& stored) {
    auto line = line_of(sources_.catalogue, stored);
    if (!line) return no_view(line.error());
    if (auto said = add_standing_of_texts(sources_, up_to_, *line); !said) {
      return no_view(said.error());
    }
    if (auto put = add_zones(zones_, *line); !put) return no_view(put.error());
    lines_.push_back(Value(std::move(*line)));
    last_ = stored.seq;
    bytes_ += stored.bytes.size();
    return kernel::Done{};
  }
  [[nodiscard]] std::size_t size() const { return lines_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] Seq last() const { return last_; }  ///< of the last line
  /// `next`: where the next page begins; 0: nothing follows.
  Object answer(Seq next) && {
    Object out;
    out.set("as_of", Value(static_cast<std::int64_t>(up_to_)));
    if (next != 0) out.set("next", Value(std::to_string(next)));
    out.set("facts", Value(std::move(lines_)));
    return out;
  }

 private:
  const Sources& sources_;
  const Seq up_to_;
  Array lines_;
  Seq last_ = 0;
  std::size_t bytes_ = 0;
  Zones zones_{sources_};
};

/// Records that are read for one page of a timeline at most. One that ends here ends where it read
/// last, so that a run of this many facts that are for others is all that it ever tells.
constexpr std::size_t looked_at_max = 5'000;
constexpr std::uint32_t together = 100;  ///< as many at least are asked for at once

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
    if (draft.happened_at.source == "server") one.set("offset", Value(draft.happened_at.offset));
    signatures.push_back(Value(std::move(one)));
  }
  if (!signatures.empty()) out.set("signatures", Value(std::move(signatures)));
  return out;
}

Result<Object, NoView> timeline(const Sources& sources, const Question& question) {
  TRY(const Page where, page(sources, question));
  TRY(const std::string thing, named_thing_of(sources, question.id, where.up_to));
  TRY([[maybe_unused]] const kernel::Done seen, seen_thing(sources, thing));
  Lines lines(sources, where.up_to);
  std::size_t looked_at = 0;
  const auto answer = [&](Seq next) {
    Object out = std::move(lines).answer(next);
    out.set("thing", Value(thing));
    return out;
  };
  for (Seq after = where.after;;) {
    // One more than is shown says whether there are more.
    const std::uint32_t wanted = std::max(question.count_max + 1, together);
    const auto records = sources.store.history(thing, ledger::Touching::changes_and_mentions, after,
                                               where.up_to, wanted);
    if (!records) return no_view(records.error());
    if (looked_at == 0 && records->empty()) {
      TRY([[maybe_unused]] const auto there, existing_thing(sources, thing, where.up_to));
    }
    for (const ledger::StoredRecord& stored : *records) {
      after = stored.seq;
      ++looked_at;
      TRY(const bool is_read, lines.is_read(stored));
      if (!is_read) continue;
      const bool is_full =
          lines.size() == question.count_max || lines.bytes() > ledger::page_bytes_max;
      if (is_full) return answer(lines.last());
      TRY([[maybe_unused]] const kernel::Done added, lines.add(stored));
    }
    if (ledger::is_last_page(*records, wanted)) return answer(0);
    if (looked_at >= looked_at_max) return answer(after);
  }
}

// Its pages are of the whole log, of which everybody knows how long it is.
Result<Object, NoView> audit(const Sources& sources, const Question& question) {
  TRY(const Page where, page(sources, question));
  const auto records = sources.store.read(where.after + 1, question.count_max);
  if (!records) return no_view(records.error());
  Lines lines(sources, where.up_to);
  Seq last = 0;
  for (const ledger::StoredRecord& stored : *records) {
    if (stored.seq > where.up_to) break;
    last = stored.seq;
    TRY(const bool is_read, lines.is_read(stored));
    if (!is_read) continue;
    TRY([[maybe_unused]] const kernel::Done added, lines.add(stored));
  }
  return std::move(lines).answer(last != 0 && last < where.up_to ? last : 0);
}

// Openings are kept with who opened: people are few, and a page is of so many of them.
Result<Object, NoView> emergencies(const Sources& sources, const Question& question) {
  constexpr std::string_view people = "person/";
  const std::string& after = question.after;
  const bool is_key = after.starts_with(people) && kernel::is_id(after.substr(people.size()));
  if (!after.empty() && !is_key) return no_view(NoView::Kind::bad_question, "view.bad_page");
  TRY(const Seq up_to, position_of(sources, question));
  const auto keys = sources.store.things(people, after, question.count_max);
  if (!keys) return no_view(keys.error());
  Lines lines(sources, up_to);
  for (const std::string& key : *keys) {
    const auto state = history::state_as_of(sources.catalogue, sources.store, key, up_to);
    if (!state) return no_view(state.error());
    const auto* openings = state->aspects.find<journey::breakglass::Openings>();
    if (openings == nullptr) continue;
    for (const auto& [subject, all] : openings->of_subject) {
      for (const auto& opening : all) {
        if (opening.is_reviewed) continue;
        const auto stored = sources.store.read(opening.seq, 1);
        if (!stored) return no_view(stored.error());
        if (stored->empty()) return no_view(Fault::damaged);
        TRY(const bool is_read, lines.is_read(stored->front()));
        if (!is_read) continue;
        TRY([[maybe_unused]] const kernel::Done added, lines.add(stored->front()));
      }
    }
  }
  Object out = std::move(lines).answer(0);
  if (keys->size() == question.count_max) out.set("next", Value(keys->back()));
  return out;
}

Result<Object, NoView> record(const Sources& sources, const Question& question) {
  TRY(const ledger::StoredRecord stored, one_record(sources, question));
  Object out;
  out.set("seq", Value(static_cast<std::int64_t>(stored.seq)));
  out.set("leaf", Value(kernel::to_base64(stored.leaf.view())));
  out.set("bytes", Value(stored.bytes));
  auto line = line_of(sources.catalogue, stored);
  if (!line) return no_view(line.error());
  Zones zones(sources);
  if (auto put = add_zones(zones, *line); !put) return no_view(put.error());
  if (const Value* signatures = line->find("signatures")) out.set("signatures", *signatures);
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
