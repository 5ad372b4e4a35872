// SPDX-License-Identifier: Apache-2.0
// What an address of a database says, and what is done where it says nothing.
#include <gtest/gtest.h>

#include <cstdlib>

#include "storage/postgres/connection.hpp"

namespace veinline::contract {
namespace {

TEST(PostgresAddress, to_another_machine_wants_tls_unless_it_says_otherwise) {
  using storage::postgres::Connection;
  if (std::getenv("PGSSLMODE") != nullptr) GTEST_SKIP() << "PGSSLMODE says how it is encrypted";
  for (const char* open : {"postgresql://u@db.clinic.example/d", "host=10.1.2.3 dbname=d",
                           "hostaddr=10.1.2.3", "postgresql://localhost,db.clinic.example/d"}) {
    EXPECT_TRUE(Connection::leaves_tls_open(open)) << open;
  }
  for (const char* said :
       {"postgresql:///d", "postgresql://localhost/d", "postgresql://127.0.0.1,[::1]/d",
        "host=/run/postgresql dbname=d", "postgresql://db.clinic.example/d?sslmode=verify-full",
        "host=db.clinic.example sslmode=disable", "no address at all"}) {
    EXPECT_FALSE(Connection::leaves_tls_open(said)) << said;
  }
}

}  // namespace
}  // namespace veinline::contract
