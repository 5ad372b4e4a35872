// SPDX-License-Identifier: Apache-2.0
// What an import promises: the same key again is the same command, whatever became of the file.
#include "exchange/import.hpp"

#include <gtest/gtest.h>

#include "exchange/table_import.hpp"
#include "support/treatment.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::e2e {
namespace {

using exchange::ImportReport;
using support::StoreKind;
using support::TestNode;

const std::string header = R"({"veinline_import":1,"source":"HIS"})"
                           "\n";

std::string site(const char* key, const char* name, const char* code, const char* kind) {
  return std::string(R"({"key":")") + key +
         R"(","command":"study/register_site","by":"console","data":{"site":"$)" + name +
         R"(","code":")" + code + R"(","kind":")" + kind + R"(","zone":"Asia/Shanghai"}})" + "\n";
}

std::string nurse(const char* key, const char* site_name) {
  return std::string(R"({"key":")") + key +
         R"(","command":"staff/add_person","by":"console","data":{"site":"$)" + site_name +
         R"(","roles":["infusion_nurse"],"name":"Demo Sun Li"}})" + "\n";
}

class Imports : public testing::Test {
 protected:
  Imports() { EXPECT_TRUE(node_.found().has_value()); }
  ImportReport take(const std::string& file) {
    exchange::Import import(node_.desk(), node_.catalogue(), {node_.administrator()},
                            exchange::Words::of(exchange::Language::en));
    return import.run(file);
  }
  TestNode node_{StoreKind::memory};
};

TEST_F(Imports, a_file_that_was_repaired_is_taken_in_where_it_failed_and_nowhere_twice) {
  const std::string bad = site("2", "factory", "FACT", "castle");
  const std::string good = site("2", "factory", "FACT", "factory");
  const std::string before = header + site("1", "hospital", "HOSP", "hospital");
  const std::string after = nurse("3", "factory") + nurse("4", "hospital");
  const ImportReport first = take(before + bad + after);
  EXPECT_EQ(first.recorded, 2U);
  EXPECT_EQ(first.failed, 2U);
  const ImportReport repaired = take(before + good + after);
  EXPECT_EQ(repaired.failed, 0U) << kernel::canonical_text(report_json(repaired));
  EXPECT_EQ(repaired.again, 2U);
  EXPECT_EQ(repaired.recorded, 2U);
  EXPECT_EQ(repaired.names.at("$hospital"), first.names.at("$hospital"));
  EXPECT_EQ(take(before + good + after).again, 4U);
}

TEST_F(Imports, E6_end_with_the_session_in_which_they_were_brought) {
  const std::string administrator = node_.administrator();
  const auto enrol = [&] {
    const std::string credential = node_.fresh_id();
    const auto reply =
        node_.ask(administrator, "staff/enrol_credential",
                  support::object({{"credential", credential}, {"kind", "password"}}));
    EXPECT_TRUE(reply.has_value()) << support::words_of(reply);
    return credential;
  };
  const std::string first = enrol();
  exchange::Import import(node_.desk(), node_.catalogue(), {administrator, {}, {first}},
                          exchange::Words::of(exchange::Language::en));
  ImportReport report;
  ASSERT_TRUE(import.begin({"OLD", std::string(64, 'a')}, report));
  import.take_lines(site("1", "hospital", "HOSP", "hospital"), report);
  EXPECT_EQ(report.recorded, 1U) << kernel::canonical_text(report_json(report));
  enrol();  // in the place of the first
  import.take_lines(site("2", "factory", "FACT", "factory"), report);
  EXPECT_EQ(report.recorded, 1U);
  ASSERT_EQ(report.failed, 1U);
  EXPECT_EQ(*report.problems.front().object()->find("code")->string(), "auth.session_over");
  exchange::Import again(node_.desk(), node_.catalogue(), {administrator, {}, {first}},
                         exchange::Words::of(exchange::Language::en));
  ImportReport none;
  EXPECT_FALSE(again.begin({"OLD", std::string(64, 'b')}, none));
}

TEST_F(Imports, a_text_may_begin_with_the_sign_of_a_name) {
  const std::string line =
      R"({"key":"1","command":"staff/add_person","by":"console","reason":{"code":"X","text":)"
      R"("$500 were/$paid"},"data":{"site":")" +
      node_.founding_site() + R"(","roles":["quality"],"name":"$Demo/$Sun"}})";
  const ImportReport report = take(header + line);
  EXPECT_EQ(report.recorded, 1U) << kernel::canonical_text(report_json(report));
}

