// SPDX-License-Identifier: Apache-2.0
#include "history/happening.hpp"

#include <algorithm>
#include <utility>

#include "ledger/page.hpp"

namespace veinline::history {

using journey::Happening;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

namespace {

constexpr std::uint32_t page = 500;
/// Of each of several things that are asked for together.
constexpr std::size_t first_page = 100;

Result<kernel::Done, Fault> add(const std::vector<ledger::StoredRecord>& records,
                                std::vector<Happening>& out) {
  for (const ledger::StoredRecord& stored : records) {
    TRY(out.emplace_back(), happening_of(stored));
  }
  return kernel::Done{};
}

}  // namespace

Happening happening_of(Seq seq, ledger::Record record) {
  ledger::Draft& draft = record.draft;
  Happening out;
  // Another clock's offset says nothing of the site's, nor of when it was signed.
  const bool is_ours = draft.happened_at.source == "server";
  for (ledger::Signature& one : draft.signatures) {
    out.signatures.push_back({std::move(one.by), std::move(one.meaning), std::move(one.suite),
                              one.time, draft.at, is_ours ? draft.happened_at.offset : ""});
  }
  out.told = {seq,
              std::move(draft.id),
              std::move(draft.by),
              std::move(draft.at),
              draft.happened_at.time,
              record.stamp.recorded_at,
              draft.command.key.starts_with(import_key_prefix)};
  out.fact = std::move(draft.fact);
  out.data = std::move(draft.data);
  out.changes = std::move(draft.changes);
  out.corrects = std::move(draft.corrects);
  out.clock_ms = record.stamp.clock.ms;
  out.clock_n = record.stamp.clock.n;
  return out;
}

Result<Happening, Fault> happening_of(const ledger::StoredRecord& stored) {
  auto record = ledger::parse_record(stored.bytes);
  if (!record || !stored.is_intact()) return Failure{Fault::damaged};
  return happening_of(stored.seq, std::move(*record));
}

Result<std::vector<Happening>, Fault> history_of(const ledger::Store& store, std::string_view thing,
                                                 ledger::Touching touching, Seq after, Seq up_to,
                                                 std::size_t count_max) {
  std::vector<Happening> out;
  for (;;) {
    const auto wanted =
        static_cast<std::uint32_t>(std::min<std::size_t>(page, count_max - out.size()));
    if (wanted == 0) return out;
    TRY(const std::vector<ledger::StoredRecord> records,
        store.history(thing, touching, after, up_to, wanted));
    TRY([[maybe_unused]] const kernel::Done added, add(records, out));
    if (ledger::is_last_page(records, wanted)) return out;
    after = records.back().seq;
  }
}

Result<std::vector<std::vector<Happening>>, Fault> histories_of(const ledger::Store& store,
                                                                std::span<const std::string> things,
                                                                ledger::Touching touching,
                                                                Seq up_to, std::size_t count_max) {
  const auto wanted = static_cast<std::uint32_t>(std::min(first_page, count_max));
  TRY(const auto pages, store.histories(things, touching, up_to, wanted));
  std::vector<std::vector<Happening>> out(things.size());
  std::size_t left = count_max;
  for (std::size_t i = 0; i < things.size() && left > 0; ++i) {
    TRY([[maybe_unused]] const kernel::Done added, add(pages[i], out[i]));
    left -= std::min(left, out[i].size());
    if (left == 0 || ledger::is_last_page(pages[i], wanted)) continue;
    TRY(std::vector<Happening> rest,
        history_of(store, things[i], touching, pages[i].back().seq, up_to, left));
    left -= rest.size();
    std::move(rest.begin(), rest.end(), std::back_inserter(out[i]));
  }
  return out;
}

}  // namespace veinline::history
