// SPDX-License-Identifier: Apache-2.0
// The reading half of SqliteStore: readers never wait for the writer.
#include <algorithm>

#include "ledger/page.hpp"
#include "storage/sqlite/lookup.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using ledger::Seq;
using ledger::StoredRecord;

namespace {

/// SQLite's integers are signed: a position beyond them is past the end, never below the beginning.
std::int64_t position(Seq seq) {
  return static_cast<std::int64_t>(std::min<Seq>(seq, INT64_MAX));
}

/// Every record that a statement of (seq, leaf, bytes) gives.
Result<std::vector<StoredRecord>, Fault> records_of(Statement& statement) {
  const Asking asking(statement);
  std::vector<StoredRecord> out;
  std::size_t bytes = 0;
  for (;;) {
    TRY(const bool row, statement.step());
    if (!row) break;
    TRY(kernel::Digest leaf, digest_of(statement.blob(1)));
    out.push_back({static_cast<Seq>(statement.integer(0)), leaf, std::string(statement.blob(2))});
    bytes += out.back().bytes.size();
    if (bytes > ledger::page_bytes_max) break;
  }
  return out;
}

/// Every digest that a statement of one blob gives.
Result<std::vector<kernel::Digest>, Fault> digests_of(Statement& statement) {
  const Asking asking(statement);
  std::vector<kernel::Digest> out;
  for (;;) {
    TRY(const bool row, statement.step());
    if (!row) break;
    TRY(kernel::Digest digest, digest_of(statement.blob(0)));
    out.push_back(digest);
  }
  return out;
}
}  // namespace

/// A reading connection for as long as one question takes.
class SqliteStore::Lease {
 public:
  static Result<Lease, Fault> of(const SqliteStore& store) {
    {
      const std::lock_guard lock(store.reading_mutex_);
      if (!store.reading_.empty()) {
        std::unique_ptr<Lookup> lookup = std::move(store.reading_.back());
        store.reading_.pop_back();
        return Lease(store, std::move(lookup));
      }
    }
    TRY(std::unique_ptr<Lookup> lookup, Lookup::open(store.path_, store.options_));
    return Lease(store, std::move(lookup));
  }
  Lease(Lease&&) noexcept = default;
  Lease& operator=(Lease&&) = delete;
  ~Lease() {
    if (lookup_ == nullptr) return;
    const std::lock_guard lock(store_->reading_mutex_);
    store_->reading_.push_back(std::move(lookup_));
  }
  Lookup* operator->() const { return lookup_.get(); }

 private:
  Lease(const SqliteStore& store, std::unique_ptr<Lookup> lookup)
      : store_(&store), lookup_(std::move(lookup)) {}
  const SqliteStore* store_;
  std::unique_ptr<Lookup> lookup_;
};

Result<std::unique_ptr<SqliteStore::Lookup>, Fault> SqliteStore::Lookup::open(
    const std::string& path, const StoreOptions& options) {
  TRY(Connection connection,
      Connection::open(path, {OpenMode::read_only, options.durability, options.vfs}));
  auto out = std::make_unique<Lookup>();
  out->db = std::move(connection);
  const std::pair<Statement*, const char*> all[] = {
      {&out->find_thing, sql_find_thing},
      {&out->find_head, sql_find_head},
      {&out->find_key, sql_find_key},
      {&out->find_tip, "SELECT size, frontier, time_ms, clock_n, checkpoint FROM head"},
      {&out->find_records,
       "SELECT seq, leaf, bytes FROM record WHERE seq >= ?1 ORDER BY seq LIMIT ?2"},
      {&out->find_leaves, "SELECT leaf FROM record WHERE seq >= ?1 AND seq < ?2 ORDER BY seq"},
      {&out->find_subtrees,
       "SELECT hash FROM subtree WHERE level = ?1 AND idx >= ?2 AND idx < ?3 ORDER BY idx"},
      {&out->find_changes,
       "SELECT r.seq, r.leaf, r.bytes FROM touch t JOIN record r ON r.seq = t.seq "
       "WHERE t.thing = ?1 AND t.changes = 1 AND t.seq > ?2 AND t.seq <= ?3 "
       "ORDER BY t.seq LIMIT ?4"},
      // Two ranges of the key, each already in order: no record is sorted or read in vain.
      {&out->find_touches,
       "SELECT r.seq, r.leaf, r.bytes FROM ("
       "SELECT seq FROM (SELECT seq FROM touch WHERE thing = ?1 AND changes = 0 AND seq > ?2 "
       "AND seq <= ?3 ORDER BY seq LIMIT ?4) UNION ALL "
       "SELECT seq FROM (SELECT seq FROM touch WHERE thing = ?1 AND changes = 1 AND seq > ?2 "
       "AND seq <= ?3 ORDER BY seq LIMIT ?4) ORDER BY seq LIMIT ?4) t "
       "JOIN record r ON r.seq = t.seq ORDER BY r.seq"},
      {&out->find_things,
       "SELECT key FROM thing WHERE key >= ?1 AND key > ?2 ORDER BY key LIMIT ?3"}};
  for (const auto& [statement, sql] : all) {
    auto prepared = out->db.prepare(sql);
    if (!prepared) return Failure{prepared.error()};
    *statement = std::move(*prepared);
  }
  return out;
}

