// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/group.hpp"

#include "kernel/invariant.hpp"

namespace veinline::storage::postgres {

using ledger::Seq;

namespace {

constexpr const char* sql_put_records =
    "INSERT INTO record(seq, leaf, bytes) "
    "SELECT $1::bigint + i, leaf, bytes "
    "FROM unnest($2::bytea[], $3::bytea[]) WITH ORDINALITY AS put(leaf, bytes, i)";
constexpr const char* sql_put_subtrees =
    "INSERT INTO subtree(level, idx, hash) SELECT * FROM unnest($1::bigint[], $2::bigint[], "
    "$3::bytea[])";
constexpr const char* sql_put_things =
    "INSERT INTO thing(key, num) SELECT * FROM unnest($1::text[], $2::bigint[])";
constexpr const char* sql_put_touches =
    "INSERT INTO touch(thing, changes, seq) SELECT * FROM unnest($1::bigint[], $2::bigint[], "
    "$3::bigint[])";
constexpr const char* sql_put_commands =
    "INSERT INTO command(account, key, first, count, body) SELECT * FROM unnest($1::text[], "
    "$2::text[], $3::bigint[], $4::bigint[], $5::bytea[])";
// The same, where restore may have put back a part of the first command before.
constexpr const char* sql_put_back_commands =
    "INSERT INTO command(account, key, first, count, body) SELECT * FROM unnest($1::text[], "
    "$2::text[], $3::bigint[], $4::bigint[], $5::bytea[]) "
    "ON CONFLICT (account, key) DO UPDATE SET count = command.count + excluded.count";
// Exactly one row, or the division by nothing ends the transaction: the head is replaced where it
// stood, and nowhere else.
constexpr const char* sql_replace_head =
    "WITH moved AS (UPDATE head SET epoch = epoch + 1, size = $1::bigint, frontier = $2::bytea, "
    "time_ms = $3::bigint, clock_n = $4::bigint, things = $5::bigint, checkpoint = $6::text "
    "WHERE epoch = $7::bigint AND size = $8::bigint AND frontier = $9::bytea RETURNING 1) "
    "SELECT 1 / count(*) FROM moved";

}  // namespace

ledger::Outcome PostgresStore::Group::admit(const ledger::Batch& batch,
                                            const ledger::Sealer& sealer, std::uint64_t era) {
  const UsedKeys::key_type key(batch.account, batch.key);
  if (const auto used = keys_.find(key); used != keys_.end()) {
    tells_again_ = true;
    return used->second;
  }
  if (batch.era != era || sealer.is_stale(batch, head_)) return ledger::Stale{};
  for (const ledger::Read& read : batch.reads) {
    if (known_.at(read.thing).head != read.head) return ledger::Conflict{read.thing};
  }
  ledger::Appended appended;
  appended.first = head_.size() + 1;
  for (const ledger::Entry& entry : batch.entries) {
    ledger::SealedRecord sealed = sealer.seal(head_, entry.text);
    appended.leaves.push_back(sealed.leaf);
    appended.stamps.push_back(sealed.stamp);
    add(std::move(sealed), entry.changes, entry.mentions);
  }
  const ledger::KeyUsed used{appended.first, static_cast<std::uint32_t>(batch.entries.size()),
                             batch.body};
  keys_.emplace(key, used);
  commands_.push_back({key, used});
  return appended;
}

void PostgresStore::Group::take(const ledger::Record& record, std::string bytes) {
  puts_back_ = true;
  add(ledger::Sealer::reseal(head_, record, std::move(bytes)), record.draft.changes,
      record.draft.mentions);
  const ledger::CommandRef& command = record.draft.command;
  const UsedKeys::key_type key(record.draft.by, command.key);
  if (!commands_.empty() && commands_.back().key == key) {
    ++commands_.back().used.count;
  } else {
    commands_.push_back({key, {head_.size(), 1, command.body}});
  }
}

void PostgresStore::Group::add(ledger::SealedRecord sealed, const std::vector<std::string>& changes,
                               const std::vector<std::string>& mentions) {
  records_.push_back(std::move(sealed));
  for (const std::string& thing : changes) touch(thing, 1);
  for (const std::string& thing : mentions) touch(thing, 0);
}

void PostgresStore::Group::touch(const std::string& thing, std::int64_t changes) {
  Known& one = known_[thing];
  if (one.num == 0) {
    one.num = ++things_;
    new_things_.emplace_back(thing, one.num);
  }
  if (changes != 0) one.head = head_.size();
  touches_.push_back({one.num, changes, static_cast<std::int64_t>(head_.size())});
}

namespace {

using Texts = std::vector<std::string_view>;
using Numbers = std::vector<std::int64_t>;

std::string_view blob(const kernel::Digest& digest) {
  return kernel::text_of(digest.view());
}

}  // namespace

void PostgresStore::Group::put(Connection& connection, const std::string& checkpoint) const {
  Texts leaves, bytes, hashes;
  Numbers levels, indexes;
  for (const ledger::SealedRecord& record : records_) {
    leaves.push_back(blob(record.leaf));
    bytes.push_back(record.bytes);
    for (const ledger::SubtreeRoot& root : record.roots) {
      levels.push_back(root.level);
      indexes.push_back(static_cast<std::int64_t>(root.index));
      hashes.push_back(blob(root.hash));
    }
  }
  const auto first = static_cast<std::int64_t>(before_.head.size());
  connection.put(sql_put_records, Arguments().add(first).add_blobs(leaves).add_blobs(bytes));
  if (!levels.empty()) {
    connection.put(sql_put_subtrees,
                   Arguments().add_numbers(levels).add_numbers(indexes).add_blobs(hashes));
  }
  if (!new_things_.empty()) {
    Texts keys;
    Numbers nums;
    for (const auto& [key, num] : new_things_) {
      keys.push_back(key);
      nums.push_back(num);
    }
    connection.put(sql_put_things, Arguments().add_texts(keys).add_numbers(nums));
  }
  put_touches_and_commands(connection);
  const std::string frontier = head_.tree.bytes();
  connection.put(sql_replace_head, Arguments()
                                       .add(static_cast<std::int64_t>(head_.size()))
                                       .add(frontier)
                                       .add(head_.clock.ms)
                                       .add(head_.clock.n)
                                       .add(things_)
                                       .add(checkpoint)
                                       .add(before_.epoch)
                                       .add(first)
                                       .add(before_.head.tree.bytes()));
}

void PostgresStore::Group::put_touches_and_commands(Connection& connection) const {
  Numbers things, changes, seqs;
  for (const NewTouch& one : touches_) {
    things.push_back(one.thing);
    changes.push_back(one.changes);
    seqs.push_back(one.seq);
  }
  connection.put(sql_put_touches,
                 Arguments().add_numbers(things).add_numbers(changes).add_numbers(seqs));
  Texts accounts, keys, bodies;
  Numbers firsts, counts;
  for (const NewCommand& one : commands_) {
    accounts.push_back(one.key.first);
    keys.push_back(one.key.second);
    firsts.push_back(static_cast<std::int64_t>(one.used.first));
    counts.push_back(one.used.count);
    bodies.push_back(blob(one.used.body));
  }
  connection.put(puts_back_ ? sql_put_back_commands : sql_put_commands, Arguments()
                                                                            .add_texts(accounts)
                                                                            .add_texts(keys)
                                                                            .add_numbers(firsts)
                                                                            .add_numbers(counts)
                                                                            .add_blobs(bodies));
}

}  // namespace veinline::storage::postgres
