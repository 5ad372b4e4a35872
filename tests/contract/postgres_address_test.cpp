// SPDX-License-Identifier: Apache-2.0
// What an address of a database says, and what is done where it says nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/connection.hpp"
#include "storage/postgres/schema.hpp"
#include "support/postgres_server.hpp"

namespace veinline::contract {
namespace {

/// A variable of the environment, for as long as it lives.
class Set {
 public:
  Set(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    if (value == nullptr) {
      ::unsetenv(name);
    } else {
      ::setenv(name, value, 1);
    }
  }
  ~Set() {
    if (before_) {
      ::setenv(name_, before_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  Set(const Set&) = delete;
  Set& operator=(const Set&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_{};
};

/// Nothing in the environment says where a database is.
struct Bare {
  Set mode{"PGSSLMODE", nullptr}, host{"PGHOST", nullptr}, address{"PGHOSTADDR", nullptr},
      service{"PGSERVICE", nullptr};
};

TEST(PostgresAddress, to_another_machine_wants_tls_unless_it_says_otherwise) {
  using storage::postgres::Connection;
  const Bare bare;
  for (const char* open :
       {"postgresql://u@db.clinic.example/d", "host=10.1.2.3 dbname=d", "hostaddr=10.1.2.3",
        "postgresql://localhost,db.clinic.example/d", "postgresql://127.example.com/d",
        "host=127.1 dbname=d", "host=localhost hostaddr=10.1.2.3"}) {
    EXPECT_TRUE(Connection::leaves_tls_open(open)) << open;
  }
  for (const char* said :
       {"postgresql:///d", "postgresql://localhost/d", "postgresql://127.0.0.1,[::1]/d",
        "hostaddr=127.9.9.9", "host=/run/postgresql dbname=d",
        "postgresql://db.clinic.example/d?sslmode=verify-full",
        "host=db.clinic.example sslmode=disable", "no address at all"}) {
    EXPECT_FALSE(Connection::leaves_tls_open(said)) << said;
  }
}

TEST(PostgresAddress, that_leaves_out_where_is_read_with_the_environment) {
  using storage::postgres::Connection;
  const Bare bare;
  const auto open_with = [](const char* name, const char* value, const char* url) {
    const Set set(name, value);
    return Connection::leaves_tls_open(url);
  };
  EXPECT_TRUE(open_with("PGHOST", "db.clinic.example", "postgresql:///d"));
  EXPECT_TRUE(open_with("PGHOSTADDR", "10.1.2.3", "dbname=d"));
  EXPECT_TRUE(open_with("PGHOSTADDR", "10.1.2.3", "postgresql://localhost/d"));
  EXPECT_FALSE(open_with("PGHOST", "/run/postgresql", "postgresql:///d"));
  EXPECT_FALSE(open_with("PGHOST", "db.clinic.example", "postgresql://localhost/d"))
      << "the address says where";
  EXPECT_FALSE(open_with("PGSSLMODE", "disable", "postgresql://db.clinic.example/d"));
}

TEST(PostgresAddress, of_a_service_wants_tls_unless_the_service_says_otherwise) {
  using storage::postgres::Connection;
  const Bare bare;
  const std::string file = testing::TempDir() + "veinline_pg_service.conf";
  std::ofstream(file) << "[open]\nhost=db.clinic.example\n"
                      << "[strict]\nhost=db.clinic.example\nsslmode=verify-full\n"
                      << "[plain]\nhost=db.clinic.example\nsslmode=disable\n";
  const Set services("PGSERVICEFILE", file.c_str());
  EXPECT_TRUE(Connection::leaves_tls_open("service=open"));
  EXPECT_TRUE(Connection::leaves_tls_open("postgresql:///d?service=nowhere"));
  EXPECT_FALSE(Connection::leaves_tls_open("service=strict")) << "it is not made weaker";
  EXPECT_FALSE(Connection::leaves_tls_open("service=plain"));
  EXPECT_FALSE(Connection::leaves_tls_open("service=open sslmode=disable"));
  const Set service("PGSERVICE", "open");
  EXPECT_TRUE(Connection::leaves_tls_open("postgresql:///d"));
}

TEST(Address, that_leads_nowhere_is_said_so_without_its_password) {
  const std::string there = support::PostgresServer::shared().console();
  const std::vector<std::string> wrong{
      "no address at all",
      "postgresql://u:S3CRET/x@localhost/db",
      "postgresql://u:x@S3CRET@localhost/db",
      "postgresql://u:5432/S3CRET@localhost/db",
      "postgresql://somebody:S3CRET@127.0.0.1:1/veinline",
      there.substr(0, there.find("/postgres?")) + "/absent" + there.substr(there.find('?')),
      "postgresql://nobody:S3CRET@/postgres" + there.substr(there.find('?'))};
  for (const std::string& url : wrong) {
    const auto refused = storage::postgres::connect(url);
    ASSERT_FALSE(refused.has_value()) << url;
    EXPECT_EQ(refused.error().code, "database.out_of_reach");
    EXPECT_EQ(refused.error().sentence.find("S3CRET"), std::string::npos);
  }
  const auto only_read =
      storage::postgres::connect(there + "&options=-cdefault_transaction_read_only%3Don");
  EXPECT_FALSE(only_read.has_value()) << "a server that takes no writes is not one of ours";
}

}  // namespace
}  // namespace veinline::contract
