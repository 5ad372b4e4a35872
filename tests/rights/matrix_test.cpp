// SPDX-License-Identifier: Apache-2.0
// Every command and every address, asked by every role, at every site, for its study and another,
// as the treatment goes on: what expected.txt says, which is written by hand (R43).
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>

#include "e2e/api_parts.hpp"
#include "exchange/json.hpp"
#include "gateway/http/api.hpp"
#include "gateway/http/routes.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/naive_sight.hpp"
#include "support/two_hospitals.hpp"
#include "views/follower.hpp"

namespace veinline::rights {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

const std::map<std::string, std::string> role_of_short{
    {"adm", "administrator"}, {"coo", "coordinator"},     {"inv", "investigator"},
    {"phy", "physician"},     {"aph", "apheresis_nurse"}, {"cou", "courier"},
    {"tec", "technologist"},  {"ope", "operator"},        {"qca", "qc_analyst"},
    {"qua", "quality"},       {"inn", "infusion_nurse"},  {"imp", "importer"},
    {"mon", "monitor"},       {"spo", "sponsor"},         {"ins", "inspector"}};

/// A line of the table.
struct Expected {
  std::set<std::string> roles;
  bool is_open = false;
  bool is_by_link = false;
  bool is_there_alone = false;
  bool is_of_a_patient = false;
  bool is_of_one_person = false;
};

/// Commands about what is one person's own: to another of their role it reads like nothing. A box
/// is a courier's by its link, not by their trade.
const std::set<std::string> of_one_person{"staff/remove_passkey", "staff/remove_credential",
                                          "staff/enrol_credential", "transport/open_link",
                                          "transport/hand_on"};

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' ');
  const auto to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

std::map<std::string, Expected> expected() {
  std::map<std::string, Expected> out;
  std::ifstream file(std::string(VEINLINE_SOURCE_DIR) + "/tests/rights/expected.txt");
  std::size_t lines = 0;
  for (std::string line; std::getline(file, line);) {
    ++lines;
    if (line.empty() || line.front() == '#') continue;
    if (line.starts_with("blinded ")) continue;  // blinded_test.cpp
    std::vector<std::string> parts;
    std::stringstream cut(line);
    for (std::string part; std::getline(cut, part, '|');) parts.push_back(trimmed(part));
    EXPECT_GE(parts.size(), 2U) << line;
    Expected one;
    one.is_of_one_person = of_one_person.contains(parts[0]);
    std::stringstream words(parts[1]);
    for (std::string word; words >> word;) {
      if (word == "open") one.is_open = true;
      if (word == "link") one.is_by_link = true;
      for (const auto& [shortly, role] : role_of_short) {
        if (word == shortly || word == "all") one.roles.insert(role);
      }
    }
    EXPECT_TRUE(one.is_open || one.is_by_link || !one.roles.empty()) << line;
    if (parts.size() == 4) {
      EXPECT_TRUE(parts[2] == "there" || parts[2] == "anywhere") << line;
      EXPECT_TRUE(parts[3] == "yes" || parts[3] == "no") << line;
      one.is_there_alone = parts[2] == "there";
      one.is_of_a_patient = parts[3] == "yes";
    }
    EXPECT_TRUE(out.emplace(parts[0], one).second) << line << " stands twice";
  }
  EXPECT_LE(lines, 300U) << "so that a person can read it";
  return out;
}

struct Person {
  std::string id, role, site;
  bool is_of_the_study = true;
};

