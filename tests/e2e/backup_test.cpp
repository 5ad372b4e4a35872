// SPDX-License-Identifier: Apache-2.0
// A backup is whole or it is not there: of a node that records meanwhile, with every text that its
// log names; and a restore gives back that node or nothing.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "e2e/cli.hpp"
#include "journey/staff/staff.hpp"
#include "storage/sqlite/connection.hpp"
#include "support/given.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using node::Node;
using tools::cli::BackupOptions;
using tools::cli::RestoreOptions;

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

class Backup : public testing::Test {
 protected:
  void SetUp() override {
    auto made = Node::create(data_, "", {});
    ASSERT_TRUE(made.has_value()) << made.error().sentence;
    node_ = std::move(*made);
    console_ = node_->console_person().value();
    site_ = site_of_console();
    add_person();
  }
  [[nodiscard]] std::string site_of_console() const {
    const auto record = ledger::parse_record(node_->store().read(2, 1).value().front().bytes);
    return record->draft.at;
  }
  /// Records a person; their name goes to the vault.
  bool add_person() {
    commands::Request request;
    request.account = console_;
    const unsigned count = ++asked_;
    request.key = "person-" + std::to_string(count);
    request.command = "staff/add_person";
    request.data.set("site", kernel::Value("site/" + site_));
    request.data.set("roles", kernel::Value(kernel::Array{kernel::Value("physician")}));
    request.data.set("name", kernel::Value("Kasimira Vogelsang " + std::to_string(count)));
    const auto reply = node_->desk().ask(std::move(request));
    if (!reply) ADD_FAILURE() << reply.error().code << " " << reply.error().about;
    return reply.has_value();
  }
  [[nodiscard]] Ran backed_up() const { return backed_up(keys_); }
  [[nodiscard]] Ran backed_up(const std::string& keys_out) const {
    return ran([&] { return tools::cli::run_backup({data_, out_, keys_out, "test"}); });
  }
  [[nodiscard]] RestoreOptions back() const {
    RestoreOptions out{out_, back_, {}, {}};
    out.keys = keys_;
    return out;
  }
  [[nodiscard]] Ran restored(const RestoreOptions& options) const {
    return ran([&] { return tools::cli::run_restore(options); });
  }
  [[nodiscard]] Ran restored() const { return restored(back()); }
  [[nodiscard]] std::string checkpoint() const { return node_->store().tip().value().checkpoint; }
  void leaves_nothing() const {
    EXPECT_FALSE(fs::exists(back_)) << "something was left of a restore that was refused";
  }
  /// Opens every name that the records of persons refer to.
  static std::size_t readable_names(Node& node) {
    std::size_t out = 0;
    const auto records = node.store().read(1, 10'000).value();
    for (const ledger::StoredRecord& stored : records) {
      const auto record = ledger::parse_record(stored.bytes);
      if (record->draft.fact != journey::staff::PersonAdded::stored_name) continue;
      const auto sealed =
          journey::codec::Leaf<kernel::Sealed>::get(*record->draft.data.find("name"));
      const std::string person = *record->draft.data.find("person")->string();
      if (!sealed) continue;
      for (const std::string& owner : {"person/" + person, record->draft.changes.front(),
                                       "site/" + record->draft.at, "person/" + record->draft.by}) {
        const auto name =
            node.vault().open(*sealed, {node.identity().node, owner, "staff/add_person.name"});
        if (!name) continue;
        if (name->reveal().starts_with("Kasimira Vogelsang")) ++out;
        break;
      }
    }
    return out;
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  const std::string out_ = outer_.file("backup");
  const std::string back_ = outer_.file("back");
  const std::string keys_ = outer_.file("keys-apart");
  std::unique_ptr<Node> node_;
  std::string console_;
  std::string site_;
  std::atomic<unsigned> asked_ = 0;
};

TEST_F(Backup, of_a_node_that_records_meanwhile_is_one_moment_of_it) {
  std::atomic<bool> is_enough = false;
  std::thread load([&] {
    while (!is_enough && add_person()) {
    }
  });
  while (asked_ < 20) std::this_thread::yield();
  const ledger::Seq before = node_->store().tip().value().head.size();
  const Ran first = backed_up();
  const unsigned asked_then = asked_;
  while (asked_ < asked_then + 20) std::this_thread::yield();
  is_enough = true;
  load.join();
  ASSERT_EQ(first.code, 0) << first.out << first.err;
  EXPECT_NE(first.out.find("INTACT"), std::string::npos) << first.out;

  const auto manifest = tools::cli::read_manifest(out_).value();
  EXPECT_GE(manifest.size, before);
  EXPECT_EQ(manifest.served, tools::cli::Served::yes);
  const Ran again = restored();
  ASSERT_EQ(again.code, 0) << again.out << again.err;
  auto node = Node::open(back_, {});
  ASSERT_TRUE(node.has_value()) << node.error().sentence;
  const auto head = (*node)->store().tip().value().head;
  EXPECT_EQ(head.size(), manifest.size);
  EXPECT_EQ(head.tree.root(), manifest.root);
  EXPECT_EQ(readable_names(**node), head.size() - 2) << "every person of the copy has a name";
  const auto here = node_->store().read(1, 10'000).value();
  const auto there = (*node)->store().read(1, 10'000).value();
  for (std::size_t i = 0; i < there.size(); ++i) EXPECT_EQ(there[i].bytes, here[i].bytes);
}

TEST_F(Backup, goes_on_from_where_it_was) {
  ASSERT_EQ(backed_up().code, 0);
  ASSERT_EQ(restored().code, 0);
  auto copy = Node::open(back_, {});
  ASSERT_TRUE(copy.has_value());
  node_ = std::move(*copy);
  EXPECT_TRUE(add_person());
  EXPECT_EQ(readable_names(*node_), 2U);
}

TEST_F(Backup, is_for_its_owner_alone) {
  ASSERT_EQ(backed_up().code, 0);
  for (const std::string& folder : {out_, keys_}) {
    for (const fs::directory_entry& one : fs::recursive_directory_iterator(folder)) {
      EXPECT_EQ(one.status().permissions() & (fs::perms::group_all | fs::perms::others_all),
                fs::perms::none)
          << one.path();
    }
    EXPECT_EQ(fs::status(folder).permissions(), fs::perms::owner_all);
  }
}

TEST_F(Backup, writes_nothing_over_and_leaves_nothing_half) {
  fs::create_directory(out_);
  EXPECT_EQ(backed_up().code, 2);
  EXPECT_TRUE(fs::is_empty(out_));
  fs::remove(out_);
  std::ofstream(data_ + "/keys/site.key", std::ios::binary) << std::string(32, 'x');
  const Ran wrong_key = backed_up();
  EXPECT_EQ(wrong_key.code, 2);
  EXPECT_NE(wrong_key.err.find("site key"), std::string::npos) << wrong_key.err;
  for (const std::string& folder : {out_, keys_}) {
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_FALSE(fs::exists(folder + ".unfinished"));
  }
  fs::create_directory(keys_);
  EXPECT_EQ(backed_up().code, 2);
  EXPECT_TRUE(fs::is_empty(keys_));
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(Backup, that_was_cut_short_is_none) {
  ASSERT_EQ(backed_up().code, 0);
  fs::remove(out_ + "/backup.json");  // the last file that is written
  EXPECT_EQ(restored().code, 2);
  leaves_nothing();
  fs::rename(out_, out_ + ".unfinished");
  const Ran second = backed_up();
  EXPECT_EQ(second.code, 2);
  EXPECT_NE(second.err.find(".unfinished"), std::string::npos) << second.err;
}

TEST_F(Backup, is_served_by_nobody_before_it_is_restored) {
  ASSERT_EQ(backed_up().code, 0);
  auto node = Node::open(out_, {});
  ASSERT_FALSE(node.has_value());
  EXPECT_EQ(node.error().code, "folder.not_ours");
}

TEST_F(Backup, verifies_where_it_lies_and_is_the_same_after_it) {
  ASSERT_EQ(backed_up().code, 0);
  for (int time = 0; time < 2; ++time) {
    tools::cli::VerifyOptions options;
    options.what = out_;
    options.key = node_->identity().vkey;
    const Ran verified = ran([&] { return tools::cli::run_verify(options); });
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_NE(verified.out.find("names and texts"), std::string::npos) << verified.out;
  }
  EXPECT_EQ(restored().code, 0);
}

TEST_F(Backup, with_one_byte_altered_is_refused_whatever_file_it_is_in) {
  ASSERT_EQ(backed_up().code, 0);
  for (const char* name : {"ledger.db", "vault.db"}) {
    const std::string path = out_ + "/" + name;
    const std::string good = bytes_of(path);
    std::string bad = good;
    bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
    std::ofstream(path, std::ios::binary) << bad;
    const Ran refused = restored();
    EXPECT_EQ(refused.code, 1) << name << refused.err;
    EXPECT_NE(refused.err.find(name), std::string::npos) << refused.err;
    leaves_nothing();
    std::ofstream(path, std::ios::binary) << good.substr(0, good.size() - 1);
    EXPECT_EQ(restored().code, 1) << name;
    std::ofstream(path, std::ios::binary) << good;
  }
  EXPECT_EQ(restored().code, 0);
}

TEST_F(Backup, whose_keys_are_others_is_refused_whichever_it_is) {
  ASSERT_EQ(backed_up().code, 0);
  for (const char* name : {"keys/node.key", "keys/site.key"}) {
    const std::string path = keys_ + "/" + name;
    const std::string good = bytes_of(path);
    std::string bad = good;
    bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
    std::ofstream(path, std::ios::binary) << bad;
    EXPECT_NE(restored().code, 0) << name;
    leaves_nothing();
    std::ofstream(path, std::ios::binary) << good.substr(0, good.size() - 1);
    EXPECT_NE(restored().code, 0) << name;
    leaves_nothing();
    std::ofstream(path, std::ios::binary) << good;
  }
  EXPECT_EQ(restored().code, 0);
}

TEST_F(Backup, whose_vault_lacks_a_text_is_refused_also_with_a_manifest_that_fits) {
  ASSERT_EQ(backed_up().code, 0);
  {
    auto db = storage::sqlite::Connection::open(
        out_ + "/vault.db",
        {storage::sqlite::OpenMode::read_write, storage::sqlite::Durability::full, ""});
    ASSERT_TRUE(
        db->run("DELETE FROM sealed WHERE name = (SELECT name FROM sealed LIMIT 1)").has_value());
  }
  auto manifest = tools::cli::read_manifest(out_).value();
  for (auto& file : manifest.files) file = tools::cli::measure(out_, file.name).value();
  std::ofstream(out_ + "/backup.json", std::ios::binary) << tools::cli::to_text(manifest);
  const Ran refused = restored();
  EXPECT_EQ(refused.code, 1) << refused.err;
  EXPECT_NE(refused.err.find("not in the vault"), std::string::npos) << refused.err;
  leaves_nothing();
}

TEST_F(Backup, that_is_shorter_than_a_checkpoint_or_of_a_fork_is_refused) {
  ASSERT_EQ(backed_up().code, 0);
  add_person();
  const std::string newer = outer_.file("newer");
  std::ofstream(newer, std::ios::binary) << checkpoint();
  RestoreOptions options = back();
  options.since = newer;
  const Ran shorter = restored(options);
  EXPECT_EQ(shorter.code, 1) << shorter.err;
  leaves_nothing();

  ASSERT_EQ(restored().code, 0);  // without the checkpoint nobody can tell
  {
    auto fork = Node::open(back_, {});
    ASSERT_TRUE(fork.has_value());
    std::swap(node_, *fork);
    add_person();
    std::swap(node_, *fork);
  }
  const std::string forked = outer_.file("forked");
  ASSERT_EQ(ran([&] { return tools::cli::run_backup({back_, forked, {}, "test"}); }).code, 0);
  fs::remove_all(back_);
  options.file = forked;
  const Ran refused = restored(options);
  EXPECT_EQ(refused.code, 1) << refused.err;
  EXPECT_NE(refused.err.find("fork"), std::string::npos) << refused.err;
  leaves_nothing();
}

TEST_F(Backup, without_keys_wants_them_from_elsewhere) {
  const Ran made = backed_up("");
  ASSERT_EQ(made.code, 0) << made.err;
  EXPECT_NE(made.out.find("cannot be restored"), std::string::npos) << made.out;
  EXPECT_FALSE(fs::exists(out_ + "/keys"));
  const Ran keyless = restored({out_, back_, {}, {}});
  EXPECT_EQ(keyless.code, 2);
  EXPECT_NE(keyless.err.find("--keys"), std::string::npos) << keyless.err;
  leaves_nothing();
  fs::create_directory(back_);
  fs::copy(data_ + "/keys", back_ + "/keys", fs::copy_options::recursive);
  fs::permissions(back_ + "/keys", fs::perms::owner_all);
  const Ran again = restored({out_, back_, {}, {}});
  EXPECT_EQ(again.code, 0) << again.err;
}

TEST_F(Backup, keeps_its_keys_in_another_folder_which_restores_it_by_either_name) {
  ASSERT_EQ(backed_up().code, 0);
  for (const fs::directory_entry& one : fs::recursive_directory_iterator(out_)) {
    EXPECT_FALSE(one.is_regular_file() && one.file_size() == 32) << one.path() << " is no key";
    EXPECT_NE(one.path().filename(), "keys");
  }
  for (const std::string& said : {keys_, keys_ + "/", keys_ + "/keys"}) {
    RestoreOptions options = back();
    options.keys = said;
    const Ran well = restored(options);
    EXPECT_EQ(well.code, 0) << said << well.err;
    EXPECT_EQ(restored(options).code, 2) << "into what is there";
    fs::remove_all(back_);
  }
  RestoreOptions options = back();
  options.keys = outer_.file("nowhere");
  EXPECT_EQ(restored(options).code, 2);
  leaves_nothing();
}

TEST_F(Backup, and_its_keys_are_never_asked_into_one_folder) {
  for (const std::string& keys : {out_, out_ + "/keys", data_ + "/apart"}) {
    const Ran refused = backed_up(keys);
    EXPECT_EQ(refused.code, 2) << keys;
    EXPECT_FALSE(fs::exists(out_));
  }
}

// What an older program made is restored as it was: with its keys in it.
TEST_F(Backup, of_before_keys_were_kept_apart_is_restored_with_them) {
  ASSERT_EQ(backed_up().code, 0);
  fs::rename(keys_ + "/keys", out_ + "/keys");
  auto manifest = tools::cli::read_manifest(out_).value();
  for (const auto& one : fs::directory_iterator(out_ + "/keys")) {
    const std::string name = "keys/" + one.path().filename().string();
    manifest.files.push_back(tools::cli::measure(out_, name).value());
  }
  std::ofstream(out_ + "/backup.json", std::ios::binary) << tools::cli::to_text(manifest);
  const Ran well = restored({out_, back_, {}, {}});
  EXPECT_EQ(well.code, 0) << well.err;
}

TEST_F(Backup, is_not_restored_into_what_holds_something) {
  ASSERT_EQ(backed_up().code, 0);
  fs::create_directory(back_);
  std::ofstream(back_ + "/mine") << "mine";
  EXPECT_EQ(restored().code, 2);
  EXPECT_EQ(bytes_of(back_ + "/mine"), "mine");
}

TEST_F(Backup, brings_another_witness_key_but_for_a_node_that_moved) {
  const std::string before = node_->witness_key().verifier_key().text();
  ASSERT_EQ(backed_up().code, 0);
  RestoreOptions moved = back();
  moved.witness = tools::cli::WitnessKey::kept;
  EXPECT_EQ(restored(moved).code, 2) << "it was served while it was copied";
  leaves_nothing();
  ASSERT_EQ(restored().code, 0);
  EXPECT_NE(Node::open(back_, {}).value()->witness_key().verifier_key().text(), before);

  node_.reset();
  fs::remove_all(out_);
  fs::remove_all(keys_);
  fs::remove_all(back_);
  ASSERT_EQ(backed_up().code, 0);
  ASSERT_EQ(restored(moved).code, 0);
  EXPECT_EQ(Node::open(back_, {}).value()->witness_key().verifier_key().text(), before);
}

TEST(BackupManifest, of_a_newer_program_or_with_a_foreign_file_name_is_refused) {
  tools::cli::BackupManifest manifest;
  for (const char* name : {"ledger.db", "vault.db"}) manifest.files.push_back({name, 1, {}});
  const std::string good = tools::cli::to_text(manifest);
  EXPECT_EQ(tools::cli::parse_manifest(good).value(), manifest);
  std::string newer = good;
  newer.replace(newer.find("veinline-backup 1"), 17, "veinline-backup 2");
  EXPECT_NE(tools::cli::parse_manifest(newer).error().find("newer"), std::string::npos);
  manifest.files.push_back({"../escaped", 1, {}});
  EXPECT_FALSE(tools::cli::parse_manifest(tools::cli::to_text(manifest)).has_value());
}

}  // namespace
}  // namespace veinline::e2e
