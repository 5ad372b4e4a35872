// SPDX-License-Identifier: Apache-2.0
// What the body of a command may say; what is wrong with it is said in the reader's language, and
// never in the sender's words.
#include "exchange/json.hpp"

#include <gtest/gtest.h>

#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/study/study.hpp"

namespace veinline::exchange {
namespace {

using journey::BadField;
using kernel::Object;
using kernel::Value;

constexpr kernel::JsonLimits limits{.bytes_max = 64 * 1024, .depth_max = 16};

Object parsed(const char* json) {
  const auto value = kernel::parse_json(json, limits);
  EXPECT_TRUE(value && value->object() != nullptr) << json;
  return *value->object();
}

/// What is wrong with the data of a command.
template <class Command>
std::vector<BadField> wrong_with(const char* json) {
  std::vector<BadField> bad;
  static_cast<void>(journey::codec::get<Command>(parsed(json), "", bad));
  return bad;
}

Value fields_of(std::vector<BadField> bad, Language language) {
  const commands::Problem problem{commands::ProblemKind::bad_input, "input.bad_fields", "", "",
                                  std::move(bad)};
  return *problem_json(problem, Words::of(language)).find("fields");
}

std::string why(const Value& fields, std::size_t i) {
  return *(*fields.array())[i].object()->find("why")->string();
}

TEST(ProblemJson, says_what_is_wrong_with_a_field_in_the_readers_language) {
  const auto bad = wrong_with<journey::study::OpenStudy>(R"({"code":"S1","use":"cure"})");
  const Value english = fields_of(bad, Language::en);
  const Value chinese = fields_of(bad, Language::zh_cn);
  EXPECT_EQ(why(english, 0), "this field is required");
  EXPECT_EQ(why(english, 1), "one of these is wanted: iit, ind, routine");
  EXPECT_EQ(why(chinese, 0), "此项必填");
  EXPECT_EQ(why(chinese, 1), "须为以下之一：iit、ind、routine");
  EXPECT_EQ(*(*english.array())[1].object()->find("path")->string(), "use");
  EXPECT_EQ(*(*english.array())[1].object()->find("code")->string(), "field.choice");
}

TEST(ProblemJson, has_a_sentence_for_every_way_in_which_a_value_can_be_wrong) {
  const char* ids[] = {R"("x")", R"("aAAAAAAAAAAAAAAAAA")", R"("AAAAAAAAAAAAAAAAIA")",
                       R"("AAAAAAAAAAAAAAAA00")", "1"};
  std::vector<BadField> all;
  const auto add = [&](std::vector<BadField> bad) {
    EXPECT_FALSE(bad.empty());
    std::move(bad.begin(), bad.end(), std::back_inserter(all));
  };
  for (const char* id : ids) {
    add(wrong_with<journey::manufacture::StartBatch>(
        (std::string(R"({"batch":)") + id + R"(,"course":[],"inputs":[{"quantity":3}],"sent":1})")
            .c_str()));
  }
  for (const char* quantity : {R"({"value":"01","unit":"mL"})", R"({"value":"-1","unit":"mL"})",
                               R"({"value":"1","unit":"?"})", R"({"value":"1.50","unit":"mL"})"}) {
    add(wrong_with<journey::manufacture::Input>(
        (std::string(R"({"quantity":)") + quantity + "}").c_str()));
  }
  for (const char* time : {R"("yesterday")", R"("2026-02-30T00:00:00Z")", "1"}) {
    add(wrong_with<journey::enrolment::SignConsent>(
        (std::string(R"({"version":"a b","document":"00","signed_at":)") + time + "}").c_str()));
  }
  for (const Language language : {Language::en, Language::zh_cn}) {
    const Words& words = Words::of(language);
    for (const BadField& bad : all) EXPECT_TRUE(words.has(bad.code)) << bad.path << " " << bad.code;
    const std::string told = kernel::canonical_text(fields_of(all, language));
    EXPECT_EQ(told.find("{0}"), std::string::npos);
    EXPECT_EQ(told.find("yesterday"), std::string::npos) << "the input is not repeated";
    EXPECT_EQ(told.find("sent"), std::string::npos) << "nor the name of an unknown member";
  }
}

TEST(ProblemJson, says_what_is_wrong_with_the_request_around_the_data) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"by":"x"})", "field.unknown_member"},
      {R"({"at":1})", "field.text"},
      {R"({"data":[]})", "field.object"},
      {R"({"happened_at":1})", "field.time"},
      {R"({"happened_at":"x"})", "field.time_form"},
      {R"({"happened_at":{"time":"2026-11-23T08:15:00Z","source":"me"}})", "field.choice"},
      {R"({"happened_at":{"time":"2026-11-23T08:15:00Z","offset":"8"}})", "field.offset"},
      {R"({"happened_at":{"time":"2026-11-23T08:15:00Z","uncertainty_s":-1}})", "field.seconds"},
      {R"({"reason":"because of"})", "field.code_characters"}};
  for (const auto& [body, code] : rows) {
    const auto request = request_from(parsed(body));
    ASSERT_FALSE(request.has_value()) << body;
    EXPECT_EQ(request.error().code, code) << body;
    const Object chinese = problem_json(request.error(), Words::of(Language::zh_cn));
    EXPECT_NE(*chinese.find("why")->string(), code) << body;
    EXPECT_EQ(*chinese.find("status")->integer(), 400);
  }
}

