// SPDX-License-Identifier: Apache-2.0
// What an import promises: the same key again is the same command, whatever became of the file.
#include "exchange/import.hpp"

#include <gtest/gtest.h>

#include "support/treatment.hpp"

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
    exchange::Import import(node_.desk(), node_.catalogue(), node_.administrator(),
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

}  // namespace
}  // namespace veinline::e2e
