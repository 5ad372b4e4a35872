// SPDX-License-Identifier: Apache-2.0
// The writing half of PostgresStore. The reading half is postgres_read.cpp.
#include "storage/postgres/postgres_store.hpp"

#include <algorithm>
#include <set>

#include "storage/postgres/group.hpp"
#include "storage/postgres/statements.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;
using ledger::Batch;
using ledger::Outcome;
using ledger::Seq;

namespace {

constexpr std::size_t known_things_max = 100'000;
constexpr const char* sql_begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr const char* sql_commit = "COMMIT";
constexpr const char* sql_lock_head =
    "SELECT epoch, size, frontier, time_ms, clock_n, things FROM head WHERE one = 1 FOR UPDATE";
constexpr const char* sql_node = "SELECT node, origin, vkey FROM node";
constexpr const char* sql_put_node =
    "INSERT INTO node(one, node, origin, vkey) VALUES (1, $1::text, $2::text, $3::text) "
    "ON CONFLICT DO NOTHING RETURNING 1";
constexpr const char* sql_is_made = "SELECT made FROM node";
constexpr const char* sql_finish = "UPDATE node SET made = 1";
constexpr const char* sql_put_head =
    "INSERT INTO head(one, epoch, size, frontier, time_ms, clock_n, things, checkpoint) "
    "VALUES (1, 0, 0, '', 0, 0, 0, $1::text)";

/// Every thing that the batches read or touch, once.
std::vector<std::string_view> things_of(std::span<const Batch* const> group) {
  std::set<std::string_view> out;
  for (const Batch* batch : group) {
    for (const ledger::Read& read : batch->reads) out.insert(read.thing);
    for (const ledger::Entry& entry : batch->entries) {
      out.insert(entry.changes.begin(), entry.changes.end());
      out.insert(entry.mentions.begin(), entry.mentions.end());
    }
  }
  return {out.begin(), out.end()};
}

/// By account and key, what sql_keys says of those asked for.
Result<std::map<std::pair<std::string, std::string>, ledger::KeyUsed>, Fault> used_keys(
    const Rows& rows, const std::vector<std::string_view>& accounts,
    const std::vector<std::string_view>& keys) {
  std::map<std::pair<std::string, std::string>, ledger::KeyUsed> out;
  for (int row = 0; row < rows.count(); ++row) {
    const auto i = static_cast<std::size_t>(rows.integer(row, 0) - 1);
    TRY(const kernel::Digest body, rows.digest(row, 3));
    out[{std::string(accounts.at(i)), std::string(keys.at(i))}] = {
        static_cast<Seq>(rows.integer(row, 1)), static_cast<std::uint32_t>(rows.integer(row, 2)),
        body};
  }
  return out;
}

}  // namespace

/// Why a try has no outcomes.
struct PostgresStore::Failed {
  Trouble trouble;
  std::optional<Fault> damage{};  ///< what the database gave back is not ours
  bool is_unknown = false;        ///< COMMIT was sent, and its answer never came

  Failed(Trouble why) : trouble(std::move(why)) {}  // NOLINT: TRY makes it of a trouble
  Failed(Fault what) : damage(what) {}              // NOLINT: and of a fault
};

PostgresStore::PostgresStore(Pool& pool, ledger::Identity identity)
    : pool_(pool), identity_(std::move(identity)) {}

Result<kernel::Done, Fault> PostgresStore::create(Pool& pool, const ledger::Identity& identity,
                                                  const std::string& empty_checkpoint) {
  // Not through write(): a ledger that is there already is somebody's.
  auto connection = Connection::open(pool.options().url, pool.options().answer_max);
  if (!connection) return Failure{connection.error().fault()};
  connection->put(sql_begin);
  connection->put(sql_put_node,
                  Arguments().add(identity.node).add(identity.origin).add(identity.vkey));
  connection->put(sql_put_head, Arguments().add(empty_checkpoint));
  connection->put(sql_commit);
  const auto made = connection->flush();
  if (!made)
    return Failure{made.error().state == "23505" ? Fault::unreadable : made.error().fault()};
  return kernel::Done{};
}

Result<bool, Fault> PostgresStore::is_made(Pool& pool) {
  TRY(const Rows rows, pool.ask(sql_is_made));
  return rows.count() == 1 && rows.integer(0, 0) == 1;
}

