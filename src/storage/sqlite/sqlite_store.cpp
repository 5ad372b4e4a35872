// SPDX-License-Identifier: Apache-2.0
// The writing half of SqliteStore. The reading half is sqlite_read.cpp.
#include "storage/sqlite/sqlite_store.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <map>

#include "kernel/invariant.hpp"
#include "storage/sqlite/lookup.hpp"
#include "storage/sqlite/schema.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using ledger::Batch;
using ledger::Outcome;
using ledger::Seq;

namespace {
constexpr std::size_t known_things_max = 100'000;
constexpr std::uint64_t groups_between_checkpoints = 64;
constexpr int wal_frames_max = 16'384;  // of 4 KiB: a WAL longer than 64 MiB begins anew
}  // namespace

struct SqliteStore::Insert {
  Statement begin, commit, rollback;
  Statement record, thing, touch, command, command_again, subtree, head;
  Statement find_thing, find_head, find_key, find_size;

  static Result<std::unique_ptr<Insert>, Fault> prepare(Connection& db) {
    auto out = std::make_unique<Insert>();
    const std::pair<Statement*, const char*> all[] = {
        {&out->begin, "BEGIN IMMEDIATE"},
        {&out->commit, "COMMIT"},
        {&out->rollback, "ROLLBACK"},
        {&out->record, "INSERT INTO record(seq, leaf, bytes) VALUES(?1, ?2, ?3)"},
        {&out->thing, "INSERT INTO thing(key, num) VALUES(?1, ?2)"},
        {&out->touch, "INSERT INTO touch(thing, changes, seq) VALUES(?1, ?2, ?3)"},
        {&out->command,
         "INSERT INTO command(account, key, first, count, body) "
         "VALUES(?1, ?2, ?3, ?4, ?5)"},
        {&out->command_again,
         "INSERT INTO command(account, key, first, count, body) "
         "VALUES(?1, ?2, ?3, ?4, ?5) "
         "ON CONFLICT(account, key) DO UPDATE SET count = count + ?4"},
        {&out->subtree, "INSERT INTO subtree(level, idx, hash) VALUES(?1, ?2, ?3)"},
        {&out->head,
         "UPDATE head SET size = ?1, frontier = ?2, time_ms = ?3, clock_n = ?4, "
         "things = ?5, checkpoint = ?6 WHERE one = 1"},
        {&out->find_thing, sql_find_thing},
        {&out->find_head, sql_find_head},
        {&out->find_key, sql_find_key},
        {&out->find_size, "SELECT size FROM head"}};
    for (const auto& [statement, sql] : all) {
      auto prepared = db.prepare(sql);
      if (!prepared) return Failure{prepared.error()};
      *statement = std::move(*prepared);
    }
    return out;
  }
};

struct SqliteStore::Group {
  ledger::Head head;
  std::int64_t thing_count = 0;
  std::unordered_map<std::string, Known> known;  // read or moved within this group
  std::map<std::pair<std::string, std::string>, ledger::KeyUsed> keys;  // used within this group
};

SqliteStore::SqliteStore(std::string path, StoreOptions options, Connection writing)
    : path_(std::move(path)), options_(std::move(options)), writing_(std::move(writing)) {}

SqliteStore::~SqliteStore() {
  checkpointer_.request_stop();
  wal_grew_.notify_all();
}

Result<std::unique_ptr<SqliteStore>, Fault> SqliteStore::create(const std::string& path,
                                                                const ledger::Identity& identity,
                                                                const std::string& empty_checkpoint,
                                                                const StoreOptions& options) {
  {
    TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
    TRY([[maybe_unused]] Done begun, db.run("BEGIN IMMEDIATE"));
    TRY([[maybe_unused]] Done made, db.run(schema));
    TRY(Statement node, db.prepare("INSERT INTO node VALUES(1, ?1, ?2, ?3, ?4)"));
    node.bind(1, ledger_format).bind(2, identity.node).bind(3, identity.origin);
    node.bind(4, identity.vkey);
    TRY([[maybe_unused]] Done noded, node.run());
    TRY(Statement head, db.prepare("INSERT INTO head VALUES(1, 0, x'', 0, 0, 0, ?1)"));
    head.bind(1, empty_checkpoint);
    TRY([[maybe_unused]] Done headed, head.run());
    TRY([[maybe_unused]] Done committed, db.run("COMMIT"));
  }
  return open(path, options);
}

Result<std::unique_ptr<SqliteStore>, Fault> SqliteStore::open(const std::string& path,
                                                              const StoreOptions& options) {
  TRY(Connection db,
      Connection::open(path, {OpenMode::read_write, options.durability, options.vfs}));
  std::unique_ptr<SqliteStore> store(new SqliteStore(path, options, std::move(db)));
  TRY([[maybe_unused]] Done prepared, store->prepare());
  return store;
}

