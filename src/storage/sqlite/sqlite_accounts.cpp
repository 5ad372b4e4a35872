// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_accounts.hpp"

#include <algorithm>

namespace veinline::storage::sqlite {

using access::Attempt;
using access::Credential;
using access::Session;
using access::SetUpLink;
using kernel::Failure;
using kernel::Instant;

namespace {

constexpr std::int64_t accounts_format = 1;
constexpr const char* accounts_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1),"
    " format INTEGER NOT NULL) STRICT;"
    "INSERT INTO format VALUES (1, 1) ON CONFLICT DO NOTHING;"
    "CREATE TABLE IF NOT EXISTS login (digest TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS credential (id TEXT PRIMARY KEY, person TEXT NOT NULL,"
    " kind TEXT NOT NULL, sealed BLOB NOT NULL, lookup TEXT UNIQUE, made_ms INTEGER NOT NULL,"
    " used_step INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS credential_of_person ON credential(person);"
    "CREATE TABLE IF NOT EXISTS session (digest TEXT PRIMARY KEY, person TEXT NOT NULL,"
    " kind TEXT NOT NULL, methods TEXT NOT NULL, credentials TEXT NOT NULL,"
    " authenticated_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, ends_ms INTEGER NOT NULL,"
    " idle_s INTEGER NOT NULL, locked INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS session_of_person ON session(person);"
    "CREATE TABLE IF NOT EXISTS attempt (whose TEXT PRIMARY KEY, count INTEGER NOT NULL,"
    " last_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS set_up_link (digest TEXT PRIMARY KEY, person TEXT NOT NULL,"
    " recovery TEXT NOT NULL, ends_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    // An older program does not look at it: the format is the same.
    "CREATE TABLE IF NOT EXISTS signed_in (person TEXT PRIMARY KEY, last_ms INTEGER NOT NULL,"
    " before_ms INTEGER) STRICT, WITHOUT ROWID;"
    "COMMIT";

constexpr std::string_view sql_credential =
    "SELECT id, person, kind, sealed, coalesce(lookup, ''), made_ms, used_step FROM credential ";
constexpr std::string_view sql_session =
    "SELECT digest, person, kind, methods, credentials, authenticated_ms, seen_ms, ends_ms, idle_s,"
    " locked FROM session ";

/// Stands for no time in an answer.
constexpr std::int64_t never_ms = INT64_MIN;

std::int64_t ms(Instant instant) {
  return instant.time_since_epoch().count();
}
Instant instant(std::int64_t milliseconds) {
  return Instant(kernel::Milliseconds(milliseconds));
}

Result<Credential, Fault> credential_in(const Statement& row) {
  const auto kind = access::credential_kind(row.text(2));
  if (!kind) return Failure{Fault::damaged};
  return Credential{
      std::string(row.text(0)), std::string(row.text(1)), *kind,         std::string(row.blob(3)),
      std::string(row.text(4)), instant(row.integer(5)),  row.integer(6)};
}

Session session_in(const Statement& row) {
  const bool is_main = row.text(2) == access::text(access::SessionKind::main);
  return {std::string(row.text(0)),
          std::string(row.text(1)),
          is_main ? access::SessionKind::main : access::SessionKind::second,
          std::string(row.text(3)),
          std::string(row.text(4)),
          instant(row.integer(5)),
          instant(row.integer(6)),
          instant(row.integer(7)),
          std::chrono::seconds(row.integer(8)),
          row.integer(9) != 0};
}

}  // namespace

Result<std::unique_ptr<SqliteAccounts>, Fault> SqliteAccounts::open(const std::string& path,
                                                                    const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  // Before the first word is written: a newer file stays as it is.
  TRY([[maybe_unused]] Done known, db.refuse_newer(accounts_format));
  TRY([[maybe_unused]] Done made, db.run(accounts_schema));
  TRY([[maybe_unused]] Done small, db.run("PRAGMA wal_autocheckpoint=100"));
  TRY([[maybe_unused]] Done settled, db.settle_wal());
  return std::unique_ptr<SqliteAccounts>(new SqliteAccounts(std::move(db)));
}

