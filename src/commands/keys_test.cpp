// SPDX-License-Identifier: Apache-2.0
// What of a caller's command key gets into the record.
#include "commands/keys.hpp"

#include <gtest/gtest.h>

#include <set>

namespace veinline::commands {
namespace {

const kernel::Bytes secret(32, 3);

Request request(std::string key, std::string account = "0000000000000000AA") {
  Request out;
  out.account = std::move(account);
  out.key = std::move(key);
  return out;
}
Request line(std::string source, std::string key) {
  Request out = request(std::move(key));
  out.presence = Presence::imported;
  out.source = std::move(source);
  return out;
}
std::string stored(const Request& asked) {
  return stored_key(asked, secret);
}

TEST(CommandKey, of_opaque_form_is_stored_as_it_is) {
  for (const char* key :
       {"0198c5a0-1b2c-7def-8123-456789abcdef", "f47ac10b-58cc-4372-a567-0e02b2c3d479"}) {
    EXPECT_EQ(stored(request(key)), key);
  }
}

TEST(CommandKey, that_may_hold_a_name_or_a_number_is_not_stored) {
  for (const char* key :
       {"ZhangSan-bag1", "ZHANGSAN-BAG1", "110101199003078515", "13800138000", "import:HIS:1",
        "f47ac10b-58cc-1372-a567-0e02b2c3d479", "F47AC10B-58CC-4372-A567-0E02B2C3D479",
        "f47ac10b58cc4372a5670e02b2c3d479", "key:00000000000000000000000000000000",
        "import:00000000000000000000000000000000"}) {
    const std::string kept = stored(request(key));
    EXPECT_EQ(kept.size(), 36U) << key;
    EXPECT_TRUE(kept.starts_with("key:")) << key;
    EXPECT_EQ(kept.find_first_not_of("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 4), std::string::npos);
    EXPECT_EQ(kept, stored(request(key))) << "the same key is the same command";
    EXPECT_NE(kept, stored_key(request(key), kernel::Bytes(32, 4))) << "it is keyed";
    EXPECT_NE(kept, stored(request(key, "0000000000000000BB"))) << "accounts are not linked";
  }
}

TEST(CommandKey, of_an_import_never_meets_a_live_one_nor_one_of_another_source) {
  const std::string opaque = "f47ac10b-58cc-4372-a567-0e02b2c3d479";
  std::set<std::string> all;
  for (const Request& one : {line("HIS", opaque), line("HIS", "1"), line("HI", "S1"),
                             line("LIS", "1"), request("1"), request("HIS:1"), request(opaque)}) {
    EXPECT_TRUE(all.insert(stored(one)).second);
    EXPECT_EQ(stored(one).starts_with("import:"), one.presence == Presence::imported);
  }
  EXPECT_EQ(stored(line("HIS", "1")).size(), 39U);
}

TEST(CommandKey, made_fresh_is_opaque_and_in_the_order_of_time) {
  struct Fixed : kernel::Entropy {
    void fill(std::span<std::uint8_t> out) override {
      for (std::uint8_t& byte : out) byte = 0xFF;
    }
  } entropy;
  const auto at = [&](std::int64_t ms) {
    return fresh_key(kernel::Instant(kernel::Milliseconds(ms)), entropy);
  };
  EXPECT_EQ(at(0x0198c5a01b2c), "0198c5a0-1b2c-7fff-bfff-ffffffffffff");
  EXPECT_TRUE(is_opaque_key(at(1)));
  EXPECT_LT(at(1'795'421'730'250), at(1'795'421'730'251));
}

}  // namespace
}  // namespace veinline::commands
