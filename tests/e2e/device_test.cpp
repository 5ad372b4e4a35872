// SPDX-License-Identifier: Apache-2.0
// Devices over the API: by a certificate one does what an administrator registered, and no more.
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>

#include "commands/acting.hpp"
#include "gateway/http/api.hpp"
#include "gateway/http/routes.hpp"
#include "journey/staff/devices.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using gateway::net::ShownCertificate;
using journey::staff::Scope;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::object;

/// Who listens to the feed and takes everything.
class Ear : public gateway::net::Outlet {
 public:
  bool send(std::shared_ptr<const std::string>) override { return !is_dropped; }
  [[nodiscard]] std::size_t waiting() const override { return 0; }
  void close() override {}
  void drop() override { is_dropped = true; }
  std::atomic<bool> is_dropped = false;
};

class Device : public testing::Test {
 protected:
  Device() { world_.go_to("dispatch"); }

  support::TestNode& node() { return world_.node; }
  std::string enrol(const std::string& person, std::chrono::hours lasts,
                    std::initializer_list<const char*> scopes = {"read", "act"}) {
    Array all;
    for (const char* scope : scopes) all.push_back(Value(scope));
    return support::words_of(
        node().ask(node().administrator(), "staff/register_device",
                   object({{"person", person},
                           {"device", key_},
                           {"expires", kernel::to_text(node().clock().now() + lasts)},
                           {"scopes", all}})));
  }
  HttpRequest asked(const std::string& method, const std::string& path, Object data = {}) {
    HttpRequest out;
    out.method = method;
    out.path = path;
    out.headers["idempotency-key"] = "key-" + std::to_string(++keys_);
    Object body;
    body.set("data", Value(std::move(data)));
    if (method == "POST") out.body = kernel::canonical_text(body);
    out.certificate = ShownCertificate{key_, true};
    return out;
  }
  HttpResponse answer_to(HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle(std::move(request), [&](HttpResponse one) { answer.set_value(std::move(one)); });
    return answer.get_future().get();
  }
  std::string send(HttpRequest request) {
    const HttpResponse out = answer_to(std::move(request));
    if (out.status < 400) return std::to_string(out.status);
    auto told = kernel::parse_json(out.body, {1 << 20, 32});
    return std::to_string(out.status) + " " + *told->object()->find("code")->string();
  }
  std::string whole(HttpRequest request) {
    const HttpResponse out = answer_to(std::move(request));
    std::string all = std::to_string(out.status) + " " + out.content_type;
    for (const auto& [name, value] : out.headers) all += "\n" + name + ": " + value;
    return all + "\n\n" + out.body;
  }
  std::string me() { return send(asked("GET", "/api/v1/me")); }
  std::string attach() {
    return send(asked("POST", "/api/v1/commands/transport/attach_logger_record",
                      object({{"consignment", world_.things.box},
                              {"device", "LT200-00417"},
                              {"record", support::logger_record()}})));
  }
  /// What was recorded of refusals: keys, "-" for none, with how often.
  std::string refusals() {
    std::string out;
    for (const ledger::StoredRecord& stored : node().records()) {
      const auto record = ledger::parse_record(stored.bytes);
      if (record->draft.fact != "staff.device_refused/1") continue;
      EXPECT_EQ(record->draft.by, node().administrator());
      const Value* key = record->draft.data.find("key");
      out += (key == nullptr ? "-" : key->string()->substr(0, 2)) + " " +
             std::to_string(*record->draft.data.find("times")->integer()) + ";";
    }
    return out;
  }