Result<Done, Fault> SqliteAccounts::forget_passing(const std::string& path) {
  TRY(Connection db, Connection::open(path, {OpenMode::read_write, Durability::full, {}}));
  TRY([[maybe_unused]] Done known, db.refuse_newer(accounts_format));
  // Overwritten with zeroes, so that no deleted row stays in a free page, and none in the WAL.
  return db.run(
      "PRAGMA secure_delete=ON; BEGIN IMMEDIATE; DELETE FROM session; DELETE FROM set_up_link; "
      "DELETE FROM attempt; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
}

template <class T, class Work>
Result<T, Fault> SqliteAccounts::at_once(const Work& work) {
  TRY([[maybe_unused]] Done begun, db_.run("BEGIN IMMEDIATE"));
  Result<T, Fault> done = work();
  if (done) {
    auto committed = db_.run("COMMIT");
    if (committed) return done;
    done = Failure{committed.error()};
  }
  [[maybe_unused]] const auto undone = db_.run("ROLLBACK");  // what failed first is told
  return done;
}

Result<Done, Fault> SqliteAccounts::run(std::string_view sql, std::string_view whose) {
  TRY(Statement statement, db_.prepare(sql));
  statement.bind(1, whose);
  return statement.run();
}

Result<Done, Fault> SqliteAccounts::run(std::string_view sql, std::string_view whose,
                                        std::int64_t number) {
  TRY(Statement statement, db_.prepare(sql));
  statement.bind(1, whose).bind(2, number);
  return statement.run();
}

Result<std::optional<std::string>, Fault> SqliteAccounts::person_of_login(std::string_view login) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare("SELECT person FROM login WHERE digest = ?1"));
  find.bind(1, login);
  TRY(const bool found, find.step());
  if (!found) return std::optional<std::string>{};
  return std::optional(std::string(find.text(0)));
}

Result<bool, Fault> SqliteAccounts::put_login(std::string_view login, std::string_view person) {
  const std::lock_guard lock(mutex_);
  return at_once<bool>([&]() -> Result<bool, Fault> {
    TRY(Statement find, db_.prepare("SELECT person FROM login WHERE digest = ?1"));
    find.bind(1, login);
    TRY(const bool found, find.step());
    if (found) return find.text(0) == person;
    TRY([[maybe_unused]] Done gone, run("DELETE FROM login WHERE person = ?1", person));
    TRY(Statement put, db_.prepare("INSERT INTO login(digest, person) VALUES(?1, ?2)"));
    put.bind(1, login).bind(2, person);
    TRY([[maybe_unused]] Done done, put.run());
    return true;
  });
}

Result<bool, Fault> SqliteAccounts::has_logins() {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare("SELECT 1 FROM login LIMIT 1"));
  return find.step();
}

Result<bool, Fault> SqliteAccounts::put_credential(const Credential& credential) {
  const std::lock_guard lock(mutex_);
  return at_once<bool>([&]() -> Result<bool, Fault> {
    TRY(Statement find, db_.prepare("SELECT id FROM credential WHERE lookup = ?1 AND id <> ?2"));
    find.bind(1, credential.lookup).bind(2, credential.id);
    TRY(const bool is_taken, find.step());
    if (is_taken) return false;
    TRY(Statement put,
        db_.prepare("INSERT INTO credential(id, person, kind, sealed, lookup, made_ms, used_step)"
                    " VALUES(?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7) ON CONFLICT(id) DO NOTHING"));
    put.bind(1, credential.id).bind(2, credential.person).bind(3, access::text(credential.kind));
    put.bind_blob(4, credential.sealed).bind(5, credential.lookup).bind(6, ms(credential.made_at));
    put.bind(7, credential.used_step);
    TRY([[maybe_unused]] Done done, put.run());
    return true;
  });
}

Result<std::vector<Credential>, Fault> SqliteAccounts::credentials_of(std::string_view person) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find,
      db_.prepare(std::string(sql_credential) + "WHERE person = ?1 ORDER BY made_ms, id"));
  find.bind(1, person);
  std::vector<Credential> out;
  for (;;) {
    TRY(const bool found, find.step());
    if (!found) return out;
    TRY(Credential one, credential_in(find));
    out.push_back(std::move(one));
  }
}

Result<std::optional<Credential>, Fault> SqliteAccounts::credential_with(std::string_view lookup) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare(std::string(sql_credential) + "WHERE lookup = ?1"));
  find.bind(1, lookup);
  TRY(const bool found, find.step());
  if (!found) return std::optional<Credential>{};
  TRY(Credential one, credential_in(find));
  return std::optional(std::move(one));
}

Result<Done, Fault> SqliteAccounts::remove_credential(std::string_view id) {
  const std::lock_guard lock(mutex_);
  return run("DELETE FROM credential WHERE id = ?1", id);
}

Result<bool, Fault> SqliteAccounts::use_step(std::string_view id, std::int64_t step) {
  const std::lock_guard lock(mutex_);
  TRY(Statement use, db_.prepare("UPDATE credential SET used_step = ?2 WHERE id = ?1 AND "
                                 "used_step < ?2 RETURNING 1"));
  use.bind(1, id).bind(2, step);
  TRY(const bool is_first, use.step());
  if (!is_first) return false;
  TRY([[maybe_unused]] const bool more, use.step());  // to the end: only then it is committed
  return true;
}

