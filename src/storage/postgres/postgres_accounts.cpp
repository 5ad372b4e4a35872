// SPDX-License-Identifier: Apache-2.0
// Every write here may be done twice. Done twice, a step is told as used and a link as taken: then
// its person tries again, which is the safe side.
#include "storage/postgres/postgres_accounts.hpp"

namespace veinline::storage::postgres {

using access::Attempt;
using access::Credential;
using access::Session;
using access::SetUpLink;
using kernel::Failure;
using kernel::Instant;

namespace {

constexpr const char* sql_person = "SELECT person FROM login WHERE digest = $1::text";
constexpr const char* sql_put_login =
    "INSERT INTO login(digest, person) SELECT $1::text, $2::text WHERE NOT EXISTS "
    "(SELECT 1 FROM login WHERE digest = $1::text AND person <> $2::text) "
    "ON CONFLICT (person) DO UPDATE SET digest = excluded.digest RETURNING 1";
constexpr const char* sql_has_logins = "SELECT 1 FROM login LIMIT 1";
constexpr const char* sql_put_credential =
    "INSERT INTO credential(id, person, kind, sealed, lookup, made_ms, used_step) "
    "SELECT $1::text, $2::text, $3::text, $4::bytea, nullif($5::text, ''), $6::bigint, $7::bigint "
    "WHERE NOT EXISTS (SELECT 1 FROM credential WHERE lookup = $5::text AND id <> $1::text) "
    "ON CONFLICT (id) DO UPDATE SET made_ms = credential.made_ms RETURNING 1";
constexpr const char* sql_of_person =
    "SELECT id, person, kind, sealed, coalesce(lookup, ''), made_ms, used_step FROM credential "
    "WHERE person = $1::text ORDER BY made_ms, id";
constexpr const char* sql_with_lookup =
    "SELECT id, person, kind, sealed, coalesce(lookup, ''), made_ms, used_step FROM credential "
    "WHERE lookup = $1::text";
constexpr const char* sql_remove = "DELETE FROM credential WHERE id = $1::text";
constexpr const char* sql_use_step =
    "UPDATE credential SET used_step = $2::bigint WHERE id = $1::text AND used_step < $2::bigint "
    "RETURNING 1";
constexpr const char* sql_put_session =
    "INSERT INTO session(digest, person, kind, methods, credentials, authenticated_ms, seen_ms, "
    "ends_ms, idle_s, locked) VALUES ($1::text, $2::text, $3::text, $4::text, $5::text, "
    "$6::bigint, $7::bigint, $8::bigint, $9::bigint, $10::bigint) ON CONFLICT DO NOTHING";
constexpr const char* sql_end_older =
    "DELETE FROM session WHERE person = $1::text AND kind = $2::text AND digest NOT IN "
    "(SELECT digest FROM session WHERE person = $1::text AND kind = $2::text "
    "ORDER BY authenticated_ms DESC, digest DESC LIMIT $3::bigint)";
constexpr const char* sql_session =
    "SELECT digest, person, kind, methods, credentials, authenticated_ms, seen_ms, ends_ms, idle_s,"
    " locked FROM session WHERE digest = $1::text";
constexpr const char* sql_sessions =
    "SELECT digest, person, kind, methods, credentials, authenticated_ms, seen_ms, ends_ms, idle_s,"
    " locked FROM session WHERE person = $1::text "
    "ORDER BY authenticated_ms DESC, digest DESC LIMIT $2::bigint";
constexpr const char* sql_see =
    "UPDATE session SET seen_ms = greatest(seen_ms, $2::bigint) WHERE digest = $1::text";
constexpr const char* sql_lock = "UPDATE session SET locked = 1 WHERE digest = $1::text";
constexpr const char* sql_unlock =
    "UPDATE session SET locked = 0, seen_ms = greatest(seen_ms, $2::bigint) "
    "WHERE digest = $1::text";
constexpr const char* sql_end = "DELETE FROM session WHERE digest = $1::text RETURNING 1";
constexpr const char* sql_end_all = "DELETE FROM session WHERE person = $1::text";
// $2 now, $3 free, $4 first, $5 longest, $6 forgotten after, all times in milliseconds. The count
// that is stored is the one the pause is of, whoever else counts at the same time.
constexpr const char* sql_begin_attempt =
    "INSERT INTO attempt AS a (whose, count, last_ms, until_ms) "
    "VALUES ($1::text, 1, $2::bigint, $2::bigint + "
    "CASE WHEN 1 < $3::bigint THEN 0 ELSE least($4::bigint, $5::bigint) END) "
    "ON CONFLICT (whose) DO UPDATE SET last_ms = $2::bigint, (count, until_ms) = "
    "(SELECT n, $2::bigint + CASE WHEN n < $3::bigint THEN 0 ELSE "
    "least($4::bigint * (1::bigint << least(n - $3::bigint, 20)::int), $5::bigint) END "
    "FROM (SELECT CASE WHEN $2::bigint >= a.last_ms + $6::bigint THEN 1 ELSE a.count + 1 END "
    "AS n) AS counted) WHERE a.until_ms <= $2::bigint RETURNING count, until_ms";
constexpr const char* sql_attempt = "SELECT count, until_ms FROM attempt WHERE whose = $1::text";
constexpr const char* sql_delays =
    "SELECT count(*)::bigint FROM attempt WHERE until_ms > $1::bigint";
constexpr const char* sql_take_back =
    "UPDATE attempt SET count = greatest(count - 1, 0), until_ms = last_ms WHERE whose = $1::text";
constexpr const char* sql_forget_attempts = "DELETE FROM attempt WHERE whose = $1::text";
constexpr const char* sql_put_link =
    "INSERT INTO set_up_link(digest, person, recovery, ends_ms) "
    "VALUES ($1::text, $2::text, $3::text, $4::bigint) ON CONFLICT DO NOTHING";
constexpr const char* sql_link =
    "SELECT digest, person, recovery, ends_ms FROM set_up_link WHERE digest = $1::text";
constexpr const char* sql_take_link =
    "DELETE FROM set_up_link WHERE digest = $1::text RETURNING digest, person, recovery, ends_ms";
constexpr const char* sql_tell_signed_in =
    "INSERT INTO signed_in AS s (person, last_ms) VALUES ($1::text, $2::bigint) "
    "ON CONFLICT (person) DO UPDATE SET before_ms = s.last_ms, last_ms = excluded.last_ms";
constexpr const char* sql_sign_ins =
    "SELECT last_ms, coalesce(before_ms, $2::bigint) FROM signed_in WHERE person = $1::text";
constexpr const char* sql_forget =
    "WITH old_sessions AS (DELETE FROM session WHERE ends_ms <= $1::bigint "
    "OR seen_ms + idle_s * 1000 <= $1::bigint), "
    "old_links AS (DELETE FROM set_up_link WHERE ends_ms <= $1::bigint) "
    "DELETE FROM attempt WHERE last_ms <= $1::bigint - 86400000";

/// Stands for no time in an answer.
constexpr std::int64_t never_ms = INT64_MIN;

std::int64_t ms(Instant instant) {
  return instant.time_since_epoch().count();
}
std::int64_t ms(std::chrono::seconds seconds) {
  return std::chrono::milliseconds(seconds).count();
}
Instant instant(std::int64_t milliseconds) {
  return Instant(kernel::Milliseconds(milliseconds));
}

Result<Credential, Fault> credential_in(const Rows& rows, int row) {
  const auto kind = access::credential_kind(rows.text(row, 2));
  if (!kind) return Failure{Fault::damaged};
  return Credential{std::string(rows.text(row, 0)),
                    std::string(rows.text(row, 1)),
                    *kind,
                    std::string(rows.text(row, 3)),
                    std::string(rows.text(row, 4)),
                    instant(rows.integer(row, 5)),
                    rows.integer(row, 6)};
}

Session session_in(const Rows& rows, int row) {
  const bool is_main = rows.text(row, 2) == access::text(access::SessionKind::main);
  return {std::string(rows.text(row, 0)),
          std::string(rows.text(row, 1)),
          is_main ? access::SessionKind::main : access::SessionKind::second,
          std::string(rows.text(row, 3)),
          std::string(rows.text(row, 4)),
          instant(rows.integer(row, 5)),
          instant(rows.integer(row, 6)),
          instant(rows.integer(row, 7)),
          std::chrono::seconds(rows.integer(row, 8)),
          rows.integer(row, 9) != 0};
}

std::optional<SetUpLink> link_in(const Rows& rows) {
  if (rows.count() == 0) return std::nullopt;
  return SetUpLink{std::string(rows.text(0, 0)), std::string(rows.text(0, 1)),
                   std::string(rows.text(0, 2)), instant(rows.integer(0, 3))};
}

}  // namespace

Result<Done, Fault> PostgresAccounts::write(const char* sql, const Arguments& arguments) {
  TRY([[maybe_unused]] const Rows rows, pool_.write(sql, arguments));
  return Done{};
}

Result<std::optional<std::string>, Fault> PostgresAccounts::person_of_login(
    std::string_view login) {
  TRY(const Rows rows, pool_.ask(sql_person, Arguments().add(login)));
  if (rows.count() == 0) return std::optional<std::string>{};
  return std::optional(std::string(rows.text(0, 0)));
}

// Two persons who take one name at the same moment: the database refuses the second as an error.
Result<bool, Fault> PostgresAccounts::put_login(std::string_view login, std::string_view person) {
  const auto rows = pool_.write(sql_put_login, Arguments().add(login).add(person));
  if (rows) return rows->count() == 1;
  TRY(const auto whose, person_of_login(login));
  if (whose && *whose != person) return false;
  return Failure{rows.error()};
}

Result<bool, Fault> PostgresAccounts::has_logins() {
  TRY(const Rows rows, pool_.ask(sql_has_logins));
  return rows.count() > 0;
}

Result<bool, Fault> PostgresAccounts::put_credential(const Credential& credential) {
  const auto rows = pool_.write(sql_put_credential, Arguments()
                                                        .add(credential.id)
                                                        .add(credential.person)
                                                        .add(access::text(credential.kind))
                                                        .add(credential.sealed)
                                                        .add(credential.lookup)
                                                        .add(ms(credential.made_at))
                                                        .add(credential.used_step));
  if (rows) return rows->count() == 1;
  if (credential.lookup.empty()) return Failure{rows.error()};
  TRY(const auto other, credential_with(credential.lookup));
  if (other && other->id != credential.id) return false;
  return Failure{rows.error()};
}

Result<std::vector<Credential>, Fault> PostgresAccounts::credentials_of(std::string_view person) {
  TRY(const Rows rows, pool_.ask(sql_of_person, Arguments().add(person)));
  std::vector<Credential> out;
  for (int row = 0; row < rows.count(); ++row) {
    TRY(Credential one, credential_in(rows, row));
    out.push_back(std::move(one));
  }
  return out;
}

Result<std::optional<Credential>, Fault> PostgresAccounts::credential_with(
    std::string_view lookup) {
  TRY(const Rows rows, pool_.ask(sql_with_lookup, Arguments().add(lookup)));
  if (rows.count() == 0) return std::optional<Credential>{};
  TRY(Credential one, credential_in(rows, 0));
  return std::optional(std::move(one));
}

Result<Done, Fault> PostgresAccounts::remove_credential(std::string_view id) {
  return write(sql_remove, Arguments().add(id));
}

Result<bool, Fault> PostgresAccounts::use_step(std::string_view id, std::int64_t step) {
  TRY(const Rows rows, pool_.write(sql_use_step, Arguments().add(id).add(step)));
  return rows.count() == 1;
}

// Of two that are put at once, whichever is committed last ends what is too many after that, and
// sees them all.
Result<Done, Fault> PostgresAccounts::put_session(const Session& session, std::size_t newest) {
  const std::string_view kind = access::text(session.kind);
  TRY([[maybe_unused]] const Done put,
      write(sql_put_session, Arguments()
                                 .add(session.digest)
                                 .add(session.person)
                                 .add(kind)
                                 .add(session.methods)
                                 .add(session.credentials)
                                 .add(ms(session.authenticated_at))
                                 .add(ms(session.seen_at))
                                 .add(ms(session.ends_at))
                                 .add(std::int64_t{session.idle.count()})
                                 .add(std::int64_t{session.is_locked ? 1 : 0})));
  return write(sql_end_older,
               Arguments().add(session.person).add(kind).add(static_cast<std::int64_t>(newest)));
}

Result<std::optional<Session>, Fault> PostgresAccounts::session(std::string_view digest) {
  TRY(const Rows rows, pool_.ask(sql_session, Arguments().add(digest)));
  if (rows.count() == 0) return std::optional<Session>{};
  return std::optional(session_in(rows, 0));
}

Result<std::vector<Session>, Fault> PostgresAccounts::sessions_of(std::string_view person) {
  TRY(const Rows rows,
      pool_.ask(sql_sessions,
                Arguments().add(person).add(static_cast<std::int64_t>(access::sessions_each_max))));
  std::vector<Session> out;
  for (int row = 0; row < rows.count(); ++row) out.push_back(session_in(rows, row));
  return out;
}

Result<Done, Fault> PostgresAccounts::see_session(std::string_view digest, Instant now) {
  return write(sql_see, Arguments().add(digest).add(ms(now)));
}

Result<Done, Fault> PostgresAccounts::lock_session(std::string_view digest) {
  return write(sql_lock, Arguments().add(digest));
}

Result<Done, Fault> PostgresAccounts::unlock_session(std::string_view digest, Instant now) {
  return write(sql_unlock, Arguments().add(digest).add(ms(now)));
}

Result<bool, Fault> PostgresAccounts::end_session(std::string_view digest) {
  TRY(const Rows rows, pool_.write(sql_end, Arguments().add(digest)));
  return rows.count() == 1;
}

Result<Done, Fault> PostgresAccounts::end_sessions(std::string_view person) {
  return write(sql_end_all, Arguments().add(person));
}

Result<Attempt, Fault> PostgresAccounts::begin_attempt(std::string_view whose, Instant now,
                                                       const access::AttemptRule& rule) {
  TRY(const Rows begun, pool_.write(sql_begin_attempt, Arguments()
                                                           .add(whose)
                                                           .add(ms(now))
                                                           .add(rule.free)
                                                           .add(ms(rule.first))
                                                           .add(ms(rule.longest))
                                                           .add(ms(rule.forgotten))));
  if (begun.count() == 1) return Attempt{true, begun.integer(0, 0), instant(begun.integer(0, 1))};
  TRY(const Rows kept, pool_.ask(sql_attempt, Arguments().add(whose)));
  if (kept.count() == 0) return Attempt{false, 0, now + rule.first};
  return Attempt{false, kept.integer(0, 0), instant(kept.integer(0, 1))};
}

Result<Done, Fault> PostgresAccounts::take_back_attempt(std::string_view whose) {
  return write(sql_take_back, Arguments().add(whose));
}

Result<Done, Fault> PostgresAccounts::forget_attempts(std::string_view whose) {
  return write(sql_forget_attempts, Arguments().add(whose));
}

Result<Done, Fault> PostgresAccounts::tell_signed_in(std::string_view person, Instant now) {
  return write(sql_tell_signed_in, Arguments().add(person).add(ms(now)));
}

Result<access::SignIns, Fault> PostgresAccounts::sign_ins_of(std::string_view person) {
  TRY(const Rows rows, pool_.ask(sql_sign_ins, Arguments().add(person).add(never_ms)));
  if (rows.count() == 0) return access::SignIns{};
  access::SignIns out{instant(rows.integer(0, 0)), {}};
  if (rows.integer(0, 1) != never_ms) out.before = instant(rows.integer(0, 1));
  return out;
}

Result<std::uint64_t, Fault> PostgresAccounts::delays(Instant now) {
  TRY(const Rows rows, pool_.ask(sql_delays, Arguments().add(ms(now))));
  return static_cast<std::uint64_t>(rows.integer(0, 0));
}

Result<Done, Fault> PostgresAccounts::put_link(const SetUpLink& link) {
  return write(
      sql_put_link,
      Arguments().add(link.digest).add(link.person).add(link.recovery).add(ms(link.ends_at)));
}

Result<std::optional<SetUpLink>, Fault> PostgresAccounts::link(std::string_view digest) {
  TRY(const Rows rows, pool_.ask(sql_link, Arguments().add(digest)));
  return link_in(rows);
}

Result<std::optional<SetUpLink>, Fault> PostgresAccounts::take_link(std::string_view digest) {
  TRY(const Rows rows, pool_.write(sql_take_link, Arguments().add(digest)));
  return link_in(rows);
}

Result<Done, Fault> PostgresAccounts::forget(Instant now) {
  return write(sql_forget, Arguments().add(ms(now)));
}

}  // namespace veinline::storage::postgres