class Matrix : public testing::Test {
 protected:
  Matrix() {
    const Cast& cast = house_.world.cast;
    another_study_ = node().fresh_id();
    expect(node().ask(
        cast.investigator, "study/open",
        object({{"study", another_study_},
                {"code", "ANOTHER"},
                {"use", "iit"},
                {"donation", "autologous"},
                {"specification",
                 Array{Value(object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
                {"bedside_window_min", 30}})));
    const std::vector<std::string> sites{cast.hospital, house_.other.hospital, cast.factory,
                                         cast.carrier};
    for (const auto& [shortly, role] : role_of_short) {
      if (role == "administrator") continue;  // the one that there is: with two, two give rights
      for (const std::string& site : sites) {
        for (const bool is_of_the_study : {true, false}) add(role, site, is_of_the_study);
      }
    }
    people_.push_back({node().administrator(), "administrator", node().founding_site()});
  }

  static void expect(const TestNode::Reply& reply) {
    ASSERT_TRUE(reply.has_value()) << words_of(reply) << " " << reply.error().about;
  }
  void add(const std::string& role, const std::string& site, bool is_of_the_study) {
    Person one{node().fresh_id(), role, site, is_of_the_study};
    expect(node().ask(
        node().administrator(), "staff/add_person",
        object(
            {{"person", one.id}, {"site", site}, {"roles", Array{Value(role)}}, {"name", "G H"}})));
    const std::string study = is_of_the_study ? house_.things.study : another_study_;
    expect(node().ask(node().administrator(), "staff/assign_studies",
                      object({{"person", one.id}, {"studies", Array{Value(study)}}})));
    people_.push_back(std::move(one));
  }
  TestNode& node() { return house_.world.node; }
  std::string site_of(const std::string& person) {
    return node().aspect<journey::staff::PersonState>("person/" + person)->site;
  }

  TwoHospitals house_{StoreKind::memory};
  std::string another_study_;
  std::vector<Person> people_;
  const std::map<std::string, Expected> expected_ = expected();
  std::size_t cells_ = 0;
};

bool is_of_rights(const std::string& code) {
  return code == "general.role_missing" || code == "general.of_another_site" ||
         code == "general.of_another_study";
}

/// The answer to what there is not. Who may, where the thing is and for its study, is not told so.
bool is_of_nothing(const std::string& code) {
  return code == "general.unknown_thing" || code == "general.unknown_alias";
}

/// When a step is asked: before its turn (it was performed by the setting), at it, or once all is
/// done, when a thing may be elsewhere than it was.
enum class Turn : std::uint8_t { past, now, all_over };

/// Held against the line: true when something was, so that only such cells are counted.
bool is_held_against(const Expected& want, const Person& person, bool is_there, Turn turn,
                     const std::string& code, const std::string& cell) {
  const bool is_theirs = want.roles.contains(person.role) && is_there && person.is_of_the_study;
  if (turn == Turn::now && is_theirs && !want.is_of_one_person) {
    EXPECT_FALSE(is_of_nothing(code)) << cell;
  }
  if (!want.roles.contains(person.role)) {
    EXPECT_EQ(code, "general.role_missing") << cell;
    return true;
  }
  EXPECT_NE(code, "general.role_missing") << cell;
  if (want.is_of_a_patient && !person.is_of_the_study) {
    EXPECT_NE(code, "") << cell;
    if (turn == Turn::now && is_there) {
      // Of a patient of another study they learn nothing; a study itself is everybody's to name.
      EXPECT_TRUE(code == "general.of_another_study" || is_of_nothing(code)) << cell;
    }
    return true;
  }
  if (want.is_there_alone && !is_there) {
    if (turn == Turn::all_over) return false;
    EXPECT_NE(code, "") << cell;
    return true;
  }
  if (turn == Turn::now || (!want.is_there_alone && person.is_of_the_study)) {
    EXPECT_FALSE(is_of_rights(code)) << cell;
    return true;
  }
  // What was new at its step is of its study by now.
  if (!want.is_there_alone) {
    EXPECT_NE(code, "general.of_another_site") << cell;
    return true;
  }
  return false;
}

TEST_F(Matrix, R43_every_command_is_for_whom_the_table_says_as_a_treatment_goes_on) {
  std::set<std::string> asked;
  const auto steps = whole_journey(node(), house_.world.cast, house_.world.things);
  const auto ask_everybody = [&](const Step& step, Turn turn) {
    const auto line = expected_.find(step.command);
    ASSERT_NE(line, expected_.end()) << step.command << " is not in the table";
    asked.insert(step.command);
    const std::string there = site_of(step.person);
    for (const Person& person : people_) {
      const auto prepared = node().desk().prepare(
          node().request(person.id, step.command, data_of(step, house_.world.answers)));
      const std::string code = prepared ? "" : words_of(prepared.error());
      const bool is_there = person.site == there;
      const std::string cell = step.name + " by " + person.role +
                               (is_there ? " there" : " elsewhere") +
                               (person.is_of_the_study ? "" : " of another study") + ": " + code;
      if (is_held_against(line->second, person, is_there, turn, code, cell)) ++cells_;
    }
  };
  for (const Step& step : steps) {
    const bool is_next = !house_.world.answers.contains(step.name);
    ask_everybody(step, is_next ? Turn::now : Turn::past);
    if (is_next) {
      const std::vector<Step> one{step};
      perform(node(), one, house_.world.answers);
    }
  }
  // And once more when all of it lies behind.
  for (const Step& step : steps) ask_everybody(step, Turn::all_over);
  for (const journey::CommandType& type : node().catalogue().commands()) {
    EXPECT_TRUE(asked.contains(type.name)) << type.name << " was not asked";
  }
  RecordProperty("cells", std::to_string(cells_));
  EXPECT_GE(cells_, 10'000U) << "of those that were held against a line";
}

/// The same over the API, for what there is to ask.
class Questions : public Matrix {
 protected:
  gateway::net::HttpResponse ask(const std::string& person, const std::string& method,
                                 std::string path, std::string body = "{}") {
    std::promise<gateway::net::HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = method;
    request.path = std::move(path);
    request.body = std::move(body);
    request.headers["idempotency-key"] = node().fresh_id();
    api_.handle_as(person, std::move(request), [&](gateway::net::HttpResponse response) {
      answer.set_value(std::move(response));
    });
    return answer.get_future().get();
  }
  /// An address for the route, about the treatment at the first hospital.
  std::vector<std::pair<std::string, std::string>> addresses(const std::string& path) {
    const std::size_t brace = path.find('{');
    if (brace == std::string::npos) return {{path, ""}};
    const std::string begins = path.substr(0, brace);
    const Things& things = house_.world.things;
    if (path.ends_with("{thing}")) {
      std::vector<std::pair<std::string, std::string>> out;
      for (const std::string& thing :
           {"course/" + things.course, "material/" + things.collection, "batch/" + things.batch,
            "material/" + things.product, "consignment/" + things.box}) {
        out.emplace_back(begins + thing, thing);
      }
      return out;
    }
    if (path.ends_with("{seq}")) return {{begins + "9", ""}};
    if (path.ends_with("{entries}")) return {{begins + "tile/entries/000.p/1", ""}};
    if (path.ends_with("{command}")) return {{begins + "custody/hand_over", ""}};
    if (path.ends_with("{label}")) return {{begins + things.label, ""}};
    return {{begins + "0", ""}};
  }

  /// As little as comes as far as the rights: of the patient, or of what there is not.
  std::pair<std::string, std::string> sent(const std::string& path) {
    const std::string subject = "\"subject\":\"" + house_.things.subject + "\"";
    if (path == "/api/v1/find") return {path, R"({"text":"E87654321"})"};
    if (path == "/api/v1/identity") return {path, "{" + subject + R"(,"purpose":"bedside"})"};
    if (path == "/api/v1/arm") return {path, "{" + subject + "}"};
    // What is decided upon has a line of its own in the table: here is one that is for all.
    const std::size_t brace = path.find('{');
    if (path.ends_with("{command}")) return {path.substr(0, brace) + "staff/record_denial", "{}"};
    return {brace == std::string::npos ? path : path.substr(0, brace) + node().fresh_id(), "{}"};
  }
  /// What is done for who is signed in, asked by everybody and held against the table.
  void everybody_asks_to_change() {
    for (const gateway::http::Route& route : gateway::http::all_routes()) {
      if (route.method == "GET") continue;
      const std::string name = std::string(route.method) + " " + std::string(route.path);
      const Expected& want = expected_.at(name);
      EXPECT_EQ(want.is_open, route.who == gateway::http::Who::anybody) << name;
      EXPECT_EQ(want.is_by_link, route.who == gateway::http::Who::by_link) << name;
      if (want.is_open) continue;
      const auto [address, body] = sent(std::string(route.path));
      for (const Person& person : people_) {
        ++cells_;
        const auto answer = ask(person.id, std::string(route.method), address, body);
        const std::string cell = name + " by " + person.role + ": " + answer.body;
        if (want.is_by_link) {
          EXPECT_EQ(answer.status, 401) << cell;
          continue;
        }
        const bool is_for_others =
            answer.status == 403 || answer.body.find("general.role_missing") != std::string::npos;
        EXPECT_EQ(is_for_others, !want.roles.contains(person.role)) << cell;
        // Whoever may is not sent away for another reason before it comes to that.
        if (body != "{}" && !is_for_others) {
          EXPECT_NE(answer.status, 400) << cell;
        }
      }
    }
  }

  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = e2e::parts_over(node(), follower_, audiences_);
    out.patients = &node().patients();
    return out;
  }

  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(Questions, R43_every_address_is_for_whom_the_table_says_and_shows_what_is_theirs) {
  std::set<std::string> there;
  for (const gateway::http::Route& route : gateway::http::all_routes()) {
    const std::string name = std::string(route.method) + " " + std::string(route.path);
    EXPECT_TRUE(expected_.contains(name)) << name << " is not in the table";
    there.insert(name);
  }
  for (const auto& [name, line] : expected_) {
    if (name.find(' ') != std::string::npos) {
      EXPECT_TRUE(there.contains(name)) << name;
    }
  }
  const std::size_t shares = campaign(4, 1);  // each day another quarter of the cells
  std::size_t next = support::seed_of_this_run() % shares;
  for (const char* until : {"start collection", "receive collection", "release", ""}) {
    house_.go_to(until);
    NaiveSight naive;
    for (const ledger::StoredRecord& stored : node().records()) {
      naive.hear(ledger::parse_record(stored.bytes)->draft);
    }
    for (const gateway::http::Route& route : gateway::http::all_routes()) {
      if (route.method != "GET") continue;
      const Expected& want = expected_.at("GET " + std::string(route.path));
      EXPECT_EQ(want.is_open, route.who == gateway::http::Who::anybody) << route.path;
      EXPECT_EQ(want.is_by_link, route.who == gateway::http::Who::by_link) << route.path;
      if (want.is_by_link) {
        for (const Person& person : people_) {
          EXPECT_EQ(ask(person.id, "GET", std::string(route.path)).status, 401)
              << person.role << ": nobody is known here without a link";
        }
      }
      if (want.is_open || want.is_by_link) continue;
      for (const auto& [address, thing] : addresses(std::string(route.path))) {
        ++next;
        for (const Person& person : people_) {
          if (next++ % shares != 0) continue;
          ++cells_;
          const int status = ask(person.id, "GET", address).status;
          const std::string cell = address + " by " + person.role + " until " + until;
          if (!want.roles.contains(person.role)) {
            EXPECT_EQ(status, 403) << cell;
            continue;
          }
          EXPECT_NE(status, 403) << cell;
          if (thing.empty()) continue;
          const bool is_there = naive.is_known(thing);
          const bool is_of_studies = person.role == "monitor" || person.role == "sponsor";
          const bool is_everything = person.role == "inspector" || person.role == "administrator";
          const bool is_seen =
              is_everything ||
              (person.is_of_the_study &&
               (is_of_studies || naive.sites_of(thing).contains("site/" + person.site)));
          EXPECT_EQ(status, is_there && is_seen ? 200 : 404) << cell;
        }
      }
    }
  }
  EXPECT_GE(cells_, campaign(2'500, 10'000));
}

TEST_F(Questions, R43_every_address_that_changes_something_is_for_whom_the_table_says) {
  for (const char* until : {"receive collection", ""}) {
    house_.go_to(until);
    everybody_asks_to_change();
  }
  RecordProperty("cells", std::to_string(cells_));
  EXPECT_GE(cells_, 3'000U);
}

}  // namespace
}  // namespace veinline::rights
