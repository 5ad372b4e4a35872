// SPDX-License-Identifier: Apache-2.0
#include "exchange/packet.hpp"

#include <gtest/gtest.h>

#include "ledger/checkpoint.hpp"
#include "ledger/note.hpp"

namespace veinline::exchange {
namespace {

using kernel::Instant;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

const Instant morning{milliseconds(1'772'438'400'000)};  // 2026-03-02T08:00:00Z

Packet a_packet() {
  Packet out;
  out.node = "node";
  out.origin = "records.example.org/log";
  out.person = "PERSON";
  out.material = "BAG";
  out.course = "COURSE";
  out.subject = "SUBJECT";
  out.site = "SITE";
  out.coi = "CHA999926000001";
  out.bag_codes = {"material/BAG", "label:LABEL"};
  out.wristband_codes = {"subject/SUBJECT", "SUBJECT"};
  out.expires = morning + hours(100);
  out.as_of = 40;
  out.issued_at = morning;
  out.ends_at = morning + hours(4);
  return out;
}

TEST(Packet, R31_it_is_good_for_four_hours_at_most_and_never_beyond_what_it_rests_on) {
  Packet packet = a_packet();
  EXPECT_EQ(end_of(packet, std::nullopt), morning + hours(4));
  EXPECT_EQ(end_of(packet, morning + hours(5)), morning + hours(4));
  EXPECT_EQ(end_of(packet, morning + hours(3)), morning + hours(3));
  packet.expires = morning + hours(2);
  EXPECT_EQ(end_of(packet, morning + hours(3)), morning + hours(2));
  packet.thawed_until = morning + minutes(30);
  EXPECT_EQ(end_of(packet, morning + hours(3)), morning + minutes(30));
  packet.thawed_until = morning - minutes(1);
  EXPECT_LT(end_of(packet, std::nullopt), packet.issued_at) << "the window is over";
}

TEST(Packet, R31_of_a_bag_whose_expiry_nobody_said_it_is_good_for_nothing) {
  Packet packet = a_packet();
  packet.expires.reset();
  EXPECT_EQ(end_of(packet, std::nullopt), packet.issued_at);
}

TEST(Packet, its_text_is_one_canonical_line_that_begins_like_no_checkpoint) {
  Packet packet = a_packet();
  EXPECT_EQ(to_text(packet),
            std::string(packet_head) +
                R"({"as_of":40,"bag_codes":["material/BAG","label:LABEL"],"coi":"CHA999926000001",)"
                R"("course":"course/COURSE","ends_at":"2026-03-02T12:00:00.000Z",)"
                R"("expires":"2026-03-06T12:00:00.000Z","issued_at":"2026-03-02T08:00:00.000Z",)"
                R"("material":"material/BAG","node":"node","origin":"records.example.org/log",)"
                R"("person":"person/PERSON","site":"site/SITE","subject":"subject/SUBJECT",)"
                R"("suite":"ed25519-note/1","would_allow":"infusion/check_bedside",)"
                R"("wristband_codes":["subject/SUBJECT","SUBJECT"]})"
                "\n");
  packet.thawed_until = morning + minutes(30);
  const std::string text = to_text(packet);
  EXPECT_NE(text.find(R"("thawed_until":"2026-03-02T08:30:00.000Z")"), text.npos);
  EXPECT_TRUE(ledger::is_note_text(text));
  EXPECT_FALSE(ledger::parse_checkpoint(text).has_value()) << "one key signs both";
}

}  // namespace
}  // namespace veinline::exchange
