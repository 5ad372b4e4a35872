// SPDX-License-Identifier: Apache-2.0
// Identities: a world with its API, and who asks it for patients.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::object;
using support::StoreKind;
using support::TestNode;
using support::words_of;

inline constexpr const char* card_number = "11010519491231002X";

class Identities : public testing::Test {
 protected:
  Identities() { make(30); }
  void make(std::uint32_t looks_per_minute) {
    looks_ = std::make_unique<exchange::Throttle>(looks_per_minute);
    auto watched = std::make_shared<gateway::http::Watched>();
    watched->see = [this](const gateway::http::Seen& seen) {
      for (const std::string_view one : {seen.method, seen.route, seen.person, seen.id}) {
        seen_.append(one).append(" ");
      }
    };
    TestNode& node = world_.node;
    api_ = std::make_unique<gateway::http::Api>(
        gateway::http::ApiParts{
            .desk = node.desk(),
            .sources = {node.catalogue(), node.store(), follower_, views::Eye::of_nobody()},
            .node_key = node.keys().key,
            .identity = node.keys().identity,
            .person_of_token =
                [](std::string_view token, journey::staff::Scope) {
                  return std::optional(std::string(token));
                },
            .with_scratch_desk = {},
            .watched = std::move(watched),
            .sight_of =
                [this](const std::string& person) {
                  return support::sight_of(world_.node, person);
                },
            .audiences = &audiences_,
            .tokens_sign = true,
            .denials = &denials_,
            .patients = &node.patients(),
            .looks = looks_.get()},
        gateway::http::ApiThreads{.reading = 1, .carrying = 1});
  }

  HttpResponse ask(const std::string& person, const char* path, const Object& body) {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "POST";
    request.path = path;
    request.body = kernel::canonical_text(body);
    request.headers["authorization"] = "Bearer " + person;
    api_->handle(std::move(request),
                 [&](HttpResponse response) { answer.set_value(std::move(response)); });
    HttpResponse told = answer.get_future().get();
    if (told.told)
      told.told({.status = told.status, .body_bytes = told.body.size()});  // as who sends it
    return told;
  }
  static Object told(const HttpResponse& answer) {
    auto body = kernel::parse_json(answer.body, kernel::command_json);
    EXPECT_TRUE(body && body->object() != nullptr) << answer.body;
    return body && body->object() != nullptr ? *body->object() : Object();
  }
  static std::string text(const Object& object, const char* member) {
    const Value* value = object.find(member);
    return value == nullptr || value->string() == nullptr ? "" : *value->string();
  }
  /// "zm 2: 张*明 subject/…", or the code of the problem.
  HttpResponse find(const std::string& person, const std::string& wanted,
                    const std::string& kind = {}) {
    Object body = object({{"text", wanted}});
    if (!kind.empty()) body.set("kind", Value(kind));
    return ask(person, "/api/v1/find", body);
  }
  std::vector<Object> hits(const std::string& person, const std::string& wanted,
                           const std::string& kind = {}) {
    const HttpResponse answer = find(person, wanted, kind);
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::vector<Object> out;
    const Object body = told(answer);
    if (const Value* list = body.find("hits"); list != nullptr) {
      for (const Value& hit : *list->array()) out.push_back(*hit.object());
    }
    return out;
  }
  std::string only_hit(const std::string& wanted, const std::string& kind = {}) {
    const auto all = hits(world_.cast.infusion_nurse, wanted, kind);
    if (all.size() != 1) return std::to_string(all.size()) + " hits";
    return text(all.front(), "subject");
  }

  std::string enrol(const std::string& coordinator, const std::string& site) {
    const std::string id = world_.node.fresh_id();
    const auto reply =
        world_.node.ask(coordinator, "enrolment/enrol",
                        object({{"subject", id}, {"study", world_.things.study}, {"site", site}}));
    EXPECT_TRUE(reply.has_value()) << words_of(reply);
    return id;
  }
  static Value document(const char* kind, const std::string& number) {
    return Value(object({{"kind", kind}, {"number", number}}));
  }
  TestNode::Reply register_at(const std::string& coordinator, const std::string& site,
                              const std::string& name, Array documents, Object more = {}) {
    newest_ = enrol(coordinator, site);
    more.set("subject", Value(newest_));
    more.set("name", Value(name));
    if (!documents.empty()) more.set("documents", Value(std::move(documents)));
    return world_.node.ask(coordinator, "identity/register", more);
  }
  TestNode::Reply register_here(const std::string& name, Array documents = {}, Object more = {}) {
    return register_at(world_.cast.coordinator, world_.cast.hospital, name, std::move(documents),
                       std::move(more));
  }
  /// A coordinator of another hospital that takes part in the study.
  std::string other_hospital() {
    other_site_ = world_.node.fresh_id();
    const std::string who = world_.node.fresh_id();
    const auto must = [&](const std::string& person, const char* command, Object data) {
      const auto reply = world_.node.ask(person, command, std::move(data));
      EXPECT_TRUE(reply.has_value()) << words_of(reply);
    };
    must(world_.node.administrator(), "study/register_site",
         object({{"site", other_site_},
                 {"code", "OTHER"},
                 {"kind", "hospital"},
                 {"zone", "Asia/Shanghai"}}));
    must(world_.node.administrator(), "staff/add_person",
         object({{"person", who},
                 {"site", other_site_},
                 {"roles", Array{Value("coordinator"), Value("investigator")}},
                 {"name", "C D"}}));
    must(who, "study/open_site",
         object({{"study", world_.things.study},
                 {"site", other_site_},
                 {"reference", "EC-2"},
                 {"valid_from", "2026-01-01T00:00:00.000Z"},
                 {"valid_until", "2027-01-01T00:00:00.000Z"}}));
    return who;
  }
  ledger::Draft last_fact() {
    return ledger::parse_record(world_.node.records().back().bytes)->draft;
  }

  support::World world_{StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
  views::SharedAudiences audiences_{world_.node.catalogue(), world_.node.store()};
  gateway::http::Denials denials_;
  std::unique_ptr<exchange::Throttle> looks_;
  std::string newest_;  ///< id of the subject that was enrolled last
  std::string other_site_;
  std::string seen_;  ///< what whoever watches was told
  std::unique_ptr<gateway::http::Api> api_;
};

}  // namespace veinline::e2e
