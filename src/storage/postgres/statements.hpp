// SPDX-License-Identifier: Apache-2.0
// The statements of the ledger that more than one file uses. Private to the folder.
#pragma once

#include "ledger/store.hpp"
#include "storage/postgres/connection.hpp"

namespace veinline::storage::postgres {

/// seq, leaf, bytes of rows as records.
Result<std::vector<ledger::StoredRecord>, Fault> records_of(const Rows& rows);
/// epoch, size, frontier, time_ms, clock_n, things of the one row.
struct HeadRow {
  std::int64_t epoch = 0;
  std::int64_t things = 0;
  ledger::Head head;
};
Result<HeadRow, Fault> head_of(const Rows& rows);

/// The number and the head of each thing, in the order asked; (null, null) for an unknown one.
inline constexpr const char* sql_things =
    "SELECT t.num, (SELECT max(seq) FROM touch WHERE thing = t.num AND changes = 1) "
    "FROM unnest($1::text[]) WITH ORDINALITY AS asked(key, i) "
    "LEFT JOIN thing t ON t.key = asked.key ORDER BY i";
/// i (from 1), first, count and body of each used key among those asked.
inline constexpr const char* sql_keys =
    "SELECT i, c.first, c.count, c.body "
    "FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(account, key, i) "
    "JOIN command c ON c.account = asked.account AND c.key = asked.key";
/// A commit that changes nothing but the epoch: what was seen before it is durable once it was
/// answered, since commits are durable in their order.
inline constexpr const char* sql_confirm = "UPDATE head SET epoch = epoch + 1";

}  // namespace veinline::storage::postgres
