// SPDX-License-Identifier: Apache-2.0
// A folder that an older program left is opened, verified and gone on with; one of a newer program
// is refused and stays as it is.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "access/token.hpp"
#include "commands/acting.hpp"
#include "e2e/cli.hpp"
#include "journey/staff/staff.hpp"
#include "storage/sqlite/connection.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using node::Node;
using storage::sqlite::Connection;

const char* const fixture = "tests/fixtures/data-folder-6ecb5a4.tar.gz";
constexpr ledger::Seq fixture_size = 48;

std::string fixture_path() {
  fs::path folder = fs::current_path();
  while (!fs::exists(folder / fixture) && folder.has_relative_path()) folder = folder.parent_path();
  return (folder / fixture).string();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Upgrade : public testing::Test {
 protected:
  void SetUp() override {
    const std::string command =
        "tar -xzf '" + fixture_path() + "' -C '" + outer_.file("") + "' 2>&1";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;  // NOLINT(cert-env33-c)
    key_ = bytes_of(data_ + "/demonstration.vkey");
    key_.pop_back();  // the end of the line
  }
  [[nodiscard]] Ran verified() const {
    tools::cli::VerifyOptions options;
    options.what = data_;
    options.key = key_;
    return ran([&] { return tools::cli::run_verify(options); });
  }
  [[nodiscard]] Ran shown(const std::string& view) const {
    tools::cli::ShowOptions options;
    options.where.data = data_;
    options.view = view;
    options.style = tools::cli::Style::json;
    return ran([&] { return tools::cli::run_show(options); });
  }
  void run_sql(const char* file, const char* sql) const {
    auto db = Connection::open(data_ + "/" + file, {storage::sqlite::OpenMode::read_write,
                                                    storage::sqlite::Durability::full, ""});
    ASSERT_TRUE(db.has_value());
    ASSERT_TRUE(db->run(sql).has_value()) << sql;
  }
  /// Of all that a program could have changed.
  [[nodiscard]] std::map<std::string, std::string> bytes_of_folder() const {
    std::map<std::string, std::string> out;
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(data_)) {
      const std::string name = one.path().string();
      if (!one.is_regular_file() || name.ends_with("/lock") || name.ends_with("-shm")) continue;
      if (name.ends_with("-wal") && one.file_size() == 0) continue;
      out[name] = bytes_of(one.path());
    }
    return out;
  }
  void is_refused_and_left_alone(const std::string& code) const {
    const auto before = bytes_of_folder();
    auto node = Node::open(data_, {});
    ASSERT_FALSE(node.has_value());
    EXPECT_EQ(node.error().code, code);
    EXPECT_NE(node.error().sentence.find("newer"), std::string::npos) << node.error().sentence;
    EXPECT_EQ(bytes_of_folder(), before);
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("node");
  std::string key_;
};

TEST_F(Upgrade, a_folder_of_an_older_program_verifies_before_and_after_it_is_opened) {
  EXPECT_FALSE(fs::exists(data_ + "/witness.db"));
  EXPECT_EQ(verified().code, 0) << verified().out;
  auto node = Node::open(data_, {});
  ASSERT_TRUE(node.has_value()) << node.error().sentence;
  EXPECT_EQ((*node)->store().tip().value().head.size(), fixture_size);
  node->reset();
  EXPECT_TRUE(fs::exists(data_ + "/witness.db"));
  EXPECT_EQ(verified().code, 0) << verified().out;
}

TEST_F(Upgrade, its_views_are_those_that_its_records_give_anew) {
  const Ran kept = shown("courses");
  ASSERT_EQ(kept.code, 0) << kept.err;
  EXPECT_NE(kept.out.find("followed_up"), std::string::npos) << kept.out;
  for (const char* file : {"/views.db", "/views.db-wal", "/views.db-shm"}) fs::remove(data_ + file);
  EXPECT_EQ(shown("courses").out, kept.out);
}

TEST_F(Upgrade, its_names_are_still_readable) {
  auto node = Node::open(data_, {});
  ASSERT_TRUE(node.has_value());
  const auto record = ledger::parse_record((*node)->store().read(2, 1).value().front().bytes);
  ASSERT_EQ(record->draft.fact, journey::staff::PersonAdded::stored_name);
  const auto sealed = journey::codec::Leaf<kernel::Sealed>::get(*record->draft.data.find("name"));
  ASSERT_TRUE(sealed.has_value());
  bool is_read = false;
  std::vector<std::string> owners = record->draft.changes;
  owners.insert(owners.end(), record->draft.mentions.begin(), record->draft.mentions.end());
  for (const std::string& owner : owners) {
    const auto name =
        (*node)->vault().open(*sealed, {(*node)->identity().node, owner, "staff/add_person.name"});
    is_read = is_read || (name && name->reveal() == "Console of this node");
  }
  EXPECT_TRUE(is_read);
}

TEST_F(Upgrade, R43_its_tokens_that_have_no_end_act_for_366_days_since_they_were_issued) {
  auto node = Node::open(data_, {});
  ASSERT_TRUE(node.has_value()) << node.error().sentence;
  std::string token = bytes_of(data_ + "/tokens/nurse");
  token = token.substr(0, token.find('\n'));
  const std::string alias = access::token_alias(token);
  journey::Slice slice;
  ASSERT_TRUE((*node)->states().load(std::vector{alias}, slice).has_value());
  const auto* known = slice.at(alias)->aspects.find<journey::staff::TokenState>();
  ASSERT_NE(known, nullptr);
  const std::string person = known->person;
  ASSERT_TRUE((*node)->states().load(std::vector{"person/" + person}, slice).has_value());
  // The records of the fixture are of a fixed day: no clock of a machine is asked.
  const auto issued = kernel::instant_from_text("2026-11-25T20:57:00.000Z").value();
  const auto acts_for = [&](kernel::Instant now) {
    journey::Reader reader(slice);
    return commands::person_of_token(reader, alias, {now}).value_or("nobody");
  };
  EXPECT_EQ(acts_for(issued + std::chrono::days(366)), person);
  EXPECT_EQ(acts_for(issued + std::chrono::days(366) + std::chrono::minutes(2)), "nobody");
}

TEST_F(Upgrade, it_is_recorded_into) {
  auto node = Node::open(data_, {});
  ASSERT_TRUE(node.has_value()) << node.error().sentence;
  commands::Request request;
  request.account = (*node)->console_person().value();
  request.key = "after-the-upgrade";
  request.command = "study/register_site";
  request.data.set("code", kernel::Value("NEW-1"));
  request.data.set("kind", kernel::Value("hospital"));
  request.data.set("zone", kernel::Value("Asia/Shanghai"));
  const auto reply = (*node)->desk().ask(std::move(request));
  ASSERT_TRUE(reply.has_value()) << reply.error().code;
  EXPECT_EQ(reply->records.front().seq, fixture_size + 1);
  node->reset();
  EXPECT_EQ(verified().code, 0) << verified().out;
}

TEST_F(Upgrade, its_digest_key_is_still_told_from_another) {
  std::ofstream(data_ + "/keys/digest.key", std::ios::binary) << std::string(32, 'x');
  auto node = Node::open(data_, {});
  ASSERT_FALSE(node.has_value());
  EXPECT_EQ(node.error().code, "folder.key_mismatch");
}

TEST_F(Upgrade, it_is_backed_up_before_it_is_opened_for_the_first_time) {
  const Ran made = ran([&] {
    return tools::cli::run_backup({data_, outer_.file("backup"), {}, "test"});
  });
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_FALSE(fs::exists(data_ + "/witness.db"));
}

TEST_F(Upgrade, a_folder_of_a_newer_format_is_refused_and_left_alone) {
  fs::remove(data_ + "/format");
  std::ofstream(data_ + "/format") << "veinline-data 2\n";
  is_refused_and_left_alone("folder.newer_format");
  const Ran backup = ran([&] {
    return tools::cli::run_backup({data_, outer_.file("backup"), {}, "test"});
  });
  EXPECT_EQ(backup.code, 2);
  EXPECT_NE(backup.err.find("newer"), std::string::npos) << backup.err;
}

TEST_F(Upgrade, a_ledger_of_a_newer_format_is_refused_and_left_alone) {
  run_sql("ledger.db", "UPDATE node SET format = 2; PRAGMA wal_checkpoint(TRUNCATE)");
  is_refused_and_left_alone("fault.newer_format");
  EXPECT_EQ(verified().code, 2) << verified().out;
}

TEST_F(Upgrade, a_vault_of_a_newer_format_is_refused_and_left_alone) {
  // Without a table that we would make, to see that we do not.
  run_sql("vault.db",
          "UPDATE format SET format = 3; ALTER TABLE sealed RENAME TO text; "
          "PRAGMA wal_checkpoint(TRUNCATE)");
  is_refused_and_left_alone("fault.newer_format");
}

TEST_F(Upgrade, a_witness_of_a_newer_format_is_refused_and_left_alone) {
  ASSERT_TRUE(Node::open(data_, {}).has_value());
  run_sql("witness.db",
          "UPDATE format SET format = 2; DROP TABLE cosigned; PRAGMA wal_checkpoint(TRUNCATE)");
  is_refused_and_left_alone("fault.newer_format");
}

TEST_F(Upgrade, deliveries_of_a_newer_format_are_refused_and_left_alone) {
  ASSERT_TRUE(Node::open(data_, {}).has_value());
  run_sql("deliveries.db",
          "UPDATE format SET format = 2; DROP TABLE delivery; PRAGMA wal_checkpoint(TRUNCATE)");
  is_refused_and_left_alone("fault.newer_format");
}

TEST_F(Upgrade, views_of_a_newer_format_are_made_anew) {
  const std::string before = shown("courses").out;
  run_sql("views.db",
          "UPDATE place SET format = 99; ALTER TABLE row RENAME COLUMN body TO content; "
          "PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(shown("courses").out, before);
}

}  // namespace
}  // namespace veinline::e2e