TEST(ProblemJson, says_why_a_text_is_no_json) {
  for (const char* text :
       {"{", R"({"a":1,"a":2})", "1.5", "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"}) {
    const auto value = kernel::parse_json(text, limits);
    ASSERT_FALSE(value.has_value());
    const auto said = [&](Language language) {
      return *problem_json("http.bad_json", value.error(), Words::of(language))
                  .find("why")
                  ->string();
    };
    EXPECT_EQ(said(Language::en), kernel::sentence(value.error().kind));
    EXPECT_NE(said(Language::zh_cn), said(Language::en));
  }
}

kernel::Result<commands::Request, journey::BadField> request_in(const std::string& body) {
  return request_from(*kernel::parse_json(body, {65'536, 16})->object());
}
/// "offset source seconds", or the path of what is wrong.
std::string happened(const std::string& value) {
  auto request = request_in(R"({"happened_at":)" + value + "}");
  if (!request) return request.error().path;
  const ledger::HappenedAt& at = *request->happened_at;
  return at.offset + " " + at.source + " " + std::to_string(at.uncertainty_s);
}

TEST(Body, keeps_the_offset_that_a_time_was_written_with) {
  for (const auto& [value, told] :
       {std::pair(R"("2026-01-01T08:00:00+08:00")", "+08:00 person 0"),
        std::pair(R"("2026-01-01T08:00:00Z")", "+00:00 person 0"),
        std::pair(R"("2026-01-01T08:00:00-03:30")", "-03:30 person 0"),
        std::pair(R"({"time":"2026-01-01T08:00:00+08:00","source":"device"})", "+08:00 device 0"),
        std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"+08:00","uncertainty_s":60})",
                  "+08:00 person 60"),
        std::pair(R"({"time":"2026-01-01T08:00:00+08:00","offset":"+08:00"})", "+08:00 person 0"),
        std::pair(R"({"time":"2026-01-01T08:00:00Z","offset":null})", "+00:00 person 0")}) {
    EXPECT_EQ(happened(value), told) << value;
  }
  const auto request = request_in(R"({"happened_at":"2026-01-01T08:00:00+08:00"})");
  EXPECT_EQ(kernel::to_text(request->happened_at->time), "2026-01-01T00:00:00.000Z");
}

TEST(Body, refuses_an_offset_that_no_clock_has_and_one_that_contradicts_its_time) {
  for (const auto& [value, path] :
       {std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"+99:99"})", "happened_at.offset"),
        std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"+14:01"})", "happened_at.offset"),
        std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"-12:30"})", "happened_at.offset"),
        std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"+08:60"})", "happened_at.offset"),
        std::pair(R"({"time":"2026-01-01T00:00:00Z","offset":"+8:000"})", "happened_at.offset"),
        std::pair(R"("2026-01-01T08:00:00+23:00")", "happened_at"),
        std::pair(R"({"time":"2026-01-01T08:00:00+08:00","offset":"+09:00"})",
                  "happened_at.offset"),
        std::pair(R"("2026-01-01T08:00:00")", "happened_at"), std::pair("7", "happened_at")}) {
    EXPECT_EQ(happened(value), path) << value;
  }
}

TEST(Body, does_not_let_a_client_speak_for_the_clock_of_the_server) {
  EXPECT_EQ(happened(R"({"time":"2026-01-01T00:00:00Z","source":"server"})"), "happened_at.source");
}

TEST(Body, refuses_an_uncertainty_that_is_none) {
  for (const char* seconds : {"-1", "1000000001", R"("60")"}) {
    EXPECT_EQ(
        happened(std::string(R"({"time":"2026-01-01T00:00:00Z","uncertainty_s":)") + seconds + "}"),
        "happened_at.uncertainty_s");
  }
}

TEST(Body, refuses_a_member_that_nobody_knows_wherever_it_stands) {
  for (const auto& [body, path] :
       {std::pair(R"({"dta":{}})", ""),
        std::pair(R"({"happened_at":{"time":"2026-01-01T00:00:00Z","ofset":"+08:00"}})",
                  "happened_at"),
        std::pair(R"({"reason":{"code":"X","txt":"he fell"}})", "reason")}) {
    const auto request = request_in(body);
    ASSERT_FALSE(request.has_value()) << body;
    EXPECT_EQ(request.error().path, path);
    EXPECT_EQ(request.error().code, "field.unknown_member");
    for (const std::string& told : request.error().told) EXPECT_NE(told, "ofset");
  }
}

}  // namespace
}  // namespace veinline::exchange
