// SPDX-License-Identifier: Apache-2.0
// Over HTTP: who listens to the feed hears what concerns their site, and of nothing else a trace.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gateway/http/api.hpp"
#include "gateway/net/client.hpp"
#include "gateway/net/server.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/naive_sight.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using kernel::Array;
using kernel::Value;
using std::chrono::milliseconds;

bool comes_true(const std::function<bool()>& test) {
  for (int round = 0; round < 3'000; ++round) {
    if (test()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

/// A client of the feed on a thread of its own; a person's id is their token.
class Ear {
 public:
  Ear(std::uint16_t port, const std::string& person, std::string after)
      : client_(*gateway::net::Url::parse("http://127.0.0.1:" + std::to_string(port)), person),
        thread_([this, after = std::move(after)] {
          const auto answer = client_.follow("/api/v1/feed", {{"Last-Event-ID", after}},
                                             [this](std::string_view piece) {
                                               const std::lock_guard lock(mutex_);
                                               heard_ += piece;
                                               return !is_enough_;
                                             });
          status_ = answer ? answer->status : -1;
        }) {}
  Ear(const Ear&) = delete;
  Ear& operator=(const Ear&) = delete;
  ~Ear() { is_enough_ = true; }  // the next beat ends it

  std::string heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  /// The numbers of the facts, as they came.
  std::vector<std::uint64_t> facts() { return ids("\nevent: fact\ndata: "); }
  /// The last of all that was told, beats too.
  std::uint64_t last() {
    const auto beats = ids("\nevent: beat\ndata: ");
    const auto told = facts();
    return std::max(beats.empty() ? 0 : beats.back(), told.empty() ? 0 : told.back());
  }
  /// Of the answer, once it has ended; 0: it goes on.
  [[nodiscard]] int status() const { return status_; }

 private:
  std::vector<std::uint64_t> ids(std::string_view kind) {
    const std::string text = heard();
    std::vector<std::uint64_t> out;
    for (std::size_t at = 0; (at = text.find("id: ", at)) != text.npos;) {
      const std::size_t end = text.find('\n', at);
      if (end == text.npos) break;
      const bool starts = at == 0 || text[at - 1] == '\n';
      if (starts && text.compare(end, kind.size(), kind) == 0) {
        out.push_back(std::stoull(text.substr(at + 4, end - at - 4)));
      }
      at = end;
    }
    return out;
  }

  gateway::net::Client client_;
  std::mutex mutex_;
  std::string heard_;
  std::atomic<bool> is_enough_ = false;
  std::atomic<int> status_ = 0;
  std::jthread thread_;
};

/// Two hospitals with a patient each, and one factory that makes for both.
class Sights : public testing::Test {
 protected:
  Sights() {
    world_.node.writer().on_recorded([this] { feed_.wake(); });
    make_the_other_hospital();
    gateway::http::ApiParts parts{
        world_.node.desk(),
        {world_.node.catalogue(), world_.node.store(), follower_, views::Eye::of_nobody()},
        world_.node.keys().key,
        world_.node.keys().identity,
        [](std::string_view token, journey::staff::Scope) {
          return std::optional(std::string(token));
        },
        {}};
    parts.feed = &feed_;
    parts.audiences = &audiences_;
    parts.sight_of = [this](const std::string& person) { return sight_of(world_.node, person); };
    api_ = std::make_unique<gateway::http::Api>(
        std::move(parts), gateway::http::ApiThreads{.reading = 1, .carrying = 1});
    auto server = gateway::net::Server::listen(
        {.host = "127.0.0.1",
         .port = 0,
         .threads = 1,
         .body_bytes_max = 1'000,
         .idle_max = std::chrono::seconds(20),
         .header_bytes_max = 16 * 1024},
        [this](gateway::net::HttpRequest request, const gateway::net::Respond& respond) {
          api_->handle(std::move(request), respond);
        },
        [this](const gateway::net::HttpRequest& head, const gateway::net::Admit& admit) {
          api_->admit(head, admit);
        });
    EXPECT_TRUE(server.has_value());
    server_ = std::move(*server);
  }
  ~Sights() override {
    feed_.end();
    server_->stop();
  }

  void make_the_other_hospital() {
    TestNode& node = world_.node;
    other_.hospital = node.fresh_id();
    const auto ask = [&](const std::string& person, const char* command, kernel::Object data) {
      const auto reply = node.ask(person, command, std::move(data));
      EXPECT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
    };
    ask(node.administrator(), "study/register_site",
        object({{"site", other_.hospital},
                {"code", "OTHER"},
                {"kind", "hospital"},
                {"zone", "Asia/Shanghai"}}));
    const std::vector<std::pair<std::string*, const char*>> people{
        {&other_.coordinator, "coordinator"},       {&other_.investigator, "investigator"},
        {&other_.physician, "physician"},           {&other_.apheresis_nurse, "apheresis_nurse"},
        {&other_.infusion_nurse, "infusion_nurse"}, {&other_.second_nurse, "infusion_nurse"},
        {&other_.hospital_quality, "quality"}};
    for (const auto& [person, role] : people) {
      *person = node.fresh_id();
      ask(node.administrator(), "staff/add_person",
          object({{"person", *person},
                  {"site", other_.hospital},
                  {"roles", Array{Value(role)}},
                  {"name", "C D"}}));
    }
    ask(other_.investigator, "study/open_site",
        object({{"study", world_.things.study},
                {"site", other_.hospital},
                {"reference", "EC-2"},
                {"valid_from", "2026-01-01T00:00:00.000Z"},
                {"valid_until", "2027-01-01T00:00:00.000Z"}}));
    things_.study = world_.things.study;
  }
  /// Both treatments, to and with the named step; empty: to their end.
  void go_to(const std::string& step = {}) {
    world_.go_to(step);
    perform(world_.node, treatment(other_, things_), answers_, step);
  }
  std::unique_ptr<Ear> listen(const std::string& person, std::uint64_t after = 0) {
    return std::make_unique<Ear>(server_->port(), person, std::to_string(after));
  }
  std::uint64_t size() { return world_.node.records().size(); }
  /// What a naive reader says that this person hears, of the facts after `after`.
  std::vector<std::uint64_t> heard_by(const std::string& person, const std::string& site,
                                      std::uint64_t after = 0) {
    NaiveSight naive;
    std::vector<std::uint64_t> out;
    for (const ledger::StoredRecord& stored : world_.node.records()) {
      const auto keys = naive.hear(ledger::parse_record(stored.bytes)->draft);
      const bool is_theirs = keys.contains("everybody") || keys.contains("site/" + site) ||
                             keys.contains("person/" + person);
      if (is_theirs && stored.seq > after) out.push_back(stored.seq);
    }
    return out;
  }
  /// Whether they hear exactly this, up to the end of the log.
  bool hears(Ear& ear, const std::vector<std::uint64_t>& want) {
    return comes_true([&] { return ear.last() == size(); }) && ear.facts() == want;
  }

  World world_{StoreKind::memory};
  Things things_ = make_things(world_.node, 2);
  Cast other_ = world_.cast;
  Answers answers_ = world_.answers;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{world_.node.catalogue(), world_.node.store(), rows_};
  views::SharedAudiences audiences_{world_.node.catalogue(), world_.node.store()};
  // Few are kept, so that who comes late is told from the store and from what is kept.
  gateway::feed::Feed feed_{
      world_.node.catalogue(), world_.node.store(), {.beat = milliseconds(50), .kept_max = 10}};
  std::unique_ptr<gateway::http::Api> api_;
  std::unique_ptr<gateway::net::Server> server_;
};

TEST_F(Sights, R43_a_nurse_hears_of_her_patient_and_not_of_one_of_another_hospital) {
  const auto hers = listen(world_.cast.infusion_nurse);
  const auto theirs = listen(other_.infusion_nurse);
  go_to();
  EXPECT_TRUE(hears(*hers, heard_by(world_.cast.infusion_nurse, world_.cast.hospital)));
  EXPECT_TRUE(hears(*theirs, heard_by(other_.infusion_nurse, other_.hospital)));
  const auto late = listen(other_.second_nurse);
  EXPECT_TRUE(hears(*late, heard_by(other_.second_nurse, other_.hospital)));
  for (const std::string* one :
       {&things_.subject, &things_.course, &things_.collection, &things_.batch, &things_.product,
        &things_.coi, &things_.donation_number, &things_.box, &things_.second_label}) {
    EXPECT_EQ(hers->heard().find(*one), std::string::npos);
    EXPECT_NE(theirs->heard().find(*one), std::string::npos);
  }
  for (const std::string* one : {&world_.things.subject, &world_.things.course,
                                 &world_.things.product, &world_.things.coi}) {
    EXPECT_NE(hers->heard().find(*one), std::string::npos);
    EXPECT_EQ(theirs->heard().find(*one), std::string::npos);
    EXPECT_EQ(late->heard().find(*one), std::string::npos);
  }
}

TEST_F(Sights, R43_the_factory_hears_of_what_is_sent_to_it_and_what_it_makes_and_of_no_consent) {
  const auto ear = listen(world_.cast.operator_);
  go_to();
  ASSERT_TRUE(hears(*ear, heard_by(world_.cast.operator_, world_.cast.factory)));
  const auto heard = ear->facts();
  const auto has = [&](const std::string& step) {
    const std::uint64_t seq = world_.answers.at(step).records.front().seq;
    return std::find(heard.begin(), heard.end(), seq) != heard.end();
  };
  for (const char* step : {"dispatch collection", "start batch", "dispatch", "receive product"}) {
    EXPECT_TRUE(has(step)) << step;
  }
  for (const char* step : {"enrol", "sign consent", "record collection"}) {
    EXPECT_FALSE(has(step)) << step;
  }
}

TEST_F(Sights, R43_cells_that_lie_at_the_factory_are_held_before_its_ears) {
  go_to("receive collection");
  const auto ear = listen(world_.cast.technologist, size());
  const auto other = listen(other_.physician, size());
  const auto held = world_.node.ask(
      world_.cast.physician, "quality/hold",
      object({{"thing", "material/" + world_.things.collection}, {"cause", "other"}}));
  ASSERT_TRUE(held.has_value()) << words_of(held);
  const std::uint64_t seq = held->records.front().seq;
  EXPECT_TRUE(comes_true([&] { return ear->last() == size(); }));
  EXPECT_EQ(ear->facts().front(), seq);
  EXPECT_TRUE(hears(*other, {}));
}

TEST_F(Sights, R43_a_courier_hears_of_what_names_them_and_an_administrator_of_everything) {
  const auto courier = listen(world_.cast.courier);
  const auto all = listen(world_.node.administrator());
  go_to();
  EXPECT_TRUE(hears(*courier, heard_by(world_.cast.courier, world_.cast.carrier)));
  const auto heard = courier->facts();
  const std::uint64_t sent = world_.answers.at("dispatch").records.front().seq;
  EXPECT_EQ(std::count(heard.begin(), heard.end(), sent), 1);
  EXPECT_TRUE(comes_true([&] { return all->facts().size() == size(); }));
}

TEST_F(Sights, R43_rights_that_change_while_somebody_listens_count_from_the_next_beat) {
  TestNode& node = world_.node;
  const auto change = [&](const std::string& person, Array roles) {
    kernel::Object data = object({{"person", person}});
    if (!roles.empty()) data.set("roles", Value(std::move(roles)));
    const auto reply = node.ask(node.administrator(), "staff/change_roles", std::move(data));
    ASSERT_TRUE(reply.has_value()) << words_of(reply);
  };
  const std::string& rising = other_.physician;
  const std::string& leaving = world_.cast.physician;
  const auto risen = listen(rising, size());
  const auto left = listen(leaving, size());
  world_.go_to("enrol");
  EXPECT_TRUE(hears(*risen, {}));
  EXPECT_TRUE(comes_true([&] { return left->facts().size() == 1; }));
  change(rising, {Value("physician"), Value("administrator")});
  change(leaving, {});
  EXPECT_TRUE(comes_true([&] { return left->status() != 0; })) << "they have left";
  const std::uint64_t before = size();
  const std::size_t heard = left->facts().size();
  // After a beat that was told when the rights had changed.
  EXPECT_TRUE(comes_true([&] { return risen->last() == before; }));
  const std::size_t beats = risen->heard().size();
  EXPECT_TRUE(comes_true([&] { return risen->heard().size() > beats + 60; }));
  world_.go_to("open course");
  EXPECT_TRUE(comes_true([&] {
    const auto facts = risen->facts();
    return !facts.empty() && facts.back() == size();
  }));
  EXPECT_EQ(left->facts().size(), heard);
}

TEST_F(Sights, R43_who_comes_again_is_told_the_rest_that_is_theirs_and_no_more) {
  const std::string& nurse = other_.infusion_nurse;
  world_.go_to();  // nothing of it is hers
  const std::uint64_t before = size();
  std::uint64_t seen = 0;
  {
    const auto first = listen(nurse);
    EXPECT_TRUE(hears(*first, heard_by(nurse, other_.hospital)));
    EXPECT_LT(first->facts().back(), before) << "the last is not hers";
    seen = first->last();
  }
  EXPECT_EQ(seen, before) << "a beat says how far she was told";
  go_to("record product");
  for (std::uint64_t after : {seen, seen - 20, std::uint64_t{3}}) {
    const auto again = listen(nurse, after);
    EXPECT_TRUE(hears(*again, heard_by(nurse, other_.hospital, after))) << after;
  }
}

TEST_F(Sights, a_misspelt_kind_of_fact_is_refused_and_no_silence) {
  gateway::net::Client client(
      *gateway::net::Url::parse("http://127.0.0.1:" + std::to_string(server_->port())),
      world_.cast.physician);
  const auto ask = [&](const std::string& fact) {
    return client.follow("/api/v1/feed?fact=" + fact, {}, [](std::string_view) { return false; });
  };
  const auto wrong = ask("relaese.");
  ASSERT_TRUE(wrong.has_value());
  EXPECT_EQ(wrong->status, 400);
  EXPECT_NE(wrong->body.find("feed.unknown_fact"), std::string::npos);
  EXPECT_EQ(wrong->body.find("relaese"), std::string::npos) << "nothing of it is repeated";
  for (const char* right : {"", "rel", "release.", "release.released/1", "record.corrected"}) {
    EXPECT_EQ(ask(right)->status, 200) << right;
  }
}

}  // namespace
}  // namespace veinline::e2e
