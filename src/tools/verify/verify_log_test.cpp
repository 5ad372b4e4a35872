// SPDX-License-Identifier: Apache-2.0
// A log or a folder of tiles that was altered, cut or forked is refused, and the record is named.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "support/small_log.hpp"
#include "tools/verify/glance.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {
namespace {

using ledger::StoredRecord;
using tests::support::SmallLog;
using enum Verdict::Result;

Options options_trusting(const SmallLog& log) {
  Options options;
  options.key = log.vkey();
  return options;
}

// A log whose records lie open to be spoilt.
struct OpenLog : LogSource {
  explicit OpenLog(const SmallLog& log)
      : note(log.checkpoint()), key(log.vkey()), records(log.records()) {}
  [[nodiscard]] kernel::Result<std::string, Fault> checkpoint() const override { return note; }
  [[nodiscard]] kernel::Result<std::string, Fault> vkey() const override { return key; }
  [[nodiscard]] kernel::Result<std::vector<StoredRecord>, Fault> read(
      Seq from, std::uint32_t count_max) const override {
    std::vector<StoredRecord> out;
    for (const StoredRecord& record : records) {
      if (record.seq >= from && out.size() < count_max) out.push_back(record);
    }
    return out;
  }
  void rehash(std::size_t at) { records[at].leaf = ledger::leaf_hash(records[at].bytes); }
  void renumber() {
    for (std::size_t i = 0; i < records.size(); ++i) records[i].seq = i + 1;
  }
  std::string note, key;
  std::vector<StoredRecord> records;
};

class Logs : public ::testing::Test {
 protected:
  Logs() { log_.grow(300); }
  void expect_bad(const OpenLog& open, Seq seq) {
    const Verdict verdict = verify_log(open, options_trusting(log_));
    EXPECT_EQ(verdict.result, broken);
    EXPECT_EQ(verdict.first_bad, seq) << verdict.message;
  }
  SmallLog log_;
};

TEST_F(Logs, AreIntactAsTheyWereWritten) {
  const Verdict verdict = verify_log(StoreLog(log_.store()), options_trusting(log_));
  EXPECT_EQ(verdict.result, intact) << verdict.message;
  EXPECT_EQ(verdict.records, 300U);
  EXPECT_EQ(verify_log(StoreLog(log_.store()), {}).result, cannot_judge);
  EXPECT_EQ(verify_log(StoreLog(log_.store()), {}).found_vkey, log_.vkey());
  EXPECT_EQ(verify_log(StoreLog(log_.store()), options_trusting(SmallLog(2))).result, broken);
}

TEST_F(Logs, NameTheRecordThatWasAlteredRemovedDoubledOrMoved) {
  for (const std::size_t at : {0U, 1U, 149U, 298U, 299U}) {
    OpenLog altered(log_);
    altered.records[at].bytes[altered.records[at].bytes.find("12.5")] = '9';
    expect_bad(altered, at + 1);
    OpenLog removed(log_);
    removed.records.erase(removed.records.begin() + static_cast<std::ptrdiff_t>(at));
    expect_bad(removed, at + 1);
    OpenLog doubled(log_);
    doubled.records.insert(doubled.records.begin() + static_cast<std::ptrdiff_t>(at),
                           doubled.records[at]);
    doubled.renumber();
    expect_bad(doubled, at + 2);
    if (at == 299) continue;
    OpenLog swapped(log_);
    std::swap(swapped.records[at].bytes, swapped.records[at + 1].bytes);
    expect_bad(swapped, at + 1);
    // Moved together with its hash: the later of the two is the first that cannot stand there.
    OpenLog moved(log_);
    std::swap(moved.records[at], moved.records[at + 1]);
    moved.renumber();
    expect_bad(moved, at + 2);
  }
}

TEST_F(Logs, AreRefusedWhenARecordIsAlteredTogetherWithItsHash) {
  OpenLog open(log_);
  open.records[100].bytes[open.records[100].bytes.find("12.5")] = '9';
  open.rehash(100);
  EXPECT_EQ(verify_log(open, options_trusting(log_)).result, broken);
  // Record 5 carries a signature, which does not hold over other bytes.
  OpenLog signed_one(log_);
  signed_one.records[4].bytes[signed_one.records[4].bytes.find("12.5")] = '9';
  signed_one.rehash(4);
  expect_bad(signed_one, 5);
  // Signatures are checked while the log is read on: the earliest bad record is named all the same.
  for (const std::size_t other : {2U, 5U, 299U}) {
    OpenLog both = signed_one;
    both.records[other].bytes[both.records[other].bytes.find("12.5")] = '9';
    expect_bad(both, std::min<std::size_t>(other + 1, 5));
  }
}

TEST_F(Logs, AreNotJudgedWhereANewerProgramSpoke) {
  const auto sign_again = [&](OpenLog& open) {
    ledger::Frontier tree;
    for (std::size_t i = 0; i < open.records.size(); ++i) {
      open.rehash(i);
      tree.add(open.records[i].leaf);
    }
    open.note = ledger::sign_checkpoint({"log.example/node", tree.size(), tree.root()}, log_.key());
  };
  OpenLog version(log_);
  std::string& bytes = version.records[100].bytes;
  bytes.replace(bytes.rfind("\"v\":1"), 5, "\"v\":2");
  version.rehash(100);
  EXPECT_EQ(verify_log(version, options_trusting(log_)).result,
            broken);  // the signed root still rules
  sign_again(version);
  EXPECT_EQ(verify_log(version, options_trusting(log_)).result, cannot_judge);

  OpenLog suite(log_);
  std::string& signed_bytes = suite.records[4].bytes;
  signed_bytes.replace(signed_bytes.find("ed25519-node/1"), 14, "ed25519-node/9");
  sign_again(suite);
  EXPECT_EQ(verify_log(suite, options_trusting(log_)).result, cannot_judge);

  OpenLog wrong(log_);  // the node itself signs a log with a person's signature that is not good
  wrong.records[4].bytes[wrong.records[4].bytes.find("12.5")] = '9';
  sign_again(wrong);
  expect_bad(wrong, 5);
}

TEST_F(Logs, MayGrowWhileTheyAreRead) {
  struct Growing : OpenLog {
    explicit Growing(SmallLog& log) : OpenLog(log), log_(log) {}
    [[nodiscard]] kernel::Result<std::string, Fault> checkpoint() const override {
      return asked_++ == 0 ? note : log_.checkpoint();
    }
    SmallLog& log_;
    mutable int asked_ = 0;
  };
  Growing growing(log_);
  log_.grow(5);
  growing.records = log_.records();
  const Verdict verdict = verify_log(growing, options_trusting(log_));
  EXPECT_EQ(verdict.result, intact) << verdict.message;
  EXPECT_EQ(verdict.records, 300U);
}

TEST_F(Logs, WithARecordAfterTheSignedEndAreRefused) {
  OpenLog open(log_);
  log_.grow(1);
  open.records = log_.records();
  expect_bad(open, 301);
}

TEST_F(Logs, AreHeldAgainstAnOlderCheckpoint) {
  Options options = options_trusting(log_);
  options.since = log_.checkpoint();
  OpenLog then(log_);
  log_.grow(77);
  EXPECT_EQ(verify_log(StoreLog(log_.store()), options).result, intact);
  options.since = log_.checkpoint();
  EXPECT_EQ(verify_log(then, options).result, broken);
  SmallLog fork;
  fork.grow(301, "as it never was");
  options.since = fork.checkpoint();
  EXPECT_EQ(verify_log(StoreLog(log_.store()), options).result, broken);
  SmallLog start;
  options.since = start.checkpoint();  // the empty log is the beginning of every log
  EXPECT_EQ(verify_log(StoreLog(log_.store()), options).result, intact);
}

TEST_F(Logs, GlancedAtSayWhatParsingSays) {
  for (const StoredRecord& stored : log_.records()) {
    const auto seen = glance(stored.bytes);
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(seen && record);
    EXPECT_EQ(seen->clock, record->stamp.clock);
    EXPECT_EQ(seen->recorded_at, record->stamp.recorded_at);
    EXPECT_EQ(seen->node, record->draft.node);
    EXPECT_EQ(seen->is_signed, !record->draft.signatures.empty());
  }
}

// A string is skipped eight letters at a time: the quote that ends it may stand at any of them, and
// the one that does not end it too.
TEST(Glance, FindsTheEndOfAStringOfAnyLength) {
  SmallLog log;
  log.grow(1);
  const std::string good = log.records()[0].bytes;
  const std::string mark = "\"data\":{";
  const std::size_t at = good.find(mark) + mark.size();
  const std::string comma = good[at] == '}' ? "" : ",";
  for (std::size_t length = 0; length < 40; ++length) {
    const std::string plain(length, 'a');
    for (const std::string& text : {plain, plain + "\\\"", "\\\\" + plain, plain + "}\\\\"}) {
      std::string bytes = good;
      bytes.insert(at, "\"a\":\"" + text + "\"" + comma);
      const auto seen = glance(bytes);
      ASSERT_TRUE(seen) << text;
      EXPECT_EQ(seen->clock, glance(good)->clock);
      bytes = good;
      bytes.insert(at, "\"a\":\"" + text);  // and without its end
      EXPECT_FALSE(glance(bytes)) << text;
    }
  }
}

TEST(Glance, KnowsTheLettersOfARecordId) {
  SmallLog log;
  log.grow(1);
  const std::string good = log.records()[0].bytes;
  const std::size_t at = good.find("\"id\":\"") + 6;
  for (std::size_t i = 0; i < 32; ++i) {
    for (const char letter : {'g', 'A', '/', ':', '`', ' '}) {
      std::string bytes = good;
      bytes[at + i] = letter;
      EXPECT_FALSE(glance(bytes)) << i << letter;
    }
  }
}

RC_GTEST_PROP(Glance, TakesAnyBytes, (std::uint16_t where, char letter, std::uint16_t length)) {
  static const std::string good = [] {
    SmallLog log;
    log.grow(5);
    return log.records()[4].bytes;
  }();
  std::string bytes = good;
  bytes[where % bytes.size()] = letter;
  static_cast<void>(glance(bytes));
  static_cast<void>(glance(bytes.substr(0, length % bytes.size())));
  static_cast<void>(glance(bytes.substr(length % bytes.size())));
}

struct Files : PathSource {
  explicit Files(const SmallLog& log) {
    files["checkpoint"] = log.checkpoint();
    const auto records = log.records();
    for (int level = 0; level < 2; ++level) {
      for (std::uint64_t index = 0;; ++index) {
        const int width = ledger::tile_width(level, index, log.size());
        if (width == 0) break;
        const ledger::TileId id{level, index, width};
        files[ledger::tile_path(id)] = ledger::tile_bytes(log.store().tile(id).value());
        if (level > 0) continue;
        std::vector<std::string> entries;
        for (int i = 0; i < width; ++i) {
          entries.push_back(records[index * 256 + static_cast<std::uint64_t>(i)].bytes);
        }
        files[ledger::bundle_path({index, width})] = ledger::bundle_bytes(entries);
      }
    }
  }
  [[nodiscard]] kernel::Result<std::optional<std::string>, Fault> read(
      std::string_view path) const override {
    const auto found = files.find(path);
    if (found == files.end()) return std::optional<std::string>();
    return std::optional(found->second);
  }
  void drop_entries() {
    std::erase_if(files, [](const auto& file) { return file.first.starts_with("tile/entries"); });
  }
  std::map<std::string, std::string, std::less<>> files;
};

TEST_F(Logs, AsTilesAreIntactWithEntriesAndWithout) {
  Files files(log_);
  const Verdict whole = verify_tiles(files, options_trusting(log_));
  EXPECT_EQ(whole.result, intact) << whole.message;
  EXPECT_EQ(whole.records, 300U);
  files.drop_entries();
  const Verdict bare = verify_tiles(files, options_trusting(log_));
  EXPECT_EQ(bare.result, intact) << bare.message;
  EXPECT_EQ(bare.records, 0U);
  EXPECT_NE(bare.message.find("no entry was seen"), std::string::npos);
  EXPECT_EQ(verify_tiles(files, {}).result, cannot_judge);
  EXPECT_NE(verify_tiles(files, {}).found_vkey, "");
}

TEST_F(Logs, AsTilesAreRefusedWithAnyFileGoneCutOrAltered) {
  const Files good(log_);
  ASSERT_EQ(good.files.size(), 6U);
  for (const auto& [path, text] : good.files) {
    Files bad = good;
    bad.files.erase(path);
    const bool first_entries = path == "tile/entries/000";  // then no entries are looked for
    if (!first_entries) {
      EXPECT_NE(verify_tiles(bad, options_trusting(log_)).result, intact) << path;
    }
    bad.files[path] = text.substr(0, text.size() - 1);
    EXPECT_EQ(verify_tiles(bad, options_trusting(log_)).result, broken) << path;
    for (std::size_t at = 0; at < text.size(); at += text.size() / 40 + 1) {
      bad.files[path] = text;
      bad.files[path][at] = static_cast<char>(text[at] ^ 1);
      EXPECT_EQ(verify_tiles(bad, options_trusting(log_)).result, broken) << path << " byte " << at;
    }
  }
}

TEST_F(Logs, AsTilesAreHeldAgainstAnOlderCheckpoint) {
  Options options = options_trusting(log_);
  const Files then(log_);
  options.since = log_.checkpoint();
  log_.grow(300);
  EXPECT_EQ(verify_tiles(Files(log_), options).result, intact);
  options.since = log_.checkpoint();
  EXPECT_EQ(verify_tiles(then, options).result, broken);
  SmallLog fork;
  fork.grow(299, "as it never was");
  options.since = fork.checkpoint();
  EXPECT_EQ(verify_tiles(Files(log_), options).result, broken);
}

}  // namespace
}  // namespace veinline::tools::verify
