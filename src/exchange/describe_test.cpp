// SPDX-License-Identifier: Apache-2.0
// The descriptions say what the catalogue says, whole, in both languages.
#include "exchange/describe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "exchange/phrases.hpp"

namespace veinline::exchange {
namespace {

using kernel::Array;
using kernel::Object;
using kernel::Value;

const journey::Catalogue& catalogue() {
  static const journey::Catalogue whole = journey::whole_catalogue();
  return whole;
}

std::string text_at(const Object& object, const char* key) {
  const Value* value = object.find(key);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

const Object* field_of(const Object& described, std::string_view name) {
  for (const Value& field : *described.find("fields")->array()) {
    if (text_at(*field.object(), "name") == name) return field.object();
  }
  return nullptr;
}

bool is_true(const Object& object, const char* key) {
  const Value* value = object.find(key);
  return value != nullptr && value->boolean() != nullptr && *value->boolean();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++found;
  }
  return found;
}

bool has_han(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE4 && byte <= 0xE9;  // first bytes of U+4000 to U+9FFF
  });
}

TEST(Describe, a_command_says_who_may_give_it_and_what_it_needs) {
  const Object release = describe_command(*catalogue().command("release/release"), Language::en);
  EXPECT_EQ(text_at(release, "title"), "Release the product");
  EXPECT_EQ(text_at(release, "kind"), "permission");
  EXPECT_EQ(text_at(release, "signs"), "release");
  EXPECT_FALSE(is_true(release, "needs_reason"));
  const Array& roles = *release.find("roles")->array();
  ASSERT_EQ(roles.size(), 1u);
  EXPECT_EQ(text_at(*roles[0].object(), "value"), "quality");
  const Object hold = describe_command(*catalogue().command("quality/hold"), Language::en);
  EXPECT_EQ(hold.find("signs"), nullptr);
  EXPECT_TRUE(is_true(hold, "needs_reason"));
}

TEST(Describe, a_choice_says_its_values_and_their_titles) {
  const Object receive =
      describe_command(*catalogue().command("reception/receive"), Language::zh_cn);
  const Object* condition = field_of(receive, "condition");
  ASSERT_NE(condition, nullptr);
  const Array& choices = *condition->find("choices")->array();
  ASSERT_EQ(choices.size(), 4u);
  EXPECT_EQ(text_at(*choices[0].object(), "value"), "intact");
  EXPECT_EQ(text_at(*choices[0].object(), "title"), "完好");
}

TEST(Describe, a_fresh_id_need_not_be_sent_and_a_fresh_number_must) {
  const Object open = describe_command(*catalogue().command("enrolment/open_course"), Language::en);
  const Object* course = field_of(open, "course");
  const Object* number = field_of(open, "coi");
  ASSERT_TRUE(course != nullptr && number != nullptr);
  EXPECT_TRUE(is_true(*course, "fresh"));
  EXPECT_FALSE(is_true(*course, "required"));
  EXPECT_TRUE(is_true(*number, "fresh"));
  EXPECT_TRUE(is_true(*number, "required"));
  EXPECT_EQ(text_at(*number, "scheme"), "coi");
}

TEST(Describe, a_sealed_text_says_under_which_class_of_keys_it_is_kept) {
  const auto class_of = [](const char* command, const char* name) {
    const Object told = describe_command(*catalogue().command(command), Language::en);
    return text_at(*field_of(told, name), "key_class");
  };
  EXPECT_EQ(class_of("followup/record_contact", "contact"), "contact");
  EXPECT_EQ(class_of("staff/add_person", "name"), "trace") << "without a word";
  const std::string text =
      describe_text(*catalogue().command("followup/record_contact"), Language::en);
  EXPECT_NE(text.find("sealed text (class contact)"), std::string::npos) << text;
  const Object other = describe_command(*catalogue().command("enrolment/enrol"), Language::en);
  EXPECT_EQ(field_of(other, "study")->find("key_class"), nullptr);
}

TEST(Describe, groups_and_units_and_marks_are_said) {
  const Object start = describe_fact(*catalogue().fact("manufacture.started/1"), Language::zh_cn);
  const Object* inputs = field_of(start, "inputs");
  ASSERT_NE(inputs, nullptr);
  const Object* quantity = field_of(*inputs, "quantity");
  ASSERT_NE(quantity, nullptr);
  EXPECT_EQ(text_at(*quantity, "unit"), "UCUM");
  EXPECT_EQ(text_at(*quantity, "help"), "用量。");
  const Array& marks = *field_of(*inputs, "material")->find("marks")->array();
  EXPECT_EQ(marks, (Array{Value("changes"), Value("from")}));
  const Object open = describe_command(*catalogue().command("study/open"), Language::en);
  EXPECT_EQ(text_at(*field_of(open, "bedside_window_min"), "unit"), "min");
}

