// SPDX-License-Identifier: Apache-2.0
// The tables and logger files of examples/, taken in by the verbs of the command line as a site
// would.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "e2e/cli.hpp"
#include "kernel/canonical.hpp"
#include "kernel/digest.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

using kernel::Object;
using kernel::Value;
using node::Node;

std::string example(const std::string& name) {
  return std::string(VEINLINE_SOURCE_DIR) + "/examples/" + name;
}

Object object_of(const std::string& text) {
  auto value = kernel::parse_json(text, {16UL * 1024 * 1024, 64});
  return value && value->object() != nullptr ? *value->object() : Object{};
}

/// "a.b.0.c" of a JSON object, as text; empty: it is not there.
std::string at(const Object& object, std::string path) {
  const Object* here = &object;
  const Value* value = nullptr;
  while (!path.empty()) {
    const std::string step = path.substr(0, path.find('.'));
    path.erase(0, step.size() + 1);
    if (value != nullptr && value->array() != nullptr) {
      const std::size_t i = std::stoul(step);
      value = i < value->array()->size() ? &(*value->array())[i] : nullptr;
    } else {
      value = here == nullptr ? nullptr : here->find(step);
    }
    if (value == nullptr) return "";
    here = value->object();
  }
  if (value->string() != nullptr) return *value->string();
  return value->integer() != nullptr ? std::to_string(*value->integer())
                                     : kernel::canonical_text(*value);
}

