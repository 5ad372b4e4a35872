// SPDX-License-Identifier: Apache-2.0
// The reading half of PostgresStore. Each question is one statement, and sees what was committed
// when it began.
#include <algorithm>

#include "ledger/page.hpp"
#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/statements.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;
using ledger::Seq;
using ledger::StoredRecord;

namespace {
/// Whoever wants more asks again.
constexpr std::uint32_t page_max = 4096;

constexpr const char* sql_tip =
    "SELECT epoch, size, frontier, time_ms, clock_n, things, checkpoint FROM head";
constexpr const char* sql_records =
    "SELECT seq, leaf, bytes FROM record WHERE seq >= $1::bigint ORDER BY seq LIMIT $2::bigint";
// The thing is one number before the touches are looked at: their key then gives them in order, and
// no more are read than are wanted.
constexpr const char* sql_changes =
    "SELECT r.seq, r.leaf, r.bytes FROM (SELECT seq FROM touch "
    "WHERE thing = (SELECT num FROM thing WHERE key = $1::text) AND changes = 1 "
    "AND seq > $2::bigint AND seq <= $3::bigint ORDER BY seq LIMIT $4::bigint) t "
    "CROSS JOIN LATERAL (SELECT seq, leaf, bytes FROM record WHERE seq = t.seq OFFSET 0) r "
    "ORDER BY t.seq";
// Two ranges of the key, each already in order: nothing is sorted or read in vain.
constexpr const char* sql_touches =
    "WITH k AS MATERIALIZED (SELECT num FROM thing WHERE key = $1::text) "
    "SELECT r.seq, r.leaf, r.bytes FROM ("
    "(SELECT seq FROM touch WHERE thing = (SELECT num FROM k) "
    "AND changes = 0 AND seq > $2::bigint AND seq <= $3::bigint ORDER BY seq LIMIT $4::bigint) "
    "UNION ALL "
    "(SELECT seq FROM touch WHERE thing = (SELECT num FROM k) "
    "AND changes = 1 AND seq > $2::bigint AND seq <= $3::bigint ORDER BY seq LIMIT $4::bigint) "
    "ORDER BY seq LIMIT $4::bigint) t "
    "CROSS JOIN LATERAL (SELECT seq, leaf, bytes FROM record WHERE seq = t.seq OFFSET 0) r "
    "ORDER BY t.seq";
// Seen and committed in one session: a commit elsewhere would prove nothing about what was seen
// here.
constexpr const char* sql_find_key =
    "WITH moved AS (UPDATE head SET epoch = epoch + 1 WHERE EXISTS "
    "(SELECT 1 FROM command WHERE account = $1::text AND key = $2::text) RETURNING 1) "
    "SELECT c.first, c.count, c.body FROM command c, moved "
    "WHERE c.account = $1::text AND c.key = $2::text";
constexpr const char* sql_prefix =
    "SELECT key FROM thing WHERE key >= $1::text AND key > $2::text ORDER BY key LIMIT $3::bigint";
constexpr const char* sql_leaves =
    "SELECT leaf FROM record WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY seq";
constexpr const char* sql_subtrees =
    "SELECT hash FROM subtree WHERE level = $1::bigint AND idx >= $2::bigint AND idx < $3::bigint "
    "ORDER BY idx";

/// PostgreSQL's texts have no NUL: what has one is the key of nothing.
bool is_key(std::string_view text) {
  return text.find('\0') == text.npos;
}

/// PostgreSQL's integers are signed: a position beyond them is past the end.
std::int64_t position(Seq seq) {
  return static_cast<std::int64_t>(std::min<Seq>(seq, INT64_MAX));
}

const char* sql_of(ledger::Touching touching) {
  return touching == ledger::Touching::changes ? sql_changes : sql_touches;
}

Arguments page_of(std::string_view thing, Seq after, Seq up_to, std::uint32_t count_max) {
  return Arguments()
      .add(is_key(thing) ? thing : "")
      .add(position(after))
      .add(position(up_to))
      .add(std::min(count_max, page_max));
}

}  // namespace

Result<std::vector<StoredRecord>, Fault> records_of(const Rows& rows) {
  std::vector<StoredRecord> out;
  std::size_t bytes = 0;
  for (int row = 0; row < rows.count() && bytes <= ledger::page_bytes_max; ++row) {
    TRY(const kernel::Digest leaf, rows.digest(row, 1));
    out.push_back({static_cast<Seq>(rows.integer(row, 0)), leaf, std::string(rows.text(row, 2))});
    bytes += out.back().bytes.size();
  }
  return out;
}