TEST(Describe, an_older_fact_says_as_what_it_is_read) {
  const Object old = describe_fact(*catalogue().fact("reception.received/1"), Language::en);
  EXPECT_EQ(text_at(old, "read_as"), "reception.received/2");
  EXPECT_EQ(field_of(old, "seal"), nullptr);
}

/// Paths of titles, helps and sentences without a Chinese character.
void find_english(const Value& value, const std::string& path, std::vector<std::string>& out) {
  if (const Array* list = value.array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      find_english((*list)[i], path + "[" + std::to_string(i) + "]", out);
    }
  } else if (const Object* object = value.object()) {
    for (const auto& [key, member] : object->members()) {
      const bool prose = key == "title" || key == "help" || key == "sentence";
      if (prose && !has_han(*member.string())) out.push_back(path + "." + key);
      find_english(member, path + "." + key, out);
    }
  }
}

TEST(Describe, nothing_stays_english_in_the_chinese_description) {
  std::vector<std::string> english;
  find_english(Value(describe_all(catalogue(), Language::zh_cn)), "", english);
  EXPECT_EQ(english, std::vector<std::string>{});
}

TEST(Describe, the_whole_description_holds_every_command_fact_and_rule) {
  const Object all = describe_all(catalogue(), Language::en);
  EXPECT_EQ(all.find("commands")->array()->size(), catalogue().commands().size());
  EXPECT_EQ(all.find("facts")->array()->size(), catalogue().facts().size());
  EXPECT_EQ(all.find("rules")->array()->size(), catalogue().rules().size());
  EXPECT_EQ(all.find("strange")->array()->size(), std::size(journey::all_strange));
}

TEST(Describe, the_command_line_reads_aligned_columns) {
  EXPECT_EQ(describe_text(*catalogue().command("release/release"), Language::en),
            "release/release  Release the product\n"
            "Release a product for its patient.\n"
            "\n"
            "  Kind       permission: a rule may refuse it\n"
            "  Roles      quality assurance\n"
            "  Signature  release  I release this product. (with all components at that moment)\n"
            "\n"
            "  Field     Required  Meaning\n"
            "  material  yes       The product. [material id]\n");
  EXPECT_EQ(describe_text(*catalogue().command("release/release"), Language::zh_cn),
            "release/release  放行产品\n"
            "为患者放行产品，由质量受权人或其他质量人员签名。\n"
            "\n"
            "  性质  许可（不符合规则时予以拒绝）\n"
            "  角色  质量保证人员（含质量受权人）\n"
            "  签名  release  本人放行该产品。 (须当场提供全部要素)\n"
            "\n"
            "  字段      必填  含义\n"
            "  material  是    产品。 [物料标识]\n");
}

TEST(Describe, the_reference_names_everything_and_its_tables_are_whole) {
  for (const Language language : {Language::en, Language::zh_cn}) {
    const std::string reference = reference_markdown(catalogue(), language);
    for (const journey::CommandType& type : catalogue().commands()) {
      EXPECT_EQ(count(reference, "### `" + type.name + "`\n"), 1u) << type.name;
    }
    for (const journey::FactType& type : catalogue().facts()) {
      EXPECT_EQ(count(reference, "### `" + type.stored_name + "`\n"), 1u) << type.stored_name;
    }
    std::istringstream lines(reference);
    std::size_t bars = 0;
    for (std::string line; std::getline(lines, line);) {
      const std::size_t here = count(line, "|") - count(line, "\\|");
      if (bars != 0 && here != 0) {
        EXPECT_EQ(here, bars) << line;
      }
      bars = here;
    }
  }
}

TEST(Describe, the_page_gets_one_type_for_every_fact_and_command) {
  const std::string types = typescript(catalogue());
  for (const journey::FactType& type : catalogue().facts()) {
    EXPECT_EQ(count(types, "readonly fact: \"" + type.stored_name + "\";"), 1u);
  }
  for (const journey::CommandType& type : catalogue().commands()) {
    EXPECT_EQ(count(types, "readonly command: \"" + type.name + "\";"), 1u);
  }
  EXPECT_EQ(count(types, "export interface ReceptionReceived {"), 1u);
  EXPECT_EQ(count(types, "export interface ReceptionReceived1 {"), 1u);
  EXPECT_EQ(count(types, "export type MaterialId = string & { readonly [noun]: \"material\" };"),
            1u);
  EXPECT_EQ(count(types, "export type Sha256InHex = "), 1u);
  EXPECT_EQ(count(types, "export type ChainOfIdentityId = "), 1u);
  EXPECT_NE(types.find("made from the catalogue; do not edit"), std::string::npos);
}

}  // namespace
}  // namespace veinline::exchange