Result<Done, Fault> SqliteAccounts::put_session(const Session& session, std::size_t newest) {
  const std::lock_guard lock(mutex_);
  return at_once<Done>([&]() -> Result<Done, Fault> {
    TRY(Statement put,
        db_.prepare("INSERT INTO session(digest, person, kind, methods, credentials,"
                    " authenticated_ms, seen_ms, ends_ms, idle_s, locked)"
                    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING"));
    put.bind(1, session.digest).bind(2, session.person).bind(3, access::text(session.kind));
    put.bind(4, session.methods).bind(5, session.credentials);
    put.bind(6, ms(session.authenticated_at)).bind(7, ms(session.seen_at));
    put.bind(8, ms(session.ends_at)).bind(9, std::int64_t{session.idle.count()});
    put.bind(10, std::int64_t{session.is_locked ? 1 : 0});
    TRY([[maybe_unused]] Done done, put.run());
    TRY(Statement end,
        db_.prepare("DELETE FROM session WHERE person = ?1 AND kind = ?2 AND digest NOT IN"
                    " (SELECT digest FROM session WHERE person = ?1 AND kind = ?2"
                    " ORDER BY authenticated_ms DESC, digest DESC LIMIT ?3)"));
    end.bind(1, session.person).bind(2, access::text(session.kind));
    end.bind(3, static_cast<std::int64_t>(newest));
    return end.run();
  });
}

Result<std::optional<Session>, Fault> SqliteAccounts::session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare(std::string(sql_session) + "WHERE digest = ?1"));
  find.bind(1, digest);
  TRY(const bool found, find.step());
  if (!found) return std::optional<Session>{};
  return std::optional(session_in(find));
}

Result<std::vector<Session>, Fault> SqliteAccounts::sessions_of(std::string_view person) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find,
      db_.prepare(std::string(sql_session) +
                  "WHERE person = ?1 ORDER BY authenticated_ms DESC, digest DESC LIMIT ?2"));
  find.bind(1, person).bind(2, static_cast<std::int64_t>(access::sessions_each_max));
  std::vector<Session> out;
  for (;;) {
    TRY(const bool found, find.step());
    if (!found) return out;
    out.push_back(session_in(find));
  }
}

Result<Done, Fault> SqliteAccounts::see_session(std::string_view digest, Instant now) {
  const std::lock_guard lock(mutex_);
  return run("UPDATE session SET seen_ms = max(seen_ms, ?2) WHERE digest = ?1", digest, ms(now));
}

Result<Done, Fault> SqliteAccounts::lock_session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  return run("UPDATE session SET locked = 1 WHERE digest = ?1", digest);
}

Result<Done, Fault> SqliteAccounts::unlock_session(std::string_view digest, Instant now) {
  const std::lock_guard lock(mutex_);
  return run("UPDATE session SET locked = 0, seen_ms = max(seen_ms, ?2) WHERE digest = ?1", digest,
             ms(now));
}

Result<bool, Fault> SqliteAccounts::end_session(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  TRY(Statement end, db_.prepare("DELETE FROM session WHERE digest = ?1 RETURNING 1"));
  end.bind(1, digest);
  TRY(const bool was_there, end.step());
  if (!was_there) return false;
  TRY([[maybe_unused]] const bool more, end.step());  // to the end: only then it is committed
  return true;
}

Result<Done, Fault> SqliteAccounts::end_sessions(std::string_view person) {
  const std::lock_guard lock(mutex_);
  return run("DELETE FROM session WHERE person = ?1", person);
}

Result<Attempt, Fault> SqliteAccounts::begin_attempt(std::string_view whose, Instant now,
                                                     const access::AttemptRule& rule) {
  const std::lock_guard lock(mutex_);
  return at_once<Attempt>([&]() -> Result<Attempt, Fault> {
    TRY(Statement find, db_.prepare("SELECT count, last_ms, until_ms FROM attempt "
                                    "WHERE whose = ?1"));
    find.bind(1, whose);
    TRY(const bool found, find.step());
    std::int64_t count = found ? find.integer(0) : 0;
    if (found && instant(find.integer(2)) > now) {
      return Attempt{false, count, instant(find.integer(2))};
    }
    if (found && now >= instant(find.integer(1)) + rule.forgotten) count = 0;
    find.reset();
    const Attempt out{true, count + 1, now + access::pause_after(count + 1, rule)};
    TRY(Statement put, db_.prepare("INSERT INTO attempt(whose, count, last_ms, until_ms) "
                                   "VALUES(?1, ?2, ?3, ?4) ON CONFLICT(whose) DO UPDATE SET "
                                   "count = ?2, last_ms = ?3, until_ms = ?4"));
    put.bind(1, whose).bind(2, out.count).bind(3, ms(now)).bind(4, ms(out.until));
    TRY([[maybe_unused]] Done done, put.run());
    return out;
  });
}

