// SPDX-License-Identifier: Apache-2.0
// The courier of one box over the API: what the link opens, once, and that it opens nothing else.
#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "access/secrets.hpp"
#include "e2e/telephone.hpp"
#include "gateway/http/api.hpp"
#include "gateway/http/routes.hpp"
#include "journey/transport/link.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Object;
using kernel::Value;
using support::object;

class Courier : public testing::Test {
 protected:
  Courier() {
    world_.go_to("dispatch");
    issue(secret_, std::chrono::hours(24));
  }

  support::TestNode& node() { return world_.node; }
  const std::string& box() const { return world_.things.box; }
  std::string box_key() const { return "consignment/" + box(); }

  /// Another treatment of the study, whose product is on its way in a box of its own.
  std::string another_box() {
    support::Things other = support::make_things(node(), ++treatments_);
    other.study = world_.things.study;
    support::Answers answers;
    support::perform(node(), support::treatment(world_.cast, other), answers, "dispatch");
    return other.box;
  }
  void issue(const std::string& secret, std::chrono::hours lasts, const std::string& of = {}) {
    const auto reply =
        node().ask(world_.cast.operator_, "transport/issue_link",
                   object({{"consignment", of.empty() ? box() : of},
                           {"courier", world_.cast.courier},
                           {"link", access::secret_digest(secret)},
                           {"until", kernel::to_text(node().clock().now() + lasts)}}));
    ASSERT_TRUE(reply.has_value()) << support::words_of(reply);
    issued_ = reply->records.front().record_id;
  }
  HttpResponse ask(Telephone& telephone, const std::string& method, const std::string& path,
                   const std::string& body = {}, const std::string& key = {}) {
    HttpRequest request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.headers["host"] = "node.clinic.example";
    request.headers["origin"] = "https://node.clinic.example";
    request.headers["sec-fetch-site"] = "same-origin";
    request.headers["idempotency-key"] = key.empty() ? "key-" + std::to_string(++keys_) : key;
    for (const auto& [box, secret] : telephone.boxes) {
      std::string& all = request.headers["cookie"];
      all += (all.empty() ? "" : "; ") + ("__Host-veinline-courier-" + box) + "=" + secret;
    }
    if (!named_.empty()) request.query["consignment"] = named_;
    request.headers["x-veinline-csrf"] = telephone.csrf;
    if (besides_) besides_(request);
    std::promise<HttpResponse> answer;
    api_.handle(std::move(request), [&](HttpResponse one) { answer.set_value(std::move(one)); });
    HttpResponse out = answer.get_future().get();
    for (const auto& [name, value] : out.headers) {
      if (name != "set-cookie") continue;
      telephone.take(value);
    }
    if (out.status == 200 && out.content_type == "application/json") {
      const Object told = json(out);
      if (const Value* csrf = told.find("csrf")) telephone.csrf = *csrf->string();
    }
    return out;
  }
  HttpResponse open(Telephone& telephone, const std::string& secret, const std::string& of = {}) {
    return ask(
        telephone, "POST", "/api/v1/courier",
        kernel::canonical_text(object(
            {{"consignment", of.empty() ? box_key() : "consignment/" + of}, {"secret", secret}})));
  }
  /// The box that the telephone is told of, or why none.
  std::string seen(Telephone& telephone, const std::string& named = {}) {
    named_ = named;
    const HttpResponse answer = ask(telephone, "GET", "/api/v1/courier");
    named_.clear();
    return answer.status == 200 ? *json(answer).find("consignment")->string() : code_of(answer);
  }
  static std::string secret_of(int number) {
    return "vl3_" + std::string(60, 'e') + std::to_string(1000 + number);
  }
  Telephone opened() {
    Telephone out;
    EXPECT_EQ(open(out, secret_).status, 200);
    return out;
  }
  HttpResponse hand_on(Telephone& telephone, const std::string& receiver, Object more = {},
                       const std::string& key = {}) {
    more.set("receiver", Value(receiver));
    Object body;
    body.set("data", Value(std::move(more)));
    return ask(telephone, "POST", "/api/v1/courier/transport/hand_on", kernel::canonical_text(body),
               key);
  }
  static Object json(const HttpResponse& answer) {
    auto read = kernel::parse_json(answer.body, {1 << 20, 32});
    INVARIANT(read && read->object() != nullptr);
    return *read->object();
  }
  static std::string code_of(const HttpResponse& answer) {
    const Object told = json(answer);
    const Value* code = told.find("code");
    return std::to_string(answer.status) + " " +
           (code == nullptr ? std::string() : *code->string());
  }
  std::size_t denials() {
    std::size_t out = 0;
    for (const ledger::StoredRecord& stored : node().records()) {
      const auto record = ledger::parse_record(stored.bytes);
      const bool is_one = record->draft.fact == "staff.access_denied/1";
      if (is_one && record->draft.by == world_.cast.courier) ++out;
    }
    return out;
  }
  std::string receive() {
    return support::words_of(node().ask(world_.cast.infusion_nurse, "reception/receive",
                                        object({{"material", world_.things.product},
                                                {"condition", "intact"},
                                                {"seal", "SEAL-2"},
                                                {"consignment", box()}})));
  }

