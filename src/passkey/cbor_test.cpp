// SPDX-License-Identifier: Apache-2.0
// CBOR: the examples of RFC 8949 that authenticators may write are read, the others refused.
#include "passkey/cbor.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace veinline::passkey {
namespace {

Bytes hex(std::string_view text) {
  return *kernel::from_hex(text);
}
bool is_read(std::string_view text) {
  return read_cbor(hex(text)).has_value();
}
std::int64_t number(std::string_view text) {
  const Bytes bytes = hex(text);
  const auto item = read_cbor(bytes);
  EXPECT_TRUE(item.has_value() && item->integer() != nullptr) << text;
  return item.has_value() && item->integer() != nullptr ? *item->integer() : 0x5eed;
}

TEST(Cbor, reads_the_whole_numbers_of_rfc_8949_appendix_a) {
  EXPECT_EQ(number("00"), 0);
  EXPECT_EQ(number("17"), 23);
  EXPECT_EQ(number("1818"), 24);
  EXPECT_EQ(number("1903e8"), 1000);
  EXPECT_EQ(number("1a000f4240"), 1'000'000);
  EXPECT_EQ(number("1b000000e8d4a51000"), 1'000'000'000'000);
  EXPECT_EQ(number("20"), -1);
  EXPECT_EQ(number("3863"), -100);
  EXPECT_EQ(number("3903e7"), -1000);
  EXPECT_EQ(number("1b7fffffffffffffff"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(number("3b7fffffffffffffff"), std::numeric_limits<std::int64_t>::min());
}

TEST(Cbor, reads_texts_bytes_lists_and_maps) {
  const Bytes bytes =
      hex("a4616182010243010203f56162f6c0"
          "00");
  EXPECT_FALSE(read_cbor(bytes).has_value()) << "a byte string is no key";
  const Bytes good = hex("a361618201022043010203633aff2ef5");
  EXPECT_FALSE(read_cbor(good).has_value()) << "no UTF-8";
  const Bytes map = hex("a4616182010220430102036162f51864f6");
  const auto item = read_cbor(map);
  ASSERT_TRUE(item.has_value() && item->map() != nullptr);
  ASSERT_EQ(item->map()->size(), 4u);
  const CborItem* list = find(*item->map(), std::string_view("a"));
  ASSERT_TRUE(list != nullptr && list->array() != nullptr && list->array()->size() == 2);
  EXPECT_EQ(*list->array()->at(1).integer(), 2);
  const CborItem* content = find(*item->map(), std::int64_t{-1});
  ASSERT_TRUE(content != nullptr && content->bytes() != nullptr);
  EXPECT_EQ(Bytes(content->bytes()->begin(), content->bytes()->end()), (Bytes{1, 2, 3}));
  EXPECT_TRUE(*find(*item->map(), std::string_view("b"))->boolean());
  EXPECT_EQ(find(*item->map(), std::int64_t{100})->integer(), nullptr);
  EXPECT_EQ(find(*item->map(), std::string_view("c")), nullptr);
}

TEST(Cbor, refuses_what_authenticators_do_not_write) {
  for (const char* text : {
           "f90000",
           "fa47c35000",
           "fb3ff199999999999a",  // fractions
           "f7",
           "f0",
           "f8ff",
           "ff",                                            // undefined, simple values, break
           "c074323031332d30332d32315432303a30343a30305a",  // a tag
           "5f42010243030405ff",
           "7f657374726561646d696e67ff",  // open lengths
           "9fff",
           "bfff",
           "9f018202039f0405ffff",
           "1817",
           "190017",
           "1a00000017",
           "1b0000000000000017",
           "3817",  // longer than needed
           "580100",
           "780161",
           "9800",
           "b800",
           "f818",
           "1bffffffffffffffff",
           "3bffffffffffffffff",  // beyond 64 bits with sign
           "1c",
           "1d",
           "1e",
           "1f",
           "fc",  // reserved
           "62c080",
           "61ff",  // no UTF-8
           "a1f500",
           "a1800000",
           "a1a00000",
           "a14100f5",  // keys that are none
           "",
       }) {
    EXPECT_FALSE(is_read(text)) << text;
  }
}

TEST(Cbor, refuses_a_key_that_stands_twice) {
  EXPECT_TRUE(is_read("a201000200"));
  EXPECT_FALSE(is_read("a201000100"));
  EXPECT_FALSE(is_read("a2616100616101"));
  EXPECT_TRUE(
      is_read("a2616100626100"
              "01"))
      << "texts of other lengths are other keys";
}

TEST(Cbor, refuses_every_beginning_and_everything_behind_an_item) {
  const Bytes whole = hex("a4616182010220430102036162f51864f6");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(read_cbor(ByteView(whole).first(size)).has_value()) << size;
  }
  Bytes more = whole;
  more.push_back(0);
  EXPECT_FALSE(read_cbor(more).has_value());
  const auto prefix = read_cbor_prefix(more);
  ASSERT_TRUE(prefix.has_value());
  EXPECT_EQ(prefix->size, whole.size());
}

TEST(Cbor, has_limits_for_depth_items_and_bytes) {
  const auto nested = [](std::size_t depth) { return Bytes(depth, 0x81); };
  Bytes deepest = nested(cbor_depth_max);
  deepest.push_back(0);
  EXPECT_TRUE(read_cbor(deepest).has_value());
  deepest.insert(deepest.begin(), 0x81);
  EXPECT_FALSE(read_cbor(deepest).has_value());
  Bytes bomb = nested(10'000);
  EXPECT_FALSE(read_cbor(bomb).has_value());
  Bytes many = hex("98ff");
  many.resize(many.size() + 255);
  EXPECT_TRUE(read_cbor(many).has_value()) << "255 zeros in a list";
  Bytes too_many = hex("990100");
  too_many.resize(too_many.size() + 256);
  EXPECT_FALSE(read_cbor(too_many).has_value());
  EXPECT_FALSE(is_read("9bffffffffffffffff"))
      << "a length is believed only when its items are there";
  EXPECT_FALSE(is_read("5b7fffffffffffffff00"));
  EXPECT_FALSE(read_cbor(Bytes(cbor_bytes_max + 1)).has_value());
}

}  // namespace
}  // namespace veinline::passkey
