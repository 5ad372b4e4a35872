// SPDX-License-Identifier: Apache-2.0
// Who asks, when proxies say so that are believed, and when others say so.
#include "gateway/net/address.hpp"

#include <gtest/gtest.h>

namespace veinline::gateway::net {
namespace {

Address at(std::string_view text) {
  const auto address = Address::parse(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(Address{});
}

TEST(Address, IsReadWithNothingAroundIt) {
  EXPECT_EQ(at("192.0.2.1"), at("::ffff:192.0.2.1"));
  EXPECT_EQ(at("2001:db8::1"), at("2001:0db8:0:0:0:0:0:1"));
  for (const std::string_view bad : {"", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.4:80",
                                     "[::1]", "::1%eth0", "a.example", " 1.2.3.4", "01.2.3.4"}) {
    EXPECT_FALSE(Address::parse(bad)) << bad;
  }
  EXPECT_FALSE(Address::parse(std::string(10'000, '1')));
  EXPECT_FALSE(Address::parse(std::string_view("1.2.3.4\0", 8)));
}

TEST(Address, OfThisMachineAloneIsKnownWithoutAsking) {
  for (const std::string_view here :
       {"localhost", "127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(is_loopback(here)) << here;
  }
  for (const std::string_view elsewhere :
       {"", "0.0.0.0", "::", "128.0.0.1", "10.0.0.1", "::2", "localhost.example", "Localhost"}) {
    EXPECT_FALSE(is_loopback(elsewhere)) << elsewhere;
  }
}

TEST(Network, HasWhatBeginsAsItDoes) {
  EXPECT_TRUE(Network::parse("10.0.0.0/8")->has(at("10.255.1.2")));
  EXPECT_FALSE(Network::parse("10.0.0.0/8")->has(at("11.0.0.0")));
  EXPECT_TRUE(Network::parse("192.0.2.7")->has(at("192.0.2.7")));
  EXPECT_FALSE(Network::parse("192.0.2.7")->has(at("192.0.2.6")));
  EXPECT_TRUE(Network::parse("192.0.2.6/31")->has(at("192.0.2.7")));
  EXPECT_TRUE(Network::parse("fd00::/8")->has(at("fdff::1")));
  EXPECT_FALSE(Network::parse("0.0.0.0/0")->has(at("fd00::1"))) << "all of IPv4, not of IPv6";
  EXPECT_TRUE(Network::parse("::/0")->has(at("192.0.2.7")));
  for (const std::string_view bad : {"", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1",
                                     "10.0.0.0/8/8", "proxy.example", "10.0.0.1/8", "/8"}) {
    EXPECT_FALSE(Network::parse(bad)) << bad;
  }
}

Proxies proxies(ForwardedBy by = ForwardedBy::x_forwarded_for) {
  return {.trusted = {Network::parse("10.0.0.0/8").value(), Network::parse("fd00::/8").value()},
          .by = by};
}

TEST(Proxies, ThatAreNotKnownAreNotBelieved) {
  EXPECT_EQ(proxies().client(at("192.0.2.9"), "198.51.100.1"), at("192.0.2.9"));
  EXPECT_EQ(Proxies{}.client(at("10.0.0.1"), "198.51.100.1"), at("10.0.0.1"));
}

TEST(Proxies, ThatAreKnownSayWhoAsksAndNobodyBeforeThemDoes) {
  const Address proxy = at("10.0.0.1");
  const auto asked = [&](std::string_view header) { return proxies().client(proxy, header); };
  EXPECT_EQ(asked(""), proxy) << "it asks itself: its check of our health, say";
  EXPECT_EQ(asked("198.51.100.1"), at("198.51.100.1"));
  EXPECT_EQ(asked("1.1.1.1, 198.51.100.1"), at("198.51.100.1")) << "the client wrote the first";
  EXPECT_EQ(asked("1.1.1.1,198.51.100.1 ,10.0.0.2"), at("198.51.100.1")) << "two proxies of ours";
  EXPECT_EQ(asked("198.51.100.1:4711"), at("198.51.100.1"));
  EXPECT_EQ(asked("[2001:db8::1]:4711"), at("2001:db8::1"));
  EXPECT_EQ(asked("2001:db8::1"), at("2001:db8::1"));
  EXPECT_EQ(asked("10.0.0.3, 10.0.0.2"), at("10.0.0.3")) << "all of them are ours";
  EXPECT_EQ(asked("198.51.100.1, unknown"), proxy) << "what cannot be read is believed no further";
  EXPECT_EQ(asked("198.51.100.1, "), proxy);
  EXPECT_EQ(asked("198.51.100.1, rubbish, 10.0.0.2"), at("10.0.0.2"));
}

TEST(Proxies, MaySayItAsRfc7239Does) {
  const Address proxy = at("fd00::1");
  const auto asked = [&](std::string_view header) {
    return proxies(ForwardedBy::forwarded).client(proxy, header);
  };
  EXPECT_EQ(asked("for=198.51.100.1;proto=https"), at("198.51.100.1"));
  EXPECT_EQ(asked("proto=https; For=\"[2001:db8::1]:99\""), at("2001:db8::1"));
  EXPECT_EQ(asked("for=1.1.1.1, for=198.51.100.1, for=10.0.0.2"), at("198.51.100.1"));
  EXPECT_EQ(asked("for=_hidden"), proxy);
  EXPECT_EQ(asked("198.51.100.1"), proxy);
}

}  // namespace
}  // namespace veinline::gateway::net