  support::World world_{support::StoreKind::memory};
  const std::string secret_ = "vl3_" + std::string(64, 'a');
  const std::string another_ = "vl3_" + std::string(64, 'b');
  std::string issued_;
  int keys_ = 0;
  int treatments_ = 1;
  std::string named_;                            ///< box that a question names
  std::function<void(HttpRequest&)> besides_{};  ///< what comes with each request
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Denials denials_;
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node().desk(),
          .sources = {node().catalogue(), node().store(), follower_, views::Eye::of_nobody()},
          .node_key = node().keys().key,
          .identity = node().keys().identity,
          .person_of_token = [](std::string_view,
                                journey::staff::Scope) { return std::optional<std::string>{}; },
          .with_scratch_desk =
              [](const auto&) {
                return kernel::Result<kernel::Done, ledger::Fault>(kernel::Done{});
              },
          .sight_of =
              [this](const std::string& person) { return support::sight_of(node(), person); },
          .audiences = &audiences_,
          .denials = &denials_},
      gateway::http::ApiThreads{.reading = 1, .carrying = 1}};
};

TEST_F(Courier, R43_sees_of_the_box_what_is_on_it_and_nothing_of_whose_it_is) {
  Telephone telephone;
  const HttpResponse answer = open(telephone, secret_);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Object told = json(answer);
  EXPECT_EQ(*told.find("consignment")->string(), box_key());
  EXPECT_EQ(*told.find("from")->string(), "FACTORY");
  EXPECT_EQ(*told.find("to")->string(), "HOSPITAL");
  EXPECT_EQ(*told.find("seal")->string(), "SEAL-2");
  EXPECT_EQ(*told.find("with")->string(), "you");
  EXPECT_EQ(*told.find("items")->integer(), 1);
  const support::Things& t = world_.things;
  for (const std::string& theirs : {t.subject, t.course, t.product, t.batch, t.coi, t.study}) {
    EXPECT_EQ(answer.body.find(theirs), std::string::npos) << theirs;
  }
  EXPECT_EQ(ask(telephone, "GET", "/api/v1/courier").body, answer.body);
  EXPECT_EQ(answer.body.find(secret_), std::string::npos);
}

TEST_F(Courier, R17_is_told_what_the_box_is_kept_at_and_what_was_said_of_it_last) {
  Telephone telephone = opened();
  const Object plain = json(ask(telephone, "GET", "/api/v1/courier"));
  for (const char* unsaid : {"low", "high", "holds_until", "outcome", "remark"}) {
    EXPECT_EQ(plain.find(unsaid), nullptr) << unsaid;
  }
  EXPECT_EQ(*plain.find("company")->string(), "site/" + world_.cast.carrier);
  support::Things other = support::make_things(node(), ++treatments_);
  other.study = world_.things.study;
  support::Answers answers;
  std::vector<support::Step> steps = support::treatment(world_.cast, other);
  for (support::Step& step : steps) {
    if (step.name != "dispatch") continue;
    step.data.set("low", Value("-196"));
    step.data.set("high", Value("-150"));
  }
  support::perform(node(), steps, answers, "dispatch");
  issue(another_, std::chrono::hours(24), other.box);
  ASSERT_EQ(open(telephone, another_, other.box).status, 200);
  const Object cold = json(ask(telephone, "GET", "/api/v1/courier"));
  EXPECT_EQ(*cold.find("low")->string(), "-196");
  EXPECT_EQ(*cold.find("high")->string(), "-150");
}

