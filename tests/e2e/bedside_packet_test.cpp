// SPDX-License-Identifier: Apache-2.0
// Over the API: who is given the packet of a bag for a check at the bedside without the server,
// what stands in it, and that there is none of a bag that would not match now.
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <memory>
#include <utility>

#include "e2e/api_parts.hpp"
#include "e2e/blinded_world.hpp"
#include "exchange/packet.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/study/study.hpp"
#include "ledger/note.hpp"
#include "support/store_decorator.hpp"
#include "support/two_hospitals.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// Somebody else records something just before the end of the log is looked up, or just after.
class BusyStore : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<ledger::Tip, ledger::Fault> tip() const override {
    if (before && --looks_before == 0) std::exchange(before, nullptr)();
    auto out = StoreDecorator::tip();
    if (after) std::exchange(after, nullptr)();
    return out;
  }
  mutable std::function<void()> before, after;
  mutable int looks_before = 1;
};

class BedsidePacket : public testing::Test {
 protected:
  BedsidePacket() { house_.go_to("receive product"); }

  TestNode& node() { return house_.world.node; }
  const Cast& cast() { return house_.world.cast; }
  std::string bag() { return "material/" + house_.world.things.product; }
  std::string patient() { return "subject/" + house_.world.things.subject; }
  HttpResponse ask(const std::string& person, const std::string& code,
                   const std::string& language = "en") {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = "/api/v1/bedside_packet/" + code;
    request.headers["accept-language"] = language;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  HttpResponse ask() { return ask(cast().infusion_nurse, bag()); }
  std::string refused() {
    const HttpResponse answer = ask();
    EXPECT_EQ(answer.status, 409) << answer.body;
    const auto body = kernel::parse_json(answer.body, kernel::command_json);
    const Value* code = body ? body->object()->find("code") : nullptr;
    return code == nullptr ? answer.body : *code->string();
  }
  /// What the node signed.
  Object packet_of(const HttpResponse& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    const std::vector keys{node().keys().key.verifier_key()};
    const auto note = ledger::open_note(answer.body, keys);
    if (!note || !note->text.starts_with(exchange::packet_head)) {
      ADD_FAILURE() << answer.body;
      return {};
    }
    const auto body = kernel::parse_json(
        std::string_view(note->text).substr(exchange::packet_head.size()), kernel::command_json);
    return body && body->object() != nullptr ? *body->object() : Object{};
  }
  static Value text_at(const Object& packet, const char* member) {
    const Value* found = packet.find(member);
    return found == nullptr ? Value() : *found;
  }
  Value in(milliseconds later) { return Value(kernel::to_text(node().clock().now() + later)); }
  void must(const std::string& person, const char* command, Object data) {
    const auto reply = node().ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  Object scans() { return object({{"material", bag().substr(9)}, {"wristband", patient()}}); }
  kernel::Instant expiry() { return *node().aspect<journey::Material>(bag())->expires; }

  BusyStore* busy_ = nullptr;
  TwoHospitals house_{StoreKind::memory, [this](ledger::Store& inner) {
                        auto out = std::make_unique<BusyStore>(inner);
                        busy_ = out.get();
                        return out;
                      }};

 private:
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node().catalogue(), node().store(), rows_};
  views::SharedAudiences audiences_{node().catalogue(), node().store()};
  gateway::http::Api api_{parts_over(node(), follower_, audiences_),
                          gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

TEST_F(BedsidePacket, R09_it_says_by_which_codes_bag_and_patient_are_known_and_is_signed) {
  const std::size_t records = node().records().size();
  const Object packet = packet_of(ask());
  EXPECT_EQ(text_at(packet, "material"), Value(bag()));
  EXPECT_EQ(text_at(packet, "subject"), Value(patient()));
  EXPECT_EQ(text_at(packet, "course"), Value("course/" + house_.world.things.course));
  EXPECT_EQ(text_at(packet, "coi"), Value(house_.world.things.coi));
  EXPECT_EQ(text_at(packet, "person"), Value("person/" + cast().infusion_nurse));
  EXPECT_EQ(text_at(packet, "site"), Value("site/" + cast().hospital));
  EXPECT_EQ(text_at(packet, "as_of"), Value(static_cast<std::int64_t>(records)));
  EXPECT_EQ(text_at(packet, "issued_at"), in(minutes(0)));
  EXPECT_EQ(text_at(packet, "ends_at"), in(hours(4)));
  EXPECT_EQ(text_at(packet, "bag_codes"), Value(Array{Value(bag())}));
  EXPECT_EQ(text_at(packet, "wristband_codes"),
            Value(Array{Value(patient()), Value(house_.world.things.subject)}));
  EXPECT_EQ(node().records().size(), records) << "nothing is recorded of it";
}

TEST_F(BedsidePacket, R09_a_label_is_in_it_while_it_is_live_and_not_before_or_after) {
  const auto has = [&](const std::string& label) {
    return text_at(packet_of(ask()), "bag_codes") ==
           Value(Array{Value(bag()), Value("label:" + label)});
  };
  const std::string label = node().fresh_id();
  const std::string material = bag().substr(9);
  must(cast().apheresis_nurse, "labelling/print",
       object({{"label", label}, {"material", material}}));
  EXPECT_FALSE(has(label)) << "it was printed, and nobody scanned it back";
  must(cast().apheresis_nurse, "labelling/scan_back",
       object({{"material", material}, {"code", "label:" + label}}));
  EXPECT_TRUE(has(label));
  // The bag may be named by its label, too.
  EXPECT_EQ(text_at(packet_of(ask(cast().physician, "label:" + label)), "material"), Value(bag()));
  must(cast().apheresis_nurse, "labelling/reprint",
       object({{"label", node().fresh_id()}, {"material", material}}));
  EXPECT_FALSE(has(label)) << "another one takes its place";
}

TEST_F(BedsidePacket, R43_another_hospital_learns_nothing_of_the_bag_and_other_roles_get_none) {
  const HttpResponse nothing = ask(house_.other.physician, "material/" + node().fresh_id());
  const HttpResponse hidden = ask(house_.other.physician, bag());
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.body, nothing.body);
  EXPECT_EQ(ask(cast().physician, "course/" + house_.world.things.course).status, 404)
      << "it is no bag";
  for (const std::string* person : {&cast().coordinator, &cast().quality, &cast().operator_}) {
    EXPECT_EQ(ask(*person, bag()).status, 403);
  }
}

TEST_F(BedsidePacket, R43_a_physician_of_the_factory_that_made_the_bag_gets_none) {
  const std::string person = node().fresh_id();
  must(node().administrator(), "staff/add_person",
       object({{"person", person},
               {"site", cast().factory},
               {"roles", Array{Value("physician")}},
               {"name", "E F"}}));
  const HttpResponse answer = ask(person, bag());
  EXPECT_NE(answer.body.find("general.of_another_site"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.body.find("bag_codes"), std::string::npos);
}

TEST_F(BedsidePacket, R25_of_a_bag_on_hold_there_is_none_and_both_languages_say_why) {
  must(cast().hospital_quality, "quality/hold", object({{"thing", bag()}, {"cause", "other"}}));
  EXPECT_EQ(refused(), "infusion.on_hold");
  for (const char* language : {"en", "zh-CN"}) {
    const HttpResponse answer = ask(cast().infusion_nurse, bag(), language);
    const std::string words(
        exchange::Words::of(exchange::language_of(language)).find("rule.infusion.on_hold"));
    EXPECT_NE(answer.body.find(words), std::string::npos) << answer.body;
    EXPECT_NE(answer.body.find(R"("recorded":"no")"), std::string::npos);
  }
}

TEST_F(BedsidePacket, R31_it_ends_with_the_bag_and_of_an_expired_one_there_is_none) {
  node().clock().set(expiry() - hours(1));
  EXPECT_EQ(text_at(packet_of(ask()), "ends_at"), Value(kernel::to_text(expiry())));
  node().clock().set(expiry());
  EXPECT_EQ(refused(), "infusion.expired");
}

TEST_F(BedsidePacket, R31_it_ends_with_the_window_since_the_thaw) {
  must(cast().infusion_nurse, "infusion/start_thaw", scans());
  node().clock().advance(minutes(20));
  const Object packet = packet_of(ask());
  EXPECT_EQ(text_at(packet, "thawed_until"), text_at(packet, "ends_at"));
  EXPECT_LE(*text_at(packet, "ends_at").string(), *in(minutes(10)).string());
  node().clock().advance(minutes(20));
  EXPECT_EQ(refused(), "packet.over");
}

TEST_F(BedsidePacket, R31_a_thaw_that_is_recorded_while_it_is_made_is_in_it_with_its_position) {
  busy_->after = [this] { must(cast().infusion_nurse, "infusion/start_thaw", scans()); };
  const Object packet = packet_of(ask());
  ASSERT_FALSE(busy_->after) << "it was recorded meanwhile";
  const auto records = static_cast<std::int64_t>(node().records().size());
  EXPECT_EQ(text_at(packet, "as_of"), Value(records));
  EXPECT_EQ(text_at(packet, "thawed_until"), text_at(packet, "ends_at"));
  EXPECT_LE(*text_at(packet, "ends_at").string(), *in(minutes(30)).string());
}

TEST_F(BedsidePacket, R25_a_hold_that_is_recorded_after_it_was_judged_refuses_it) {
  busy_->looks_before = 2;  // by whom it is told, and then by whom it is judged
  busy_->before = [this] {
    must(cast().hospital_quality, "quality/hold", object({{"thing", bag()}, {"cause", "other"}}));
  };
  EXPECT_EQ(refused(), "infusion.on_hold");
  EXPECT_FALSE(busy_->before) << "it was recorded meanwhile";
}

TEST_F(BedsidePacket, R10_who_comes_second_gets_one_and_of_what_was_infused_there_is_none) {
  must(cast().infusion_nurse, "infusion/check_bedside", scans());
  const auto first = node().aspect<journey::infusion::Bedside>(bag());
  const auto study =
      node().aspect<journey::study::StudyState>("study/" + house_.world.things.study);
  ASSERT_TRUE(first != nullptr && study != nullptr);
  // The window includes its last moment, and a packet ends before the moment that it names.
  const auto late = first->checked_at + minutes(study->bedside_window_min) + milliseconds(1);
  const Object second = packet_of(ask(cast().second_nurse, bag()));
  EXPECT_EQ(text_at(second, "ends_at"), Value(kernel::to_text(late)))
      << "it ends with what the confirmation rests on";
  must(cast().second_nurse, "infusion/confirm_bedside", scans());
  must(cast().infusion_nurse, "infusion/record_infusion",
       object({{"material", bag().substr(9)},
               {"subject", house_.world.things.subject},
               {"quantity", quantity("20", "mL")}}));
  EXPECT_EQ(refused(), "infusion.already_infused");
}

TEST(BedsidePacketBlinded, R43_who_is_blinded_gets_none_since_its_end_would_tell_what_was_made) {
  BlindedWorld world(active, true);
  const auto ask = [&] {
    return world.get(world.cast().infusion_nurse,
                     "bedside_packet/material/" + world.things().product);
  };
  EXPECT_NE(ask().find("packet.blinded"), std::string::npos) << ask();
  world.unblind(world.cast().infusion_nurse);
  EXPECT_NE(ask().find("infusion.already_infused"), std::string::npos) << ask();
}

}  // namespace
}  // namespace veinline::e2e
