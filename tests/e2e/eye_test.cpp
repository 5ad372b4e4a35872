// SPDX-License-Identifier: Apache-2.0
// Over the API: everybody reads what is theirs, and of nothing else learns that it is there (R43).
// A naive reader of the records says what is whose.
#include "views/eye.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "e2e/api_parts.hpp"
#include "exchange/json.hpp"
#include "gateway/http/api.hpp"
#include "ledger/bundle.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/mutate.hpp"
#include "support/naive_sight.hpp"
#include "support/two_hospitals.hpp"
#include "views/counts.hpp"
#include "views/follower.hpp"
#include "views/reading.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;

constexpr const char* kinds[] = {"subject", "course",    "material",   "batch",
                                 "label",   "deviation", "consignment"};

class Eyes : public testing::Test {
 protected:
  Eyes() {
    house_.go_to();
    for (const ledger::StoredRecord& stored : node().records()) {
      naive_.hear(ledger::parse_record(stored.bytes)->draft);
    }
  }

  TestNode& node() { return house_.world.node; }
  HttpResponse ask(const std::string& person, std::string path,
                   std::map<std::string, std::string> query = {}) {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = std::move(path);
    request.query = std::move(query);
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  static Object body_of(const HttpResponse& response) {
    auto body = kernel::parse_json(response.body, kernel::command_json);
    EXPECT_TRUE(body && body->object() != nullptr) << response.body;
    return body && body->object() != nullptr ? *body->object() : Object{};
  }
  /// Every thing about patients that there is.
  std::vector<std::string> things() {
    std::vector<std::string> out;
    for (const char* kind : kinds) {
      const auto some = node().store().things(std::string(kind) + "/", "", 1'000);
      EXPECT_TRUE(some.has_value());
      out.insert(out.end(), some->begin(), some->end());
    }
    return out;
  }
  /// Whether a naive reader finds the thing to be of the site now.
  bool is_of(const std::string& thing, const std::string& site) {
    return naive_.sites_of(thing).contains("site/" + site);
  }
  kernel::Result<views::Sight, std::string> assign(const std::string& person, Array studies) {
    Object data = object({{"person", person}});
    if (!studies.empty()) data.set("studies", Value(std::move(studies)));
    const auto reply = node().ask(node().administrator(), "staff/assign_studies", std::move(data));
    if (!reply) return kernel::Failure{words_of(reply)};
    return *sight_of(node(), person);
  }
  std::string add(const std::string& role, const std::string& site) {
    const std::string person = node().fresh_id();
    const auto reply = node().ask(
        node().administrator(), "staff/add_person",
        object(
            {{"person", person}, {"site", site}, {"roles", Array{Value(role)}}, {"name", "E F"}}));
    EXPECT_TRUE(reply.has_value()) << words_of(reply);
    return person;
  }

  TwoHospitals house_{StoreKind::memory};
  NaiveSight naive_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Api api_{parts_over(node(), follower_, audiences_),
                          gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(Eyes, R43_everybody_may_ask_about_what_is_of_their_site_and_about_nothing_else) {
  const Cast& cast = house_.world.cast;
  const std::vector<std::pair<std::string, std::string>> readers{
      {cast.infusion_nurse, cast.hospital},
      {house_.other.physician, house_.other.hospital},
      {cast.operator_, cast.factory},
      {cast.quality, cast.factory}};
  const std::string nothing =
      ask(cast.physician, "/api/v1/trace/material/" + node().fresh_id()).body;
  std::size_t seen = 0, unseen = 0;
  for (const auto& [person, site] : readers) {
    for (const std::string& thing : things()) {
      const bool is_theirs = is_of(thing, site);
      (is_theirs ? seen : unseen) += 1;
      for (const char* view : {"timeline", "trace", "lineage", "export"}) {
        const bool is_asked =
            view == std::string_view("timeline") || views::is_told_as_a_whole(thing);
        if (!is_asked) continue;
        const HttpResponse answer = ask(person, std::string("/api/v1/") + view + "/" + thing);
        EXPECT_EQ(answer.status, is_theirs ? 200 : 404) << view << " " << thing << answer.body;
        if (!is_theirs) {
          EXPECT_EQ(answer.body, nothing) << "it reads like what there is not";
        }
      }
    }
  }
  EXPECT_GT(seen, 20U);
  EXPECT_GT(unseen, 10U);
}

TEST_F(Eyes, R43_the_audit_trail_tells_each_what_concerns_them_now) {
  const Cast& cast = house_.world.cast;
  for (const auto& [person, site] : {std::pair{cast.infusion_nurse, cast.hospital},
                                     std::pair{house_.other.coordinator, house_.other.hospital},
                                     std::pair{cast.qc_analyst, cast.factory}}) {
    std::vector<std::uint64_t> wanted;
    for (const ledger::StoredRecord& stored : node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      const auto keys = naive_.of(draft);
      if (keys.contains("everybody") || keys.contains("site/" + site) ||
          keys.contains("person/" + person)) {
        wanted.push_back(stored.seq);
      }
    }
    std::vector<std::uint64_t> told;
    std::map<std::string, std::string> query{{"count", "7"}};
    for (;;) {
      const Object page = body_of(ask(person, "/api/v1/audit", query));
      for (const Value& line : *page.find("facts")->array()) {
        told.push_back(static_cast<std::uint64_t>(*line.object()->find("seq")->integer()));
      }
      if (page.find("next") == nullptr) break;
      query["after"] = *page.find("next")->string();
    }
    EXPECT_EQ(told, wanted);
    EXPECT_LT(told.size(), node().records().size());
    const std::set<std::uint64_t> theirs(wanted.begin(), wanted.end());
    for (const ledger::StoredRecord& stored : node().records()) {
      for (const char* view : {"record", "receipt"}) {
        const int status =
            ask(person, std::string("/api/v1/") + view + "/" + std::to_string(stored.seq)).status;
        EXPECT_EQ(status, theirs.contains(stored.seq) ? 200 : 404) << view << stored.seq;
      }
    }
  }
}

TEST_F(Eyes, R43_a_list_has_the_treatments_of_the_reader_page_by_page) {
  const auto listed = [&](const std::string& person) {
    std::vector<std::string> out;
    std::map<std::string, std::string> query{{"count", "1"}};
    for (;;) {
      const Object page = body_of(ask(person, "/api/v1/courses", query));
      for (const Value& row : *page.find("courses")->array()) {
        EXPECT_EQ(row.object()->find("seen_at"), nullptr);
        out.push_back(*row.object()->find("course")->string());
      }
      if (page.find("next") == nullptr) return out;
      query["after"] = *page.find("next")->string();
    }
  };
  const std::string hers = "course/" + house_.world.things.course;
  const std::string theirs = "course/" + house_.things.course;
  EXPECT_EQ(listed(house_.world.cast.physician), std::vector{hers});
  EXPECT_EQ(listed(house_.other.physician), std::vector{theirs});
  EXPECT_EQ(listed(house_.world.cast.operator_), (std::vector{hers, theirs}));
  EXPECT_EQ(listed(house_.world.cast.courier), std::vector<std::string>{});
  EXPECT_EQ(listed(node().administrator()), (std::vector{hers, theirs}));
}

TEST_F(Eyes, R43_evidence_holds_no_record_of_another_hospitals_patient) {
  const HttpResponse bundle =
      ask(house_.world.cast.physician, "/api/v1/export/course/" + house_.world.things.course);
  ASSERT_EQ(bundle.status, 200);
  EXPECT_NE(bundle.body.find(house_.world.things.course), std::string::npos);
  for (const std::string* one : {&house_.things.subject, &house_.things.course,
                                 &house_.things.collection, &house_.things.product}) {
    EXPECT_EQ(bundle.body.find(*one), std::string::npos);
  }
}

TEST_F(Eyes, R43_a_sponsor_and_a_monitor_see_the_studies_that_were_named_to_them) {
  for (const char* role : {"sponsor", "monitor"}) {
    const std::string person = add(role, house_.world.cast.carrier);
    const auto sees = [&](const std::string& course) {
      return ask(person, "/api/v1/trace/course/" + course).status == 200;
    };
    EXPECT_FALSE(sees(house_.world.things.course)) << "none was named yet";
    ASSERT_TRUE(assign(person, Array{Value(house_.world.things.study)}).has_value());
    EXPECT_TRUE(sees(house_.world.things.course));
    EXPECT_TRUE(sees(house_.things.course)) << "at any site";
    ASSERT_TRUE(assign(person, {}).has_value());
    EXPECT_FALSE(sees(house_.things.course));
  }
}

TEST_F(Eyes, R43_who_works_at_a_site_for_one_study_sees_no_patient_of_another) {
  const std::string& nurse = house_.world.cast.infusion_nurse;
  const std::string path = "/api/v1/trace/course/" + house_.world.things.course;
  const std::string study = node().fresh_id();
  const auto opened = node().ask(
      house_.world.cast.investigator, "study/open",
      object({{"study", study},
              {"code", "ANOTHER"},
              {"use", "iit"},
              {"donation", "autologous"},
              {"specification",
               Array{Value(object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
              {"bedside_window_min", 30}}));
  ASSERT_TRUE(opened.has_value()) << words_of(opened);
  ASSERT_TRUE(assign(nurse, Array{Value(study)}).has_value());
  EXPECT_EQ(ask(nurse, path).status, 404);
  EXPECT_EQ(body_of(ask(nurse, "/api/v1/courses")).find("courses")->array()->size(), 0U);
  ASSERT_TRUE(assign(nurse, Array{Value(study), Value(house_.world.things.study)}).has_value());
  EXPECT_EQ(ask(nurse, path).status, 200);
  EXPECT_EQ(body_of(ask(nurse, "/api/v1/courses")).find("courses")->array()->size(), 1U);
}

TEST_F(Eyes, R43_an_inspector_reads_everything_and_records_nothing) {
  const std::string person = add("inspector", house_.world.cast.carrier);
  for (const std::string& thing : things()) {
    EXPECT_EQ(ask(person, "/api/v1/timeline/" + thing).status, 200) << thing;
  }
  EXPECT_EQ(ask(person, "/api/v1/log/tile/entries/000.p/1").status, 200);
  for (const journey::CommandType& type : node().catalogue().commands()) {
    const auto reply = node().ask(person, type.name, Object{});
    ASSERT_FALSE(reply.has_value()) << type.name;
  }
}

TEST_F(Eyes, R43_who_holds_a_bag_sees_it_as_long_as_they_do) {
  TwoHospitals house(StoreKind::memory);
  house.go_to("dispatch collection");
  const auto told = [&](const std::string& person, const std::string& thing) {
    views::SharedAudiences audiences(house.world.node.catalogue(), house.world.node.store());
    return *views::Eye(*sight_of(house.world.node, person), audiences).sees(thing);
  };
  const std::string bag = "material/" + house.world.things.collection;
  const std::string box = "consignment/" + house.world.things.collection_box;
  EXPECT_TRUE(told(house.world.cast.courier, bag));
  EXPECT_TRUE(told(house.world.cast.courier, box));
  house.go_to("receive collection");
  EXPECT_FALSE(told(house.world.cast.courier, bag));
}

TEST_F(Eyes, R43_an_emergency_opens_one_patients_record_for_an_hour_and_is_judged_by_another) {
  const std::string& physician = house_.other.physician;
  const std::string bag = "material/" + house_.world.things.product;
  const std::string path = "/api/v1/timeline/" + bag;
  EXPECT_EQ(ask(physician, path).status, 404);
  const auto opened = node().ask(physician, "breakglass/open_record", object({{"thing", bag}}));
  ASSERT_TRUE(opened.has_value()) << words_of(opened);
  EXPECT_EQ(ask(physician, path).status, 200);
  EXPECT_EQ(body_of(ask(physician, "/api/v1/courses")).find("courses")->array()->size(), 2U);
  node().clock().advance(std::chrono::minutes(60));
  EXPECT_EQ(ask(physician, path).status, 404);
  const Object review = object({{"person", physician},
                                {"subject", house_.world.things.subject},
                                {"finding", "not_justified"}});
  EXPECT_EQ(words_of(node().ask(house_.world.cast.hospital_quality, "breakglass/review", review)),
            "breakglass.opening_reviewed/2");
}

TEST_F(Eyes, R43_an_opening_in_an_emergency_is_told_at_once_to_who_may_judge_it_until_each_was) {
  const std::string& physician = house_.other.physician;
  const std::string& quality = house_.world.cast.hospital_quality;
  const std::string& subject = house_.world.things.subject;
  const auto told_to = [&](const std::string& person) {
    std::vector<std::int64_t> out;
    const Object said = body_of(ask(person, "/api/v1/emergencies", {{"count", "1000"}}));
    for (const Value& line : *said.find("facts")->array()) {
      EXPECT_EQ(*line.object()->find("fact")->string(), "breakglass.record_opened/1");
      out.push_back(*line.object()->find("seq")->integer());
    }
    return out;
  };
  EXPECT_TRUE(told_to(quality).empty());
  std::vector<std::int64_t> opened;
  for (int i = 0; i < 2; ++i) {
    const auto reply =
        node().ask(physician, "breakglass/open_record", object({{"thing", "subject/" + subject}}));
    ASSERT_TRUE(reply.has_value()) << words_of(reply);
    opened.push_back(static_cast<std::int64_t>(reply->records.front().seq));
  }
  EXPECT_EQ(told_to(quality), opened);
  EXPECT_EQ(told_to(node().administrator()), opened);
  const std::string stranger = add("quality", house_.other.hospital);
  EXPECT_EQ(told_to(stranger), opened) << "it was opened at their site";
  Object review = object({{"person", physician}, {"subject", subject}, {"finding", "justified"}});
  EXPECT_EQ(words_of(node().ask(quality, "breakglass/review", review)), "breakglass.which_opening");
  for (const std::int64_t one : opened) {
    review.set("opening", Value(one));
    EXPECT_EQ(words_of(node().ask(quality, "breakglass/review", review)),
              "breakglass.opening_reviewed/2");
    const bool is_last = one == opened.back();
    EXPECT_EQ(told_to(quality), is_last ? std::vector<std::int64_t>{} : std::vector{opened.back()});
  }
  EXPECT_EQ(ask(quality, "/api/v1/emergencies", {{"after", "nobody"}}).status, 400);
}

TEST_F(Eyes, R43_what_is_done_beside_the_scan_is_counted_by_site_and_told_to_who_works_there) {
  const Cast& cast = house_.world.cast;
  const std::string bag = "material/" + house_.world.things.product;
  const auto rows_for = [&](const std::string& person) {
    return *body_of(ask(person, "/api/v1/counts", {{"count", "1000"}})).find("counts")->array();
  };
  const auto of_site = [&](const std::string& person, const std::string& site) {
    std::map<std::string, std::int64_t> out;
    for (const Value& row : rows_for(person)) {
      if (*row.object()->find("site")->string() != "site/" + site) continue;
      for (const auto& [name, value] : row.object()->members()) {
        if (value.integer() != nullptr) out[name] += *value.integer();
      }
    }
    return out;
  };
  const auto given = [&](const std::string& person, const char* command, Object data) {
    return words_of(node().ask(person, command, std::move(data)));
  };
  auto want = of_site(cast.hospital_quality, cast.hospital);
  Object typed = object({{"thing", bag}, {"step", "receiving"}, {"why", "label_damaged"}});
  const Object confirmed = object({{"thing", bag}, {"step", "receiving"}});
  EXPECT_EQ(given(cast.infusion_nurse, "labelling/type_id", typed), "labelling.id_typed/1");
  EXPECT_EQ(given(cast.infusion_nurse, "labelling/confirm_id", confirmed),
            "labelling.typed_by_oneself");
  EXPECT_EQ(given(cast.second_nurse, "labelling/confirm_id", confirmed),
            "labelling.id_confirmed/1");
  typed.set("why", Value("scanner_broken"));
  EXPECT_EQ(given(cast.infusion_nurse, "labelling/type_id", typed), "labelling.id_typed/1");
  EXPECT_EQ(given(cast.physician, "breakglass/open_record",
                  object({{"thing", "subject/" + house_.world.things.subject}})),
            "breakglass.record_opened/1");
  auto hold = node().request(cast.infusion_nurse, "quality/hold",
                             object({{"thing", bag}, {"cause", "other"}}));
  hold.happened_at = ledger::HappenedAt{
      node().clock().now() - views::late_after - kernel::Milliseconds(1), "person", "+08:00", 0};
  EXPECT_EQ(words_of(node().ask(hold)), "quality.hold_placed/1");
  want["typed"] += 2;
  want["confirmed"] += 1;
  want["openings"] += 1;
  want["late"] += 1;
  EXPECT_EQ(of_site(cast.hospital_quality, cast.hospital), want);
  EXPECT_EQ(of_site(cast.infusion_nurse, cast.hospital), want) << "whoever works there";
  EXPECT_EQ(of_site(node().administrator(), cast.hospital), want);
  EXPECT_TRUE(of_site(house_.other.physician, cast.hospital).empty());
  EXPECT_TRUE(rows_for(add("monitor", cast.hospital)).empty()) << "a monitor is of no site";
}

TEST_F(Eyes, R43_mutated_names_of_what_is_not_theirs_tell_nothing_of_it) {
  const std::string& reader = house_.world.cast.infusion_nurse;
  const Things& foreign = house_.things;
  const std::vector<std::string> names{"material/" + foreign.collection,
                                       "material/" + foreign.product,
                                       "course/" + foreign.course,
                                       "subject/" + foreign.subject,
                                       "batch/" + foreign.batch,
                                       "label/" + foreign.second_label,
                                       "label:" + foreign.second_label,
                                       "coi:" + foreign.coi,
                                       "din:" + foreign.donation_number,
                                       "alias/din/" + foreign.donation_number,
                                       foreign.product};
  const auto scanned = [&](const std::string& code) {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "POST";
    request.path = "/api/v1/scan";
    request.body = kernel::canonical_text(object({{"code", code}}));
    api_.handle_as(reader, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  };
  const std::string nothing = ask(reader, "/api/v1/timeline/material/" + node().fresh_id()).body;
  for (const std::string& name : names) {
    EXPECT_EQ(ask(reader, "/api/v1/timeline/" + name).body, nothing) << name;
    const Object verdict = body_of(scanned(name));
    EXPECT_EQ(*verdict.find("verdict")->string(), "unknown") << name;
    EXPECT_EQ(verdict.find("thing"), nullptr);
  }
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "mutated names: seed " << seed << "\n";
  Mutator mutator(seed, names);
  for (std::size_t i = 0; i < campaign(400, 100'000); ++i) {
    const std::string name = mutator.next();
    const HttpResponse answer = ask(reader, "/api/v1/timeline/" + name);
    const bool is_bad = answer.status == 400;  // no id and no code at all
    // Nothing is left of it, or it is no address at all.
    const bool is_nowhere = answer.body.find("view.needs_id") != std::string::npos ||
                            answer.body.find("http.not_found") != std::string::npos;
    EXPECT_TRUE(is_bad || is_nowhere || answer.body == nothing) << answer.status << answer.body;
    if (!kernel::is_utf8(name)) continue;
    const HttpResponse scan = scanned(name);
    const bool is_unknown = scan.body.find(R"("verdict":"unknown")") != std::string::npos;
    EXPECT_TRUE(scan.status == 400 || is_unknown) << scan.status;
    for (const std::string* id : {&foreign.product, &foreign.course, &foreign.subject}) {
      EXPECT_EQ(answer.body.find(*id), std::string::npos);
      EXPECT_EQ(scan.body.find(*id), std::string::npos);
    }
  }
}

TEST_F(Eyes, R43_the_whole_log_is_for_who_runs_the_node_or_inspects_it) {
  for (const std::string* person : {&house_.world.cast.physician, &house_.world.cast.quality}) {
    EXPECT_EQ(ask(*person, "/api/v1/log/tile/entries/000.p/1").status, 403);
    EXPECT_EQ(ask(*person, "/api/v1/webhooks").status, 403);
  }
  EXPECT_EQ(ask(node().administrator(), "/api/v1/log/tile/entries/000.p/1").status, 200);
}

}  // namespace
}  // namespace veinline::e2e
