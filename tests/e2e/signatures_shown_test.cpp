// SPDX-License-Identifier: Apache-2.0
// Over the API: a signature is shown wherever its record is shown, with the printed name of the
// signer, the meaning, the time in UTC and the zone (21 CFR 11.50); to nobody who may not read it.
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "exchange/json.hpp"
#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

std::string text_of(const Object& object, const char* member) {
  const Value* value = object.find(member);
  return value == nullptr || value->string() == nullptr ? "" : *value->string();
}

/// Those of what is shown, each with the fact that it is of.
Array signatures_in(const Object& shown) {
  const Value* list = shown.find("signatures");
  return list == nullptr ? Array{} : *list->array();
}

class SignaturesShown : public testing::Test {
 protected:
  SignaturesShown() { world_.go_to(); }

  gateway::net::HttpResponse answer_to(const std::string& person, const std::string& path) {
    std::promise<gateway::net::HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/" + path;
    if (path == "audit") request.query["count"] = "1000";
    api_.handle_as(person, std::move(request), [&](gateway::net::HttpResponse response) {
      answer.set_value(std::move(response));
    });
    return answer.get_future().get();
  }
  /// What is there for them; empty: nothing of that name.
  Object seen(const std::string& person, const std::string& path) {
    const gateway::net::HttpResponse said = answer_to(person, path);
    if (said.status == 404) return {};
    EXPECT_EQ(said.status, 200) << path << said.body;
    auto body = kernel::parse_json(said.body, {1 << 24, 64});
    return body && body->object() != nullptr ? *body->object() : Object{};
  }
  Object ask(const std::string& person, const std::string& path) {
    Object out = seen(person, path);
    EXPECT_FALSE(out.empty()) << path << " is there for them";
    return out;
  }
  /// What is wrong with how that record of a signed step is shown; empty: nothing is.
  std::string wrong_with(const Object& signature, const std::string& by, const char* meaning) {
    if (text_of(signature, "by") != by) return "another signer";
    if (text_of(signature, "name") != "Name of " + by) return "no printed name";
    if (text_of(signature, "meaning") != meaning) return "another meaning";
    if (text_of(signature, "zone") != "Asia/Shanghai") return "no zone";
    if (text_of(signature, "offset") != "+08:00") return "not the offset that was signed";
    return text_of(signature, "time").ends_with('Z') ? "" : "a time that is not of UTC";
  }
  /// The first signature of such a fact among those of a whole answer.
  static Object first_of(const Object& answer, const std::string& fact) {
    for (const Value& one : signatures_in(answer)) {
      if (text_of(*one.object(), "fact") == fact) return *one.object();
    }
    return {};
  }
  static Object line_of(const Object& answer, const std::string& fact) {
    for (const Value& line : *answer.find("facts")->array()) {
      if (text_of(*line.object(), "fact") == fact) return *line.object();
    }
    return {};
  }
  std::string add(const char* role) {
    const std::string id = world_.node.fresh_id();
    Answers answers;
    perform(world_.node, {support::add(world_.node, id, world_.cast.hospital, role)}, answers);
    return id;
  }

  World world_{StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
  views::SharedAudiences audiences_{world_.node.catalogue(), world_.node.store()};
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = world_.node.desk(),
          .sources = {world_.node.catalogue(), world_.node.store(), follower_,
                      views::Eye::of_nobody()},
          .node_key = world_.node.keys().key,
          .identity = world_.node.keys().identity,
          .person_of_token = [](std::string_view,
                                journey::staff::Scope) { return std::optional<std::string>(); },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(world_.node, person); },
          .audiences = &audiences_,
          .name_of =
              [](const std::string& person) {
                return std::optional(kernel::Sensitive("Name of " + person));
              }},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(SignaturesShown, R41_with_name_meaning_time_and_zone_in_trace_timeline_and_audit_trail) {
  const Cast& cast = world_.cast;
  const std::string bag = "material/" + world_.things.product;
  const char* released = "release.released/1";
  const Object trace = ask(cast.quality, "trace/" + bag);
  EXPECT_EQ(wrong_with(first_of(trace, released), cast.quality, "release"), "");
  EXPECT_EQ(
      wrong_with(first_of(trace, "infusion.bedside_confirmed/1"), cast.second_nurse, "infusion"),
      "");
  for (const std::string& path : {"timeline/" + bag, std::string("audit")}) {
    const Array signatures = signatures_in(line_of(ask(cast.quality, path), released));
    ASSERT_EQ(signatures.size(), 1U) << path;
    EXPECT_EQ(wrong_with(*signatures.front().object(), cast.quality, "release"), "") << path;
  }
}