TEST_F(Courier, R13_a_box_that_is_refused_stays_and_who_looks_again_may_take_it) {
  Telephone telephone = opened();
  const std::string carrier = "site/" + world_.cast.carrier;
  EXPECT_EQ(code_of(hand_on(telephone, carrier, object({{"outcome", "refused"}}))),
            "409 transport.remark_wanted");
  const Object refused = json(hand_on(
      telephone, carrier, object({{"outcome", "refused"}, {"remark", "temperature_alarm"}})));
  EXPECT_EQ(*refused.find("with")->string(), "you");
  EXPECT_EQ(*refused.find("outcome")->string(), "refused");
  EXPECT_EQ(*refused.find("remark")->string(), "temperature_alarm");
  const Object taken = json(hand_on(telephone, carrier, object({{"outcome", "accepted"}})));
  EXPECT_EQ(*taken.find("with")->string(), "company");
  EXPECT_EQ(*taken.find("outcome")->string(), "accepted");
  EXPECT_EQ(taken.find("remark"), nullptr);
}

TEST_F(Courier, R43_a_link_opens_once_and_the_second_time_is_recorded) {
  Telephone first = opened();
  Telephone second;
  EXPECT_EQ(denials(), 0U);
  EXPECT_EQ(code_of(open(second, secret_)), "401 auth.bad_link");
  EXPECT_TRUE(second.boxes.empty());
  EXPECT_EQ(denials(), 1U);
  EXPECT_EQ(ask(first, "GET", "/api/v1/courier").status, 200);
}

TEST_F(Courier, R43_every_other_address_is_answered_as_what_there_is_not) {
  Telephone telephone = opened();
  for (const gateway::http::Route& route : gateway::http::all_routes()) {
    if (route.who != gateway::http::Who::signed_in) continue;
    const std::string path(route.path.substr(0, route.path.find('{')));
    const std::string whole = path.size() == route.path.size() ? path : path + box_key();
    EXPECT_EQ(code_of(ask(telephone, std::string(route.method), whole)), "404 http.not_found")
        << route.method << " " << whole;
  }
  for (const char* path : {"/api/v1/nothing", "/api/", "/api/v1/courier/x/y"}) {
    EXPECT_EQ(code_of(ask(telephone, "POST", path, "{}")), "404 http.not_found") << path;
  }
}

TEST_F(Courier, R43_every_other_command_is_answered_as_what_there_is_not) {
  Telephone telephone = opened();
  const std::uint64_t before = node().records().size();
  std::size_t others = 0;
  for (const journey::CommandType& type : node().catalogue().commands()) {
    if (journey::transport::is_done_by_link(type.name)) continue;
    ++others;
    for (const char* base : {"/api/v1/courier/", "/api/v1/commands/", "/api/v1/prepare/"}) {
      EXPECT_EQ(code_of(ask(telephone, "POST", base + type.name, R"({"data":{}})")),
                "404 http.not_found")
          << base << type.name;
    }
  }
  EXPECT_GT(others, 50U);
  EXPECT_EQ(denials(), others) << "each is told to the administrator";
  EXPECT_EQ(node().records().size(), before + others) << "and nothing else was recorded";
}

TEST_F(Courier, R43_of_another_box_there_is_nothing) {
  Telephone telephone = opened();
  const std::string other = "consignment/" + world_.things.collection_box;
  EXPECT_EQ(
      code_of(hand_on(telephone, "site/" + world_.cast.carrier, object({{"consignment", other}}))),
      "404 http.not_found");
  Telephone forged = telephone;
  forged.boxes.front().first = world_.things.collection_box;
  EXPECT_EQ(code_of(ask(forged, "GET", "/api/v1/courier")), "401 auth.bad_link");
}

