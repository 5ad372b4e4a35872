// SPDX-License-Identifier: Apache-2.0
// What somebody is answered about a blinded study, blinded and unblinded: what the lines "blinded"
// of expected.txt say, which are written by hand (R43).
#include <gtest/gtest.h>

#include <fstream>
#include <future>
#include <map>
#include <set>
#include <sstream>

#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

// Fontconfig keeps what it read of the fonts to the end of the process.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\n";
}

namespace veinline::rights {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

struct Cell {
  std::string view, thing, blinded;
};

std::string trimmed(const std::string& text) {
  const auto from = text.find_first_not_of(' ');
  const auto to = text.find_last_not_of(' ');
  return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

std::vector<Cell> expected() {
  std::vector<Cell> out;
  std::ifstream file(std::string(VEINLINE_SOURCE_DIR) + "/tests/rights/expected.txt");
  const std::string begins = "blinded ";
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(begins)) continue;
    std::stringstream cut(line.substr(begins.size()));
    std::vector<std::string> parts;
    for (std::string part; std::getline(cut, part, '|');) parts.push_back(trimmed(part));
    EXPECT_EQ(parts.size(), 3U) << line;
    const std::set<std::string> words{"nothing", "neutral", "same"};
    EXPECT_TRUE(words.contains(parts.back())) << line;
    out.push_back({parts[0], parts[1], parts[2]});
  }
  return out;
}

/// Two of one role and site, who differ by what they may know alone.
struct Pair {
  std::string role, site, blind, knowing;
};