Result<Done, Fault> SqliteAccounts::take_back_attempt(std::string_view whose) {
  const std::lock_guard lock(mutex_);
  return run("UPDATE attempt SET count = max(count - 1, 0), until_ms = last_ms WHERE whose = ?1",
             whose);
}

Result<Done, Fault> SqliteAccounts::forget_attempts(std::string_view whose) {
  const std::lock_guard lock(mutex_);
  return run("DELETE FROM attempt WHERE whose = ?1", whose);
}

Result<Done, Fault> SqliteAccounts::tell_signed_in(std::string_view person, Instant now) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put,
      db_.prepare("INSERT INTO signed_in(person, last_ms) VALUES(?1, ?2) ON CONFLICT(person) "
                  "DO UPDATE SET before_ms = last_ms, last_ms = excluded.last_ms"));
  put.bind(1, person).bind(2, ms(now));
  return put.run();
}

Result<access::SignIns, Fault> SqliteAccounts::sign_ins_of(std::string_view person) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find,
      db_.prepare("SELECT last_ms, coalesce(before_ms, ?2) FROM signed_in WHERE person = ?1"));
  find.bind(1, person).bind(2, never_ms);
  TRY(const bool found, find.step());
  if (!found) return access::SignIns{};
  access::SignIns out{instant(find.integer(0)), {}};
  if (find.integer(1) != never_ms) out.before = instant(find.integer(1));
  return out;
}

Result<std::uint64_t, Fault> SqliteAccounts::delays(Instant now) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare("SELECT count(*) FROM attempt WHERE until_ms > ?1"));
  find.bind(1, ms(now));
  TRY([[maybe_unused]] const bool found, find.step());
  return static_cast<std::uint64_t>(find.integer(0));
}

Result<Done, Fault> SqliteAccounts::put_link(const SetUpLink& link) {
  const std::lock_guard lock(mutex_);
  TRY(Statement put, db_.prepare("INSERT INTO set_up_link(digest, person, recovery, ends_ms) "
                                 "VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"));
  put.bind(1, link.digest).bind(2, link.person).bind(3, link.recovery).bind(4, ms(link.ends_at));
  return put.run();
}

Result<std::optional<SetUpLink>, Fault> SqliteAccounts::find_link(std::string_view digest) {
  TRY(Statement find,
      db_.prepare("SELECT digest, person, recovery, ends_ms FROM set_up_link WHERE digest = ?1"));
  find.bind(1, digest);
  TRY(const bool found, find.step());
  if (!found) return std::optional<SetUpLink>{};
  return std::optional(SetUpLink{std::string(find.text(0)), std::string(find.text(1)),
                                 std::string(find.text(2)), instant(find.integer(3))});
}

Result<std::optional<SetUpLink>, Fault> SqliteAccounts::link(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  return find_link(digest);
}

Result<std::optional<SetUpLink>, Fault> SqliteAccounts::take_link(std::string_view digest) {
  const std::lock_guard lock(mutex_);
  return at_once<std::optional<SetUpLink>>([&]() -> Result<std::optional<SetUpLink>, Fault> {
    TRY(auto found, find_link(digest));
    TRY([[maybe_unused]] Done gone, run("DELETE FROM set_up_link WHERE digest = ?1", digest));
    return found;
  });
}

Result<Done, Fault> SqliteAccounts::forget(Instant now) {
  const std::lock_guard lock(mutex_);
  return at_once<Done>([&]() -> Result<Done, Fault> {
    constexpr std::int64_t day_ms = 86'400'000;
    const std::pair<std::string_view, std::int64_t> all[] = {
        {"DELETE FROM session WHERE ends_ms <= ?1 OR seen_ms + idle_s * 1000 <= ?1", ms(now)},
        {"DELETE FROM set_up_link WHERE ends_ms <= ?1", ms(now)},
        {"DELETE FROM attempt WHERE last_ms <= ?1", ms(now) - day_ms}};
    for (const auto& [sql, before] : all) {
      TRY(Statement statement, db_.prepare(sql));
      statement.bind(1, before);
      TRY([[maybe_unused]] Done done, statement.run());
    }
    return Done{};
  });
}

}  // namespace veinline::storage::sqlite
