// SPDX-License-Identifier: Apache-2.0
// What the body of a command may say of its time and its reason.
#include "exchange/json.hpp"

#include <gtest/gtest.h>

namespace veinline::exchange {
namespace {

kernel::Result<commands::Request, journey::BadField> read(const std::string& body) {
  return request_from(*kernel::parse_json(body, {65'536, 16})->object());
}
/// "offset source seconds", or the path of what is wrong.
std::string happened(const std::string& value) {
  auto request = read(R"({"happened_at":)" + value + "}");
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
  const auto request = read(R"({"happened_at":"2026-01-01T08:00:00+08:00"})");
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
    const auto request = read(body);
    ASSERT_FALSE(request.has_value()) << body;
    EXPECT_EQ(request.error().path, path);
    EXPECT_NE(request.error().why.find("nobody knows"), std::string::npos);
    EXPECT_EQ(request.error().why.find("ofset"), std::string::npos) << "errors repeat no input";
  }
}

}  // namespace
}  // namespace veinline::exchange