TEST_F(SignaturesShown, R41_beside_the_bytes_of_one_record_too) {
  const auto seq = std::to_string(world_.answers.at("release").records.front().seq);
  const Array signatures = signatures_in(ask(world_.cast.quality, "record/" + seq));
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_EQ(wrong_with(*signatures.front().object(), world_.cast.quality, "release"), "");
}

TEST_F(SignaturesShown, R41_a_lineage_shows_whose_signature_covers_what_it_says_now) {
  const Cast& cast = world_.cast;
  commands::Seq wrong = 0;
  for (const commands::Recorded& one : world_.answers.at("infuse").records) {
    if (one.fact == "infusion.infused/1") wrong = one.seq;
  }
  ASSERT_NE(wrong, 0U);
  const std::string path = "lineage/material/" + world_.things.product;
  const auto edge = [&] {
    const Object lineage = ask(cast.quality, path);
    for (const Value& one : *lineage.find("forward")->array()) {
      if (text_of(*one.object(), "fact") == "infusion.infused/1") return *one.object();
    }
    return Object{};
  };
  EXPECT_TRUE(signatures_in(edge()).empty()) << "who infuses a bag signed at the bedside";
  const Object data = object({{"seq", static_cast<std::int64_t>(wrong)},
                              {"replacement", object({{"material", world_.things.product},
                                                      {"subject", world_.things.subject},
                                                      {"course", world_.things.course},
                                                      {"quantity", quantity("19", "mL")}})}});
  for (const auto& [person, command] : {std::pair(cast.physician, "quality/agree_to_correction"),
                                        std::pair(cast.hospital_quality, "quality/correct")}) {
    const auto reply = world_.node.ask(person, command, data);
    ASSERT_TRUE(reply.has_value()) << words_of(reply);
  }
  const Array signatures = signatures_in(edge());
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_EQ(wrong_with(*signatures.front().object(), cast.hospital_quality, "correction"), "");
}

TEST_F(SignaturesShown, R43_to_a_sponsor_without_the_name_which_they_may_not_read) {
  const std::string bag = "material/" + world_.things.product;
  for (const auto& [role, is_told] : {std::pair("monitor", true), std::pair("sponsor", false)}) {
    const std::string person = add(role);
    const auto assigned = world_.node.ask(
        world_.node.administrator(), "staff/assign_studies",
        object({{"person", person}, {"studies", Array{Value(world_.things.study)}}}));
    ASSERT_TRUE(assigned.has_value()) << words_of(assigned);
    const Object signature = first_of(ask(person, "trace/" + bag), "release.released/1");
    EXPECT_EQ(text_of(signature, "by"), world_.cast.quality) << role;
    EXPECT_EQ(!text_of(signature, "name").empty(), is_told) << role;
  }
}

TEST_F(SignaturesShown, R43_of_no_record_that_the_reader_may_not_read) {
  const Cast& cast = world_.cast;
  const Things& things = world_.things;
  std::size_t shown = 0;
  for (const std::string& person :
       {cast.physician, cast.infusion_nurse, cast.operator_, cast.quality, cast.coordinator}) {
    std::set<std::int64_t> read;
    const Object trail = ask(person, "audit");
    for (const Value& line : *trail.find("facts")->array()) {
      read.insert(*line.object()->find("seq")->integer());
    }
    for (const std::string& thing : {"material/" + things.product, "course/" + things.course,
                                     "batch/" + things.batch, "subject/" + things.subject}) {
      for (const Value& one : signatures_in(seen(person, "trace/" + thing))) {
        EXPECT_TRUE(read.contains(*one.object()->find("seq")->integer())) << thing;
        ++shown;
      }
    }
  }
  EXPECT_GT(shown, 10U) << "there was something to be shown";
}

}  // namespace
}  // namespace veinline::e2e
