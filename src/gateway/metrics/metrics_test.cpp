// SPDX-License-Identifier: Apache-2.0
// What is scraped is well formed, says what was counted, and has as few series as there are kinds.
// GCC 12 under the sanitizers warns of its own <regex> (GCC bug 105562).
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include "gateway/metrics/metrics.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

namespace veinline::gateway::metrics {
namespace {

using std::chrono::microseconds;

http::Seen seen(std::string_view route, int status, std::int64_t us) {
  return {"GET", route, status, microseconds(us), 10, "", "id"};
}

/// A line of the text format 0.0.4, and what is wrong with the whole; empty: nothing.
std::string wrong_with(const std::string& page) {
  static const std::regex meta(R"(# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram)))");
  static const std::regex sample(
      R"re(([a-z_]+)(\{[a-z]+="[^"\\\n]*"(,[a-z]+="[^"\\\n]*")*\})? (-?[0-9.e+-]+|\+Inf))re");
  if (page.empty() || page.back() != '\n') return "it does not end with a line";
  std::map<std::string, std::string> types;
  std::map<std::string, int> samples;
  std::istringstream in(page);
  for (std::string line; std::getline(in, line);) {
    std::smatch match;
    if (line.starts_with("# TYPE ")) {
      std::istringstream words(line.substr(7));
      std::string name, type;
      words >> name >> type;
      if (!types.emplace(name, type).second) return "two types: " + line;
    }
    if (line.starts_with("#")) {
      if (!std::regex_match(line, meta)) return line;
      continue;
    }
    if (!std::regex_match(line, match, sample)) return line;
    if (++samples[line.substr(0, line.rfind(' '))] > 1) return "twice: " + line;
    std::string name = match[1];
    for (const char* suffix : {"_bucket", "_sum", "_count"}) {
      if (types.contains(name)) break;
      if (name.ends_with(suffix)) name.resize(name.size() - std::string_view(suffix).size());
    }
    if (!types.contains(name)) return "no type: " + line;
  }
  return {};
}

std::string value_of(const std::string& page, const std::string& series) {
  const std::size_t at = page.find("\n" + series + " ");
  if (at == std::string::npos) return "absent";
  const std::size_t begin = at + series.size() + 2;
  return page.substr(begin, page.find('\n', begin) - begin);
}

TEST(Metrics, are_well_formed_also_when_nothing_has_happened) {
  EXPECT_EQ(wrong_with(to_text({})), "");
}

TEST(Metrics, the_check_sees_what_is_wrong) {
  EXPECT_NE(wrong_with("# TYPE a counter\na 1"), "");
  EXPECT_NE(wrong_with("a 1\n"), "");
  EXPECT_NE(wrong_with("# TYPE a counter\na{x=1} 1\n"), "");
  EXPECT_NE(wrong_with("# TYPE a counter\na 1\na 2\n"), "");
  EXPECT_NE(wrong_with("# TYPE a wish\na 1\n"), "");
  EXPECT_EQ(wrong_with("# HELP a What.\n# TYPE a counter\na{x=\"y\"} 1\n"), "");
}

TEST(Metrics, requests_are_counted_by_route_method_and_class_of_status) {
  Requests requests;
  requests.add(seen("/api/v1/trace/{thing}", 200, 400));
  requests.add(seen("/api/v1/trace/{thing}", 200, 2'000));
  requests.add(seen("/api/v1/trace/{thing}", 404, 90'000'000));
  Snapshot snapshot;
  snapshot.requests = requests.took();
  const std::string page = to_text(snapshot);
  EXPECT_EQ(wrong_with(page), "");
  const std::string well = R"(route="/api/v1/trace/{thing}",method="GET",status="2xx")";
  const std::string name = "veinline_http_request_duration_seconds";
  EXPECT_EQ(value_of(page, name + "_count{" + well + "}"), "2");
  EXPECT_EQ(value_of(page, name + "_bucket{" + well + R"(,le="0.0005"})"), "1");
  EXPECT_EQ(value_of(page, name + "_bucket{" + well + R"(,le="0.0025"})"), "2");
  EXPECT_EQ(value_of(page, name + "_bucket{" + well + R"(,le="+Inf"})"), "2");
  const std::string not_there = R"(route="/api/v1/trace/{thing}",method="GET",status="4xx")";
  EXPECT_EQ(value_of(page, name + "_bucket{" + not_there + R"(,le="30"})"), "0");
  EXPECT_EQ(value_of(page, name + "_bucket{" + not_there + R"(,le="+Inf"})"), "1");
}

TEST(Metrics, a_log_that_cannot_be_read_or_is_not_witnessed_has_no_such_figure) {
  Snapshot snapshot;
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_log_size"), "absent");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_log_unwitnessed_age_seconds"), "absent");
  snapshot.log_size = 49;
  snapshot.witnessed_size = 40;
  snapshot.unwitnessed_age = std::chrono::milliseconds(1'500);
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_log_size"), "49");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_log_unwitnessed_age_seconds"), "1.5");
}

TEST(Metrics, R43_say_what_waits_for_who_watches_over_rights_unless_it_cannot_be_read) {
  Snapshot snapshot;
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_emergency_openings_to_review"), "absent");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_sign_in_delays"), "absent");
  snapshot.openings_to_review = 2;
  snapshot.sign_in_delays = 0;
  EXPECT_EQ(wrong_with(to_text(snapshot)), "");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_emergency_openings_to_review"), "2");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_sign_in_delays"), "0");
}

TEST(Metrics, say_whether_the_clock_is_right_where_somebody_asked_it) {
  Snapshot snapshot;
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_right"), "absent");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_off_seconds"), "absent");
  snapshot.clock_is_right = false;
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_right"), "0");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_off_seconds"), "absent");
  snapshot.clock_is_right = true;
  snapshot.clock_off = std::chrono::microseconds(1'500'000);
  EXPECT_EQ(wrong_with(to_text(snapshot)), "");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_right"), "1");
  EXPECT_EQ(value_of(to_text(snapshot), "veinline_clock_off_seconds"), "1.5");
}

TEST(Metrics, say_what_became_of_commands) {
  Snapshot snapshot;
  snapshot.commands.refused = 7;
  snapshot.commands.under_way = 2;
  const std::string page = to_text(snapshot);
  EXPECT_EQ(value_of(page, R"(veinline_commands_total{outcome="refused"})"), "7");
  EXPECT_EQ(value_of(page, R"(veinline_commands_total{outcome="recorded"})"), "0");
  EXPECT_EQ(value_of(page, "veinline_commands_under_way"), "2");
}

}  // namespace
}  // namespace veinline::gateway::metrics