TEST_F(Imports, an_error_names_the_field_and_repeats_nothing_of_the_file) {
  const std::string by = R"(,"command":"staff/add_person","by":"console","data":{)";
  const std::string file = header + R"({"key":"1")" + by +
                           R"("Anna Smith 1970":"$nobody","site":"$nobody"}})" + "\n" +
                           R"({"key":"2")" + by + R"("Anna Smith 1970":"$nobody"}})" + "\n" +
                           R"({"key":"3","Anna Smith 1970":"$nobody")" + by + "}}\n";
  const ImportReport report = take(file);
  const std::string said = kernel::canonical_text(report_json(report));
  EXPECT_EQ(report.failed, 3U) << said;
  EXPECT_EQ(said.find("Anna"), std::string::npos) << said;
  EXPECT_EQ(said.find("$nobody"), std::string::npos) << said;
  EXPECT_EQ(*report.problems.front().object()->find("about")->string(), "data.site");
}

TEST_F(Imports, every_line_that_is_counted_has_an_answer) {
  const std::string file =
      header + "\n" + site("1", "hospital", "HOSP", "hospital") + site("2", "x", "X", "castle");
  const ImportReport report = take(file);
  EXPECT_EQ(report.lines, 2U) << "neither the first line nor the blank one is a command";
  EXPECT_EQ(report.lines, report.recorded + report.again + report.failed);
}

TEST_F(Imports, a_file_of_nothing_but_mistakes_is_counted_and_told_of_so_far) {
  std::string file = header;
  constexpr std::size_t lines = 5 * exchange::import_problems_max;
  for (std::size_t i = 0; i < lines; ++i) file += "x\n";
  const ImportReport report = take(file);
  EXPECT_EQ(report.failed, lines);
  EXPECT_EQ(report.problems.size(), exchange::import_problems_max);
  const kernel::Object said = report_json(report);
  EXPECT_EQ(*said.find("problems_left_out")->integer(), 4'000);
  EXPECT_EQ(*report.problems.front().object()->find("line")->integer(), 2);
}

TEST_F(Imports, keep_no_key_of_the_other_system) {
  const ImportReport report = take(header + site("ZhangSan-1", "hospital", "HOSP", "hospital"));
  ASSERT_EQ(report.recorded, 1U);
  for (const ledger::StoredRecord& stored : node_.records()) {
    EXPECT_EQ(stored.bytes.find("ZhangSan"), std::string::npos);
  }
  const auto last = ledger::parse_record(node_.records().back().bytes);
  EXPECT_TRUE(last->draft.command.key.starts_with("import:"));
  EXPECT_EQ(last->draft.command.key.size(), 39U);
}

/// A release of the sample treatment: told by a person, or taken from a file.
class Released : public testing::Test {
 protected:
  Released() { world_.go_to("lift product"); }
  void import_release() {
    const std::string line = R"({"key":"1","command":"release/release","sign":"release","by":")" +
                             world_.cast.quality + R"(","data":{"material":")" +
                             world_.things.product + R"("}})";
    TestNode& node = world_.node;
    exchange::Import import(node.desk(), node.catalogue(), {node.administrator()},
                            exchange::Words::of(exchange::Language::en));
    const ImportReport report = import.run(header + line);
    ASSERT_EQ(report.recorded, 1U) << kernel::canonical_text(report_json(report));
  }
  ledger::Draft last_draft() {
    auto record = ledger::parse_record(world_.node.records().back().bytes);
    EXPECT_TRUE(record.has_value());
    return record->draft;
  }
  bool holds(const ledger::Draft& draft) {
    return ledger::signature_holds(draft, draft.signatures.front(),
                                   world_.node.keys().key.verifier_key());
  }
  support::World world_{StoreKind::memory};
};

TEST_F(Released, by_an_import_says_that_the_node_did_not_meet_the_signer) {
  import_release();
  const ledger::Draft draft = last_draft();
  ASSERT_EQ(draft.signatures.size(), 1U);
  EXPECT_EQ(draft.signatures.front().suite, ledger::suite_node_import);
  EXPECT_EQ(draft.signatures.front().by, world_.cast.quality);
  EXPECT_TRUE(holds(draft));
  namespace verify = tools::verify;
  const std::string key = world_.node.keys().identity.vkey;
  const verify::Verdict verdict = verify::verify_log(verify::StoreLog(world_.node.store()),
                                                     {.key = key, .since = {}, .witnesses = {}});
  EXPECT_EQ(verdict.result, verify::Verdict::Result::intact) << verdict.message;
  EXPECT_EQ(verdict.imported_signatures, 1U);
  EXPECT_GT(verdict.signatures, 1U) << "the consent was signed by a person who was there";
}

