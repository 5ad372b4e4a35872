// SPDX-License-Identifier: Apache-2.0
// Pending: for one person, once, for minutes.
#include "gateway/http/pending.hpp"

#include <gtest/gtest.h>

namespace veinline::gateway::http {
namespace {

commands::PreparedPointer of(const std::string& account, const std::string& id) {
  commands::Prepared out;
  out.id = id;
  out.account = account;
  return std::make_shared<const commands::Prepared>(std::move(out));
}

constexpr kernel::Instant now{std::chrono::hours(1)};

TEST(Pending, R41_what_was_shown_is_given_to_its_signer_once) {
  Pending pending;
  pending.keep(of("A", "1"), now);
  EXPECT_EQ(pending.take("1", "B", now), nullptr);
  EXPECT_EQ(pending.take("2", "A", now), nullptr);
  const auto taken = pending.take("1", "A", now);
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(taken->account, "A");
  EXPECT_EQ(pending.take("1", "A", now), nullptr);
}

TEST(Pending, R41_it_lasts_for_minutes) {
  Pending pending;
  pending.keep(of("A", "1"), now);
  pending.keep(of("A", "2"), now);
  const auto end = now + Pending::lasts;
  EXPECT_NE(pending.take("1", "A", end - std::chrono::milliseconds(1)), nullptr);
  EXPECT_EQ(pending.take("2", "A", end), nullptr);
}

TEST(Pending, the_oldest_goes_when_there_are_too_many) {
  Pending pending;
  for (std::size_t i = 0; i <= Pending::kept_max; ++i) {
    pending.keep(of("A", std::to_string(i)), now);
  }
  EXPECT_EQ(pending.take("0", "A", now), nullptr);
  EXPECT_NE(pending.take("1", "A", now), nullptr);
}

}  // namespace
}  // namespace veinline::gateway::http
