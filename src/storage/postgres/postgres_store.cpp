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

constexpr const char* state_not_unique = "23505";
constexpr const char* sql_begin = "BEGIN ISOLATION LEVEL READ COMMITTED";
constexpr const char* sql_commit = "COMMIT";
constexpr const char* sql_lock_head =
    "SELECT epoch, size, frontier, time_ms, clock_n, things FROM head WHERE one = 1 FOR UPDATE";
constexpr const char* sql_records_after =
    "SELECT seq, leaf, bytes FROM record WHERE seq > $1::bigint "
    "AND (SELECT size FROM head) - $1::bigint <= $2::bigint ORDER BY seq";
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
Result<UsedKeys, Fault> used_keys(const Rows& rows, const std::vector<std::string_view>& accounts,
                                  const std::vector<std::string_view>& keys) {
  UsedKeys out;
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

/// Where a question would cost a journey of its own while the head is locked, keys are believed to
/// be new: where one is not, its row cannot be put.
enum class PostgresStore::Keys : std::uint8_t { as_needed, asked };

/// Batches, and what becomes of each once they are committed.
struct PostgresStore::Judged {
  Group group;
  std::vector<Outcome> outcomes;
};

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
    return Failure{made.error().state == state_not_unique ? Fault::unreadable
                                                          : made.error().fault()};
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
  bool is_unknown = false, is_surprised = false;
  for (;;) {
    auto tried = try_append(group, sealer, is_unknown);
    if (tried) return std::move(*tried);
    const Failed& failed = tried.error();
    is_unknown = is_unknown || failed.is_unknown;
    const bool is_news = failed.trouble.state == state_not_unique && !is_surprised;
    if (is_news && roll_back()) {
      known_.forget();
      is_surprised = true;  // a key was not new: now they are asked
      continue;
    }
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
  TRY(Judged judged, judge(batches, sealer, Keys::as_needed));
  auto& [group, outcomes] = judged;
  // Who tells the outcome of an earlier try has to be sure that what was seen is so for ever.
  if (group.is_empty() && !group.tells_again() && !is_unknown) {
    if (!roll_back()) forget_writing();
    return std::move(outcomes);
  }
  const auto checkpoint = std::make_shared<const std::string>(sealer.checkpoint(group.head()));
  TRY([[maybe_unused]] const Done committed, commit(group, *checkpoint));
  for (Outcome& outcome : outcomes) {
    if (auto* appended = std::get_if<ledger::Appended>(&outcome)) appended->checkpoint = checkpoint;
  }
  return std::move(outcomes);
}

/// A batch that was recorded before is told so, and nothing else: no other refusal is given while
/// that its key is new is only believed.
Result<PostgresStore::Judged, PostgresStore::Failed> PostgresStore::judge(
    std::span<const Batch* const> batches, ledger::Sealer& sealer, Keys keys) {
  TRY(Group group, lock_and_read(batches, things_of(batches), keys));
  std::vector<Outcome> outcomes;
  for (const Batch* batch : batches) outcomes.push_back(group.admit(*batch, sealer, writing_era_));
  const bool is_all = std::all_of(outcomes.begin(), outcomes.end(), [](const Outcome& one) {
    return std::holds_alternative<ledger::Appended>(one);
  });
  if (!is_all && !group.knows_keys()) return judge(batches, sealer, Keys::asked);
  return Judged{std::move(group), std::move(outcomes)};
}

/// Locks the head by itself where another server writes too: all who come until it is ours are of
/// the group.
void PostgresStore::await_turn() {
  const std::lock_guard lock(writing_mutex_);
  if (!is_shared_ || !writing_) return;
  put_turn();
  const auto rows = writing_->flush();
  if (!rows || !take_turn(*rows)) forget_writing();
}

void PostgresStore::give_turn_back() {
  const std::lock_guard lock(writing_mutex_);
  if (turn_) forget_writing();  // its session ends, and with it the lock
}

void PostgresStore::forget_writing() {
  writing_.reset();
  turn_.reset();
  known_.forget();
}

/// False: the connection is of no use any more.
bool PostgresStore::roll_back() {
  turn_.reset();
  return writing_->run("ROLLBACK").has_value();
}

/// The head, and by a later statement what others wrote since it was last ours.
void PostgresStore::put_turn() {
  writing_->put(sql_begin);
  writing_->put(sql_lock_head);
  writing_->put(sql_records_after, Arguments().add(known_.after()).add(KnownThings::records_max));
}

Result<Done, Fault> PostgresStore::take_turn(const std::vector<Rows>& rows) {
  TRY(HeadRow head, head_of(rows[1]));
  TRY(const auto records, records_of(rows[2]));
  see(head.head);
  is_shared_ = known_.is_elsewhere_than(head.head.tree);
  known_.follow(head.head.tree, records);
  turn_ = std::move(head);
  return Done{};
}

std::vector<std::string_view> PostgresStore::unknown_of(
    const std::vector<std::string_view>& things) const {
  std::vector<std::string_view> out;
  for (const std::string_view thing : things) {
    if (known_.find(std::string(thing)) == nullptr) out.push_back(thing);
  }
  return out;
}

/// In one round, where the turn was not awaited; in none, where everything is known and keys are
/// believed to be new.
Result<PostgresStore::Group, PostgresStore::Failed> PostgresStore::lock_and_read(
    std::span<const Batch* const> batches, const std::vector<std::string_view>& things,
    Keys which) {
  const std::size_t before = turn_ ? 0 : 3;
  if (!turn_) put_turn();
  std::vector<std::string_view> accounts, keys;
  for (const Batch* batch : batches) {
    accounts.push_back(batch->account);
    keys.push_back(batch->key);
  }
  const std::vector<std::string_view> unknown = unknown_of(things);
  std::optional<UsedKeys> used;
  if (before > 0 || !unknown.empty() || which == Keys::asked) {
    writing_->put(sql_keys, Arguments().add_texts(accounts).add_texts(keys));
    if (!unknown.empty()) writing_->put(sql_things, Arguments().add_texts(unknown));
    TRY(const std::vector<Rows> rows, writing_->flush());
    if (before > 0) {
      TRY([[maybe_unused]] const Done taken, take_turn(rows));
    }
    TRY(used, used_keys(rows[before], accounts, keys));
    if (!unknown.empty()) know(unknown, rows[before + 1]);
  }
  // What was known may be so no longer: others wrote more than could be followed.
  if (const auto forgotten = unknown_of(things); !forgotten.empty()) {
    TRY(const Rows again, writing_->ask(sql_things, Arguments().add_texts(forgotten)));
    know(forgotten, again);
  }
  std::unordered_map<std::string, Known> mine;
  for (const std::string_view thing : things) {
    std::string key(thing);
    const Known one = *known_.find(key);
    mine.emplace(std::move(key), one);
  }
  return Group(*turn_, std::move(mine), std::move(used));
}

void PostgresStore::know(std::span<const std::string_view> things, const Rows& rows) {
  for (int row = 0; row < rows.count(); ++row) {
    known_.know(std::string(things[static_cast<std::size_t>(row)]),
                {rows.integer(row, 0), static_cast<Seq>(rows.integer(row, 1))});
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
  turn_.reset();
  see(group.head());
  known_.move(group.head().tree, group.known());
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
    TRY(Group group, lock_and_read({}, {things.begin(), things.end()}, Keys::asked));
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
