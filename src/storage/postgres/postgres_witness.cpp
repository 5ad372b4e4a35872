// SPDX-License-Identifier: Apache-2.0
#include "storage/postgres/postgres_witness.hpp"

namespace veinline::storage::postgres {

using kernel::Failure;
using ledger::Checkpoint;

namespace {

constexpr const char* sql_begin =
    "INSERT INTO witness(one, epoch) VALUES (1, $1::text) "
    "ON CONFLICT (one) DO UPDATE SET epoch = witness.epoch RETURNING epoch";
constexpr const char* sql_newest = "SELECT size, root FROM witnessed WHERE origin = $1::text";
// In the place of the one before, or of itself: done twice it is done once. A log never shrinks.
constexpr const char* sql_first =
    "INSERT INTO witnessed AS w (origin, size, root) VALUES ($1::text, $2::bigint, $3::bytea) "
    "ON CONFLICT (origin) DO UPDATE SET root = w.root "
    "WHERE w.size = excluded.size AND w.root = excluded.root RETURNING 1";
constexpr const char* sql_next =
    "UPDATE witnessed SET size = $2::bigint, root = $3::bytea WHERE origin = $1::text "
    "AND size <= $2::bigint AND ((size = $4::bigint AND root = $5::bytea) "
    "OR (size = $2::bigint AND root = $3::bytea)) RETURNING 1";
constexpr const char* sql_note = "SELECT note FROM cosigned";
constexpr const char* sql_keep_note =
    "INSERT INTO cosigned AS c (one, size, note) VALUES (1, $1::bigint, $2::text) "
    "ON CONFLICT (one) DO UPDATE SET size = excluded.size, note = excluded.note "
    "WHERE excluded.size >= c.size";

}  // namespace

Result<std::unique_ptr<PostgresWitness>, Fault> PostgresWitness::open(
    Pool& pool, const std::string& fresh_epoch) {
  TRY(const Rows rows, pool.write(sql_begin, Arguments().add(fresh_epoch)));
  if (rows.count() != 1) return Failure{Fault::damaged};
  return std::unique_ptr<PostgresWitness>(new PostgresWitness(pool, std::string(rows.text(0, 0))));
}

Result<std::optional<Checkpoint>, Fault> PostgresWitness::newest(std::string_view origin) {
  TRY(const Rows rows, pool_.ask(sql_newest, Arguments().add(origin)));
  if (rows.count() == 0) return std::optional<Checkpoint>{};
  TRY(const kernel::Digest root, rows.digest(0, 1));
  return std::optional(
      Checkpoint{std::string(origin), static_cast<std::uint64_t>(rows.integer(0, 0)), root});
}

Result<bool, Fault> PostgresWitness::replace(const std::optional<Checkpoint>& before,
                                             const Checkpoint& next) {
  Arguments arguments;
  arguments.add(next.origin).add(static_cast<std::int64_t>(next.size));
  arguments.add(kernel::text_of(next.root.view()));
  if (before) {
    arguments.add(static_cast<std::int64_t>(before->size));
    arguments.add(kernel::text_of(before->root.view()));
  }
  TRY(const Rows rows, pool_.write(before ? sql_next : sql_first, arguments));
  return rows.count() == 1;
}

Result<std::optional<std::string>, Fault> PostgresWitness::newest_note() {
  TRY(const Rows rows, pool_.ask(sql_note));
  if (rows.count() == 0) return std::optional<std::string>{};
  return std::optional(std::string(rows.text(0, 0)));
}

Result<Done, Fault> PostgresWitness::keep_note(const std::string& note, std::uint64_t size) {
  TRY([[maybe_unused]] const Rows rows,
      pool_.write(sql_keep_note, Arguments().add(static_cast<std::int64_t>(size)).add(note)));
  return Done{};
}

}  // namespace veinline::storage::postgres