TEST_F(Released, by_an_import_cannot_be_made_to_look_like_anything_else) {
  import_release();
  ledger::Draft draft = last_draft();
  draft.signatures.front().suite = ledger::suite_node;
  EXPECT_FALSE(holds(draft)) << "the suite is signed";
  draft = last_draft();
  draft.signatures.front().value[20] ^= 1U;
  EXPECT_FALSE(holds(draft));
  draft = last_draft();
  draft.data.set("material", kernel::Value(world_.things.collection));
  EXPECT_FALSE(holds(draft));
}

TEST_F(Released, by_a_person_says_that_the_node_knew_them) {
  world_.go_to("release");
  ledger::Draft draft = last_draft();
  EXPECT_EQ(draft.signatures.front().suite, ledger::suite_node);
  EXPECT_TRUE(holds(draft));
  draft.signatures.front().suite = ledger::suite_node_import;
  EXPECT_FALSE(holds(draft));
}

/// A table of people with a map in front of it, as the command line sends it.
std::string table(const std::string& rows) {
  return R"({"veinline_map":1,"source":"STAFF","values":{"role":{"护士":"infusion_nurse"}},"commands":[)"
         R"({"command":"staff/add_person","key":"p-{no}","by":"console","data":)"
         R"({"name":"{name}","site":"site:{site}","roles":["{role|values:role}"]}}]})"
         "\nno,name,site,role\n" +
         rows;
}

TEST_F(Imports, of_a_table_tell_line_and_column_and_take_the_other_rows_in) {
  EXPECT_EQ(take(header + site("1", "hospital", "HOSP", "hospital")).recorded, 1U);
  const auto take_table = [&](const std::string& rows) {
    return exchange::take_in(node_.desk(), node_.catalogue(), {node_.administrator()},
                             exchange::Words::of(exchange::Language::en), table(rows));
  };
  const std::string good = "1,Demo A,HOSP,护士\n";
  const ImportReport first =
      take_table(good + "2,Demo B,NOWHERE,护士\n3,Demo C,HOSP,castle\n4,=A1,HOSP,护士\n");
  EXPECT_EQ(first.recorded, 1U);
  EXPECT_EQ(first.failed, 3U);
  ASSERT_EQ(first.problems.size(), 3U);
  const auto told = [&](std::size_t i, const char* member) {
    const kernel::Value* value = first.problems[i].object()->find(member);
    return value == nullptr || value->string() == nullptr ? "" : *value->string();
  };
  EXPECT_EQ(*first.problems[0].object()->find("line")->integer(), 3);
  EXPECT_EQ(told(0, "column"), "site");
  EXPECT_EQ(told(1, "column"), "role");
  EXPECT_EQ(told(1, "suggestion"), "护士");
  EXPECT_EQ(told(2, "code"), "sheet.formula");
  const ImportReport mended = take_table(good + "2,Demo B,HOSP,护士\n3,Demo C,HOSP,护士\n");
  EXPECT_EQ(mended.again, 1U);
  EXPECT_EQ(mended.recorded, 2U);
  EXPECT_EQ(mended.failed, 0U) << kernel::canonical_text(report_json(mended));
  EXPECT_EQ(take_table(good + "2,Demo B,HOSP,护士\n3,Demo C,HOSP,护士\n").again, 3U);
}

TEST_F(Imports, of_a_table_begin_nothing_when_the_map_does_not_fit) {
  const ImportReport report =
      exchange::take_in(node_.desk(), node_.catalogue(), {node_.administrator()},
                        exchange::Words::of(exchange::Language::zh_cn), table("") + "1,2\n");
  EXPECT_EQ(report.recorded, 0U);
  std::string other = table("1,Demo A,HOSP,护士\n");
  other.replace(other.find("no,name"), 7, "no,nome");
  const ImportReport misfit =
      exchange::take_in(node_.desk(), node_.catalogue(), {node_.administrator()},
                        exchange::Words::of(exchange::Language::en), other);
  EXPECT_EQ(misfit.failed, 1U);
  EXPECT_EQ(*misfit.problems[0].object()->find("suggestion")->string(), "nome");
  EXPECT_EQ(misfit.lines, 0U);
}

}  // namespace
}  // namespace veinline::e2e