  support::World world_{support::StoreKind::memory};
  const std::string key_ = std::string(64, 'e');
  int keys_ = 0;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Denials denials_;
  std::string told_;  ///< what the operator was told of callers who are nobody
  std::shared_ptr<const gateway::http::Watched> watched_ =
      std::make_shared<const gateway::http::Watched>(gateway::http::Watched{
          .unknown_caller = [this](std::string_view why, std::int64_t times) {
            told_ += std::string(why) + " " + std::to_string(times) + ";";
          }});
  gateway::feed::Feed feed_{
      node().catalogue(),
      node().store(),
      {.beat = std::chrono::milliseconds(20), .look_again = std::chrono::milliseconds(50)}};
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node().desk(),
          .sources = {node().catalogue(), node().store(), follower_, views::Eye::of_nobody()},
          .node_key = node().keys().key,
          .identity = node().keys().identity,
          .person_of_token =
              [this](std::string_view token, Scope) {
                return token == "token" ? std::optional(world_.cast.quality) : std::nullopt;
              },
          .with_scratch_desk = {},
          .feed = &feed_,
          .watched = watched_,
          .sight_of =
              [this](const std::string& person) { return support::sight_of(node(), person); },
          .audiences = &audiences_,
          .tokens_sign = true,
          .denials = &denials_,
          .person_of_device = [this](std::string_view key, Scope scope)
              -> kernel::Result<std::optional<std::string>, ledger::Fault> {
            const std::string alias = "alias/device/" + std::string(key);
            journey::Slice slice;
            for (;;) {
              journey::Reader reader(slice);
              auto out = commands::person_of_token(reader, alias, {node().clock().now(), scope});
              if (reader.wanted().empty()) return out;
              for (const std::string& thing : reader.wanted()) {
                slice[thing] = std::make_shared<const journey::ThingState>(node().state(thing));
              }
            }
          },
          .recorder = [this]() -> kernel::Result<std::optional<std::string>, ledger::Fault> {
            return std::optional(node().administrator());
          }},
      gateway::http::ApiThreads{.reading = 1, .carrying = 1}};
};

const std::string refused = "401 auth.bad_certificate";

TEST_F(Device, R43_reads_and_records_for_the_person_whom_it_was_registered_for) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  EXPECT_EQ(me(), "200");
  EXPECT_EQ(attach(), "200");
  const auto last = ledger::parse_record(node().records().back().bytes);
  EXPECT_EQ(last->draft.by, world_.cast.technologist);
  EXPECT_EQ(refusals(), "");
}

TEST_F(Device, R43_does_no_more_than_its_scopes_and_its_roles) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24), {"act"}),
            "staff.device_registered/1");
  EXPECT_EQ(me(), refused) << "it may not read";
  EXPECT_EQ(attach(), "200");
  EXPECT_EQ(send(asked("POST", "/api/v1/commands/testing/record_result",
                       object({{"batch", world_.things.batch},
                               {"test", "VIABILITY"},
                               {"value", "90"},
                               {"unit", "PERCENT"}}))),
            "409 general.role_missing");
}

TEST_F(Device, R43_unknown_revoked_over_or_not_believed_is_refused_with_one_answer_and_recorded) {
  EXPECT_EQ(me(), refused) << "unknown";
  EXPECT_EQ(refusals(), "ee 1;");
  EXPECT_EQ(me(), refused);
  EXPECT_EQ(refusals(), "ee 1;") << "nobody fills the log";
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  EXPECT_EQ(me(), "200") << "also when it was refused before it was registered";
  HttpRequest forged = asked("GET", "/api/v1/me");
  forged.certificate->is_good = false;
  EXPECT_EQ(send(forged), refused) << "no authority of ours, or its time is over";
  forged.certificate->key = std::string(64, 'f');
  EXPECT_EQ(send(forged), refused);
  EXPECT_EQ(refusals(), "ee 1;- 1;") << "of those that nobody signed all are counted together";
  node().clock().advance(std::chrono::hours(24));
  EXPECT_EQ(me(), refused) << "its registration is over";
  EXPECT_EQ(attach(), refused);
  EXPECT_EQ(refusals(), "ee 1;- 1;ee 2;");
}

TEST_F(Device, R43_a_revoked_one_does_nothing_any_more) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  EXPECT_EQ(me(), "200");
  ASSERT_TRUE(node()
                  .ask(node().administrator(), "staff/revoke_device", object({{"device", key_}}))
                  .has_value());
  EXPECT_EQ(me(), refused);
  EXPECT_EQ(attach(), refused);
  EXPECT_NE(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1")
      << "its key is never registered again";
}

TEST_F(Device, R43_hears_the_feed_no_longer_than_its_certificate_and_its_registration_last) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  const auto listen = [&](std::chrono::hours lasts) {
    HttpRequest request = asked("GET", "/api/v1/feed");
    request.certificate->until = node().clock().now() + lasts;
    const HttpResponse answer = answer_to(std::move(request));
    EXPECT_EQ(answer.status, 200) << answer.body;
    auto ear = std::make_shared<Ear>();
    if (answer.stream) answer.stream(ear);
    return ear;
  };
  const auto is_let_go = [](const Ear& ear) {
    for (int round = 0; round < 1'000 && !ear.is_dropped; ++round) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return ear.is_dropped.load();
  };
  const auto brief = listen(std::chrono::hours(1));
  const auto lasting = listen(std::chrono::hours(100));
  node().clock().advance(std::chrono::hours(1));
  EXPECT_TRUE(is_let_go(*brief)) << "its certificate is over";
  EXPECT_FALSE(lasting->is_dropped);
  node().clock().advance(std::chrono::hours(23));
  EXPECT_TRUE(is_let_go(*lasting)) << "its registration is over";
}

