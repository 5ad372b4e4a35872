// SPDX-License-Identifier: Apache-2.0
// Documents and backups: their bytes come back with their facts; where some are missing, it is
// said, and a restore without them is none.
#include <gtest/gtest.h>

#include <filesystem>

#include "e2e/cli.hpp"
#include "support/given.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using node::Node;

class DocumentsBackup : public testing::Test {
 protected:
  void SetUp() override {
    auto made = Node::create(data_, "", {});
    ASSERT_TRUE(made.has_value()) << made.error().sentence;
    node_ = std::move(*made);
    const std::string console = node_->console_person().value();
    const std::string site =
        ledger::parse_record(node_->store().read(2, 1).value().front().bytes)->draft.at;
    const std::string person = commands::fresh_id(node_->entropy());
    const std::string document = commands::fresh_id(node_->entropy());
    ask(console, "staff/add_person",
        {{"person", Value(person)},
         {"site", Value("site/" + site)},
         {"roles", Value(Array{Value("coordinator")})},
         {"name", Value("Kasimira Vogelsang")}});
    ask(person, "papers/begin",
        {{"document", Value(document)},
         {"kind", Value("sop")},
         {"language", Value("english")},
         {"code", Value("SOP-1")},
         {"title", Value("How to thaw")}});
    for (const char* version : {"V1", "V2"}) file(person, document, version);
  }
  using Members = std::vector<std::pair<const char*, Value>>;
  void ask(const std::string& person, const char* command, Members members,
           std::function<std::optional<Object>()> keep_bytes = {}) {
    commands::Request request;
    request.account = person;
    request.key = "key-" + std::to_string(++asked_);
    request.command = command;
    for (auto& [name, value] : members) request.data.set(name, std::move(value));
    request.keep_bytes = std::move(keep_bytes);
    const auto reply = node_->desk().ask(std::move(request));
    ASSERT_TRUE(reply.has_value()) << command << " " << reply.error().code;
  }
  void file(const std::string& person, const std::string& document, const std::string& version) {
    const std::string sealed = "sealed bytes of " + version;
    const kernel::Digest name = kernel::sha256(sealed);
    ask(person, "papers/file_version",
        {{"document", Value(document)},
         {"version", Value(version)},
         {"sha256", Value(std::string(64, 'a'))},
         {"stored", Value(std::string(64, '0'))},
         {"opening", Value("none")},
         {"size", Value(std::int64_t{5})},
         {"media", Value("plain_text")}},
        [this, sealed, name] {
          EXPECT_TRUE(node_->bytes().put(name, sealed, node_->clock().now()).has_value());
          Object out;
          out.set("stored", Value(kernel::to_hex(name.view())));
          out.set("opening", Value("none"));
          return std::optional(std::move(out));
        });
    kept_.push_back(name);
  }
  void lose_one() {
    const auto all = node_->bytes().kept_after({}, 9).value();
    for (const auto& one : all) {
      if (one.name != kept_.front()) continue;
      ASSERT_TRUE(node_->bytes().remove(one).has_value());
    }
    ASSERT_FALSE(node_->bytes().find(kept_.front()).value().has_value());
  }
  [[nodiscard]] Ran verified(const std::string& what) const {
    tools::cli::VerifyOptions options;
    options.what = what;
    options.key = vkey_of(*node_);
    return ran([&] { return tools::cli::run_verify(options); });
  }
  static std::string vkey_of(Node& node) { return node.identity().vkey; }
  [[nodiscard]] Ran backed_up() const {
    return ran([&] { return tools::cli::run_backup({data_, out_, keys_, "test"}); });
  }
  [[nodiscard]] Ran restored(const std::string& file, const std::string& texts) const {
    tools::cli::RestoreOptions options;
    options.file = file;
    options.data = back_;
    options.texts = texts;
    if (file == out_) options.keys = keys_;
    return ran([&] { return tools::cli::run_restore(options); });
  }
  /// All facts, and the keys that a folder needs to take them in.
  void export_all() {
    node_.reset();  // a folder in use is exported by nobody
    tools::cli::ExportOptions options;
    options.where.data = data_;
    options.out = bundle_;
    options.all = true;
    ASSERT_EQ(ran([&] { return tools::cli::run_export(options); }).code, 0);
    fs::create_directory(back_);
    fs::copy(data_ + "/keys", back_ + "/keys", fs::copy_options::recursive);
  }
  void are_all_there(const std::string& folder) {
    auto node = Node::open(folder, {});
    ASSERT_TRUE(node.has_value()) << node.error().sentence;
    for (const kernel::Digest& name : kept_) {
      const auto found = (*node)->bytes().find(name).value();
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(kernel::sha256(*found), name);
    }
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  const std::string out_ = outer_.file("backup");
  const std::string back_ = outer_.file("back");
  const std::string keys_ = outer_.file("keys-apart");
  const std::string bundle_ = outer_.file("all.evidence");
  std::unique_ptr<Node> node_;
  std::vector<kernel::Digest> kept_;
  unsigned asked_ = 0;
};

TEST_F(DocumentsBackup, brings_every_byte_back_and_says_so) {
  const Ran made = backed_up();
  ASSERT_EQ(made.code, 0) << made.out << made.err;
  const Ran there = verified(out_);
  EXPECT_NE(there.out.find("The bytes of 2 documents are there."), std::string::npos) << there.out;
  const Ran back = restored(out_, "");
  ASSERT_EQ(back.code, 0) << back.out << back.err;
  are_all_there(back_);
}

TEST_F(DocumentsBackup, of_facts_brings_the_bytes_along_with_the_texts) {
  export_all();
  const Ran back = restored(bundle_, data_);
  ASSERT_EQ(back.code, 0) << back.out << back.err;
  EXPECT_NE(back.out.find("2 documents came along"), std::string::npos) << back.out;
  are_all_there(back_);
}

TEST_F(DocumentsBackup, where_one_is_missing_says_so_and_is_none) {
  lose_one();
  const Ran made = backed_up();
  EXPECT_NE(made.code, 0) << "a backup that lacks bytes is none";
  EXPECT_NE((made.out + made.err).find("The bytes of 1 of the 2 documents"), std::string::npos)
      << made.out << made.err;
  EXPECT_FALSE(fs::exists(out_));
  export_all();
  const Ran back = restored(bundle_, data_);
  EXPECT_NE(back.code, 0);
  EXPECT_NE(back.err.find("lacks bytes of documents"), std::string::npos) << back.err;
}

}  // namespace
}  // namespace veinline::e2e
