// SPDX-License-Identifier: Apache-2.0
// One stored record of every version of every fact: the bytes stay as they are, and stay readable.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <sstream>

#include "golden/sample.hpp"
#include "journey/custody/custody.hpp"
#include "journey/fold.hpp"
#include "journey/reception/reception.hpp"

namespace veinline::tests::golden {
namespace {

using journey::Catalogue;
using journey::FactType;

const Catalogue& catalogue() {
  static const Catalogue whole = journey::whole_catalogue();
  return whole;
}

/// "tests/golden/records/custody.handed_over@1.json".
std::string golden_path(std::string stored_name) {
  const std::size_t slash = stored_name.find('/');
  if (slash != std::string::npos) stored_name[slash] = '@';
  return "tests/golden/records/" + stored_name + ".json";
}

std::set<std::string> frozen_names(const std::string& list) {
  std::set<std::string> names;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.front() != '#') names.insert(line);
  }
  return names;
}

/// What to do about a golden file.
enum class Verdict { same, write, complain };
struct Found {
  bool exists;
  bool equal;
  bool frozen;
  bool blessing;
};
Verdict judge(const Found& found) {
  if (found.exists && found.equal) return Verdict::same;
  return found.blessing && !found.frozen ? Verdict::write : Verdict::complain;
}

TEST(Golden, a_stored_record_keeps_its_bytes) {
  const std::set<std::string> frozen = frozen_names(file_text("tests/golden/frozen.txt"));
  for (const FactType& type : catalogue().facts()) {
    const ledger::Record record = sample_record(type);
    const std::string bytes = ledger::finish(ledger::encode(record.draft), record.stamp);
    const std::string path = golden_path(type.stored_name);
    const Verdict verdict = judge({has_file(path), file_text(path) == bytes,
                                   frozen.contains(type.stored_name), is_blessing()});
    if (verdict == Verdict::write) write_file(path, bytes);
    EXPECT_NE(verdict, Verdict::complain)
        << path
        << (has_file(path) ? " has other bytes now: a stored fact never changes; make a "
                             "new version of it."
                           : " is missing. Run ./dev bless, unless the fact was released.");
  }
}

TEST(Golden, a_version_that_a_newer_one_has_replaced_is_frozen) {
  const std::set<std::string> frozen = frozen_names(file_text("tests/golden/frozen.txt"));
  for (const FactType& type : catalogue().facts()) {
    if (type.upcast == nullptr) continue;
    EXPECT_TRUE(frozen.contains(type.stored_name))
        << "put " << type.stored_name << " into tests/golden/frozen.txt";
  }
}

TEST(Golden, blessing_writes_a_new_record_and_never_one_that_was_released) {
  EXPECT_EQ(judge({.exists = true, .equal = true, .frozen = true, .blessing = true}),
            Verdict::same);
  EXPECT_EQ(judge({.exists = false, .equal = false, .frozen = false, .blessing = true}),
            Verdict::write);
  EXPECT_EQ(judge({.exists = true, .equal = false, .frozen = false, .blessing = true}),
            Verdict::write);
  EXPECT_EQ(judge({.exists = true, .equal = false, .frozen = true, .blessing = true}),
            Verdict::complain);
  EXPECT_EQ(judge({.exists = false, .equal = false, .frozen = true, .blessing = true}),
            Verdict::complain);
  EXPECT_EQ(judge({.exists = false, .equal = false, .frozen = false, .blessing = false}),
            Verdict::complain);
  EXPECT_EQ(judge({.exists = true, .equal = false, .frozen = false, .blessing = false}),
            Verdict::complain);
  EXPECT_EQ(frozen_names("# why\na.b/1\n\nc.d/2\n"), (std::set<std::string>{"a.b/1", "c.d/2"}));
}

