// SPDX-License-Identifier: Apache-2.0
// Whether PostgreSQL logs the values of our statements is read from its settings.
#include <gtest/gtest.h>

#include <string>

#include "storage/postgres/schema.hpp"
#include "support/postgres_server.hpp"

namespace veinline::contract {
namespace {

using support::PostgresServer;

TEST(PostgresLog, of_a_database_that_would_have_what_people_type_says_so) {
  const auto tells = [&](const char* settings) {
    auto connection = storage::postgres::connect(PostgresServer::shared().console());
    EXPECT_TRUE(connection.has_value() && connection->run(settings).has_value()) << settings;
    const auto told = storage::postgres::tells_values(*connection);
    EXPECT_TRUE(told.has_value()) << settings;
    return told && *told;
  };
  const std::string off =
      "SET log_statement = 'none'; SET log_min_duration_statement = -1; "
      "SET log_min_duration_sample = -1; SET log_transaction_sample_rate = 0; "
      "SET log_parameter_max_length = -1; SET log_parameter_max_length_on_error = 0; ";
  EXPECT_FALSE(tells(off.c_str()));
  EXPECT_FALSE(tells((off + "SET log_statement = 'ddl'").c_str())) << "none of ours bears values";
  for (const char* on :
       {"SET log_statement = 'mod'", "SET log_statement = 'all'",
        "SET log_min_duration_statement = 0", "SET log_min_duration_statement = '5s'",
        "SET log_min_duration_sample = 100", "SET log_transaction_sample_rate = 0.01"}) {
    EXPECT_TRUE(tells((off + on).c_str())) << on;
    EXPECT_FALSE(tells((off + on + "; SET log_parameter_max_length = 0").c_str())) << on;
  }
  EXPECT_TRUE(tells((off + "SET log_parameter_max_length_on_error = 16").c_str()));
}

}  // namespace
}  // namespace veinline::contract
