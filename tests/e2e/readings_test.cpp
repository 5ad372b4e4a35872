// SPDX-License-Identifier: Apache-2.0
// R43: who read about a treatment is counted as they read, and said to who oversees; nobody learns
// of it who must not know the arm.
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "e2e/api_parts.hpp"
#include "gateway/http/api.hpp"
#include "gateway/http/routes.hpp"
#include "journey/disclosure/reading.hpp"
#include "journey/staff/refusals.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/two_hospitals.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::http::Moment;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;

class Readings : public testing::Test {
 protected:
  Readings() { house_.go_to(); }

  HttpResponse get(const std::string& person, const std::string& path) {
    HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    if (path.starts_with("label/")) request.query["form"] = "svg";
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  TestNode& node() { return house_.world.node; }
  std::size_t facts() { return node().records().size(); }
  /// What was recorded of readings since the log had this length.
  std::vector<kernel::Object> read_since(std::size_t length) {
    std::vector<kernel::Object> out;
    const auto records = node().records();
    for (std::size_t i = length; i < records.size(); ++i) {
      const ledger::Draft draft = ledger::parse_record(records[i].bytes)->draft;
      EXPECT_EQ(draft.fact, "disclosure.record_read/1");
      EXPECT_EQ(draft.by, node().administrator());
      out.push_back(draft.data);
    }
    return out;
  }
  gateway::http::ApiParts parts() {
    auto out = parts_over(node(), follower_, audiences_);
    out.readings = &readings_;
    out.refusals = &refusals_;
    out.recorder = [this] {
      return kernel::Result<std::optional<std::string>, ledger::Fault>(node().administrator());
    };
    return out;
  }

  TwoHospitals house_{StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::KeptCounts readings_{std::chrono::hours(1)};
  gateway::http::KeptCounts refusals_{std::chrono::hours(1)};
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 1, .carrying = 1}};
};

TEST_F(Readings, R43_the_log_does_not_grow_as_somebody_reads_and_who_oversees_reads_who_did) {
  const Cast& cast = house_.world.cast;
  const std::string course = "course/" + house_.world.things.course;
  const std::size_t before = facts();
  EXPECT_EQ(get(cast.physician, "trace/" + course).status, 200);
  EXPECT_EQ(get(cast.physician, "timeline/coi:" + house_.world.things.coi).status, 200);
  EXPECT_EQ(get(cast.physician, "trace/" + course).status, 200);
  EXPECT_EQ(facts(), before) << "to read costs no writing";
  const HttpResponse told = get(node().administrator(), "timeline/access/" + course);
  ASSERT_EQ(told.status, 200) << told.body;
  const auto read = read_since(before);
  ASSERT_EQ(read.size(), 1U) << "one of a person, a treatment and an hour";
  EXPECT_EQ(*read[0].find("person")->string(), cast.physician);
  EXPECT_EQ(*read[0].find("thing")->string(), course) << "by whatever it was named";
  EXPECT_EQ(*read[0].find("times")->integer(), 3);
  EXPECT_EQ(kernel::canonical_text(*read[0].find("ways")->array()),
            R"(["timeline_read","trace_read"])");
  EXPECT_NE(told.body.find("disclosure.record_read/1"), std::string::npos);
  EXPECT_NE(told.body.find(cast.physician), std::string::npos);
  EXPECT_EQ(get(cast.hospital_quality, "timeline/access/" + course).status, 404)
      << "it is for who oversees";
  const std::string own = get(node().administrator(), "timeline/" + course).body;
  EXPECT_EQ(own.find("disclosure.record_read"), std::string::npos)
      << "its own history does not grow as it is read";
}

TEST_F(Readings, R43_whatever_shows_something_of_a_treatment_is_a_reading_of_it) {
  const Cast& cast = house_.world.cast;
  const Things& things = house_.world.things;
  const std::size_t before = facts();
  const std::string bag = "material/" + things.product;
  for (const char* view : {"trace/", "timeline/", "lineage/", "export/"}) {
    EXPECT_EQ(get(cast.hospital_quality, view + bag).status, 200) << view;
  }
  EXPECT_EQ(get(node().administrator(), "audit").status, 200);
  // Of what is not shown there is no reading.
  EXPECT_EQ(get(house_.other.coordinator, "trace/" + bag).status, 404);
  EXPECT_EQ(get(cast.hospital_quality, "timeline/site/" + cast.hospital).status, 200);
  std::size_t of_record = 0;
  for (const ledger::StoredRecord& stored : node().records()) {
    const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
    if (draft.fact != "release.released/1") continue;
    if (get(cast.hospital_quality, "record/" + std::to_string(stored.seq)).status != 200) continue;
    ++of_record;
    break;
  }
  ASSERT_EQ(of_record, 1U);
  api_.record_what_was_counted(Moment::of_the_end);
  std::map<std::string, std::string> ways;
  for (const kernel::Object& one : read_since(before)) {
    const kernel::Value* thing = one.find("thing");
    const std::string about = thing == nullptr ? "log" : *thing->string();
    ways[about] += kernel::canonical_text(*one.find("ways")->array());
    EXPECT_FALSE(about.starts_with("site/"));
    EXPECT_NE(*one.find("person")->string(), house_.other.coordinator);
  }
  EXPECT_EQ(ways["log"], R"(["audit_read"])");
  EXPECT_NE(ways[bag].find(R"("export_read","lineage_read")"), std::string::npos) << ways[bag];
  std::string all;
  for (const auto& [thing, some] : ways) all += some;
  EXPECT_NE(all.find("record_read"), std::string::npos);
}