Result<std::unique_ptr<SqliteStore>, Fault> SqliteStore::open_to_read(const std::string& path,
                                                                      const StoreOptions& options) {
  TRY(Connection db,
      Connection::open(path, {OpenMode::read_only, options.durability, options.vfs}));
  std::unique_ptr<SqliteStore> store(new SqliteStore(path, options, std::move(db)));
  TRY([[maybe_unused]] Done identified, store->read_identity());
  return store;
}

Result<Done, Fault> SqliteStore::read_identity() {
  TRY(Statement node, writing_.prepare("SELECT format, node, origin, vkey FROM node"));
  TRY(const bool is_node, node.step());
  if (!is_node) return Failure{Fault::damaged};
  if (node.integer(0) > ledger_format) return Failure{Fault::newer_format};
  identity_ = {std::string(node.text(1)), std::string(node.text(2)), std::string(node.text(3))};
  return Done{};
}

namespace {

/// Every table and trigger of a database, as they were made.
Result<std::string, Fault> schema_of(Connection& db) {
  TRY(Statement all, db.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL "
                                "ORDER BY name"));
  std::string out;
  for (;;) {
    TRY(const bool row, all.step());
    if (!row) return out;
    out += std::string(all.text(0)) + "\n" + std::string(all.text(1)) + "\n";
  }
}

/// The triggers that keep the records are part of the truth: without them it is not our ledger.
Result<Done, Fault> check_schema(Connection& db) {
  TRY(Connection model, Connection::open(":memory:", {OpenMode::create, Durability::off, {}}));
  TRY([[maybe_unused]] Done made, model.run(schema));
  TRY(const std::string wanted, schema_of(model));
  TRY(const std::string found, schema_of(db));
  if (found != wanted) return Failure{Fault::damaged};
  return Done{};
}

/// The last record is there, is the one that was hashed, and none stands after it.
Result<Done, Fault> check_end(Connection& db, Seq size) {
  TRY(Statement last, db.prepare("SELECT seq, leaf, bytes FROM record ORDER BY seq DESC LIMIT 1"));
  TRY(const bool found, last.step());
  if (!found && size == 0) return Done{};
  if (!found || static_cast<Seq>(last.integer(0)) != size) return Failure{Fault::damaged};
  TRY(const kernel::Digest leaf, digest_of(last.blob(1)));
  if (ledger::leaf_hash(last.blob(2)) != leaf) return Failure{Fault::damaged};
  return Done{};
}

}  // namespace

Result<Done, Fault> SqliteStore::prepare() {
  TRY([[maybe_unused]] Done identified, read_identity());
  TRY([[maybe_unused]] Done ours, check_schema(writing_));
  TRY([[maybe_unused]] Done settled, writing_.settle_wal());
  TRY(std::unique_ptr<Lookup> lookup, Lookup::open(path_, options_));
  TRY(ledger::Tip tip, lookup->tip());
  stand_at(std::move(tip.head));
  TRY(Statement things, writing_.prepare("SELECT things FROM head"));
  TRY(const bool has_head, things.step());
  if (!has_head) return Failure{Fault::damaged};
  thing_count_ = things.integer(0);
  TRY([[maybe_unused]] Done whole, check_end(writing_, head_.size()));
  reading_.push_back(std::move(lookup));
  TRY(insert_, Insert::prepare(writing_));
  checkpointer_ = std::jthread([this](const std::stop_token& stop) { checkpoint_loop(stop); });
  return Done{};
}

Result<SqliteStore::Known, Fault> SqliteStore::known(const std::string& thing, Group& group) {
  if (const auto here = group.known.find(thing); here != group.known.end()) return here->second;
  if (const auto here = known_.find(thing); here != known_.end()) return here->second;
  Known out;
  TRY(out.num, num_from(insert_->find_thing, thing));
  if (out.num != 0) {
    TRY(out.head, head_from(insert_->find_head, out.num));
  }
  group.known.emplace(thing, out);
  return out;
}

Result<Done, Fault> SqliteStore::insert_touch(Group& group, const std::string& thing, int changes) {
  TRY(Known one, known(thing, group));
  if (one.num == 0) {
    one.num = ++group.thing_count;
    insert_->thing.bind(1, thing).bind(2, one.num);
    TRY([[maybe_unused]] Done inserted, insert_->thing.run());
  }
  const Seq seq = group.head.size();
  insert_->touch.bind(1, one.num).bind(2, std::int64_t{changes});
  insert_->touch.bind(3, static_cast<std::int64_t>(seq));
  TRY([[maybe_unused]] Done touched, insert_->touch.run());
  if (changes != 0) one.head = seq;
  group.known.insert_or_assign(thing, one);
  return Done{};
}

