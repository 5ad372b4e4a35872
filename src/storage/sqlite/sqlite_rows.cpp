// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_rows.hpp"

namespace veinline::storage::sqlite {

using kernel::Failure;
using ledger::Seq;

namespace {

constexpr const char* rows_schema =
    "CREATE TABLE place (one INTEGER PRIMARY KEY CHECK (one = 1), format INTEGER,"
    " node TEXT, position INTEGER, last TEXT) STRICT;"
    // The newest row of a thing is open: its until is the largest number there is.
    "CREATE TABLE row (list TEXT, since INTEGER, key TEXT, until INTEGER,"
    " start INTEGER, body TEXT, PRIMARY KEY (list, since, key, until)) STRICT, WITHOUT ROWID;";
// Another one whenever rows of the same records say something else: then they are made anew. 2:
// what bars a thing. 3: the record that they go up to. 4: what is counted of each site.
// 5: no end of what is rejected.
constexpr std::int64_t rows_format = 5;
constexpr std::int64_t open_end = INT64_MAX;

}  // namespace

Result<std::unique_ptr<SqliteRows>, Fault> SqliteRows::open(const std::string& path,
                                                            const std::string& node, Seq log_size) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, Durability::off, ""}));
  std::unique_ptr<SqliteRows> rows(new SqliteRows(std::move(db)));
  TRY([[maybe_unused]] Done prepared, rows->prepare(node, log_size));
  return rows;
}

Result<Done, Fault> SqliteRows::prepare(const std::string& node, Seq log_size) {
  // NORMAL: after a power cut the rows may be a little behind the log, never ahead of it or torn.
  TRY([[maybe_unused]] Done normal,
      db_.run(
          "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-16384"));
  // Rows of another shape, node or log are made anew: tables that this program does not know too.
  bool mine = false;
  if (auto place = db_.prepare("SELECT format, node, position FROM place")) {
    TRY(const bool found, place->step());
    mine = found && place->integer(0) == rows_format && place->text(1) == node &&
           static_cast<Seq>(place->integer(2)) <= log_size;
  }
  if (!mine) {
    TRY([[maybe_unused]] Done dropped,
        db_.run("DROP TABLE IF EXISTS row; DROP TABLE IF EXISTS place"));
    TRY([[maybe_unused]] Done made, db_.run(rows_schema));
    TRY(Statement begin, db_.prepare("INSERT INTO place VALUES (1, ?1, ?2, 0, '')"));
    begin.bind(1, rows_format).bind(2, node);
    TRY([[maybe_unused]] Done begun, begin.run());
  }
  const std::pair<Statement*, const char*> all[] = {
      {&find_position_, "SELECT position, last FROM place"},
      {&find_rows_,
       "SELECT key, since, start, body FROM row WHERE list = ?1 AND since > ?2 AND start <= ?3 "
       "AND until > ?3 ORDER BY since, key LIMIT ?4"},
      {&end_row_,
       "UPDATE row SET until = ?1 WHERE list = ?2 AND since = ?3 AND key = ?4 "
       "AND until = 9223372036854775807"},
      {&add_row_,
       "INSERT INTO row(list, since, key, until, start, body) "
       "VALUES(?1, ?2, ?3, 9223372036854775807, ?4, ?5)"},
      {&set_position_, "UPDATE place SET position = ?1, last = ?2"}};
  static_assert(open_end == 9223372036854775807);
  for (const auto& [statement, sql] : all) {
    auto prepared = db_.prepare(sql);
    if (!prepared) return Failure{prepared.error()};
    *statement = std::move(*prepared);
  }
  return Done{};
}

Result<Seq, Fault> SqliteRows::position() const {
  const std::lock_guard lock(mutex_);
  const Asking asking(find_position_);
  TRY(const bool found, find_position_.step());
  return found ? static_cast<Seq>(find_position_.integer(0)) : Seq{0};
}

Result<std::string, Fault> SqliteRows::last_record() const {
  const std::lock_guard lock(mutex_);
  const Asking asking(find_position_);
  TRY(const bool found, find_position_.step());
  return found ? std::string(find_position_.text(1)) : std::string();
}

Result<Done, Fault> SqliteRows::write(Seq position, const std::string& record_id,
                                      const std::vector<views::RowChange>& changes) {
  for (const views::RowChange& change : changes) {
    const auto since = static_cast<std::int64_t>(change.since);
    const auto from = static_cast<std::int64_t>(change.from);
    end_row_.bind(1, from).bind(2, change.list).bind(3, since).bind(4, change.key);
    TRY([[maybe_unused]] Done ended, end_row_.run());
    add_row_.bind(1, change.list).bind(2, since).bind(3, change.key).bind(4, from);
    add_row_.bind(5, change.body);
    TRY([[maybe_unused]] Done added, add_row_.run());
  }
  set_position_.bind(1, static_cast<std::int64_t>(position)).bind(2, record_id);
  return set_position_.run();
}

Result<Done, Fault> SqliteRows::apply(Seq position, const std::string& record_id,
                                      const std::vector<views::RowChange>& changes) {
  const std::lock_guard lock(mutex_);
  TRY([[maybe_unused]] Done begun, db_.run("BEGIN IMMEDIATE"));
  auto done = write(position, record_id, changes);
  if (done) done = db_.run("COMMIT");
  if (!done) static_cast<void>(db_.run("ROLLBACK"));  // also of a commit that failed: it stays open
  return done;
}

Result<std::vector<views::Row>, Fault> SqliteRows::read(const std::string& list, Seq as_of,
                                                        Seq after_since,
                                                        std::uint32_t count_max) const {
  const std::lock_guard lock(mutex_);
  const Asking asking(find_rows_);
  find_rows_.bind(1, list).bind(2, static_cast<std::int64_t>(after_since));
  find_rows_.bind(3, static_cast<std::int64_t>(as_of)).bind(4, std::int64_t{count_max});
  std::vector<views::Row> out;
  for (;;) {
    TRY(const bool row, find_rows_.step());
    if (!row) break;
    out.push_back({std::string(find_rows_.text(0)), static_cast<Seq>(find_rows_.integer(1)),
                   static_cast<Seq>(find_rows_.integer(2)), std::string(find_rows_.text(3))});
  }
  return out;
}

Result<Done, Fault> SqliteRows::clear() {
  const std::lock_guard lock(mutex_);
  return db_.run(
      "BEGIN IMMEDIATE; DELETE FROM row; UPDATE place SET position = 0, last = ''; COMMIT");
}

}  // namespace veinline::storage::sqlite
