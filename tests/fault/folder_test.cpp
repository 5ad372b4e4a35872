// SPDX-License-Identifier: Apache-2.0
// A data folder that cannot be used is refused by name, and left as it is.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "contract/raw_sqlite.hpp"
#include "fault/process.hpp"
#include "node/node.hpp"
#include "support/given.hpp"

namespace veinline::fault {
namespace {

namespace fs = std::filesystem;
using node::Node;

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void overwrite(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
  fs::permissions(path, fs::perms(0600));
}

/// Every file of a folder with its content. The lock and SQLite's index in memory are not data.
std::map<std::string, std::string> picture(const std::string& folder) {
  std::map<std::string, std::string> out;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    const bool is_data = name != "lock" && !name.ends_with("-shm");
    if (entry.is_regular_file() && is_data) out[name] = content_of(entry.path());
  }
  return out;
}

/// The code of the refusal; empty when the folder was opened.
std::string code_of_opening(const std::string& folder) {
  auto node = Node::open(folder, {});
  if (node) return "";
  EXPECT_GT(node.error().sentence.size(), 20U) << "a refusal says what to do";
  return node.error().code;
}

class Folder : public testing::Test {
 protected:
  void make() { ASSERT_TRUE(Node::create(folder_, "", {}).has_value()); }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_ + "/" + name; }
  /// Opening is refused with this code and changes nothing.
  void expect_refused(const std::string& code) {
    const auto before = picture(folder_);
    EXPECT_EQ(code_of_opening(folder_), code);
    EXPECT_EQ(picture(folder_), before) << "after " << code;
  }

  const support::TemporaryFolder outer_;
  const std::string folder_ = outer_.file("data");
};

TEST_F(Folder, and_its_keys_are_for_their_owner_alone) {
  make();
  const auto mode = [](const std::string& path) {
    return fs::status(path).permissions() & fs::perms::mask;
  };
  EXPECT_EQ(mode(folder_), fs::perms(0700));
  EXPECT_EQ(mode(file("keys")), fs::perms(0700));
  for (const char* name : {"keys/node.key", "keys/site.key", "keys/digest.key", "format"}) {
    EXPECT_EQ(mode(file(name)), fs::perms(0600)) << name;
  }
}

