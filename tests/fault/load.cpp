// SPDX-License-Identifier: Apache-2.0
#include "fault/load.hpp"

#include <latch>
#include <thread>

namespace veinline::fault {

using ledger::Batch;
using ledger::Outcome;
using storage::sqlite::SqliteStore;

namespace {
constexpr const char* account = "0000000000000000AA";

std::string thing(std::uint64_t number) {
  return "material/" + std::to_string(number % 40);
}
}  // namespace

Bench::Bench() : Bench("") {}

Bench::Bench(std::string folder)
    : path_(folder.empty() ? folder_.file("ledger.db") : std::move(folder) + "/ledger.db") {
  INVARIANT(SqliteStore::create(path(), keys_.identity, keys_.empty_checkpoint, {}).has_value());
}

Batch Bench::batch(const std::string& key) {
  std::mt19937_64 random(std::hash<std::string>{}(key));
  Batch out;
  out.account = account;
  out.key = key;
  out.body = kernel::sha256(key);
  out.decided_at = clock_.now();
  const std::uint64_t count = random() % 4 + 1;
  for (std::uint64_t i = 0; i < count; ++i) {
    ledger::Draft draft;
    draft.at = "0000000000000000BB";
    draft.by = account;
    draft.changes = {thing(random())};
    if (random() % 2 == 0) draft.changes.push_back("course/" + key + "-" + std::to_string(i));
    if (random() % 2 == 0) draft.mentions = {"study/S"};
    draft.command = {key, static_cast<std::int64_t>(i), out.body};
    draft.data.set("note", kernel::Value(std::string(random() % 400, 'x')));
    draft.fact = "test.happened/1";
    draft.happened_at = {out.decided_at, "server", "+00:00", 0};
    draft.id = kernel::to_hex(kernel::sha256(key + std::to_string(i)).view()).substr(0, 32);
    draft.node = keys_.identity.node;
    out.entries.push_back({ledger::encode(draft), draft.changes, draft.mentions});
  }
  return out;
}

Open open(Bench& bench, const storage::sqlite::StoreOptions& options) {
  auto store = SqliteStore::open(bench.path(), options);
  if (!store) return {};
  Open out{std::move(*store), nullptr};
  out.writer = std::make_unique<ledger::Writer>(*out.store, bench.sealer());
  return out;
}

Outcome ask(Bench& bench, Open& open, const std::string& key) {
  INVARIANT(open.writer != nullptr);
  Batch batch = bench.batch(key);
  bench.book().ask(batch.account, key, static_cast<std::uint32_t>(batch.entries.size()));
  Outcome outcome = open.writer->append(batch);
  bench.book().take(batch, outcome);
  return outcome;
}

namespace {

void one_round(Bench& bench, Open& open, const std::vector<Batch>& batches) {
  std::latch answered(static_cast<std::ptrdiff_t>(batches.size()));
  for (const Batch& batch : batches) {
    bench.book().ask(batch.account, batch.key, static_cast<std::uint32_t>(batch.entries.size()));
    open.writer->append(batch, [&](const Outcome& outcome) {
      bench.book().take(batch, outcome);
      answered.count_down();
    });
  }
  answered.wait();
}

}  // namespace

void run_load(Bench& bench, Open& open, const std::string& name, std::uint64_t seed,
              const LoadSize& size) {
  std::vector<std::jthread> threads;
  for (int t = 0; t < size.threads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937_64 random(seed + static_cast<std::uint64_t>(t));
      std::vector<std::string> keys;
      for (int round = 0; round < size.rounds && !open.writer->stopped(); ++round) {
        std::vector<Batch> batches;
        for (std::uint64_t i = random() % 6 + 1; i > 0; --i) {
          const bool again = !keys.empty() && random() % 10 == 0;
          if (!again) {
            keys.push_back(name + "-" + std::to_string(t) + "-" + std::to_string(keys.size()));
          }
          batches.push_back(bench.batch(again ? keys[random() % keys.size()] : keys.back()));
          if (random() % 10 < static_cast<std::uint64_t>(size.reads_of_10)) {
            const std::string read[] = {thing(random())};
            if (auto heads = open.store->heads(read)) {
              batches.back().reads = {{read[0], heads->front()}};
            }
          }
        }
        one_round(bench, open, batches);
        bench.clock().advance(kernel::Milliseconds(static_cast<std::int64_t>(random() % 3)));
      }
    });
  }
}

}  // namespace veinline::fault
