// SPDX-License-Identifier: Apache-2.0
// A copy of a database as it was at one moment, while others go on writing it.
#pragma once

#include <string>

#include "storage/sqlite/connection.hpp"

namespace veinline::storage::sqlite {

/// Copies the database `from` into the new file `to`, mode 0600, durable on return. It is one read
/// transaction: whoever writes does not wait, but the WAL of `from` cannot begin anew until the
/// end. Nothing of `from` is changed. A failure leaves a part of a file.
Result<Done, Fault> copy_database(const std::string& from, const std::string& to);

}  // namespace veinline::storage::sqlite
