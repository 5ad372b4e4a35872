// SPDX-License-Identifier: Apache-2.0
// An evidence bundle that anybody has touched is refused, wherever it was touched.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "support/given.hpp"
#include "support/small_log.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {
namespace {

using tests::support::SmallLog;
using enum Verdict::Result;

Verdict check(std::string_view bundle, const Options& options) {
  ledger::TextSource source(bundle);
  return verify_bundle(source, options);
}

Options trusting(const SmallLog& log) {
  Options options;
  options.key = log.vkey();
  return options;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;
    lines.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

class Bundles : public ::testing::Test {
 protected:
  Bundles() { log_.grow(20); }
  SmallLog log_;
};

TEST_F(Bundles, AreIntactAsTheyWereWritten) {
  const Verdict all = check(log_.bundle(), trusting(log_));
  EXPECT_EQ(all.result, intact) << all.message;
  EXPECT_EQ(all.records, 20U);
  const Verdict thing = check(log_.bundle_of_thing(), trusting(log_));
  EXPECT_EQ(thing.result, intact) << thing.message;
  EXPECT_EQ(thing.records, 5U);
  SmallLog empty;
  EXPECT_EQ(check(empty.bundle(), trusting(empty)).result, intact);
}

TEST_F(Bundles, AreRefusedWithAnyByteChanged) {
  constexpr std::size_t first_line_bytes = 20;
  const std::size_t step = support::campaign(5, 1);
  const std::size_t from = support::seed_of_this_run() % step;
  for (const std::string& good : {log_.bundle(), log_.bundle_of_thing()}) {
    std::string bad = good;
    for (std::size_t at = from; at < bad.size(); at += step) {
      bad[at] = static_cast<char>(good[at] ^ (1 << (at % 8)));
      // In the line that says what kind of file this is, nobody knows what the rest means.
      const auto expected = at <= first_line_bytes ? cannot_judge : broken;
      ASSERT_EQ(check(bad, trusting(log_)).result, expected) << "byte " << at;
      bad[at] = good[at];
    }
  }
}

TEST_F(Bundles, AreRefusedWithAnyBitOfASampleChanged) {
  const std::string good = log_.bundle();
  std::string bad = good;
  for (std::size_t at = 0; at < bad.size(); at += 41) {
    for (int bit = 0; bit < 8; ++bit) {
      bad[at] = static_cast<char>(good[at] ^ (1 << bit));
      ASSERT_NE(check(bad, trusting(log_)).result, intact) << "byte " << at;
    }
    bad[at] = good[at];
  }
}

TEST_F(Bundles, AreRefusedWhenCutOffAnywhereOrGoingOn) {
  for (const std::string& good : {log_.bundle(), log_.bundle_of_thing()}) {
    for (std::size_t length = 0; length < good.size(); length += length < 300 ? 1 : 37) {
      ASSERT_NE(check(good.substr(0, length), trusting(log_)).result, intact) << length;
    }
    const auto lines = lines_of(good);
    for (std::size_t count = 1; count < lines.size(); ++count) {
      const auto end = lines.begin() + static_cast<std::ptrdiff_t>(count);
      ASSERT_EQ(check(joined({lines.begin(), end}), trusting(log_)).result, broken) << count;
    }
    for (const char* more : {"\n", " ", "x", "\xE2\x80\x94 log.example/node AAAAAAAA\n"}) {
      EXPECT_EQ(check(good + more, trusting(log_)).result, broken);
    }
    EXPECT_EQ(check(good + lines.back(), trusting(log_)).result, broken);
    EXPECT_EQ(check(good + std::string(100'000, 'x'), trusting(log_)).result, broken);
  }
}

TEST_F(Bundles, AreRefusedWithLinesSwappedDroppedInsertedOrDoubled) {
  for (const std::string& good : {log_.bundle(), log_.bundle_of_thing()}) {
    const auto lines = lines_of(good);
    for (std::size_t at = 1; at < lines.size(); ++at) {
      auto swapped = lines;
      std::swap(swapped[at - 1], swapped[at]);
      if (swapped != lines) {
        ASSERT_NE(check(joined(swapped), trusting(log_)).result, intact) << at;
      }
      auto dropped = lines;
      dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(at));
      ASSERT_EQ(check(joined(dropped), trusting(log_)).result, broken) << at;
      auto doubled = lines;
      doubled.insert(doubled.begin() + static_cast<std::ptrdiff_t>(at), lines[at]);
      ASSERT_EQ(check(joined(doubled), trusting(log_)).result, broken) << at;
    }
  }
}

TEST_F(Bundles, NameTheFirstBadRecord) {
  auto lines = lines_of(log_.bundle());
  const auto seventh = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
    return line.find("\"key-6\"") != std::string::npos;
  });
  seventh->replace(seventh->find("12.5"), 4, "92.5");
  const Verdict verdict = check(joined(lines), trusting(log_));
  EXPECT_EQ(verdict.result, broken);
  EXPECT_EQ(verdict.first_bad, ledger::Seq{7});
}

TEST_F(Bundles, SignedByAnotherKeyAreRefused) {
  SmallLog forger(2);
  forger.grow(20);
  EXPECT_EQ(check(forger.bundle(), trusting(log_)).result, broken);
  EXPECT_EQ(check(forger.bundle_of_thing(), trusting(log_)).result, broken);
  EXPECT_EQ(check(forger.bundle(), trusting(forger)).result, intact);
  // The forger names the log's true key.
  std::string named = forger.bundle();
  named.replace(named.find(forger.vkey()), forger.vkey().size(), log_.vkey());
  EXPECT_EQ(check(named, trusting(log_)).result, broken);
}

TEST_F(Bundles, WithoutAKeyNameTheirsAndAreNotJudged) {
  const Verdict verdict = check(log_.bundle(), {});
  EXPECT_EQ(verdict.result, cannot_judge);
  EXPECT_EQ(verdict.found_vkey, log_.vkey());
  std::string bad = log_.bundle();
  bad.replace(bad.find("12.5"), 4, "92.5");
  EXPECT_EQ(check(bad, {}).result, broken);
  Options nonsense;
  nonsense.key = "nonsense";
  EXPECT_EQ(check(log_.bundle(), nonsense).result, cannot_judge);
}

TEST_F(Bundles, OfAThingWithAForeignProofAreRefusedEvenWhenTheNodeSigned) {
  std::string out;
  ledger::BundleWriter writer([&out](std::string_view text) { out += text; });
  const auto record = log_.records()[3];
  ASSERT_TRUE(writer.begin({"course/3", 1, log_.key().verifier_key(), log_.checkpoint()}));
  const auto proof = ledger::inclusion_proof(4, 20, log_.store());
  writer.add_proved(3, proof.value(), record.leaf, record.bytes);
  writer.finish(log_.key());
  const Verdict verdict = check(out, trusting(log_));
  EXPECT_EQ(verdict.result, broken);
  EXPECT_EQ(verdict.first_bad, ledger::Seq{4});
}

TEST_F(Bundles, AreHeldAgainstAnOlderCheckpoint) {
  Options options = trusting(log_);
  options.since = log_.checkpoint();
  const std::string thing_then = log_.bundle_of_thing();
  EXPECT_EQ(check(thing_then, options).result, intact);
  const std::string then = log_.bundle();
  log_.grow(13);
  EXPECT_EQ(check(log_.bundle(), options).result, intact);
  EXPECT_EQ(check(log_.bundle_of_thing(), options).result, cannot_judge);

  options.since = log_.checkpoint();  // of 33 records
  const Verdict cut = check(then, options);
  EXPECT_EQ(cut.result, broken);
  EXPECT_NE(cut.message.find("truncated"), std::string::npos);

  SmallLog fork;  // the same key, another past
  fork.grow(20, "as it never was");
  options.since = fork.checkpoint();
  const Verdict forked = check(log_.bundle(), options);
  EXPECT_EQ(forked.result, broken);
  EXPECT_NE(forked.message.find("forked"), std::string::npos);
  EXPECT_EQ(check(thing_then, options).result, broken);

  SmallLog stranger(2);
  stranger.grow(20);
  options.since = stranger.checkpoint();
  EXPECT_EQ(check(log_.bundle(), options).result, broken);
  options.since = "nonsense";
  EXPECT_EQ(check(log_.bundle(), options).result, cannot_judge);
}

RC_GTEST_PROP(AnyBytes, AreNeverIntactAndNeverCrash, (const std::string& bytes)) {
  static const SmallLog log;
  RC_ASSERT(check(bytes, trusting(log)).result == cannot_judge);
  RC_ASSERT(check("veinline-evidence@v1\n" + bytes, trusting(log)).result == broken);
}

}  // namespace
}  // namespace veinline::tools::verify
