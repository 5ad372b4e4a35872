// SPDX-License-Identifier: Apache-2.0
#include "outbox/webhook.hpp"

#include <gtest/gtest.h>

namespace veinline::outbox {
namespace {

// The example of the specification: github.com/standard-webhooks, its libraries' tests.
TEST(Webhook, a_message_is_signed_as_the_specification_does_it) {
  const auto secret = read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
  ASSERT_TRUE(secret);
  EXPECT_EQ(
      signature(*secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, R"({"test": 2432232314})"),
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Webhook, a_secret_that_is_none_is_refused) {
  for (const char* bad : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_short",
                          "whsec_MfKQ9r8G", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa!!"}) {
    EXPECT_FALSE(read_secret(bad)) << bad;
  }
}

TEST(Webhook, the_pauses_grow_and_end_at_five_minutes) {
  using std::chrono::seconds;
  EXPECT_EQ(pause_after(1), seconds(1));
  EXPECT_EQ(pause_after(2), seconds(2));
  EXPECT_EQ(pause_after(9), seconds(256));
  EXPECT_EQ(pause_after(10), seconds(300));
  EXPECT_EQ(pause_after(1'000'000), seconds(300));
}

}  // namespace
}  // namespace veinline::outbox