TEST_F(Folder, that_another_process_has_open_is_refused) {
  make();
  Process other({folder_, "k"});
  other.listen(20, std::chrono::milliseconds(20'000));
  EXPECT_EQ(code_of_opening(folder_), "folder.locked");
  auto second = Node::create(folder_, "", {});
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().code, "folder.not_empty");
  other.kill();
  EXPECT_EQ(code_of_opening(folder_), "") << "a killed process leaves no lock behind";
}

TEST_F(Folder, that_does_not_exist_is_refused_and_not_made) {
  EXPECT_EQ(code_of_opening(folder_), "folder.missing");
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(Folder, of_a_newer_program_is_refused) {
  make();
  overwrite(file("format"), "veinline-data 2\n");
  expect_refused("folder.newer_format");
}

TEST_F(Folder, that_is_not_ours_is_refused) {
  fs::create_directories(folder_);
  overwrite(file("holiday.txt"), "sun");
  expect_refused("folder.not_ours");
  EXPECT_EQ(Node::create(folder_, "", {}).error().code, "folder.not_empty");
  overwrite(file("format"), "something else\n");
  expect_refused("folder.not_ours");
  overwrite(file("format"), "");
  expect_refused("folder.not_ours");
}

TEST_F(Folder, with_a_missing_short_or_long_key_is_refused) {
  make();
  for (const char* name : {"keys/node.key", "keys/site.key", "keys/digest.key"}) {
    const std::string key = content_of(file(name));
    ASSERT_EQ(key.size(), 32U);
    for (const std::string& wrong : {std::string(), key.substr(1), key + "x"}) {
      overwrite(file(name), wrong);
      expect_refused("folder.key_missing");
    }
    fs::remove(file(name));
    expect_refused("folder.key_missing");
    overwrite(file(name), key);
  }
  EXPECT_EQ(code_of_opening(folder_), "");
}

TEST_F(Folder, with_the_key_of_another_node_is_refused) {
  make();
  for (const char* name : {"keys/node.key", "keys/site.key", "keys/digest.key"}) {
    const std::string key = content_of(file(name));
    overwrite(file(name), std::string(32, 'k'));
    expect_refused("folder.key_mismatch");
    overwrite(file(name), key);
  }
  EXPECT_EQ(code_of_opening(folder_), "");
}

TEST_F(Folder, without_its_names_and_texts_is_refused_and_gets_no_empty_vault) {
  make();
  for (const char* name : {"vault.db", "vault.db-wal", "vault.db-shm"}) fs::remove(file(name));
  expect_refused("folder.vault_missing");
  EXPECT_FALSE(fs::exists(file("vault.db")));
}

TEST_F(Folder, that_others_can_open_is_refused) {
  make();
  const std::pair<std::string, fs::perms> open_ones[] = {{folder_, fs::perms(0750)},
                                                         {file("keys"), fs::perms(0705)},
                                                         {file("keys/site.key"), fs::perms(0604)},
                                                         {file("keys/node.key"), fs::perms(0640)}};
  for (const auto& [path, mode] : open_ones) {
    const fs::perms before = fs::status(path).permissions();
    fs::permissions(path, mode);
    expect_refused("folder.exposed");
    fs::permissions(path, before);
  }
  EXPECT_EQ(code_of_opening(folder_), "");
}

TEST_F(Folder, whose_ledger_lost_a_trigger_or_its_end_is_refused) {
  make();
  const std::string sound = content_of(file("ledger.db"));
  for (const char* sql :
       {"DROP TRIGGER record_is_never_deleted", "CREATE TABLE more (x)",
        "DROP TRIGGER record_is_never_deleted; DELETE FROM record WHERE seq = 2;"
        "CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record\n"
        "BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;",
        "DROP TRIGGER record_is_never_updated; UPDATE record SET bytes = x'7b7d' WHERE seq "
        "= 2; CREATE TRIGGER record_is_never_updated BEFORE UPDATE ON record\n"
        "BEGIN SELECT RAISE(ABORT, 'a record is never updated'); END;"}) {
    ASSERT_EQ(contract::Raw(file("ledger.db")).run(sql), "") << sql;
    EXPECT_EQ(code_of_opening(folder_), "fault.damaged") << sql;
    for (const char* aside : {"ledger.db-wal", "ledger.db-shm"}) fs::remove(file(aside));
    overwrite(file("ledger.db"), sound);
  }
  EXPECT_EQ(code_of_opening(folder_), "");
}

TEST_F(Folder, with_a_damaged_ledger_is_refused) {
  make();
  const std::string sound = content_of(file("ledger.db"));
  for (const char* aside : {"ledger.db-wal", "ledger.db-shm"}) fs::remove(file(aside));
  std::string other_header = sound;
  other_header.replace(0, 16, "no database at a");
  overwrite(file("ledger.db"), other_header);
  expect_refused("fault.damaged");
  overwrite(file("ledger.db"), std::string(20'000, '\x5a'));
  expect_refused("fault.damaged");
  overwrite(file("ledger.db"), sound.substr(0, 5000));
  expect_refused("fault.damaged");
  fs::remove(file("ledger.db"));
  expect_refused("fault.unreadable");
}

TEST_F(Folder, with_random_damage_in_its_ledger_never_ends_the_process) {
  make();
  const std::string sound = content_of(file("ledger.db"));
  const std::uint64_t seed = support::seed_of_this_run();
  std::mt19937_64 random(seed);
  const std::size_t rounds = support::campaign(25, 3000);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < rounds; ++i) {
    std::string damaged = sound;
    for (std::uint64_t n = random() % 20 + 1; n > 0; --n) {
      damaged[random() % damaged.size()] = static_cast<char>(random() & 0xFFU);
    }
    for (const char* aside : {"ledger.db-wal", "ledger.db-shm"}) fs::remove(file(aside));
    overwrite(file("ledger.db"), damaged);
    const std::string code = code_of_opening(folder_);
    if (!code.empty()) ++refused;
    EXPECT_TRUE(code.empty() || code.starts_with("fault.") || code == "folder.key_mismatch" ||
                code == "node.bad_origin")
        << code << " VEINLINE_SEED=" << seed;
  }
  std::cout << refused << " of " << rounds << " damaged ledgers refused at the start, seed " << seed
            << "\n";
}

TEST_F(Folder, that_was_half_made_is_refused_by_name_or_whole) {
  const std::uint64_t seed = support::seed_of_this_run();
  std::mt19937_64 random(seed);
  std::map<std::string, int> codes;
  const std::size_t kills = support::campaign(10, 400);
  for (std::size_t i = 0; i < kills; ++i) {
    fs::remove_all(folder_);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto made = Node::create(folder_, "", {});
      ::_exit(made ? 0 : 1);
    }
    ::usleep(static_cast<useconds_t>(random() % 80'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string code = code_of_opening(folder_);
    ++codes[code];
    if (code.empty()) {
      auto node = Node::open(folder_, {});
      ASSERT_TRUE(node.has_value());
      EXPECT_TRUE((*node)->console_person().has_value()) << "a node that nobody can use";
    } else {
      EXPECT_TRUE(code == "folder.missing" || code == "folder.not_ours" ||
                  code == "folder.half_made")
          << code;
    }
  }
  std::cout << kills << " half-made folders, seed " << seed << ":";
  for (const auto& [code, count] : codes) {
    std::cout << " " << (code.empty() ? "whole" : code) << " " << count;
  }
  std::cout << "\n";
}

TEST_F(Folder, that_cannot_be_written_is_refused) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can give a folder to somebody else.";
  make();
  constexpr uid_t nobody = 65534;
  for (const char* aside : {"ledger.db-wal", "ledger.db-shm"}) fs::remove(file(aside));
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    ASSERT_EQ(::chown(entry.path().c_str(), nobody, nobody), 0);
    fs::permissions(entry.path(), fs::perms(entry.is_directory() ? 0500 : 0400));
  }
  ASSERT_EQ(::chown(folder_.c_str(), nobody, nobody), 0);
  fs::permissions(folder_, fs::perms(0500));
  fs::permissions(fs::path(folder_).parent_path(), fs::perms(0755));
  const auto before = picture(folder_);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    if (::setgid(nobody) != 0 || ::setuid(nobody) != 0) ::_exit(10);
    const std::string code = code_of_opening(folder_);
    ::_exit(code == "folder.unusable" || code.starts_with("fault.") ? 0 : code.empty() ? 1 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(picture(folder_), before);
}

}  // namespace
}  // namespace veinline::fault