Result<ledger::Tip, Fault> SqliteStore::Lookup::tip() {
  const Asking asking(find_tip);
  TRY(const bool found, find_tip.step());
  if (!found) return Failure{Fault::damaged};
  ledger::Tip out;
  auto tree = ledger::Frontier::from_bytes(static_cast<Seq>(find_tip.integer(0)), find_tip.blob(1));
  out.head.time = ledger::Instant(kernel::Milliseconds(find_tip.integer(2)));
  out.head.clock = {find_tip.integer(2), find_tip.integer(3)};
  out.checkpoint = std::string(find_tip.text(4));
  if (!tree) return Failure{Fault::damaged};
  out.head.tree = std::move(*tree);
  return out;
}

Result<std::int64_t, Fault> num_from(Statement& find_thing, std::string_view key) {
  const Asking asking(find_thing);
  find_thing.bind(1, key);
  TRY(const bool found, find_thing.step());
  return found ? find_thing.integer(0) : std::int64_t{0};
}

Result<std::optional<ledger::KeyUsed>, Fault> key_from(Statement& find_key,
                                                       std::string_view account,
                                                       std::string_view key) {
  const Asking asking(find_key);
  find_key.bind(1, account).bind(2, key);
  TRY(const bool found, find_key.step());
  if (!found) return std::optional<ledger::KeyUsed>{};
  TRY(kernel::Digest body, digest_of(find_key.blob(2)));
  return std::optional(ledger::KeyUsed{static_cast<Seq>(find_key.integer(0)),
                                       static_cast<std::uint32_t>(find_key.integer(1)), body});
}

Result<Seq, Fault> head_from(Statement& find_head, std::int64_t thing) {
  const Asking asking(find_head);
  find_head.bind(1, thing);
  TRY(const bool changed, find_head.step());
  return changed ? static_cast<Seq>(find_head.integer(0)) : Seq{0};
}

Result<ledger::Tip, Fault> SqliteStore::tip() const {
  TRY(Lease lease, Lease::of(*this));
  return lease->tip();
}

Result<std::vector<StoredRecord>, Fault> SqliteStore::read(Seq from,
                                                           std::uint32_t count_max) const {
  TRY(Lease lease, Lease::of(*this));
  lease->find_records.bind(1, position(from)).bind(2, std::int64_t{count_max});
  return records_of(lease->find_records);
}

Result<std::vector<Seq>, Fault> SqliteStore::heads(std::span<const std::string> things) const {
  TRY(Lease lease, Lease::of(*this));
  std::vector<Seq> out;
  for (const std::string& key : things) {
    TRY(const std::int64_t num, num_from(lease->find_thing, key));
    Seq head = 0;
    if (num != 0) {
      TRY(head, head_from(lease->find_head, num));
    }
    out.push_back(head);
  }
  return out;
}

Result<std::vector<StoredRecord>, Fault> SqliteStore::history(std::string_view thing,
                                                              ledger::Touching touching, Seq after,
                                                              Seq up_to,
                                                              std::uint32_t count_max) const {
  TRY(Lease lease, Lease::of(*this));
  TRY(const std::int64_t num, num_from(lease->find_thing, thing));
  if (num == 0) return std::vector<StoredRecord>{};
  Statement& statement =
      touching == ledger::Touching::changes ? lease->find_changes : lease->find_touches;
  statement.bind(1, num).bind(2, position(after));
  statement.bind(3, position(up_to));
  statement.bind(4, std::int64_t{count_max});
  return records_of(statement);
}

Result<std::optional<ledger::KeyUsed>, Fault> SqliteStore::find_key(std::string_view account,
                                                                    std::string_view key) const {
  TRY(Lease lease, Lease::of(*this));
  return key_from(lease->find_key, account, key);
}

Result<std::vector<std::string>, Fault> SqliteStore::things(std::string_view prefix,
                                                            std::string_view after,
                                                            std::uint32_t count_max) const {
  TRY(Lease lease, Lease::of(*this));
  Statement& statement = lease->find_things;
  const Asking asking(statement);
  statement.bind(1, prefix).bind(2, after).bind(3, std::int64_t{count_max});
  std::vector<std::string> out;
  for (;;) {
    TRY(const bool row, statement.step());
    if (!row || !statement.text(0).starts_with(prefix)) break;
    out.emplace_back(statement.text(0));
  }
  return out;
}

Result<std::vector<kernel::Digest>, Fault> SqliteStore::tile(ledger::TileId tile) const {
  TRY(Lease lease, Lease::of(*this));
  const auto first = static_cast<std::int64_t>(tile.index * ledger::tile_width_max);
  Statement& statement = tile.level == 0 ? lease->find_leaves : lease->find_subtrees;
  if (tile.level == 0) {
    statement.bind(1, first + 1).bind(2, first + 1 + tile.width);
  } else {
    statement.bind(1, std::int64_t{tile.level}).bind(2, first).bind(3, first + tile.width);
  }
  TRY(std::vector<kernel::Digest> hashes, digests_of(statement));
  if (hashes.size() != static_cast<std::size_t>(tile.width)) return Failure{Fault::not_there};
  return hashes;
}

}  // namespace veinline::storage::sqlite
