// SPDX-License-Identifier: Apache-2.0
// A treatment in a blinded study over the API, and what everybody who asks is answered.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <map>
#include <string>
#include <vector>

#include "e2e/api_parts.hpp"
#include "exchange/json.hpp"
#include "exchange/papers.hpp"
#include "gateway/http/api.hpp"
#include "gateway/webhooks/webhooks.hpp"
#include "ledger/record.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::Cast;
using support::object;
using support::quantity;
using support::Step;
using support::StoreKind;
using support::TestNode;
using support::Things;
using support::words_of;
using support::World;

inline const std::string active = "ACTIVE-ARM";
inline const std::string control = "CONTROL";
inline const std::map<std::string, std::string> svg{{"form", "svg"}};

/// Puts a name of its own for each id, position, hash and time of a record, in the order in which
/// they come: what is left is what an answer says.
class Renamed {
 public:
  Value of(const Value& value, const std::string& member = {}) {
    if (value.object() != nullptr) {
      Object out;
      for (const auto& [name, one] : value.object()->members()) out.set(name, of(one, name));
      return Value(std::move(out));
    }
    if (value.array() != nullptr) {
      Array out;
      for (const Value& one : *value.array()) out.push_back(of(one, member));
      return Value(std::move(out));
    }
    const bool is_position =
        member == "seq" || member == "as_of" || member == "since" || member == "recorded";
    if (value.integer() != nullptr && is_position) {
      return named("position", std::to_string(*value.integer()));
    }
    if (value.string() == nullptr) return value;
    const std::string& text = *value.string();
    const auto is_letter = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '+' || c == '/' || c == '=';
    };
    const bool is_random = text.size() >= 32 && std::all_of(text.begin(), text.end(), is_letter);
    const std::size_t slash = text.find('/');
    const bool is_id = slash != text.npos && kernel::is_id(text.substr(slash + 1));
    if (is_id) return named(text.substr(0, slash), text);
    if (is_random) return named("random" + std::to_string(text.size()), text);
    return kernel::is_id(text) ? named("id", text) : value;
  }

 private:
  Value named(const std::string& kind, const std::string& text) {
    const auto [found, is_new] = names_.emplace(text, names_.size());
    return Value(kind + "#" + std::to_string(found->second));
  }
  std::map<std::string, std::size_t> names_;
};

/// What a webhook was told of each record of a log.
class AllTold : public outbox::Deliveries {
 public:
  explicit AllTold(TestNode& node) : node_(node) {}
  kernel::Result<std::optional<std::uint64_t>, ledger::Fault> position(std::string_view) override {
    return std::optional<std::uint64_t>{};
  }
  kernel::Result<kernel::Done, ledger::Fault> move_to(std::string_view, std::uint64_t) override {
    return kernel::Done{};
  }
  kernel::Result<kernel::Done, ledger::Fault> keep(const outbox::Delivery&) override {
    return kernel::Done{};
  }
  kernel::Result<std::vector<outbox::Kept>, ledger::Fault> newest(
      std::string_view, std::int64_t before, std::uint32_t count_max) override {
    std::vector<outbox::Kept> out;
    const auto records = node_.records();
    for (auto one = records.rbegin(); one != records.rend() && out.size() < count_max; ++one) {
      const auto number = static_cast<std::int64_t>(one->seq);
      if (before != 0 && number >= before) continue;
      outbox::Delivery told{.webhook = "http://his.invalid/hook", .seq = one->seq, .fact = {}};
      told.fact = ledger::parse_record(one->bytes)->draft.fact;
      out.push_back({number, std::move(told)});
    }
    return out;
  }

 private:
  TestNode& node_;
};

/// A treatment in a blinded study, of a subject in that arm.
class BlindedWorld {
 public:
  explicit BlindedWorld(std::string arm, bool is_rich) : arm_(std::move(arm)), is_rich_(is_rich) {
    unsent = node().fresh_id();
    unsent_label = node().fresh_id();
    const Cast& c = cast();
    must(c.investigator, "blinding/blind_study", object({{"study", things().study}}));
    for (const std::string* person : {&c.operator_, &c.technologist, &c.qc_analyst, &c.quality}) {
      unblind(*person);
    }
    go_to("open course");
    must(c.quality, "blinding/allocate", object({{"subject", things().subject}, {"arm", arm_}}));
    go_to("receive collection");
    for (Step step : treatment(cast(), things())) {
      if (world_.answers.contains(step.name)) continue;
      if (step.name == "record product") step.data = products();
      const std::vector<Step> one{step};
      perform(node(), one, world_.answers);
      if (step.name == "release" && is_rich_) {
        must(c.operator_, "labelling/print",
             object({{"label", unsent_label}, {"material", unsent}}));
      }
      if (step.name == "receive product") is_there = node().records().size();
    }
  }