TEST(Golden, no_stored_record_is_of_a_fact_that_nobody_can_read) {
  std::set<std::string> known;
  for (const FactType& type : catalogue().facts()) known.insert(golden_path(type.stored_name));
  for (const std::string& name : frozen_names(file_text("tests/golden/frozen.txt"))) {
    EXPECT_NE(catalogue().fact(name), nullptr) << name << " was released and must stay readable";
  }
  const std::string folder = "tests/golden/records";
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(VEINLINE_SOURCE_DIR) + "/" + folder)) {
    const std::string path = folder + "/" + entry.path().filename().string();
    EXPECT_TRUE(known.contains(path)) << path << " is of no fact of the catalogue";
  }
}

TEST(Golden, every_stored_record_is_read_back_whole) {
  for (const FactType& type : catalogue().facts()) {
    const std::string bytes = file_text(golden_path(type.stored_name));
    const auto record = ledger::parse_record(bytes);
    ASSERT_TRUE(record) << type.stored_name << ": " << record.error().why;
    EXPECT_EQ(ledger::finish(ledger::encode(record->draft), record->stamp), bytes);
    EXPECT_EQ(record->draft.fact, type.stored_name);
    const auto bad = type.check(record->draft.data);
    EXPECT_TRUE(bad.empty()) << type.stored_name << "." << bad.front().path << bad.front().code;
    const journey::Touched touched = journey::touched(type, record->draft.data);
    EXPECT_EQ(record->draft.changes, touched.changes) << type.stored_name;
    EXPECT_EQ(record->draft.mentions, touched.mentions) << type.stored_name;
    ASSERT_EQ(record->draft.signatures.size(), 1u);
    EXPECT_TRUE(ledger::signature_holds(record->draft, record->draft.signatures.front(),
                                        sample_key().verifier_key()))
        << type.stored_name;
  }
}

TEST(Golden, every_stored_record_is_read_as_the_newest_version_and_folds) {
  for (const FactType& type : catalogue().facts()) {
    const auto record = ledger::parse_record(file_text(golden_path(type.stored_name)));
    ASSERT_TRUE(record) << type.stored_name;
    const journey::Current now = current(catalogue(), type.stored_name, record->draft.data);
    ASSERT_NE(now.type, nullptr);
    EXPECT_EQ(now.type->upcast, nullptr) << type.stored_name << " stops at an older version";
    EXPECT_TRUE(now.type->check(now.data).empty()) << type.stored_name;
    ASSERT_NE(now.type->evolve, nullptr);
    journey::World world;
    EXPECT_TRUE(now.type->evolve(world, journey::Told{}, now.data)) << type.stored_name;
    EXPECT_EQ(touched(*now.type, now.data).changes, record->draft.changes)
        << type.stored_name << ": what a record changed stays what it changes";
  }
}

TEST(Golden, a_receipt_from_before_seals_has_no_seal_and_no_box_rather_than_a_default) {
  const FactType& old = *catalogue().fact("reception.received/1");
  const auto record = ledger::parse_record(file_text(golden_path(old.stored_name)));
  ASSERT_TRUE(record);
  const journey::Current now = current(catalogue(), old.stored_name, record->draft.data);
  EXPECT_EQ(now.type->stored_name, "reception.received/2");
  EXPECT_EQ(now.data.find("seal"), nullptr);
  EXPECT_EQ(now.data.find("consignment"), nullptr);
  EXPECT_EQ(*now.data.find("condition"), *record->draft.data.find("condition"));

  const journey::Thing bag(record->draft.changes.at(0));
  journey::Happening happening;
  happening.told.seq = 1;
  happening.fact = old.stored_name;
  happening.data = record->draft.data;
  happening.changes = record->draft.changes;
  const journey::ThingState state = journey::fold_all(catalogue(), bag, {happening});
  EXPECT_EQ(state.strange, 0);
  const auto* holding = state.aspects.find<journey::custody::Holding>();
  ASSERT_NE(holding, nullptr);
  EXPECT_EQ(holding->seal, "");
  EXPECT_NE(state.aspects.find<journey::reception::ReceptionState>(), nullptr);
}

}  // namespace
}  // namespace veinline::tests::golden
