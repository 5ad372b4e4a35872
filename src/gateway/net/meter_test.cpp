// SPDX-License-Identifier: Apache-2.0
// How much one address may ask, without a table that grows.
#include "gateway/net/meter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veinline::gateway::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

Address peer(const std::string& text) {
  return Address::parse(text).value();
}

class Meters : public testing::Test {
 protected:
  const Address one_ = peer("192.0.2.1");
  const Address other_ = peer("192.0.2.2");
  Meter::Clock::time_point now_ = Meter::Clock::time_point(std::chrono::hours(1));

  bool may(Meter& meter, const Address& who) { return meter.take(who, now_) <= nanoseconds(0); }
  int asks(Meter& meter, const Address& who) {
    int out = 0;
    while (out < 1'000 && may(meter, who)) ++out;
    return out;
  }
};

TEST_F(Meters, let_an_address_have_its_burst_and_then_its_rate) {
  Meter meter({.per_second = 10, .burst = 20});
  EXPECT_EQ(asks(meter, one_), 20);
  EXPECT_EQ(meter.take(one_, now_), milliseconds(100)) << "until the next token";
  now_ += milliseconds(100);
  EXPECT_EQ(asks(meter, one_), 1);
  now_ += milliseconds(350);
  EXPECT_EQ(asks(meter, one_), 3);
  now_ += seconds(60);
  EXPECT_EQ(asks(meter, one_), 20) << "more than its burst it never has";
}

TEST_F(Meters, count_each_address_for_itself_and_an_ipv6_network_as_one) {
  Meter meter({.per_second = 1, .burst = 2});
  EXPECT_EQ(asks(meter, one_), 2);
  EXPECT_EQ(asks(meter, other_), 2);
  EXPECT_EQ(asks(meter, peer("2001:db8::1")), 2);
  EXPECT_EQ(asks(meter, peer("2001:db8::ffff:1")), 0) << "the same /64";
  EXPECT_EQ(asks(meter, peer("2001:db8:0:1::1")), 2);
}

TEST_F(Meters, take_more_for_what_was_dear_and_forgive_it_in_time) {
  Meter meter({.per_second = 10, .burst = 20});
  meter.charge(one_, 15, now_);
  EXPECT_EQ(asks(meter, one_), 5);
  meter.charge(one_, 1'000'000, now_);
  EXPECT_EQ(asks(meter, one_), 0);
  now_ += seconds(4);  // twice the burst at the most
  EXPECT_EQ(asks(meter, one_), 20);
}

TEST_F(Meters, that_are_off_let_everybody_through) {
  Meter meter({.per_second = 0});
  EXPECT_FALSE(meter.is_on());
  EXPECT_EQ(asks(meter, one_), 1'000);
  meter.charge(one_, 1'000, now_);
  EXPECT_TRUE(may(meter, one_));
}

TEST_F(Meters, forget_the_one_who_asked_least_when_too_many_come) {
  Meter meter({.per_second = 1, .burst = 3, .addresses = 4});  // one set of four
  EXPECT_EQ(asks(meter, one_), 3);
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(
        may(meter, peer("198.51." + std::to_string(i / 250) + "." + std::to_string(i % 250))));
  }
  EXPECT_FALSE(may(meter, one_)) << "who asked much is not washed out by who asked once";
}

}  // namespace
}  // namespace veinline::gateway::net