  void unblind(const std::string& person) {
    const Object data = object({{"study", things().study}, {"person", person}});
    must(cast().hospital_quality, "blinding/unblind_person", data);
    must(node().administrator(), "blinding/unblind_person", data);
  }
  void must(const std::string& person, const char* command, Object data) {
    const auto reply = node().ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  HttpResponse ask(const std::string& person, const std::string& method, std::string path,
                   std::map<std::string, std::string> query = {}, const Object& body = {}) {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = method;
    request.path = std::move(path);
    request.query = std::move(query);
    if (method == "POST") request.body = kernel::canonical_text(body);
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  std::string get(const std::string& person, const std::string& path,
                  std::map<std::string, std::string> query = {}) {
    const HttpResponse answer = ask(person, "GET", "/api/v1/" + path, std::move(query));
    auto body = kernel::parse_json(answer.body, {1 << 24, 64});
    if (!body) return std::to_string(answer.status) + answer.body;
    Renamed renamed;
    return std::to_string(answer.status) + kernel::canonical_text(*renamed.of(*body).object());
  }
  /// What each page of one line says, one after the other, but for where the next one begins.
  std::vector<std::string> pages(const std::string& person, const std::string& path) {
    std::vector<std::string> out;
    Renamed renamed;
    for (std::string after; out.size() < 1'000;) {
      const HttpResponse answer =
          ask(person, "GET", "/api/v1/" + path, {{"count", "1"}, {"after", after}});
      auto body = kernel::parse_json(answer.body, {1 << 24, 64});
      if (!body) return {std::to_string(answer.status)};
      const Value* next = body->object()->find("next");
      after = next == nullptr ? "" : *next->string();
      body->object()->set("next", Value(after.empty() ? "none" : "some"));
      out.push_back(kernel::canonical_text(*renamed.of(*body).object()));
      if (after.empty()) return out;
    }
    ADD_FAILURE() << "the pages have no end";
    return out;
  }
  HttpResponse arm_to(const std::string& person) {
    return ask(person, "POST", "/api/v1/arm", {}, object({{"subject", things().subject}}));
  }

  World& world() { return world_; }
  TestNode& node() { return world_.node; }
  const Cast& cast() { return world_.cast; }
  const Things& things() { return world_.things; }
  views::SharedAudiences& audiences() { return audiences_; }
  [[nodiscard]] const std::string& arm() const { return arm_; }
  std::string unsent, unsent_label;  ///< a unit that was made and stays where it is
  std::size_t is_there = 0;          ///< position where the product was received

 private:
  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = parts_over(world_.node, follower_, audiences_);
    out.webhooks = &webhooks_;
    out.patients = &world_.node.patients();
    out.papers = &papers_;
    return out;
  }
  void go_to(const char* step) { world_.go_to(step); }
  Object products() {
    const auto one = [&](const std::string& id, const char* division, const char* amount,
                         const char* expires) {
      return Value(object({{"material", id},
                           {"division", division},
                           {"quantity", quantity(amount, "mL")},
                           {"expires", expires}}));
    };
    Array all{one(things().product, "01", is_rich_ ? "25" : "20",
                  is_rich_ ? "2026-09-01T00:00:00.000Z" : "2026-08-01T00:00:00.000Z")};
    if (is_rich_) all.push_back(one(unsent, "02", "25", "2026-09-01T00:00:00.000Z"));
    return object({{"batch", things().batch}, {"products", Value(std::move(all))}});
  }

  const std::string arm_;
  const bool is_rich_;
  World world_{StoreKind::memory};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
  views::SharedAudiences audiences_{world_.node.catalogue(), world_.node.store()};
  AllTold told_{world_.node};
  gateway::webhooks::Webhooks webhooks_{
      world_.node.catalogue(), world_.node.store(), told_, world_.node.clock(), {}};
  exchange::PdfHere pdfs_;
  const exchange::PaperShelf papers_{world_.node.vault(), world_.node.bytes(),
                                     world_.node.entropy(), world_.node.keys().identity.node,
                                     pdfs_};
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

}  // namespace veinline::e2e
