// SPDX-License-Identifier: Apache-2.0
// One-time codes: the vectors of RFC 6238, and each code once.
#include "access/one_time_code.hpp"

#include <gtest/gtest.h>

namespace veinline::access {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";

kernel::Instant at(std::int64_t seconds) {
  return kernel::Instant(kernel::Milliseconds(seconds * 1000));
}

TEST(OneTimeCode, codes_are_those_of_RFC_6238_appendix_B) {
  const kernel::ByteView secret = kernel::bytes_of(rfc_secret);
  const std::pair<std::int64_t, std::string> vectors[] = {{59, "94287082"},
                                                          {1'111'111'109, "07081804"},
                                                          {1'111'111'111, "14050471"},
                                                          {1'234'567'890, "89005924"},
                                                          {2'000'000'000, "69279037"},
                                                          {20'000'000'000, "65353130"}};
  for (const auto& [seconds, code] : vectors) {
    EXPECT_EQ(code_of_step(secret, code_step(at(seconds)), 8), code);
    EXPECT_EQ(code_of_step(secret, code_step(at(seconds))), code.substr(2));
  }
}

TEST(OneTimeCode, a_code_is_good_one_step_early_and_late_and_no_further) {
  const kernel::ByteView secret = kernel::bytes_of(rfc_secret);
  const auto now = at(1'234'567'890);
  const std::int64_t here = code_step(now);
  for (const std::int64_t step : {here - 1, here, here + 1}) {
    EXPECT_EQ(step_with_code(secret, code_of_step(secret, step), now, 0), step);
  }
  EXPECT_FALSE(step_with_code(secret, code_of_step(secret, here - 2), now, 0));
  EXPECT_FALSE(step_with_code(secret, code_of_step(secret, here + 2), now, 0));
  for (const char* bad : {"", "0", "00592", "0059240", "005 24"}) {
    EXPECT_FALSE(step_with_code(secret, bad, now, 0)) << bad;
  }
}

TEST(OneTimeCode, a_code_that_was_used_or_is_older_than_a_used_one_is_good_no_more) {
  const kernel::ByteView secret = kernel::bytes_of(rfc_secret);
  const auto now = at(1'234'567'890);
  const std::int64_t here = code_step(now);
  EXPECT_FALSE(step_with_code(secret, code_of_step(secret, here), now, here));
  EXPECT_FALSE(step_with_code(secret, code_of_step(secret, here - 1), now, here));
  EXPECT_EQ(step_with_code(secret, code_of_step(secret, here + 1), now, here), here + 1);
}

// RFC 4648 section 10.
TEST(OneTimeCode, secrets_are_told_to_apps_in_base_32) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "MY"},
                                                         {"fo", "MZXQ"},
                                                         {"foo", "MZXW6"},
                                                         {"foob", "MZXW6YQ"},
                                                         {"fooba", "MZXW6YTB"},
                                                         {"foobar", "MZXW6YTBOI"}};
  for (const auto& [text, encoded] : vectors) {
    EXPECT_EQ(to_base32(kernel::bytes_of(text)), encoded);
  }
  EXPECT_EQ(code_address("veinline.invalid/a b", "3F7K", kernel::bytes_of(rfc_secret)),
            "otpauth://totp/veinline.invalid%2Fa%20b:3F7K?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
            "&issuer=veinline.invalid%2Fa%20b");
}

}  // namespace
}  // namespace veinline::access