TEST_F(Courier, R13_hands_the_box_on_and_the_record_says_who_and_by_which_link) {
  Telephone telephone = opened();
  const HttpResponse answer =
      hand_on(telephone, "site/" + world_.cast.carrier, object({{"seal", "SEAL-9"}}), "once");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(*json(answer).find("with")->string(), "company");
  EXPECT_EQ(*json(answer).find("seal")->string(), "SEAL-9");
  const auto last = ledger::parse_record(node().records().back().bytes);
  EXPECT_EQ(last->draft.fact, "custody.handed_over/1");
  EXPECT_EQ(last->draft.by, world_.cast.courier);
  ASSERT_FALSE(last->draft.after.empty());
  EXPECT_EQ(last->draft.after.front(), issued_);
  // The same again, as a telephone sends it that did not hear the answer.
  const std::size_t length = node().records().size();
  EXPECT_EQ(hand_on(telephone, "site/" + world_.cast.carrier, object({{"seal", "SEAL-9"}}), "once")
                .status,
            200);
  EXPECT_EQ(node().records().size(), length);
  // And it is taken back out of the hands of the company.
  const HttpResponse taken = hand_on(telephone, "person/" + world_.cast.courier);
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(*json(taken).find("with")->string(), "you");
  const HttpResponse no = hand_on(telephone, "person/" + world_.cast.infusion_nurse);
  EXPECT_EQ(code_of(no), "409 custody.in_a_box");
  EXPECT_EQ(no.body.find(world_.things.product), std::string::npos);
}

TEST_F(Courier, R43_the_link_ends_with_its_time_its_revocation_its_successor_and_the_receipt) {
  const auto answer_of = [this](Telephone& telephone) {
    return code_of(ask(telephone, "GET", "/api/v1/courier")) + ", " +
           code_of(hand_on(telephone, "site/" + world_.cast.carrier));
  };
  const std::string nothing = "401 auth.bad_link, 401 auth.bad_link";
  Telephone first = opened();
  issue(another_, std::chrono::hours(2));
  EXPECT_EQ(answer_of(first), nothing) << "replaced";
  Telephone second;
  EXPECT_EQ(open(second, another_).status, 200);
  node().clock().advance(std::chrono::hours(2));
  EXPECT_EQ(answer_of(second), nothing) << "over";
  const std::string third_secret = "vl3_" + std::string(64, 'c');
  issue(third_secret, std::chrono::hours(2));
  Telephone third;
  EXPECT_EQ(open(third, third_secret).status, 200);
  ASSERT_TRUE(
      node()
          .ask(world_.cast.operator_, "transport/revoke_link", object({{"consignment", box()}}))
          .has_value());
  EXPECT_EQ(answer_of(third), nothing) << "revoked";
  const std::string fourth_secret = "vl3_" + std::string(64, 'd');
  issue(fourth_secret, std::chrono::hours(2));
  Telephone fourth;
  EXPECT_EQ(open(fourth, fourth_secret).status, 200);
  EXPECT_EQ(receive().find("reception.received"), 0U);
  EXPECT_EQ(answer_of(fourth), nothing) << "received";
}

TEST_F(Courier, R43_a_wrong_secret_and_a_box_that_there_is_not_are_answered_alike) {
  Telephone telephone;
  EXPECT_EQ(code_of(open(telephone, another_)), "401 auth.bad_link");
  EXPECT_EQ(code_of(ask(telephone, "POST", "/api/v1/courier",
                        R"({"consignment":"consignment/00000000000000","secret":"x"})")),
            "401 auth.bad_link");
  EXPECT_EQ(code_of(ask(telephone, "POST", "/api/v1/courier", R"({"consignment":7})")),
            "400 http.bad_json");
  EXPECT_EQ(denials(), 1U) << "of the box that has a link; of no other is anybody known";
}

