// SPDX-License-Identifier: Apache-2.0
// Raw: what anybody with the sqlite3 program can do to a file of ours.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <string>

namespace veinline::contract {

/// The bare library on the file, without any of our code or settings between.
class Raw {
 public:
  explicit Raw(const std::string& path) {
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr), SQLITE_OK);
  }
  ~Raw() { sqlite3_close(db_); }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  /// Empty when it was done, else what the database said.
  std::string run(const char* sql) {
    char* said = nullptr;
    const int code = sqlite3_exec(db_, sql, nullptr, nullptr, &said);
    const std::string out = said == nullptr ? (code == SQLITE_OK ? "" : "failed") : said;
    sqlite3_free(said);
    return out;
  }

 private:
  sqlite3* db_ = nullptr;
};

}  // namespace veinline::contract