Result<Done, Fault> SqliteStore::insert_record(Group& group, const ledger::SealedRecord& sealed,
                                               const std::vector<std::string>& changes,
                                               const std::vector<std::string>& mentions) {
  insert_->record.bind(1, static_cast<std::int64_t>(group.head.size()));
  insert_->record.bind_blob(2, kernel::text_of(sealed.leaf.view()));
  insert_->record.bind_blob(3, sealed.bytes);
  TRY([[maybe_unused]] Done recorded, insert_->record.run());
  for (const ledger::SubtreeRoot& root : sealed.roots) {
    insert_->subtree.bind(1, std::int64_t{root.level});
    insert_->subtree.bind(2, static_cast<std::int64_t>(root.index));
    insert_->subtree.bind_blob(3, kernel::text_of(root.hash.view()));
    TRY([[maybe_unused]] Done rooted, insert_->subtree.run());
  }
  for (const std::string& thing : changes) {
    TRY([[maybe_unused]] Done touched, insert_touch(group, thing, 1));
  }
  for (const std::string& thing : mentions) {
    TRY([[maybe_unused]] Done touched, insert_touch(group, thing, 0));
  }
  return Done{};
}

Result<Done, Fault> SqliteStore::insert_key(const std::string& account, const std::string& key,
                                            const ledger::KeyUsed& used) {
  Statement& command = insert_->command;
  command.bind(1, account).bind(2, key).bind(3, static_cast<std::int64_t>(used.first));
  command.bind(4, std::int64_t{used.count}).bind_blob(5, kernel::text_of(used.body.view()));
  return command.run();
}

// All checks come before the first row: a batch that fails leaves nothing in the transaction.
Result<Outcome, Fault> SqliteStore::admit(const Batch& batch, const ledger::Sealer& sealer,
                                          Group& group) {
  const std::pair<std::string, std::string> key(batch.account, batch.key);
  if (const auto here = group.keys.find(key); here != group.keys.end())
    return Outcome{here->second};
  TRY(std::optional<ledger::KeyUsed> used, key_from(insert_->find_key, batch.account, batch.key));
  if (used) return Outcome{*used};
  if (sealer.is_stale(batch, group.head)) return Outcome{ledger::Stale{}};
  for (const ledger::Read& read : batch.reads) {
    TRY(const Known one, known(read.thing, group));
    if (one.head != read.head) return Outcome{ledger::Conflict{read.thing}};
  }
  ledger::Appended appended;
  appended.first = group.head.size() + 1;
  for (const ledger::Entry& entry : batch.entries) {
    const ledger::SealedRecord sealed = sealer.seal(group.head, entry.text);
    TRY([[maybe_unused]] Done in, insert_record(group, sealed, entry.changes, entry.mentions));
    appended.leaves.push_back(sealed.leaf);
    appended.stamps.push_back(sealed.stamp);
  }
  const ledger::KeyUsed now_used{appended.first, static_cast<std::uint32_t>(batch.entries.size()),
                                 batch.body};
  TRY([[maybe_unused]] Done keyed, insert_key(batch.account, batch.key, now_used));
  group.keys[key] = now_used;
  return Outcome{std::move(appended)};
}

Result<Done, Fault> SqliteStore::finish_group(Group& group, const std::string& checkpoint) {
  const std::string frontier = group.head.tree.bytes();
  Statement& head = insert_->head;
  head.bind(1, static_cast<std::int64_t>(group.head.size())).bind_blob(2, frontier);
  head.bind(3, group.head.clock.ms).bind(4, group.head.clock.n).bind(5, group.thing_count);
  head.bind(6, checkpoint);
  return head.run();
}

Fault SqliteStore::settle(Fault fault, bool committing) {
  static_cast<void>(insert_->rollback.run());
  const bool may_be_clean = fault == Fault::disk_full || fault == Fault::busy;
  if (!may_be_clean) return Fault::unknown_outcome;
  if (!committing) return fault;
  // A full disk stops the write of the commit itself. Believe it only after reading back.
  const Asking asking(insert_->find_size);
  auto found = insert_->find_size.step();
  const bool unchanged =
      found && *found && static_cast<Seq>(insert_->find_size.integer(0)) == head_.size();
  return unchanged ? fault : Fault::unknown_outcome;
}

void SqliteStore::stand_at(ledger::Head head) {
  head_ = std::move(head);
  time_of_head_ms_ = head_.time.time_since_epoch().count();
}