TEST_F(Courier, R43_what_does_not_count_is_recorded_as_a_denial_of_the_courier_of_the_link) {
  Telephone telephone = opened();
  ASSERT_EQ(denials(), 0U);
  Telephone forged = telephone;
  forged.boxes.front().second = "vs3_" + std::string(64, '0');
  EXPECT_EQ(code_of(ask(forged, "GET", "/api/v1/courier")), "401 auth.bad_link");
  EXPECT_EQ(denials(), 1U) << "a forged cookie";
  EXPECT_EQ(code_of(ask(forged, "GET", "/api/v1/courier")), "401 auth.bad_link");
  EXPECT_EQ(denials(), 1U) << "nobody fills the log";
  node().clock().advance(std::chrono::minutes(2));
  issue(another_, std::chrono::hours(2));
  EXPECT_EQ(code_of(ask(telephone, "GET", "/api/v1/courier")), "401 auth.bad_link");
  EXPECT_EQ(denials(), 2U) << "a cookie whose link was replaced";
  Telephone late;
  EXPECT_EQ(code_of(open(late, secret_)), "401 auth.bad_link");
  EXPECT_EQ(denials(), 3U) << "a link that was replaced";
}

TEST_F(Courier, R43_a_forged_cookie_beside_one_that_counts_and_a_box_that_is_not_held_are_told) {
  const std::string other = another_box();
  issue(another_, std::chrono::hours(24), other);
  Telephone telephone = opened();
  telephone.csrf.clear();
  ASSERT_EQ(denials(), 0U);
  Telephone forger = telephone;
  forger.boxes.emplace_back(other, "vs3_" + std::string(64, '0'));  // the newest: looked at first
  EXPECT_EQ(seen(forger), box_key());
  EXPECT_EQ(denials(), 1U) << "passed over, and told";
  EXPECT_EQ(seen(forger), box_key());
  EXPECT_EQ(denials(), 1U) << "nobody fills the log";
  node().clock().advance(std::chrono::minutes(2));
  EXPECT_EQ(seen(telephone, other), "401 auth.bad_link");
  EXPECT_EQ(denials(), 2U) << "a box whose cookie is not held";
  node().clock().advance(std::chrono::minutes(2));
  ASSERT_EQ(open(telephone, another_, other).status, 200);
  issue(secret_of(1), std::chrono::hours(24), other);
  telephone.csrf.clear();
  EXPECT_EQ(seen(telephone), box_key());
  EXPECT_EQ(denials(), 2U) << "a link that was replaced was once real";
}

TEST_F(Courier, R43_with_a_certificate_or_a_token_in_the_same_request_nobody_is_known) {
  const std::vector<std::function<void(HttpRequest&)>> others{
      [](HttpRequest& request) {
        request.certificate = gateway::net::ShownCertificate{std::string(64, 'e'), true};
      },
      [](HttpRequest& request) {
        request.certificate = gateway::net::ShownCertificate{std::string(64, 'e'), false};
      },
      [](HttpRequest& request) { request.headers["authorization"] = "Bearer token"; }};
  Telephone telephone;
  for (const auto& other : others) {
    besides_ = other;
    EXPECT_EQ(code_of(open(telephone, secret_)), "400 auth.two_callers");
  }
  besides_ = {};
  ASSERT_EQ(open(telephone, secret_).status, 200) << "and the link was not spent";
  const std::size_t length = node().records().size();
  for (const auto& other : others) {
    besides_ = other;
    EXPECT_EQ(code_of(ask(telephone, "GET", "/api/v1/courier")), "400 auth.two_callers");
    EXPECT_EQ(code_of(hand_on(telephone, "site/" + world_.cast.carrier)), "400 auth.two_callers");
  }
  EXPECT_EQ(node().records().size(), length);
  // Who signs in at the same browser is not locked out of the box: the session is not looked at.
  besides_ = [](HttpRequest& request) { request.headers["cookie"] += "; __Host-veinline=vs1_x"; };
  EXPECT_EQ(ask(telephone, "GET", "/api/v1/courier").status, 200);
}

