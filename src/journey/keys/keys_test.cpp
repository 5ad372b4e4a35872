// SPDX-License-Identifier: Apache-2.0
// Keys: what is told of a site key is told of its last one.
#include "journey/keys/keys.hpp"

#include <gtest/gtest.h>

#include "journey/spec.hpp"

namespace veinline::journey::keys {
namespace {

using namespace spec;

TEST(Keys, R43_the_site_key_that_was_told_last_is_the_one_there_is) {
  Story story;
  const auto id_of = [](std::uint64_t n) { return code<KeyId>(record_id(n)); };
  EXPECT_EQ(story.does(RecordReplacement{id_of(1), id_of(2), KeptIn::file}),
            "keys.site_key_replaced/1");
  EXPECT_EQ(story.does(RecordReplacement{id_of(2), id_of(3), KeptIn::token}),
            "keys.site_key_replaced/1");
  const SiteKeyState now = story.aspect<SiteKeyState>(site_key());
  EXPECT_EQ(now.id, record_id(3));
  EXPECT_EQ(now.kept_in, KeptIn::token);
}

TEST(Keys, R43_an_id_of_a_key_that_may_be_the_key_is_no_id) {
  EXPECT_FALSE(KeyId::parse(std::string(64, 'a'))) << "32 bytes in hex";
  EXPECT_TRUE(KeyId::parse(std::string(32, 'a')));
}

}  // namespace
}  // namespace veinline::journey::keys