void SqliteStore::remember(Group&& group) {
  stand_at(std::move(group.head));
  thing_count_ = group.thing_count;
  if (known_.size() > known_things_max) known_.clear();
  for (auto& [thing, one] : group.known) {
    if (one.num != 0) known_.insert_or_assign(thing, one);
  }
  const std::lock_guard lock(wal_mutex_);
  if (++groups_since_checkpoint_ >= groups_between_checkpoints) wal_grew_.notify_one();
}

std::vector<Outcome> SqliteStore::append(std::span<const Batch* const> batches,
                                         ledger::Sealer& sealer) {
  INVARIANT(insert_ != nullptr);  // not opened to be read
  const std::lock_guard lock(writing_mutex_);
  const auto all = [&](Fault fault) {
    return std::vector<Outcome>(batches.size(), Outcome{fault});
  };
  if (auto begun = insert_->begin.run(); !begun) return all(settle(begun.error(), false));
  Group group{head_, thing_count_, {}, {}};
  std::vector<Outcome> outcomes;
  for (const Batch* batch : batches) {
    auto outcome = admit(*batch, sealer, group);
    if (!outcome) return all(settle(outcome.error(), false));
    outcomes.push_back(std::move(*outcome));
  }
  if (group.head.size() == head_.size()) {
    static_cast<void>(insert_->rollback.run());
    return outcomes;
  }
  const auto checkpoint = std::make_shared<const std::string>(sealer.checkpoint(group.head));
  if (auto finished = finish_group(group, *checkpoint); !finished) {
    return all(settle(finished.error(), false));
  }
  if (auto committed = insert_->commit.run(); !committed) {
    return all(settle(committed.error(), true));
  }
  remember(std::move(group));
  for (Outcome& outcome : outcomes) {
    if (auto* appended = std::get_if<ledger::Appended>(&outcome)) appended->checkpoint = checkpoint;
  }
  return outcomes;
}

Result<Done, Fault> SqliteStore::restore(const std::vector<std::string>& records,
                                         ledger::Sealer& sealer) {
  const std::lock_guard lock(writing_mutex_);
  TRY([[maybe_unused]] Done begun, insert_->begin.run());
  Group group{head_, thing_count_, {}, {}};
  const auto work = [&]() -> Result<Done, Fault> {
    for (const std::string& bytes : records) {
      auto record = ledger::parse_record(bytes);
      if (!record) return Failure{Fault::damaged};
      const ledger::SealedRecord sealed = ledger::Sealer::reseal(group.head, *record, bytes);
      TRY([[maybe_unused]] Done in,
          insert_record(group, sealed, record->draft.changes, record->draft.mentions));
      const ledger::CommandRef& command = record->draft.command;
      Statement& again = insert_->command_again;
      again.bind(1, record->draft.by).bind(2, command.key);
      again.bind(3, static_cast<std::int64_t>(group.head.size())).bind(4, std::int64_t{1});
      again.bind_blob(5, kernel::text_of(command.body.view()));
      TRY([[maybe_unused]] Done keyed, again.run());
    }
    TRY([[maybe_unused]] Done finished, finish_group(group, sealer.checkpoint(group.head)));
    return insert_->commit.run();
  };
  auto worked = work();
  if (!worked) {
    static_cast<void>(insert_->rollback.run());
    return worked;
  }
  remember(std::move(group));
  return Done{};
}

// WAL checkpoints happen off the writer: inside a commit they made one answer in a hundred slow.
// Under steady load one that never makes the writer wait never reaches the end of the WAL, which
// then grows for ever (5.7 GB were seen, all of it read again at the next start). So, once it is
// long, the little that is left is written back while the writer waits; its next commit begins the
// WAL anew.
void SqliteStore::checkpoint_loop(const std::stop_token& stop) {
  std::optional<Connection> db;
  // A failure leaves the WAL as it is: nothing is lost, and the next round tries again.
  const auto write_back = [&] {
    int frames = 0;
    const int code = sqlite3_wal_checkpoint_v2(db->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                               &frames, nullptr);
    return code == SQLITE_OK ? frames : 0;
  };
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(wal_mutex_);
      wal_grew_.wait(lock, stop,
                     [&] { return groups_since_checkpoint_ >= groups_between_checkpoints; });
      groups_since_checkpoint_ = 0;
    }
    if (stop.stop_requested()) return;
    if (!db) {
      auto opened =
          Connection::open(path_, {OpenMode::read_write, options_.durability, options_.vfs});
      if (!opened) continue;
      db = std::move(*opened);
    }
    if (write_back() < wal_frames_max) continue;
    write_back();  // what came meanwhile, so that the writer waits for a fraction of that
    const std::lock_guard lock(writing_mutex_);
    write_back();
  }
}

}  // namespace veinline::storage::sqlite