TEST_F(Courier, R43_one_telephone_carries_two_boxes_and_each_page_does_with_its_own) {
  const std::string other = another_box();
  issue(another_, std::chrono::hours(24), other);
  Telephone telephone = opened();
  const std::string first_word = telephone.csrf;
  const HttpResponse second = open(telephone, another_, other);
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(*json(second).find("consignment")->string(), "consignment/" + other);
  ASSERT_EQ(telephone.boxes.size(), 2U) << "the first is there as before";
  const std::string second_word = telephone.csrf;
  Telephone fresh = telephone;
  fresh.csrf.clear();  // a page that was loaded anew knows no word
  EXPECT_EQ(seen(fresh), "consignment/" + other) << "the one that was opened last";
  EXPECT_EQ(seen(fresh, box_key()), box_key());
  EXPECT_EQ(seen(fresh, box()), box_key());
  EXPECT_EQ(seen(fresh, other), "consignment/" + other);
  EXPECT_EQ(seen(fresh, world_.things.collection_box), "401 auth.bad_link") << "it holds no such";
  EXPECT_EQ(seen(fresh, "of a friend"), "401 auth.bad_link");
  // Each page has the word of its own box.
  telephone.csrf = first_word;
  EXPECT_EQ(seen(telephone), box_key());
  const HttpResponse moved = hand_on(telephone, "site/" + world_.cast.carrier);
  ASSERT_EQ(moved.status, 200) << moved.body;
  EXPECT_EQ(*json(moved).find("consignment")->string(), box_key());
  EXPECT_EQ(*json(moved).find("with")->string(), "company");
  telephone.csrf = second_word;
  EXPECT_EQ(seen(telephone), "consignment/" + other);
  EXPECT_EQ(*json(ask(telephone, "GET", "/api/v1/courier")).find("with")->string(), "you");
  EXPECT_EQ(code_of(hand_on(telephone, "site/" + world_.cast.carrier,
                            object({{"consignment", box_key()}}))),
            "404 http.not_found")
      << "with the word of the other box";
  // When one has arrived, the other is still theirs.
  ASSERT_TRUE(
      node()
          .ask(world_.cast.operator_, "transport/revoke_link", object({{"consignment", other}}))
          .has_value());
  const std::size_t denied = denials();
  fresh.csrf.clear();
  EXPECT_EQ(seen(fresh), box_key());
  EXPECT_EQ(denials(), denied) << "what counts no more is passed over";
  EXPECT_EQ(seen(fresh, other), "401 auth.bad_link");
  EXPECT_EQ(denials(), denied + 1);
}

TEST_F(Courier, R43_a_telephone_has_eight_boxes_at_most_and_what_is_over_makes_room) {
  Telephone telephone = opened();
  std::vector<std::string> boxes;
  for (int i = 0; i < 8; ++i) {
    boxes.push_back(another_box());
    issue(secret_of(i), std::chrono::hours(24), boxes.back());
  }
  for (std::size_t i = 0; i < 7; ++i) {
    ASSERT_EQ(open(telephone, secret_of(static_cast<int>(i)), boxes[i]).status, 200) << i;
  }
  EXPECT_EQ(code_of(open(telephone, secret_of(7), boxes[7])), "409 auth.too_many_boxes");
  EXPECT_EQ(telephone.boxes.size(), 8U);
  ASSERT_TRUE(
      node()
          .ask(world_.cast.operator_, "transport/revoke_link", object({{"consignment", boxes[3]}}))
          .has_value());
  ASSERT_EQ(open(telephone, secret_of(7), boxes[7]).status, 200) << "and the link was not spent";
  EXPECT_EQ(telephone.boxes.size(), 8U);
  telephone.csrf.clear();
  EXPECT_EQ(seen(telephone, boxes[3]), "401 auth.bad_link");
  EXPECT_EQ(seen(telephone, box()), box_key());
  EXPECT_EQ(seen(telephone, boxes[7]), "consignment/" + boxes[7]);
}

TEST_F(Courier, R43_a_page_of_another_server_does_nothing_in_their_name) {
  Telephone telephone = opened();
  telephone.csrf = "other";
  EXPECT_EQ(code_of(hand_on(telephone, "site/" + world_.cast.carrier)), "403 auth.foreign_page");
}

}  // namespace
}  // namespace veinline::e2e
