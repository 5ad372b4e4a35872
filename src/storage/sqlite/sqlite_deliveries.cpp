// SPDX-License-Identifier: Apache-2.0
#include "storage/sqlite/sqlite_deliveries.hpp"

#include <algorithm>
#include <limits>

namespace veinline::storage::sqlite {

using kernel::Failure;
using outbox::Delivery;
using outbox::Kept;
using outbox::Outcome;

namespace {

constexpr std::int64_t deliveries_format = 1;
constexpr const char* deliveries_schema =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS format (one INTEGER PRIMARY KEY CHECK (one = 1),"
    " format INTEGER NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS position (webhook TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT,"
    " WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS delivery (number INTEGER PRIMARY KEY AUTOINCREMENT,"
    " webhook TEXT NOT NULL, seq INTEGER NOT NULL, fact TEXT NOT NULL, attempt INTEGER NOT NULL,"
    " at_ms INTEGER NOT NULL, took_ms INTEGER NOT NULL, outcome INTEGER NOT NULL,"
    " status INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS delivery_of_webhook ON delivery(webhook, number);"
    "COMMIT";

Result<Outcome, Fault> outcome_of(std::int64_t stored) {
  for (const Outcome one : {Outcome::delivered, Outcome::refused, Outcome::unreachable}) {
    if (static_cast<std::int64_t>(one) == stored) return one;
  }
  return Failure{Fault::damaged};
}

}  // namespace

Result<std::unique_ptr<SqliteDeliveries>, Fault> SqliteDeliveries::open(
    const std::string& path, const StoreOptions& options) {
  TRY(Connection db, Connection::open(path, {OpenMode::create, options.durability, options.vfs}));
  // Before the first word is written: a newer file stays as it is.
  TRY([[maybe_unused]] Done known, db.refuse_newer(deliveries_format));
  TRY([[maybe_unused]] Done made, db.run(deliveries_schema));
  TRY([[maybe_unused]] Done settled, db.settle_wal());
  TRY(Statement mark, db.prepare("INSERT INTO format VALUES (1, ?1) ON CONFLICT DO NOTHING"));
  mark.bind(1, deliveries_format);
  TRY([[maybe_unused]] Done marked, mark.run());
  return std::unique_ptr<SqliteDeliveries>(new SqliteDeliveries(std::move(db)));
}

Result<std::optional<std::uint64_t>, Fault> SqliteDeliveries::position(std::string_view webhook) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find, db_.prepare("SELECT seq FROM position WHERE webhook = ?1"));
  find.bind(1, webhook);
  TRY(const bool found, find.step());
  if (!found) return std::optional<std::uint64_t>{};
  return std::optional(static_cast<std::uint64_t>(find.integer(0)));
}

Result<Done, Fault> SqliteDeliveries::put_position(std::string_view webhook, std::uint64_t seq) {
  TRY(Statement put, db_.prepare("INSERT INTO position(webhook, seq) VALUES(?1, ?2) "
                                 "ON CONFLICT(webhook) DO UPDATE SET seq = ?2"));
  put.bind(1, webhook).bind(2, static_cast<std::int64_t>(seq));
  return put.run();
}

Result<Done, Fault> SqliteDeliveries::move_to(std::string_view webhook, std::uint64_t seq) {
  const std::lock_guard lock(mutex_);
  return put_position(webhook, seq);
}

Result<Done, Fault> SqliteDeliveries::put(const Delivery& delivery) {
  TRY(Statement put,
      db_.prepare("INSERT INTO delivery(webhook, seq, fact, attempt, at_ms, took_ms, outcome, "
                  "status) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"));
  put.bind(1, delivery.webhook).bind(2, static_cast<std::int64_t>(delivery.seq));
  put.bind(3, delivery.fact).bind(4, delivery.attempt);
  put.bind(5, std::int64_t{delivery.at.time_since_epoch().count()}).bind(6, delivery.took_ms);
  put.bind(7, static_cast<std::int64_t>(delivery.outcome)).bind(8, delivery.status);
  TRY([[maybe_unused]] Done kept, put.run());
  TRY(Statement forget, db_.prepare("DELETE FROM delivery WHERE number <= "
                                    "(SELECT max(number) FROM delivery) - ?1"));
  forget.bind(1, outbox::deliveries_kept_max);
  TRY([[maybe_unused]] Done forgotten, forget.run());
  if (delivery.outcome != Outcome::delivered) return Done{};
  return put_position(delivery.webhook, delivery.seq);
}

Result<Done, Fault> SqliteDeliveries::keep(const Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  TRY([[maybe_unused]] Done begun, db_.run("BEGIN IMMEDIATE"));
  auto done = put(delivery);
  if (!done) {
    [[maybe_unused]] const auto undone = db_.run("ROLLBACK");  // what failed first is told
    return done;
  }
  return db_.run("COMMIT");
}

Result<std::vector<Kept>, Fault> SqliteDeliveries::newest(std::string_view webhook,
                                                          std::int64_t before,
                                                          std::uint32_t count_max) {
  const std::lock_guard lock(mutex_);
  TRY(Statement find,
      db_.prepare(webhook.empty()
                      ? "SELECT number, webhook, seq, fact, attempt, at_ms, took_ms, outcome, "
                        "status FROM delivery WHERE number < ?2 ORDER BY number DESC LIMIT ?3"
                      : "SELECT number, webhook, seq, fact, attempt, at_ms, took_ms, outcome, "
                        "status FROM delivery WHERE webhook = ?1 AND number < ?2 "
                        "ORDER BY number DESC LIMIT ?3"));
  if (!webhook.empty()) find.bind(1, webhook);
  find.bind(2, before > 0 ? before : std::numeric_limits<std::int64_t>::max());
  find.bind(3, std::int64_t{count_max});
  std::vector<Kept> out;
  for (;;) {
    TRY(const bool found, find.step());
    if (!found) return out;
    TRY(const Outcome outcome, outcome_of(find.integer(7)));
    out.push_back({find.integer(0),
                   {.webhook = std::string(find.text(1)),
                    .seq = static_cast<std::uint64_t>(find.integer(2)),
                    .fact = std::string(find.text(3)),
                    .attempt = find.integer(4),
                    .at = kernel::Instant(kernel::Milliseconds(find.integer(5))),
                    .took_ms = find.integer(6),
                    .outcome = outcome,
                    .status = find.integer(8)}});
  }
}

}  // namespace veinline::storage::sqlite