Result<HeadRow, Fault> head_of(const Rows& rows) {
  if (rows.count() != 1) return Failure{Fault::damaged};
  HeadRow out;
  out.epoch = rows.integer(0, 0);
  auto tree = ledger::Frontier::from_bytes(static_cast<Seq>(rows.integer(0, 1)), rows.text(0, 2));
  if (!tree) return Failure{Fault::damaged};
  out.head.tree = std::move(*tree);
  out.head.time = ledger::Instant(kernel::Milliseconds(rows.integer(0, 3)));
  out.head.clock = {rows.integer(0, 3), rows.integer(0, 4)};
  out.things = rows.integer(0, 5);
  return out;
}

Result<ledger::Tip, Fault> PostgresStore::tip() const {
  TRY(const Rows rows, pool_.ask(sql_tip));
  TRY(HeadRow row, head_of(rows));
  see(row.head);
  return ledger::Tip{std::move(row.head), std::string(rows.text(0, 6))};
}

Result<std::vector<StoredRecord>, Fault> PostgresStore::read(Seq from,
                                                             std::uint32_t count_max) const {
  TRY(const Rows rows,
      pool_.ask(sql_records, Arguments().add(position(from)).add(std::min(count_max, page_max))));
  return records_of(rows);
}

Result<std::vector<Seq>, Fault> PostgresStore::ask_heads(
    const std::vector<std::string>& things) const {
  std::vector<std::string_view> keys(things.begin(), things.end());
  for (std::string_view& key : keys) {
    if (!is_key(key)) key = {};
  }
  TRY(const Rows rows, pool_.ask(sql_things, Arguments().add_texts(keys)));
  if (rows.count() != static_cast<int>(things.size())) return Failure{Fault::damaged};
  std::vector<Seq> out;
  for (int row = 0; row < rows.count(); ++row) {
    out.push_back(static_cast<Seq>(rows.integer(row, 1)));
  }
  return out;
}

Result<std::vector<StoredRecord>, Fault> PostgresStore::history(std::string_view thing,
                                                                ledger::Touching touching,
                                                                Seq after, Seq up_to,
                                                                std::uint32_t count_max) const {
  TRY(const Rows rows, pool_.ask(sql_of(touching), page_of(thing, after, up_to, count_max)));
  return records_of(rows);
}

Result<std::vector<std::vector<StoredRecord>>, Fault> PostgresStore::histories(
    std::span<const std::string> things, ledger::Touching touching, Seq up_to,
    std::uint32_t count_max) const {
  std::vector<Arguments> each;
  for (const std::string& thing : things) each.push_back(page_of(thing, 0, up_to, count_max));
  TRY(const std::vector<Rows> answers, pool_.ask_each(sql_of(touching), each));
  std::vector<std::vector<StoredRecord>> out;
  for (const Rows& rows : answers) {
    TRY(out.emplace_back(), records_of(rows));
  }
  return out;
}

/// Whoever is told the first answer again is told that it is recorded for ever.
Result<std::optional<ledger::KeyUsed>, Fault> PostgresStore::find_key(std::string_view account,
                                                                      std::string_view key) const {
  TRY(const Rows rows, pool_.write(sql_find_key, Arguments().add(account).add(key)));
  if (rows.count() == 0) return std::optional<ledger::KeyUsed>{};
  TRY(const kernel::Digest body, rows.digest(0, 2));
  return std::optional(ledger::KeyUsed{static_cast<Seq>(rows.integer(0, 0)),
                                       static_cast<std::uint32_t>(rows.integer(0, 1)), body});
}

bool PostgresStore::can_commit() const {
  return pool_.write(sql_confirm).has_value();
}

Result<std::vector<std::string>, Fault> PostgresStore::things(std::string_view prefix,
                                                              std::string_view after,
                                                              std::uint32_t count_max) const {
  if (!is_key(prefix) || !is_key(after)) return std::vector<std::string>{};
  TRY(const Rows rows, pool_.ask(sql_prefix, Arguments().add(prefix).add(after).add(count_max)));
  std::vector<std::string> out;
  for (int row = 0; row < rows.count() && rows.text(row, 0).starts_with(prefix); ++row) {
    out.emplace_back(rows.text(row, 0));
  }
  return out;
}

Result<std::vector<kernel::Digest>, Fault> PostgresStore::tile(ledger::TileId tile) const {
  const auto first = static_cast<std::int64_t>(tile.index * ledger::tile_width_max);
  const std::int64_t end = first + tile.width;
  const Arguments range = tile.level == 0
                              ? Arguments().add(first).add(end)
                              : Arguments().add(std::int64_t{tile.level}).add(first).add(end);
  TRY(const Rows rows, pool_.ask(tile.level == 0 ? sql_leaves : sql_subtrees, range));
  if (rows.count() != tile.width) return Failure{Fault::not_there};
  std::vector<kernel::Digest> out;
  for (int row = 0; row < rows.count(); ++row) {
    TRY(out.emplace_back(), rows.digest(row, 0));
  }
  return out;
}

}  // namespace veinline::storage::postgres
