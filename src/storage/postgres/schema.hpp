// SPDX-License-Identifier: Apache-2.0
// Schema: numbered steps, each applied once and for ever, in its own transaction. There is no way
// back: an older program refuses a newer schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/postgres/connection.hpp"

namespace veinline::storage::postgres {

/// Why a database cannot be used, as a sentence for the person at the command line.
struct Refused {
  std::string code;      ///< "database.older_schema"; keys the sentence in words/
  std::string sentence;  ///< English, with what to do
};

struct Step {
  std::int64_t number;  ///< 1, 2, 3 …
  std::string_view name;
  const char* sql;
};
/// All steps that this program knows, in order.
const std::vector<Step>& all_steps();

/// Connects to a server that takes writes. "database.out_of_reach", "database.too_old",
/// "database.read_only"
/// `answer_max` as Connection::open() has it.
Result<Connection, Refused> connect(
    const std::string& url, std::chrono::milliseconds answer_max = std::chrono::seconds(10));

/// The last step that was applied; 0: none.
Result<std::int64_t, Refused> steps_applied(Connection& connection);

/// Whether the server's own log gets the values of our statements, by its settings for this role: a
/// name that was typed for a code may be among them.
Connection::Asked<bool> tells_values(Connection& connection);

/// Applies the steps that are missing, or only says which (`is_rehearsal`). Two at once: the second
/// waits, and then finds nothing to do. "database.newer_schema"
Result<std::vector<Step>, Refused> migrate(const std::string& url, bool is_rehearsal);

/// An address of an empty place in the database, a schema of that name; what was in it is gone. For
/// whoever measures or tests.
Result<std::string, Refused> fresh_place(const std::string& url, const std::string& name);

/// The schema is the one that this program knows: "database.older_schema", "database.newer_schema".
Result<kernel::Done, Refused> check_schema(const std::string& url);

}  // namespace veinline::storage::postgres
