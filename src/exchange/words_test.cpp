// SPDX-License-Identifier: Apache-2.0
// Whatever can be said or refused has its words, in the language that the reader asked for.
#include "exchange/words.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "codes/bad_code.hpp"
#include "exchange/phrases.hpp"
#include "journey/enrolment/enrolment.hpp"

namespace veinline::exchange {
namespace {

using journey::Field;

constexpr Language languages[] = {Language::en, Language::zh_cn};

struct Wanted {
  std::set<std::string> everywhere;    ///< keys of both languages
  std::set<std::string> chinese_only;  ///< help of commands and fields: the English is in the code

  void field_words(std::string_view owner, const std::vector<Field>& fields) {
    for (const phrases::Leaf& leaf : phrases::leaves(fields)) {
      chinese_only.insert("help." + std::string(owner) + "." + leaf.path);
      for (const std::string& choice : leaf.field->choices) everywhere.insert("choice." + choice);
      for (const std::string& kind : leaf.field->kinds) everywhere.insert("thing." + kind);
      everywhere.insert("type." + std::string(name(leaf.field->type)));
      if (!leaf.field->syntax.empty()) everywhere.insert("syntax." + leaf.field->syntax);
      if (leaf.field->type != journey::FieldType::sealed) continue;
      everywhere.insert("key_class." + std::string(kernel::text(key_class(*leaf.field))));
    }
  }
};

Wanted wanted() {
  const journey::Catalogue catalogue = journey::whole_catalogue();
  Wanted out;
  for (const journey::Rule* rule : catalogue.rules()) {
    out.everywhere.insert("rule." + std::string(rule->code));
  }
  for (const journey::FactType& type : catalogue.facts()) {
    const std::string fact(phrases::fact_name(type.stored_name));
    out.everywhere.insert("fact." + fact);
    out.everywhere.insert("strand." + std::string(text(type.strand)));
    out.everywhere.insert("kind." + std::string(text(type.kind)));
    out.field_words(fact, type.fields);
  }
  for (const journey::CommandType& type : catalogue.commands()) {
    out.everywhere.insert("command." + type.name);
    out.chinese_only.insert("help." + type.name);
    if (!type.signs.empty()) out.everywhere.insert("meaning." + type.signs);
    for (const journey::Role role : phrases::roles_of(type)) {
      out.everywhere.insert("role." + std::string(text(role)));
    }
    out.field_words(type.name, type.fields);
  }
  using journey::enrolment::Reached;
  for (int i = 0; !text(static_cast<Reached>(i)).empty(); ++i) {
    out.everywhere.insert("choice." + std::string(text(static_cast<Reached>(i))));
  }
  for (const auto& [mark, mark_name] : phrases::marks()) {
    out.everywhere.insert("mark." + std::string(mark_name));
  }
  for (int i = 0; i <= static_cast<int>(codes::BadCode::wrong_order); ++i) {
    out.everywhere.insert(std::string(codes::name(static_cast<codes::BadCode>(i))));
  }
  for (const journey::Strange strange : journey::all_strange) {
    out.everywhere.insert("strange." + std::string(text(strange)));
  }
  for (const char* recorded : {"no", "unknown", "yes"}) {
    out.everywhere.insert("recorded." + std::string(recorded));
  }
  out.everywhere.insert("thing.alias");  // what a code with a scheme stands for
  return out;
}

TEST(Words, whatever_can_be_said_or_refused_has_its_words) {
  const Wanted all = wanted();
  for (const Language language : languages) {
    const Words& words = Words::of(language);
    for (const std::string& key : all.everywhere) {
      EXPECT_TRUE(words.has(key)) << "words/" << text(language) << ".json lacks " << key;
    }
  }
  for (const std::string& key : all.chinese_only) {
    EXPECT_TRUE(Words::of(Language::zh_cn).has(key)) << "words/zh-CN.json lacks " << key;
    EXPECT_FALSE(Words::of(Language::en).has(key)) << key << " stands in the code in English";
  }
}

TEST(Words, no_sentence_is_about_something_that_cannot_be_said) {
  const std::set<std::string> closed{"rule",  "fact",   "command", "choice",  "role",
                                     "help",  "strand", "kind",    "type",    "meaning",
                                     "thing", "syntax", "mark",    "strange", "recorded"};
  // A strand that no fact has yet is still a strand of the journey.
  const std::set<std::string> spare{"strand.identity", "strand.custody", "strand.condition",
                                    "strand.record", "type.date"};
  const Wanted all = wanted();
  for (const Language language : languages) {
    for (const auto& [key, sentence] : Words::of(language).all()) {
      if (!closed.contains(key.substr(0, key.find('.'))) || spare.contains(key)) continue;
      EXPECT_TRUE(all.everywhere.contains(key) || all.chinese_only.contains(key)) << key;
    }
  }
}

TEST(Words, a_problem_says_once_that_nothing_was_recorded) {
  // Its title says it already. In Chinese it was said in other words than those of the title.
  const std::pair<Language, std::vector<std::string_view>> rows[] = {
      {Language::en, {"othing was recorded"}},
      {Language::zh_cn, {"未作任何记录", "未记录任何内容"}}};
  for (const auto& [language, phrases] : rows) {
    for (const auto& [key, sentence] : Words::of(language).all()) {
      if (!key.starts_with("problem.")) continue;
      for (const std::string_view phrase : phrases) {
        EXPECT_EQ(sentence.find(phrase), std::string::npos) << key;
      }
    }
  }
}

TEST(Words, every_role_has_a_name_even_when_it_may_give_no_command) {
  for (int i = 0; !text(static_cast<journey::Role>(i)).empty(); ++i) {
    const std::string key = "role." + std::string(text(static_cast<journey::Role>(i)));
    for (const Language language : languages) EXPECT_TRUE(Words::of(language).has(key)) << key;
  }
}

TEST(Words, a_missing_key_is_answered_with_itself) {
  const std::string key = "rule.no.such_rule";
  EXPECT_FALSE(Words::of(Language::en).has(key));
  EXPECT_EQ(Words::of(Language::en).find(key), key);
  EXPECT_EQ(Words::of(Language::en).find("recorded.no"), "Nothing was recorded.");
  EXPECT_EQ(Words::of(Language::zh_cn).find("strand.identity"), "身份链");
}

TEST(Words, the_language_that_is_wanted_most_is_answered) {
  const std::pair<const char*, Language> rows[] = {{"", Language::en},
                                                   {"en", Language::en},
                                                   {"zh-CN", Language::zh_cn},
                                                   {"ZH-hans-cn", Language::zh_cn},
                                                   {"zh", Language::zh_cn},
                                                   {"zhuang", Language::en},
                                                   {"fr, de;q=0.9", Language::en},
                                                   {"fr, zh;q=0.1", Language::zh_cn},
                                                   {"zh-CN,zh;q=0.9,en;q=0.8", Language::zh_cn},
                                                   {"en-US,en;q=0.9,zh-CN;q=0.8", Language::en},
                                                   {"en;q=0.3, zh-TW;q=0.31", Language::zh_cn},
                                                   {"en;q=0.3,zh;q=0", Language::en},
                                                   {"zh;q=0", Language::en},
                                                   {"zh ; q=1.000", Language::zh_cn},
                                                   {"zh;q=1.001", Language::en},
                                                   {"zh;q=", Language::en},
                                                   {"zh;q=0.12345", Language::en},
                                                   {"*", Language::en},
                                                   {",,;;,", Language::en}};
  for (const auto& [header, language] : rows) EXPECT_EQ(language_of(header), language) << header;
}

RC_GTEST_PROP(Words, no_header_breaks_the_choice_of_a_language, (const std::string& header)) {
  const Language language = language_of(header);
  RC_ASSERT(language == Language::en || language == Language::zh_cn);
  RC_ASSERT(language_of("zh," + header) == Language::zh_cn);
}

}  // namespace
}  // namespace veinline::exchange