class Blinded : public testing::Test {
 protected:
  Blinded() {
    const Cast& c = world_.cast;
    unsent_ = node().fresh_id();
    label_ = node().fresh_id();
    product_label_ = node().fresh_id();
    must(c.investigator, "blinding/blind_study", object({{"study", world_.things.study}}));
    for (const std::string* maker : {&c.operator_, &c.technologist, &c.qc_analyst, &c.quality}) {
      unblind(*maker);
    }
  }
  /// Goes on with the treatment, to and with that step; empty: to its end.
  void go_on(const std::string& until) {
    const Cast& c = world_.cast;
    const std::vector<Step> steps = treatment(c, world_.things);
    while (done_ < steps.size()) {
      Step step = steps[done_++];
      if (step.name == "record product") step.data = products();
      const std::vector<Step> one{step};
      perform(node(), one, world_.answers);
      if (step.name == "record product") {
        must(c.operator_, "labelling/print", object({{"label", label_}, {"material", unsent_}}));
      }
      if (step.name == "receive product") {
        must(c.apheresis_nurse, "labelling/print",
             object({{"label", product_label_}, {"material", world_.things.product}}));
      }
      if (step.name == until) break;
    }
  }
  Object products() {
    Array all;
    for (const auto& [material, division] :
         {std::pair{world_.things.product, "01"}, std::pair{unsent_, "02"}}) {
      all.push_back(Value(object({{"material", material},
                                  {"division", division},
                                  {"quantity", quantity("20", "mL")},
                                  {"expires", "2026-08-01T00:00:00.000Z"}})));
    }
    return object({{"batch", world_.things.batch}, {"products", Value(std::move(all))}});
  }
  void must(const std::string& person, const char* command, Object data) {
    const auto reply = node().ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  void unblind(const std::string& person) {
    const Object data = object({{"study", world_.things.study}, {"person", person}});
    must(world_.cast.hospital_quality, "blinding/unblind_person", data);
    must(node().administrator(), "blinding/unblind_person", data);
  }
  /// Somebody of that role at that site; two of them differ by what they may know alone.
  std::string add(const std::string& role, const std::string& site, bool knows) {
    const std::string person = node().fresh_id();
    must(node().administrator(), "staff/add_person",
         object(
             {{"person", person}, {"site", site}, {"roles", Array{Value(role)}}, {"name", "G H"}}));
    if (knows) unblind(person);
    return person;
  }
  gateway::net::HttpResponse get(const std::string& person, const std::string& path,
                                 std::map<std::string, std::string> query = {}) {
    std::promise<gateway::net::HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    request.query = std::move(query);
    api_.handle_as(person, std::move(request), [&](gateway::net::HttpResponse response) {
      answer.set_value(std::move(response));
    });
    return answer.get_future().get();
  }
  std::string key_of(const std::string& name) {
    const Things& t = world_.things;
    const std::map<std::string, std::string> all{{"batch", "batch/" + t.batch},
                                                 {"course", "course/" + t.course},
                                                 {"collection", "material/" + t.collection},
                                                 {"product", "material/" + t.product},
                                                 {"product not sent", "material/" + t.product},
                                                 {"subject", "subject/" + t.subject},
                                                 {"unsent", "material/" + unsent_}};
    const auto found = all.find(name);
    EXPECT_NE(found, all.end()) << name;
    return found == all.end() ? "" : found->second;
  }
  gateway::net::HttpResponse asked(const std::string& person, const Cell& cell) {
    if (cell.view == "courses") return get(person, "courses");
    if (cell.view == "audit") return get(person, "audit", {{"count", "1000"}});
    if (cell.view == "log") return get(person, "log/tile/entries/000.p/1");
    if (cell.view == "label")
      return get(person, "label/" + (cell.thing == "unsent" ? label_ : product_label_),
                 {{"form", "svg"}});
    return get(person, cell.view + "/" + key_of(cell.thing));
  }
  /// What the blinded one is told beside what the other is, as the line says.
  void hold(const Pair& pair, const Cell& cell, const std::string& until) {
    if (cell.view == "log" && pair.role != "inspector") return;
    const auto told = asked(pair.blind, cell);
    const auto whole = asked(pair.knowing, cell);
    const std::string name =
        cell.view + " " + cell.thing + " by " + pair.role + " until " + until + ": ";
    if (whole.status == 404) {  // not of their site, or not there yet, whatever they may know
      EXPECT_EQ(told.status, 404) << name;
      return;
    }
    ++shown_;
    EXPECT_EQ(whole.status, 200) << name << whole.body;
    if (cell.blinded == "nothing") {
      EXPECT_EQ(told.status, cell.view == "log" ? 403 : 404) << name;
      return;
    }
    EXPECT_EQ(told.status, 200) << name;
    // A bundle is signed at its time, with no randomness in it: the same reads the same.
    EXPECT_EQ(told.body == whole.body, cell.blinded == "same") << name;
    for (const std::string* hidden : {&world_.things.batch, &unsent_}) {
      EXPECT_EQ(told.body.find(*hidden), std::string::npos) << name;
    }
  }
  TestNode& node() { return world_.node; }

  World world_{StoreKind::memory};
  std::string unsent_, label_, product_label_;
  std::size_t done_ = 0;   ///< steps of the treatment
  std::size_t shown_ = 0;  ///< cells where there was something to see
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node().desk(),
          .sources = {node().catalogue(), node().store(), follower_, views::Eye::of_nobody()},
          .node_key = node().keys().key,
          .identity = node().keys().identity,
          .person_of_token =
              [](std::string_view token, journey::staff::Scope) {
                return std::optional(std::string(token));
              },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(node(), person); },
          .audiences = &audiences_},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(Blinded, R43_every_question_is_answered_to_the_blinded_as_the_table_says) {
  const Cast& c = world_.cast;
  std::vector<Pair> pairs;
  const std::map<std::string, std::vector<std::string>> roles_of_site{
      {c.hospital,
       {"coordinator", "investigator", "physician", "apheresis_nurse", "infusion_nurse",
        "quality"}},
      {c.factory, {"operator", "technologist", "qc_analyst", "quality"}},
      {c.carrier, {"inspector"}}};
  for (const auto& [site, roles] : roles_of_site) {
    for (const std::string& role : roles) {
      pairs.push_back({role, site, add(role, site, false), add(role, site, true)});
    }
  }
  for (const char* until : {"record product", "receive product"}) {
    go_on(until);
    for (const Pair& pair : pairs) {
      for (const Cell& cell : expected()) {
        const bool is_sent = std::string(until) != "record product";
        const bool is_of_now = cell.thing != (is_sent ? "product not sent" : "product");
        if (cell.view != "command" && is_of_now) hold(pair, cell, until);
      }
    }
  }
  RecordProperty("cells", std::to_string(shown_));
  EXPECT_GE(shown_, 150U) << "of those where there was something to see";
}

