// SPDX-License-Identifier: Apache-2.0
// What a bundle's writer refuses, and that its reader gives back what was written, however the
// bytes arrive. That tampering is found: src/tools/verify/verify_bundle_test.cpp.
#include "ledger/bundle.hpp"

#include <gtest/gtest.h>

#include "ledger/tree.hpp"

namespace veinline::ledger {
namespace {

class Bundle : public ::testing::Test {
 protected:
  Bundle() {
    for (const std::string& record : records_) tree_.add(leaf_hash(record));
    checkpoint_ = sign_checkpoint({"log.example", tree_.size(), tree_.root()}, key_);
  }
  BundleHead head(std::string about, std::uint64_t records) {
    return {std::move(about), records, key_.verifier_key(), checkpoint_};
  }
  std::string written() {
    std::string out;
    BundleWriter writer([&out](std::string_view text) { out += text; });
    EXPECT_TRUE(writer.begin(head("all", records_.size())));
    for (const std::string& record : records_) writer.add(leaf_hash(record), record);
    writer.finish(key_);
    return out;
  }

  SigningKey key_ =
      SigningKey::from_seed("log.example", KeyType::ed25519, kernel::Bytes(32, 7)).value();
  std::vector<std::string> records_{"{\"a\":1}", "{}", std::string(kernel::record_bytes_max, 'x')};
  Frontier tree_;
  std::string checkpoint_;
};

// Gives one byte at a time.
struct Drip : ByteSource {
  explicit Drip(std::string_view text) : rest(text) {}
  Result<std::size_t, Fault> read(std::span<char> into) override {
    return rest.read(into.first(1));
  }
  TextSource rest;
};

TEST_F(Bundle, IsReadAsItWasWrittenEvenByteByByte) {
  const std::string text = written();
  Drip drip(text);
  BundleReader reader(drip);
  EXPECT_EQ(reader.head()->checkpoint_text, checkpoint_);
  for (std::size_t i = 0; i < records_.size(); ++i) {
    const auto item = reader.next();
    ASSERT_TRUE(item && item->has_value());
    EXPECT_EQ((*item)->index, i);
    EXPECT_EQ((*item)->record, records_[i]);
    EXPECT_EQ((*item)->leaf, leaf_hash(records_[i]));
  }
  EXPECT_FALSE(reader.next()->has_value());
  EXPECT_TRUE(reader.finish(key_.verifier_key()));
}

TEST_F(Bundle, IsNotBegunOnWhatItCouldNotBeReadBackFrom) {
  const auto refused = [](const BundleHead& head) {
    std::string out;
    BundleWriter writer([&out](std::string_view text) { out += text; });
    return !writer.begin(head) && out.empty();
  };
  EXPECT_TRUE(refused(head("all", 2)));
  EXPECT_TRUE(refused(head("", 1)));
  EXPECT_TRUE(refused(head("material/1\nrecords 9", 1)));
  EXPECT_TRUE(refused(head("material/\xff", 1)));
  EXPECT_TRUE(refused(head(std::string(about_bytes_max + 1, 'x'), 1)));
  BundleHead other = head("all", 3);
  other.checkpoint_text = "no checkpoint";
  EXPECT_TRUE(refused(other));
}

TEST_F(Bundle, SaysSoWhenItsSourceGivesNoBytes) {
  struct Broken : ByteSource {
    Result<std::size_t, Fault> read(std::span<char>) override {
      return kernel::Failure{Fault::unreadable};
    }
  } source;
  EXPECT_EQ(BundleReader(source).head().error().kind, BundleFault::Kind::unreadable);
}

TEST_F(Bundle, OfANewerVersionIsNotCalledAltered) {
  TextSource source("veinline-evidence@v2\n");
  EXPECT_EQ(BundleReader(source).head().error().kind, BundleFault::Kind::other_format);
}

}  // namespace
}  // namespace veinline::ledger