class Examples : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Node::create(data_, "", {}).has_value());
    const Ran demo = take("one-treatment.ndjson", "");
    ASSERT_EQ(demo.code, 0) << demo.out << demo.err;
    names_ = outer_.file("names.json");
    std::ofstream(names_) << demo.out;
  }
  /// Takes a file of examples/, or another by its whole path.
  Ran take(const std::string& file, const std::string& map, bool dry_run = false) {
    tools::cli::ImportOptions options;
    options.where.data = data_;
    options.where.language = language_;
    options.file = file.starts_with("/") ? file : example(file);
    if (!map.empty()) options.map = example(map);
    options.names = names_;
    options.dry_run = dry_run;
    options.style = tools::cli::Style::json;
    return ran([&] { return tools::cli::run_import(options); });
  }
  /// Takes the same file and expects so many lines recorded now and before.
  void expect(const std::string& file, const std::string& map, int recorded, int again) {
    const Ran one = take(file, map);
    EXPECT_EQ(one.code, 0) << one.out << one.err;
    last_ = object_of(one.out);
    EXPECT_EQ(at(last_, "recorded"), std::to_string(recorded)) << one.out;
    EXPECT_EQ(at(last_, "again"), std::to_string(again)) << one.out;
  }
  void take_all_tables() {
    expect("patients.csv", "patients-map.json", 8, 0);
    expect("freezer-gb18030.csv", "freezer-map.json", 4, 0);
    expect("treatments.csv", "treatments-map.json", 7, 0);
  }
  Object shown(const std::string& view, const std::string& id) {
    tools::cli::ShowOptions options;
    options.where.data = data_;
    options.view = view;
    options.id = id;
    options.style = tools::cli::Style::json;
    const Ran one = ran([&] { return tools::cli::run_show(options); });
    EXPECT_EQ(one.code, 0) << one.err;
    return object_of(one.out);
  }
  Ran logger(const std::string& file, const std::string& box,
             std::map<std::string, std::string> told, bool dry_run = false) {
    tools::cli::ImportOptions options;
    options.where.data = data_;
    options.where.language = language_;
    options.file = file.starts_with("/") ? file : example(file);
    options.is_logger = true;
    options.where.as = at(last_, "names.$operator");
    options.consignment = box;
    options.logger = std::move(told);
    options.dry_run = dry_run;
    options.style = tools::cli::Style::json;
    return ran([&] { return tools::cli::run_import(options); });
  }
  std::string written(const std::string& name, const std::string& text) {
    std::ofstream(outer_.file(name), std::ios::binary) << text;
    return outer_.file(name);
  }
  static std::string text_of(const std::string& file) {
    std::ifstream in(example(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  /// The bytes of every record.
  [[nodiscard]] std::vector<std::string> records() const {
    const auto node = Node::open(data_, {});
    std::vector<std::string> out;
    for (ledger::Seq from = 1;; from += 500) {
      const auto some = (*node)->store().read(from, 500);
      if (!some || some->empty()) return out;
      for (const ledger::StoredRecord& one : *some) out.push_back(one.bytes);
    }
  }
  [[nodiscard]] ledger::Seq size() const {
    return Node::open(data_, {}).value()->store().tip().value().head.size();
  }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  std::string names_;
  std::string language_ = "en";
  Object last_;
};

TEST_F(Examples, patients_a_freezer_and_running_treatments_come_in_and_a_bag_is_traced) {
  take_all_tables();
  const Object bag = shown("trace", "din:A999926200001");
  EXPECT_EQ(at(bag, "identity.chain_of_identity"), "CHA999926000P01");
  EXPECT_EQ(at(bag, "identity.reached"), "produced");
  EXPECT_EQ(at(bag, "identity.left.value"), "32") << "112.5 mL less the 80.5 that were used";
  EXPECT_EQ(at(bag, "custody.0.since"), "2026-03-02T03:40:00.000Z") << "11:40 in Shanghai";
  EXPECT_EQ(at(bag, "custody.2.fact"), "reception.received/2");
  EXPECT_NE(at(bag, "status.held"), "true");
  const Object product = shown("trace", "material/" + at(last_, "names.$product-A999926200001"));
  EXPECT_EQ(at(product, "identity.left.value"), "40");
  EXPECT_EQ(at(shown("trace", "din:A999926200002"), "identity.reached"), "manufacturing");
  for (const char* name : {"示例甲", "1980-"}) {  // without the dash an id may have it by chance
    for (const std::string& bytes : records()) {
      EXPECT_EQ(bytes.find(name), std::string::npos) << "a column that no map names is not read";
    }
  }
}

TEST_F(Examples, the_same_tables_again_change_nothing) {
  take_all_tables();
  const ledger::Seq before = size();
  expect("patients.csv", "patients-map.json", 0, 8);
  expect("freezer-gb18030.csv", "freezer-map.json", 0, 4);
  expect("treatments.csv", "treatments-map.json", 0, 7);
  EXPECT_EQ(size(), before);
}

TEST_F(Examples, a_dry_run_says_the_same_and_records_nothing) {
  const ledger::Seq before = size();
  const Ran dry = take("patients.csv", "patients-map.json", true);
  EXPECT_EQ(dry.code, 0) << dry.out << dry.err;
  EXPECT_EQ(at(object_of(dry.out), "recorded"), "8");
  EXPECT_EQ(at(object_of(dry.out), "dry_run"), "true");
  EXPECT_EQ(size(), before);
}

TEST_F(Examples, the_import_names_the_very_file_that_the_site_keeps) {
  expect("patients.csv", "patients-map.json", 8, 0);
  const std::string digest = kernel::to_hex(kernel::sha256(text_of("patients.csv")).view());
  bool found = false;
  for (const std::string& bytes : records()) {
    found = found || bytes.find(digest) != std::string::npos;
  }
  EXPECT_TRUE(found);
}

TEST_F(Examples, a_wrong_cell_is_told_by_line_and_column_in_the_language_of_the_reader) {
  expect("patients.csv", "patients-map.json", 8, 0);
  std::string table =
      "采集码,识别码,采集开始,采集结束,体积,单位,位置\n"
      "A999926200001,CHA999926000P01,2026-03-02 08:30,2026-03-02 11:40,112,毫,x\n"
      "A99992620000,CHA999926000P02,2026-03-02 08:30,2026-03-02 11:40,=A1,毫升,x\n"
      "A999926200002,CHA999926000P09,2026-03-02 08:30,2026-03-02 11:40,98,毫升,x\n";
  std::string map = text_of("freezer-map.json");
  map.replace(map.find("gb18030"), 7, "utf-8");
  tools::cli::ImportOptions options;
  options.where.data = data_;
  options.where.language = "zh-CN";
  options.file = written("freezer.csv", table);
  options.map = written("map.json", map);
  options.names = names_;
  options.style = tools::cli::Style::json;
  const Ran one = ran([&] { return tools::cli::run_import(options); });
  EXPECT_EQ(one.code, 1) << one.err;
  const Object said = object_of(one.out);
  EXPECT_EQ(at(said, "problems.0.line"), "2") << one.out;
  EXPECT_EQ(at(said, "problems.0.column"), "单位");
  EXPECT_EQ(at(said, "problems.0.suggestion"), "mL, ml, 毫升");
  EXPECT_EQ(at(said, "problems.0.detail"), "映射没有说明该值的含义。已知的值见建议。");
  EXPECT_EQ(at(said, "recorded"), "2") << "the two collections whose start could be told";
  std::string codes;
  for (int i = 0; i < 5; ++i) {
    codes += at(said, "problems." + std::to_string(i) + ".line") + " " +
             at(said, "problems." + std::to_string(i) + ".column") + " " +
             at(said, "problems." + std::to_string(i) + ".code") + "\n";
  }
  EXPECT_EQ(codes,
            "2 单位 sheet.unknown_value\n3 体积 sheet.formula\n"
            "4 识别码 general.unknown_alias\n4 识别码 general.unknown_alias\n  \n");
}

TEST_F(Examples, an_encoding_that_was_declared_wrongly_is_told_with_the_right_one) {
  const Ran one = take("patients.csv", "freezer-map.json");
  EXPECT_EQ(at(object_of(one.out), "problems.0.code"), "sheet.is_utf8") << one.out;
  EXPECT_EQ(at(object_of(one.out), "problems.0.suggestion"), "\"encoding\": \"utf-8\"");
  const Ran other = take("freezer-gb18030.csv", "patients-map.json");
  EXPECT_EQ(at(object_of(other.out), "problems.0.code"), "sheet.is_gb18030") << other.out;
  EXPECT_EQ(other.code, 1);
}

TEST_F(Examples, a_logger_that_stayed_within_its_limits_stands_in_the_strand_of_condition) {
  take_all_tables();
  const std::string box = at(last_, "names.$box-A999926200001");
  const std::map<std::string, std::string> told{
      {"zone", "Asia/Shanghai"}, {"device", "lt-7"}, {"low", "2"}, {"high", "8"}};
  const Ran one = logger("logger-generic.csv", box, told);
  ASSERT_EQ(one.code, 0) << one.out << one.err;
  const Object said = object_of(one.out);
  EXPECT_EQ(at(said, "records.0.fact"), "transport.logger_record_attached/1");
  const std::string record = "records.0.data.record.";
  EXPECT_EQ(at(said, "records.0.data.device"), "LT-7");
  EXPECT_EQ(at(said, record + "readings"), "14");
  EXPECT_EQ(at(said, record + "outside_trip"), "2");
  EXPECT_EQ(at(said, record + "minimum"), "4.1");
  EXPECT_EQ(at(said, record + "maximum"), "5.2");
  EXPECT_EQ(at(said, record + "first"), "2026-03-02T06:00:00.000Z");
  EXPECT_EQ(at(said, record + "file"),
            kernel::to_hex(kernel::sha256(text_of("logger-generic.csv")).view()));
  const Object bag = shown("trace", "din:A999926200001");
  EXPECT_NE(at(bag, "status.held"), "true");
  EXPECT_NE(at(bag, "condition").find("transport.logger_record_attached/1"), std::string::npos);
  const ledger::Seq before = size();
  const Ran again = logger("logger-generic.csv", box, told);
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(at(object_of(again.out), "again"), "true");
  EXPECT_EQ(size(), before);
}

TEST_F(Examples, a_logger_with_an_excursion_holds_the_bags_of_its_box) {
  take_all_tables();
  const std::string box = at(last_, "names.$box-A999926200002");
  const std::map<std::string, std::string> told{
      {"device", "LT-8"}, {"unit", "C"}, {"low", "2"}, {"high", "8"}};
  const ledger::Seq before = size();
  EXPECT_EQ(logger("logger-iso.csv", box, told, true).code, 0);
  EXPECT_EQ(size(), before) << "a rehearsal";
  const Ran one = logger("logger-iso.csv", "consignment/" + box, told);
  ASSERT_EQ(one.code, 0) << one.out << one.err;
  const Object said = object_of(one.out);
  EXPECT_EQ(at(said, "records.0.data.record.above_s"), "5400");
  EXPECT_EQ(at(said, "records.1.fact"), "quality.hold_placed/1");
  EXPECT_EQ(at(said, "records.2.data.cause"), "temperature_excursion");
  EXPECT_EQ(at(shown("trace", "din:A999926200002"), "status.held"), "true");
}

TEST_F(Examples, a_vendors_file_needs_what_only_a_person_knows) {
  take_all_tables();
  const std::string box = at(last_, "names.$box-A999926200001");
  const auto code = [&](std::map<std::string, std::string> told) {
    const Ran one = logger("logger-vendor.csv", box, std::move(told));
    return one.code == 0 ? "" : at(object_of(one.err), "code");
  };
  EXPECT_EQ(code({}), "logger.day_order");
  EXPECT_EQ(code({{"day_order", "month_first"}}), "logger.zone_missing");
  EXPECT_EQ(code({{"day_order", "month_first"}, {"zone", "Asia/Nowhere"}}), "logger.bad_option");
  EXPECT_EQ(code({{"day_order", "month_first"}, {"zone", "America/New_York"}}),
            "logger.none_of_the_trip");
  const Ran one =
      logger("logger-vendor.csv", box, {{"day_order", "month_first"}, {"zone", "Asia/Shanghai"}});
  ASSERT_EQ(one.code, 0) << one.out << one.err;
  EXPECT_EQ(at(object_of(one.out), "records.0.data.device"), "LT200-00417");
  EXPECT_EQ(at(object_of(one.out), "records.0.data.record.unit"), "fahrenheit");
  EXPECT_EQ(at(object_of(one.out), "records.0.data.record.maximum"), "4.5");
}

TEST_F(Examples, a_large_table_is_cut_into_pieces_and_a_later_piece_knows_the_names_of_the_first) {
  std::string table = "no,site,word\n";
  for (int i = 0; i < 600; ++i) table += std::to_string(i) + ",HOSP-A,seal " + "\n";
  tools::cli::ImportOptions options;
  options.where.data = data_;
  options.where.language = "en";
  options.file = written("people.csv", table);
  options.map = written("map.json", R"({"veinline_map":1,"source":"LIST","commands":[
    {"command":"staff/add_person","key":"p-{no}","by":"console","data":
     {"person":"$p-{no}","name":"Demo {no}","site":"site:{site}","roles":["courier"]}}]})");
  options.style = tools::cli::Style::json;
  options.progress = tools::cli::ShowProgress::always;
  const Ran one = ran([&] { return tools::cli::run_import(options); });
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(at(object_of(one.out), "recorded"), "600");
  EXPECT_NE(one.err.find("600 of 600 rows, 600 recorded, 0 again, 0 failed"), std::string::npos)
      << one.err;
  std::string lines = "{\"veinline_import\":1,\"source\":\"LATER\"}\n";
  for (int i = 0; i < 600; ++i) {
    const std::string place = "$place" + std::to_string(i % 300);
    const std::string number = std::to_string(i);
    lines +=
        i < 300 ? R"({"key":"a)" + number + R"(","command":"study/register_site","by":"console",)" +
                      R"("data":{"site":")" + place + R"(","code":"WARD-)" + number +
                      R"(","kind":"hospital","zone":"Asia/Shanghai"}})"
                      "\n"
                : R"({"key":"b)" + number +
                      R"(","command":"staff/add_person","by":"console","data":{"person":"$new)" +
                      number + R"(","site":")" + place +
                      R"(","roles":["courier"],"name":"Demo"}})"
                      "\n";
  }
  options.file = written("lines.ndjson", lines);
  options.map.clear();
  const Ran later = ran([&] { return tools::cli::run_import(options); });
  EXPECT_EQ(later.code, 0) << later.out.substr(0, 2000);
  EXPECT_EQ(at(object_of(later.out), "recorded"), "600");
}

}  // namespace
}  // namespace veinline::e2e
