// SPDX-License-Identifier: Apache-2.0
// Whether the tables beside the records say what the records say. The engine compares them as sets;
// hashes and the head are counted anew here.
#include <map>

#include "storage/postgres/postgres_store.hpp"
#include "storage/postgres/statements.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;
using ledger::Astray;
using ledger::Seq;

namespace {

using Found = Result<std::optional<Astray>, Fault>;

constexpr std::uint32_t page = 2048;
constexpr const char* sql_page =
    "SELECT seq, leaf, bytes FROM record WHERE seq > $1::bigint AND seq <= $2::bigint ORDER BY seq "
    "LIMIT $3::bigint";
constexpr const char* sql_tip = "SELECT epoch, size, frontier, time_ms, clock_n, things FROM head";
constexpr const char* sql_roots =
    "SELECT level, idx, hash FROM subtree WHERE $1::bigint >= (idx + 1) << (8 * level)::int";
constexpr const char* sql_beyond =
    "SELECT (SELECT count(*) FROM record WHERE seq > $1::bigint), (SELECT count(*) FROM thing)";

// Each gives the first record at which the two differ. A record's own bytes say what it touches; a
// thing is numbered in the order in which things are first touched.
constexpr const char* sql_touches =
    "WITH told AS (SELECT seq, convert_from(bytes, 'UTF8')::jsonb AS r FROM record "
    "WHERE seq <= $1::bigint), "
    "wanted AS (SELECT seq, 1::bigint AS changes, jsonb_array_elements_text(r->'changes') AS key "
    "FROM told UNION ALL "
    "SELECT seq, 0::bigint, jsonb_array_elements_text(r->'mentions') FROM told), "
    "found AS (SELECT t.seq, t.changes, k.key FROM touch t LEFT JOIN thing k ON k.num = t.thing "
    "WHERE t.seq <= $1::bigint) "
    "SELECT min(seq) FROM ((TABLE wanted EXCEPT ALL TABLE found) UNION ALL "
    "(TABLE found EXCEPT ALL TABLE wanted)) d";
constexpr const char* sql_things =
    "SELECT min(coalesce(first, 0)) FROM (SELECT k.num, min(t.seq) AS first, "
    "row_number() OVER (ORDER BY min(t.seq), k.num) AS place "
    "FROM thing k LEFT JOIN touch t ON t.thing = k.num GROUP BY k.key, k.num) d "
    "WHERE first IS NULL OR (num <> place AND first <= $1::bigint)";
constexpr const char* sql_commands =
    "WITH told AS (SELECT seq, convert_from(bytes, 'UTF8')::jsonb AS r FROM record "
    "WHERE seq <= $1::bigint), "
    "wanted AS (SELECT r->>'by' AS account, r->'command'->>'key' AS key, min(seq) AS first, "
    "count(*) AS count, decode(min(r->'command'->>'body'), 'base64') AS body "
    "FROM told GROUP BY 1, 2), "
    "found AS (SELECT account, key, first, count, body FROM command WHERE first <= $1::bigint) "
    "SELECT min(first) FROM ((TABLE wanted EXCEPT ALL TABLE found) UNION ALL "
    "(TABLE found EXCEPT ALL TABLE wanted)) d";

/// Folds the log from its beginning and compares what comes of it.
class Recount {
 public:
  explicit Recount(Pool& pool) : pool_(pool) {}

  Found run() {
    TRY(const Rows head_rows, pool_.ask(sql_tip));
    TRY(const HeadRow wanted, head_of(head_rows));
    const auto size = static_cast<std::int64_t>(wanted.head.size());
    TRY(std::optional<Astray> wrong, records(size));
    if (wrong) return wrong;
    TRY(wrong, subtrees(size));
    if (wrong) return wrong;
    const std::pair<const char*, std::string_view> tables[] = {
        {sql_touches, "touch"}, {sql_things, "thing"}, {sql_commands, "command"}};
    for (const auto& [sql, table] : tables) {
      TRY(const Rows differs, pool_.ask(sql, Arguments().add(size)));
      if (!differs.is_null(0, 0)) return astray(static_cast<Seq>(differs.integer(0, 0)), table);
    }
    return head(wanted);
  }

 private:
  static Found astray(Seq seq, std::string_view table) { return std::optional(Astray{seq, table}); }
  static Found in_order() { return std::optional<Astray>{}; }

  Found records(std::int64_t size) {
    while (static_cast<std::int64_t>(head_.size()) < size) {
      const auto from = static_cast<std::int64_t>(head_.size());
      TRY(const Rows rows, pool_.ask(sql_page, Arguments().add(from).add(size).add(page)));
      if (rows.count() == 0) return astray(head_.size() + 1, "record");
      for (int row = 0; row < rows.count(); ++row) {
        TRY(const bool same, record(rows, row));
        if (!same) return astray(head_.size() + 1, "record");
      }
    }
    return in_order();
  }

  Result<bool, Fault> record(const Rows& rows, int row) {
    const std::string bytes(rows.text(row, 2));
    const auto parsed = ledger::parse_record(bytes);
    if (!parsed || static_cast<Seq>(rows.integer(row, 0)) != head_.size() + 1) return false;
    TRY(const kernel::Digest leaf, rows.digest(row, 1));
    if (ledger::leaf_hash(bytes) != leaf) return false;
    const ledger::SealedRecord sealed = ledger::Sealer::reseal(head_, *parsed, bytes);
    for (const ledger::SubtreeRoot& root : sealed.roots) {
      roots_[{root.level, static_cast<std::int64_t>(root.index)}] = {root.hash, head_.size()};
    }
    return true;
  }

  Found subtrees(std::int64_t size) {
    TRY(const Rows rows, pool_.ask(sql_roots, Arguments().add(size)));
    for (int row = 0; row < rows.count(); ++row) {
      const auto found = roots_.find({rows.integer(row, 0), rows.integer(row, 1)});
      if (found == roots_.end()) return astray(0, "subtree");
      TRY(const kernel::Digest hash, rows.digest(row, 2));
      if (hash != found->second.first) return astray(found->second.second, "subtree");
      roots_.erase(found);
    }
    if (roots_.empty()) return in_order();
    return astray(roots_.begin()->second.second, "subtree");
  }

  Found head(const HeadRow& wanted) {
    TRY(const Rows beyond,
        pool_.ask(sql_beyond, Arguments().add(static_cast<std::int64_t>(head_.size()))));
    TRY(const Rows now, pool_.ask(sql_tip));
    TRY(const HeadRow again, head_of(now));
    const bool grew = again.head.size() > wanted.head.size();  // while it was counted
    const bool ends = beyond.integer(0, 0) == 0 && beyond.integer(0, 1) == wanted.things;
    const bool same =
        wanted.head.tree == head_.tree && wanted.head.clock == head_.clock && (grew || ends);
    return same ? in_order() : astray(head_.size(), "head");
  }

  Pool& pool_;
  ledger::Head head_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::pair<kernel::Digest, Seq>> roots_;
};

}  // namespace

Result<std::optional<Astray>, Fault> PostgresStore::check_derived() const {
  // Of a long log each comparison takes minutes.
  Pool patient({.url = pool_.options().url, .answer_max = {}});
  return Recount(patient).run();
}

}  // namespace veinline::storage::postgres