TEST_F(Readings, R43_what_cannot_be_recorded_now_waits_and_is_not_said_twice) {
  const Cast& cast = house_.world.cast;
  const std::string course = "course/" + house_.world.things.course;
  const std::size_t before = facts();
  EXPECT_EQ(get(cast.physician, "trace/" + course).status, 200);
  api_.record_what_was_counted(Moment::of_a_beat);
  EXPECT_EQ(read_since(before).size(), 1U);
  EXPECT_EQ(get(cast.physician, "trace/" + course).status, 200);
  api_.record_what_was_counted(Moment::of_a_beat);
  EXPECT_EQ(read_since(before).size(), 1U) << "it is known that they read it";
  EXPECT_EQ(get(cast.physician, "lineage/" + course).status, 200);
  api_.record_what_was_counted(Moment::of_a_beat);
  EXPECT_EQ(read_since(before).size(), 2U) << "in another way";
  api_.record_what_was_counted(Moment::of_the_end);
  EXPECT_EQ(read_since(before).size(), 2U) << "nothing is left";
}

TEST_F(Readings, R43_who_was_not_let_in_is_said_to_who_oversees_together) {
  const Cast& cast = house_.world.cast;
  const std::size_t before = facts();
  const kernel::Instant now = node().clock().now();
  for (const char* wrong : {"wrong_password", "used_code", "wrong_password"}) {
    refusals_.count({cast.physician, {}, {wrong}, 1, now, now});
  }
  refusals_.count({{}, {}, {"unknown_account"}, 1, now, now});
  EXPECT_EQ(facts(), before) << "who tries does not fill the log";
  EXPECT_EQ(get(node().administrator(), "audit").status, 200);
  const auto records = node().records();
  ASSERT_EQ(records.size(), before + 2) << "one of a person and an hour";
  std::set<std::string> said;
  for (std::size_t i = before; i < records.size(); ++i) {
    const ledger::Draft draft = ledger::parse_record(records[i].bytes)->draft;
    EXPECT_EQ(draft.fact, "staff.sign_in_refused/1");
    const kernel::Value* person = draft.data.find("person");
    said.insert((person == nullptr ? "" : *person->string()) + " " +
                kernel::canonical_text(*draft.data.find("whys")->array()) + " " +
                std::to_string(*draft.data.find("times")->integer()));
  }
  EXPECT_EQ(said, (std::set<std::string>{cast.physician + R"( ["used_code","wrong_password"] 3)",
                                         R"( ["unknown_account"] 1)"}));
  const auto read = [&](const std::string& person) {
    return get(person, "record/" + std::to_string(before + 1)).status;
  };
  EXPECT_EQ(read(node().administrator()), 200);
  EXPECT_EQ(read(cast.physician), 404) << "nor do they whose account it is";
}

TEST(RefusedWords, R43_are_those_that_the_log_knows) {
  using journey::staff::Wrong;
  namespace said = access::refused_for;
  std::set<std::string_view> known;
  for (int i = 0; !text(static_cast<Wrong>(i)).empty(); ++i) {
    known.insert(text(static_cast<Wrong>(i)));
  }
  EXPECT_EQ(known, (std::set<std::string_view>{
                       said::account, said::password, said::code, said::used_code, said::pin,
                       said::badge, said::passkey, said::provider, said::link, said::too_soon}));
}

TEST(ReadingWays, R43_each_is_an_address_that_shows_something_of_a_treatment) {
  using journey::disclosure::Way;
  std::set<std::string> ways;
  for (int i = 0; !text(static_cast<Way>(i)).empty(); ++i) {
    ways.emplace(text(static_cast<Way>(i)));
  }
  // What shows a thing of a patient and is none of these is a fact of its own each time, or is
  // itself a list in which no treatment is opened.
  const std::set<std::string> otherwise{"document", "document_bytes", "emergencies"};
  std::set<std::string> counted;
  for (const auto& route : gateway::http::all_routes()) {
    const std::string way = std::string(route.name) + "_read";
    if (ways.contains(way)) counted.insert(way);
    const bool takes_a_thing = route.path.ends_with("{thing}") || route.path.ends_with("{seq}") ||
                               route.path.ends_with("{material}") ||
                               route.path.ends_with("{label}");
    if (route.method == "GET" && takes_a_thing && !otherwise.contains(std::string(route.name))) {
      EXPECT_TRUE(ways.contains(way)) << route.path << " is read, and nobody says it";
    }
  }
  EXPECT_EQ(counted, ways);
}

}  // namespace
}  // namespace veinline::e2e