Result<kernel::Done, Fault> PostgresStore::finish(Pool& pool) {
  TRY([[maybe_unused]] const Rows rows, pool.write(sql_finish));
  return kernel::Done{};
}

Result<std::unique_ptr<PostgresStore>, Fault> PostgresStore::open(Pool& pool) {
  TRY(const Rows node, pool.ask(sql_node));
  if (node.count() == 0) return Failure{Fault::not_there};
  std::unique_ptr<PostgresStore> out(new PostgresStore(
      pool,
      {std::string(node.text(0, 0)), std::string(node.text(0, 1)), std::string(node.text(0, 2))}));
  TRY([[maybe_unused]] const ledger::Tip tip, out->tip());
  return out;
}

void PostgresStore::see(const ledger::Head& head) const {
  const std::int64_t seen = head.time.time_since_epoch().count();
  std::int64_t before = time_of_head_ms_.load();
  while (before < seen && !time_of_head_ms_.compare_exchange_weak(before, seen)) {
  }
}

std::vector<Outcome> PostgresStore::append(std::span<const Batch* const> group,
                                           ledger::Sealer& sealer) {
  const std::lock_guard lock(writing_mutex_);
  // A try whose outcome is unknown is made again, as a write: its command keys tell whether it had
  // been durable, and the commit of the new try proves that what it saw is.
  Pauses pauses(pool_.options().patience);
  for (bool is_unknown = false;;) {
    auto tried = try_append(group, sealer, is_unknown);
    if (tried) return std::move(*tried);
    const Failed& failed = tried.error();
    is_unknown = is_unknown || failed.is_unknown;
    forget_writing();
    const bool may_pass = !failed.damage && failed.trouble.is_passing();
    if (may_pass && !pool_.is_given_up() && pauses.wait()) {
      ++tried_again_;
      continue;
    }
    const Fault fault = failed.damage.value_or(failed.trouble.fault());
    return std::vector<Outcome>(group.size(), is_unknown ? Fault::unknown_outcome : fault);
  }
}

// The order is the safety (docs/decisions/0026): the head is locked; what the batches rest on is
// read by later statements, each on its own snapshot; rows are put; the head is replaced; COMMIT.
Result<std::vector<Outcome>, PostgresStore::Failed> PostgresStore::try_append(
    std::span<const Batch* const> batches, ledger::Sealer& sealer, bool is_unknown) {
  if (writing_era_ != era()) forget_writing();
  if (!writing_) {
    TRY(Pool::Opened opened, pool_.open());
    writing_ = std::move(opened.connection);
    writing_era_ = opened.era;
  }
  TRY(Group group, lock_and_read(batches, things_of(batches)));
  std::vector<Outcome> outcomes;
  for (const Batch* batch : batches) outcomes.push_back(group.admit(*batch, sealer, writing_era_));
  // Who tells the outcome of an earlier try has to be sure that what was seen is so for ever.
  if (group.is_empty() && !group.tells_again() && !is_unknown) {
    TRY([[maybe_unused]] const Done ended, writing_->run("ROLLBACK"));
    return outcomes;
  }
  const auto checkpoint = std::make_shared<const std::string>(sealer.checkpoint(group.head()));
  TRY([[maybe_unused]] const Done committed, commit(group, *checkpoint));
  for (Outcome& outcome : outcomes) {
    if (auto* appended = std::get_if<ledger::Appended>(&outcome)) appended->checkpoint = checkpoint;
  }
  return outcomes;
}

/// Locks the head by itself where another server writes too: all who come until it is ours are of
/// the group, and what they rest on is asked afterwards in one round.
void PostgresStore::await_turn() {
  const std::lock_guard lock(writing_mutex_);
  if (!is_shared_ || !writing_) return;
  writing_->put(sql_begin);
  writing_->put(sql_lock_head);
  if (const auto rows = writing_->flush()) {
    if (auto head = head_of(rows->at(1))) turn_ = std::move(*head);
  }
  if (!turn_) forget_writing();
}

void PostgresStore::give_turn_back() {
  const std::lock_guard lock(writing_mutex_);
  if (turn_) forget_writing();  // its session ends, and with it the lock
}

void PostgresStore::forget_writing() {
  writing_.reset();
  turn_.reset();
  known_.clear();
}

/// Whether another server wrote since the last group: then nothing that was known is so any more.
bool PostgresStore::has_moved(const HeadRow& head) {
  see(head.head);
  is_shared_ = head.head.tree != known_at_;
  if (is_shared_) {
    known_.clear();
    known_at_ = head.head.tree;
  }
  return is_shared_;
}

