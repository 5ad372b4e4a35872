// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/postgres_deliveries.hpp"

#include <limits>

namespace veinline::storage::postgres {

using kernel::Failure;
using outbox::Delivery;
using outbox::Kept;
using outbox::Outcome;

namespace {

// By the database's clock: those of the servers need not agree.
constexpr const char* sql_take_duty =
    "INSERT INTO duty AS d (name, server, until) "
    "VALUES ($1::text, $2::text, now() + interval '15 seconds') "
    "ON CONFLICT (name) DO UPDATE SET server = excluded.server, until = excluded.until "
    "WHERE d.server = excluded.server OR d.until < now() RETURNING 1";
constexpr const char* sql_position = "SELECT seq FROM delivery_position WHERE webhook = $1::text";
constexpr const char* sql_begin =
    "INSERT INTO delivery_position AS p (webhook, seq) VALUES ($1::text, $2::bigint) "
    "ON CONFLICT (webhook) DO UPDATE SET seq = p.seq RETURNING seq";
constexpr const char* sql_move =
    "INSERT INTO delivery_position AS p (webhook, seq) VALUES ($1::text, $2::bigint) "
    "ON CONFLICT (webhook) DO UPDATE SET seq = greatest(p.seq, excluded.seq)";
constexpr const char* sql_keep =
    "WITH old AS (DELETE FROM delivery WHERE number <= (SELECT max(number) FROM delivery) - "
    "$9::bigint), "
    "moved AS (INSERT INTO delivery_position AS p (webhook, seq) "
    "SELECT $1::text, $2::bigint WHERE $7::bigint = 0 "
    "ON CONFLICT (webhook) DO UPDATE SET seq = greatest(p.seq, excluded.seq)) "
    "INSERT INTO delivery(webhook, seq, fact, attempt, at_ms, took_ms, outcome, status) "
    "VALUES ($1::text, $2::bigint, $3::text, $4::bigint, $5::bigint, $6::bigint, $7::bigint, "
    "$8::bigint) ON CONFLICT DO NOTHING";
constexpr const char* sql_newest =
    "SELECT number, webhook, seq, fact, attempt, at_ms, took_ms, outcome, status FROM delivery "
    "WHERE ($1::text = '' OR webhook = $1::text) AND number < $2::bigint "
    "ORDER BY number DESC LIMIT $3::bigint";
constexpr std::chrono::seconds renewed_after{5};
static_assert(static_cast<int>(Outcome::delivered) == 0);

Result<Outcome, Fault> outcome_of(std::int64_t stored) {
  for (const Outcome one : {Outcome::delivered, Outcome::refused, Outcome::unreachable}) {
    if (static_cast<std::int64_t>(one) == stored) return one;
  }
  return Failure{Fault::damaged};
}

}  // namespace

/// The answer counts for a while, also a no: each question that takes the duty is a commit.
Result<bool, Fault> PostgresDeliveries::is_ours(std::string_view webhook) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  const auto known = duties_.find(webhook);
  if (known != duties_.end() && now - known->second.asked_at < renewed_after) {
    return known->second.is_ours;
  }
  TRY(const Rows rows, pool_.write(sql_take_duty, Arguments().add(webhook).add(server_)));
  const bool is_ours = rows.count() == 1;
  duties_.insert_or_assign(std::string(webhook), Duty{now, is_ours});  // as of before it was asked
  return is_ours;
}

Result<std::uint64_t, Fault> PostgresDeliveries::begin(std::string_view webhook,
                                                       std::uint64_t seq) {
  TRY(const Rows rows,
      pool_.write(sql_begin, Arguments().add(webhook).add(static_cast<std::int64_t>(seq))));
  if (rows.count() != 1) return Failure{Fault::damaged};
  return static_cast<std::uint64_t>(rows.integer(0, 0));
}

Result<std::optional<std::uint64_t>, Fault> PostgresDeliveries::position(std::string_view webhook) {
  TRY(const Rows rows, pool_.ask(sql_position, Arguments().add(webhook)));
  if (rows.count() == 0) return std::optional<std::uint64_t>{};
  return std::optional(static_cast<std::uint64_t>(rows.integer(0, 0)));
}

Result<Done, Fault> PostgresDeliveries::move_to(std::string_view webhook, std::uint64_t seq) {
  TRY([[maybe_unused]] const Rows rows,
      pool_.write(sql_move, Arguments().add(webhook).add(static_cast<std::int64_t>(seq))));
  return Done{};
}

Result<Done, Fault> PostgresDeliveries::keep(const Delivery& delivery) {
  const Arguments arguments = Arguments()
                                  .add(delivery.webhook)
                                  .add(static_cast<std::int64_t>(delivery.seq))
                                  .add(delivery.fact)
                                  .add(delivery.attempt)
                                  .add(std::int64_t{delivery.at.time_since_epoch().count()})
                                  .add(delivery.took_ms)
                                  .add(static_cast<std::int64_t>(delivery.outcome))
                                  .add(delivery.status)
                                  .add(outbox::deliveries_kept_max);
  TRY([[maybe_unused]] const Rows rows, pool_.write(sql_keep, arguments));
  return Done{};
}

Result<std::vector<Kept>, Fault> PostgresDeliveries::newest(std::string_view webhook,
                                                            std::int64_t before,
                                                            std::uint32_t count_max) {
  const std::int64_t end = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
  TRY(const Rows rows, pool_.ask(sql_newest, Arguments().add(webhook).add(end).add(count_max)));
  std::vector<Kept> out;
  for (int row = 0; row < rows.count(); ++row) {
    TRY(const Outcome outcome, outcome_of(rows.integer(row, 7)));
    out.push_back({rows.integer(row, 0),
                   {.webhook = std::string(rows.text(row, 1)),
                    .seq = static_cast<std::uint64_t>(rows.integer(row, 2)),
                    .fact = std::string(rows.text(row, 3)),
                    .attempt = rows.integer(row, 4),
                    .at = kernel::Instant(kernel::Milliseconds(rows.integer(row, 5))),
                    .took_ms = rows.integer(row, 6),
                    .outcome = outcome,
                    .status = rows.integer(row, 8)}});
  }
  return out;
}

}  // namespace veinline::storage::postgres
