// SPDX-License-Identifier: Apache-2.0
// The command line answers in the language that was asked for, or that the environment speaks.
#include <gtest/gtest.h>

#include <cstdlib>

#include "e2e/cli.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

using exchange::Language;
using tools::cli::language_for;

/// The variables that say a language, as they are wanted, and as they were afterwards.
class Environment {
 public:
  Environment(const char* all, const char* messages, const char* language) {
    set("LC_ALL", all);
    set("LC_MESSAGES", messages);
    set("LANG", language);
  }
  ~Environment() {
    for (const auto& [name, value] : before_) put(name.c_str(), value ? value->c_str() : nullptr);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  static void put(const char* name, const char* value) {
    if (value == nullptr) {
      ::unsetenv(name);
    } else {
      ::setenv(name, value, 1);
    }
  }
  void set(const char* name, const char* value) {
    const char* before = std::getenv(name);
    before_.emplace_back(name,
                         before == nullptr ? std::nullopt : std::optional<std::string>(before));
    put(name, value);
  }
  std::vector<std::pair<std::string, std::optional<std::string>>> before_;
};

TEST(CommandLine, speaks_the_language_that_was_asked_for_or_that_of_the_environment) {
  struct Row {
    const char* all;
    const char* messages;
    const char* lang;
    Language language;
  };
  const Row rows[] = {{nullptr, nullptr, nullptr, Language::en},
                      {nullptr, nullptr, "zh_CN.UTF-8", Language::zh_cn},
                      {nullptr, nullptr, "zh_TW", Language::zh_cn},
                      {nullptr, nullptr, "en_US.UTF-8", Language::en},
                      {nullptr, nullptr, "C.UTF-8", Language::en},
                      {nullptr, "zh_CN", "en_US", Language::zh_cn},
                      {"C", "zh_CN", "zh_CN.UTF-8", Language::en},
                      {"", "", "zh_CN@pinyin", Language::zh_cn},
                      {"zh_CN.UTF-8", nullptr, "en_US", Language::zh_cn}};
  for (const Row& row : rows) {
    const Environment environment(row.all, row.messages, row.lang);
    EXPECT_EQ(language_for(""), row.language) << (row.lang == nullptr ? "" : row.lang);
    EXPECT_EQ(language_for("zh-CN"), Language::zh_cn);
    EXPECT_EQ(language_for("en"), Language::en);
  }
}

TEST(CommandLine, answers_problems_and_labels_in_chinese) {
  const support::TemporaryFolder folder;
  const std::string data = folder.file("node");
  ASSERT_EQ(ran([&] { return tools::cli::run_init({data, "veinline.invalid/language"}); }).code, 0);
  tools::cli::DoOptions doing;
  doing.where.data = data;
  doing.where.language = "zh-CN";
  doing.command = "study/register_site";
  doing.fields = {"--code", "no code", "--kind", "castle", "--zone", "Asia/Shanghai"};
  const Ran refused = ran([&] { return tools::cli::run_do(doing); });
  EXPECT_EQ(refused.code, 1);
  for (const char* wanted : {"说明: 有字段缺失或填写有误", "原因: 代码只能含",
                             "须为以下之一：hospital、factory", "未作任何记录"}) {
    EXPECT_NE(refused.err.find(wanted), std::string::npos) << wanted << "\n" << refused.err;
  }
  tools::cli::ShowOptions showing;
  showing.where = doing.where;
  showing.view = "audit";
  const Ran shown = ran([&] { return tools::cli::run_show(showing); });
  EXPECT_EQ(shown.code, 0);
  for (const char* wanted : {"截至序号: 2", "事实: 已登记中心", "操作人: "}) {
    EXPECT_NE(shown.out.find(wanted), std::string::npos) << wanted << "\n" << shown.out;
  }
  showing.where.language = "en";
  const Ran english = ran([&] { return tools::cli::run_show(showing); });
  EXPECT_NE(english.out.find("fact: study.site_registered/1"), std::string::npos) << english.out;
}

}  // namespace
}  // namespace veinline::e2e
