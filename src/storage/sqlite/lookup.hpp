// SPDX-License-Identifier: Apache-2.0
// Lookup: one reading connection with its statements. Private to the folder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store.hpp"
#include "storage/sqlite/connection.hpp"
#include "storage/sqlite/sqlite_store.hpp"

namespace veinline::storage::sqlite {

constexpr const char* sql_find_thing = "SELECT num FROM thing WHERE key = ?1";
constexpr const char* sql_find_head =
    "SELECT seq FROM touch WHERE thing = ?1 AND changes = 1 ORDER BY seq DESC LIMIT 1";
constexpr const char* sql_find_key =
    "SELECT first, count, body FROM command WHERE account = ?1 AND key = ?2";

/// Looks a command key up with a statement prepared from sql_find_key.
Result<std::optional<ledger::KeyUsed>, Fault> key_from(Statement& find_key,
                                                       std::string_view account,
                                                       std::string_view key);

/// The number of a thing with a statement prepared from sql_find_thing; 0 for an unknown one.
Result<std::int64_t, Fault> num_from(Statement& find_thing, std::string_view key);
/// The head of a thing with a statement prepared from sql_find_head; 0 when nothing changed it.
Result<ledger::Seq, Fault> head_from(Statement& find_head, std::int64_t thing);

struct SqliteStore::Lookup {
  Connection db;
  Statement find_thing, find_head, find_key, find_tip, find_records, find_leaves, find_subtrees;
  Statement find_changes, find_touches, find_things;

  static Result<std::unique_ptr<Lookup>, Fault> open(const std::string& path,
                                                     const StoreOptions& options);
  Result<ledger::Tip, Fault> tip();
};

}  // namespace veinline::storage::sqlite