Result<PostgresStore::Group, PostgresStore::Failed> PostgresStore::lock_and_read(
    std::span<const Batch* const> batches, const std::vector<std::string_view>& things) {
  std::optional<HeadRow> head = std::exchange(turn_, std::nullopt);
  const bool is_locked = head.has_value();
  if (is_locked) has_moved(*head);
  std::vector<std::string_view> accounts, keys, known, unknown;
  for (const Batch* batch : batches) {
    accounts.push_back(batch->account);
    keys.push_back(batch->key);
  }
  for (const std::string_view thing : things) {
    (known_.contains(std::string(thing)) ? known : unknown).push_back(thing);
  }
  if (!is_locked) {
    writing_->put(sql_begin);
    writing_->put(sql_lock_head);
  }
  writing_->put(sql_keys, Arguments().add_texts(accounts).add_texts(keys));
  if (!unknown.empty()) writing_->put(sql_things, Arguments().add_texts(unknown));
  TRY(const std::vector<Rows> rows, writing_->flush());
  const std::size_t first = is_locked ? 0 : 2;
  if (!is_locked) {
    TRY(head, head_of(rows[1]));
    if (has_moved(*head) && !known.empty()) {
      TRY(const Rows again, writing_->ask(sql_things, Arguments().add_texts(known)));
      know(known, again);
    }
  }
  if (!unknown.empty()) know(unknown, rows[first + 1]);
  TRY(auto used, used_keys(rows[first], accounts, keys));
  std::unordered_map<std::string, Known> mine;
  for (const std::string_view thing : things) {
    std::string key(thing);
    const Known& one = known_.at(key);
    mine.emplace(std::move(key), one);
  }
  return Group(std::move(*head), std::move(mine), std::move(used));
}

void PostgresStore::know(std::span<const std::string_view> things, const Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    known_[std::string(things[static_cast<std::size_t>(row)])] = {
        rows.integer(row, 0), static_cast<Seq>(rows.integer(row, 1))};
  }
}

/// Batches that are told their first answer again need a commit too: it proves that what was seen
/// of them is durable.
Result<Done, PostgresStore::Failed> PostgresStore::commit(Group& group,
                                                          const std::string& checkpoint) {
  if (group.is_empty()) {
    writing_->put(sql_confirm);
  } else {
    group.put(*writing_, checkpoint);
  }
  writing_->put(sql_commit);
  auto sent = writing_->flush();
  const bool is_warned = writing_->was_warned();
  if (sent && is_warned) sent = Failure{Trouble{"01000", "The commit was cut short."}};
  if (!sent) {
    Failed failed(std::move(sent).error());
    failed.is_unknown = failed.trouble.is_unknown();
    return Failure{std::move(failed)};
  }
  see(group.head());
  known_at_ = group.head().tree;
  group.teach(known_);
  if (known_.size() > known_things_max) known_.clear();
  return Done{};
}

Result<Done, Fault> PostgresStore::restore(const std::vector<std::string>& records,
                                           ledger::Sealer& sealer) {
  const std::lock_guard lock(writing_mutex_);
  std::vector<ledger::Record> parsed;
  std::set<std::string> things;
  for (const std::string& bytes : records) {
    auto record = ledger::parse_record(bytes);
    if (!record) return Failure{Fault::damaged};
    things.insert(record->draft.changes.begin(), record->draft.changes.end());
    things.insert(record->draft.mentions.begin(), record->draft.mentions.end());
    parsed.push_back(std::move(*record));
  }
  const auto work = [&]() -> Result<Done, Failed> {
    if (!writing_) {
      TRY(writing_, Connection::open(pool_.options().url));
    }
    TRY(Group group, lock_and_read({}, {things.begin(), things.end()}));
    for (std::size_t i = 0; i < parsed.size(); ++i) group.take(parsed[i], records[i]);
    return commit(group, sealer.checkpoint(group.head()));
  };
  // Not tried again: whoever restores begins anew.
  auto worked = work();
  if (worked) return Done{};
  forget_writing();
  const Failed& failed = worked.error();
  if (failed.is_unknown) return Failure{Fault::unknown_outcome};
  return Failure{failed.damage.value_or(failed.trouble.fault())};
}

}  // namespace veinline::storage::postgres