TEST_F(Blinded, R43_every_command_is_decided_for_the_blinded_as_the_table_says) {
  const Things& t = world_.things;
  const Cast& c = world_.cast;
  go_on("receive product");
  const std::map<std::string, std::tuple<std::string, std::string, Object>> all{
      {"manufacture/start",
       {"operator", c.factory,
        object({{"course", t.course},
                {"inputs", Array{Value(object({{"material", t.collection},
                                               {"quantity", quantity("1", "mL")}}))}}})}},
      {"release/release", {"quality", c.factory, object({{"material", t.product}})}},
      {"quality/lift", {"quality", c.factory, object({{"thing", "batch/" + t.batch}})}},
      {"infusion/record_infusion",
       {"infusion_nurse", c.hospital,
        object({{"material", t.product},
                {"subject", t.subject},
                {"quantity", quantity("20", "mL")}})}}};
  for (const Cell& cell : expected()) {
    if (cell.view != "command") continue;
    const auto found = all.find(cell.thing);
    ASSERT_NE(found, all.end()) << cell.thing;
    const auto& [role, site, data] = found->second;
    for (const bool knows : {false, true}) {
      const auto prepared =
          node().desk().prepare(node().request(add(role, site, knows), cell.thing, data));
      const std::string code = prepared ? "" : words_of(prepared.error());
      const bool is_refused =
          code == "blinding.for_unblinded" || code == journey::general::unknown_thing.code;
      EXPECT_EQ(is_refused, !knows && cell.blinded == "nothing") << cell.thing << ": " << code;
    }
  }
}

/// The same about other things.
Object renamed(const Object& data, const std::vector<std::string>& from, const std::string& to) {
  std::string text = kernel::canonical_text(data);
  for (const std::string& id : from) {
    for (std::size_t at = text.find(id); at != text.npos; at = text.find(id, at + to.size())) {
      text.replace(at, id.size(), to);
    }
  }
  const auto read = kernel::parse_json(text, kernel::command_json);
  EXPECT_TRUE(read && read->object() != nullptr) << text;
  return read && read->object() != nullptr ? *read->object() : Object();
}

// A permission of every kind that names cells or a batch, asked about what the blinded may not know
// to be there.
TEST_F(Blinded, R43_every_permission_about_what_is_hidden_is_answered_as_one_about_nothing) {
  const Things& t = world_.things;
  go_on("receive product");
  std::vector<Pair> pairs;
  for (const char* role : {"coordinator", "investigator", "physician", "apheresis_nurse",
                           "infusion_nurse", "quality", "operator", "technologist"}) {
    const std::string& site = world_.cast.hospital;
    pairs.push_back({role, site, add(role, site, false), add(role, site, true)});
  }
  const auto answer = [&](const std::string& person, const std::string& command, Object data) {
    const auto prepared = node().desk().prepare(node().request(person, command, std::move(data)));
    if (prepared) return std::string("prepared");
    const commands::Desk::Reply& reply = prepared.error();
    return reply ? "recorded" : words_of(reply) + " " + reply.error().rule + reply.error().about;
  };
  std::set<std::string> held;
  std::size_t known = 0;
  for (const Step& step : whole_journey(node(), world_.cast, t)) {
    const journey::CommandType* type = node().catalogue().command(step.command);
    if (type->kind != journey::Kind::permission || !step.corrects.empty()) continue;
    const std::vector<std::string> cells{t.collection, t.product};
    // What it makes is new.
    const std::vector<std::string> made{t.label, t.second_label, t.collection_box, t.box};
    const Object order = renamed(step.data, made, node().fresh_id());
    const std::string nothing = node().fresh_id();
    const bool is_of_batch = kernel::canonical_text(order).find(t.batch) != std::string::npos;
    const bool is_of_cells = renamed(order, cells, nothing) != order;
    if (!is_of_cells && (!is_of_batch || step.name == "start batch")) continue;
    const std::vector<std::string> from = is_of_cells ? cells : std::vector{t.batch};
    const Object hidden = renamed(order, from, is_of_cells ? unsent_ : t.batch);
    const Object none = renamed(order, from, nothing);
    for (const Pair& pair : pairs) {
      const std::string told = answer(pair.blind, step.command, hidden);
      EXPECT_EQ(told, answer(pair.blind, step.command, none)) << step.name << " by " << pair.role;
      if (told.starts_with("general.unknown_")) held.insert(step.command);
      known += answer(pair.knowing, step.command, hidden) != told ? 1 : 0;
    }
  }
  EXPECT_GE(held.size(), 4U) << "commands that say that there is nothing";
  EXPECT_GT(known, 0U) << "who may know is answered otherwise, or the test could not fail";
}

}  // namespace
}  // namespace veinline::rights
