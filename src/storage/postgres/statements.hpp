// SPDX-License-Identifier: Apache-2.0
// The statements of the ledger that more than one file uses. Private to the folder.
#pragma once

#include "storage/postgres/postgres_store.hpp"

namespace veinline::storage::postgres {

/// seq, leaf, bytes of rows as records.
Result<std::vector<ledger::StoredRecord>, Fault> records_of(const Rows& rows);
/// epoch, size, frontier, time_ms, clock_n, things of the one row.
Result<HeadRow, Fault> head_of(const Rows& rows);

// Plans are made once for each connection, perhaps while the tables are empty, and must be those of
// full tables: an OFFSET keeps the planner from joining whole tables, and seq_scans are off.

/// The number and the head of each thing, in the order asked; (null, null) for an unknown one.
inline constexpr const char* sql_things =
    "SELECT t.num, (SELECT max(seq) FROM touch WHERE thing = t.num AND changes = 1) "
    "FROM unnest($1::text[]) WITH ORDINALITY AS asked(key, i) "
    "LEFT JOIN LATERAL (SELECT num FROM thing WHERE key = asked.key OFFSET 0) t ON true "
    "ORDER BY i";
/// i (from 1), first, count and body of each used key among those asked.
inline constexpr const char* sql_keys =
    "SELECT i, c.first, c.count, c.body "
    "FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(account, key, i) "
    "CROSS JOIN LATERAL (SELECT first, count, body FROM command "
    "WHERE account = asked.account AND key = asked.key OFFSET 0) c";
/// A commit that changes nothing but the epoch: what was seen before it is durable once it was
/// answered, since commits are durable in their order.
inline constexpr const char* sql_confirm = "UPDATE head SET epoch = epoch + 1";

}  // namespace veinline::storage::postgres