TEST_F(Device, R43_with_a_token_or_a_session_in_the_same_request_nobody_is_known) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  HttpRequest both = asked("GET", "/api/v1/me");
  both.headers["authorization"] = "Bearer token";
  EXPECT_EQ(send(both), "400 auth.two_callers");
  both.certificate.reset();
  EXPECT_EQ(send(both), "200") << "the token alone is somebody";
  for (const char* cookie : {"__Host-veinline=vs1_x", "a=b; __Host-veinline-second=vs1_x",
                             "__Host-veinline-courier-BOX=vs3_x"}) {
    HttpRequest with = asked("GET", "/api/v1/me");
    with.headers["cookie"] = cookie;
    EXPECT_EQ(send(with), "400 auth.two_callers") << cookie;
  }
}

/// Beside the word of an operator's token at /metrics, and a link of a box, which is of two
/// callers.
TEST_F(Device, R43_addresses_for_everybody_answer_the_same_whatever_is_shown) {
  const std::vector<std::function<void(HttpRequest&)>> shown{
      [](HttpRequest&) {},  // a device that nobody registered
      [](HttpRequest& request) { request.certificate->is_good = false; },
      [](HttpRequest& request) { request.headers["authorization"] = "Bearer token"; },
      [](HttpRequest& request) {
        request.certificate.reset();
        request.headers["authorization"] = "Bearer forged";
      },
      [](HttpRequest& request) {
        request.headers["cookie"] = "__Host-veinline=vs1_x; __Host-veinline-courier-BOX=vs3_x";
      }};
  std::size_t addresses = 0;
  std::vector<std::string> paths{"/", "/page.js", "/no/such"};
  for (const gateway::http::Route& route : gateway::http::all_routes()) {
    if (route.who != gateway::http::Who::anybody || route.method != "GET") continue;
    if (route.name == "metrics") continue;
    paths.emplace_back(route.path.substr(0, route.path.find('{')));
  }
  for (const std::string& path : paths) {
    HttpRequest alone = asked("GET", path);
    alone.certificate.reset();
    const auto expected = whole(alone);
    ++addresses;
    for (const auto& show : shown) {
      HttpRequest request = asked("GET", path);
      show(request);
      EXPECT_EQ(whole(request), expected) << path;
    }
  }
  EXPECT_EQ(refusals(), "") << "nobody was refused, so nothing is recorded";
  EXPECT_GT(addresses, 9U);
}

TEST_F(Device, R43_of_tokens_that_count_for_nothing_the_operator_is_told_a_count_once_a_minute) {
  HttpRequest forged = asked("GET", "/api/v1/me");
  forged.certificate.reset();
  for (const char* token : {"one", "another"}) {
    forged.headers["authorization"] = "Bearer " + std::string(token);
    EXPECT_EQ(send(forged), "401 auth.bad_token");
  }
  EXPECT_EQ(told_, "auth.bad_token 1;");
  node().clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(send(forged), "401 auth.bad_token");
  EXPECT_EQ(told_, "auth.bad_token 1;auth.bad_token 2;");
}

TEST_F(Device, R43_of_pages_of_another_server_the_operator_is_told) {
  HttpRequest foreign = asked("POST", "/api/v1/courier");
  foreign.certificate.reset();
  foreign.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(send(foreign), "403 auth.foreign_page");
  EXPECT_EQ(told_, "auth.foreign_page 1;");
}

TEST_F(Device, R43_acts_no_more_for_who_came_to_give_rights) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  ASSERT_TRUE(node()
                  .ask(node().administrator(), "staff/change_roles",
                       object({{"person", world_.cast.technologist},
                               {"roles", Array{Value("technologist"), Value("quality")}}}))
                  .has_value());
  EXPECT_EQ(me(), refused);
  EXPECT_EQ(attach(), refused);
}

TEST_F(Device, R41_signs_nothing) {
  ASSERT_EQ(enrol(world_.cast.technologist, std::chrono::hours(24)), "staff.device_registered/1");
  HttpRequest signing = asked("POST", "/api/v1/commands/release/release",
                              object({{"material", world_.things.product}}));
  EXPECT_EQ(send(signing), "401 auth.bad_token");
}

}  // namespace
}  // namespace veinline::e2e
