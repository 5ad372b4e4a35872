// SPDX-License-Identifier: Apache-2.0
// A token does what it is for, until it ends; the decision itself reads both.
#include <gtest/gtest.h>

#include "access/token.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace std::chrono_literals;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::object;
using support::words_of;
using support::World;

class TokenScope : public testing::Test {
 protected:
  /// The alias of a token of the person.
  std::string token(const std::string& person, std::initializer_list<const char*> scopes,
                    std::optional<kernel::Instant> expires = {}) {
    const std::string secret = access::new_token(world.node.entropy());
    kernel::Object data = object({{"person", person}, {"token", access::token_digest(secret)}});
    kernel::Array list;
    for (const char* scope : scopes) list.emplace_back(scope);
    if (!list.empty()) data.set("scopes", kernel::Value(std::move(list)));
    if (expires) data.set("expires", kernel::Value(kernel::to_text(*expires)));
    const auto issued =
        world.node.ask(world.node.administrator(), "staff/issue_token", std::move(data));
    EXPECT_TRUE(issued.has_value()) << words_of(issued);
    return access::token_alias(secret);
  }
  /// Registers a site with this token, which nobody signs.
  std::string acts(const std::string& alias) {
    auto request = world.node.request(world.node.administrator(), "study/register_site",
                                      object({{"code", "SITE-" + std::to_string(++sites_)},
                                              {"kind", "hospital"},
                                              {"zone", "Asia/Shanghai"}}));
    request.token = alias;
    return words_of(world.node.ask(request));
  }
  /// Signs a consent with this token.
  std::string signs(const std::string& alias) {
    auto request = world.node.request(world.cast.investigator, "enrolment/sign_consent",
                                      object({{"subject", world.things.subject},
                                              {"version", "V" + std::to_string(++sites_)},
                                              {"signed_at", "2026-03-01T08:00:00Z"}}));
    request.token = alias;
    return words_of(world.node.ask(request));
  }

  World world{support::StoreKind::memory};
  int sites_ = 0;
};

TEST_F(TokenScope, R43_over_a_network_nobody_has_a_token_of_another_administrator) {
  const std::string& first = world.node.administrator();
  world.go_to("open site");
  const Object roles = object(
      {{"person", world.cast.quality}, {"roles", Array{Value("quality"), Value("administrator")}}});
  ASSERT_EQ(words_of(world.node.ask(first, "staff/change_roles", roles)), "staff.roles_changed/1");
  auto borrow =
      world.node.request(first, "staff/issue_token",
                         object({{"person", world.cast.quality}, {"token", std::string(64, 'e')}}));
  borrow.from = commands::From::network;
  EXPECT_EQ(words_of(world.node.ask(borrow)), "staff.own_token_of_the_powerful");
  auto strip =
      world.node.request(first, "staff/change_roles", object({{"person", world.cast.quality}}));
  strip.from = commands::From::network;
  EXPECT_EQ(words_of(world.node.ask(strip)), "staff.two_take");
  borrow.from = commands::From::machine;
  EXPECT_EQ(words_of(world.node.ask(borrow)), "staff.token_issued/2");
}

TEST_F(TokenScope, R43_a_token_that_somebody_else_made_acts_no_more_for_who_is_powerful_now) {
  const std::string& person = world.cast.technologist;
  world.go_to("open site");
  const std::string alias = token(person, {});
  const auto asks = [&] {
    auto request = world.node.request(person, "staff/record_denial",
                                      object({{"asked", "ENTRIES"}, {"times", 1}}));
    request.token = alias;
    return words_of(world.node.ask(request));
  };
  EXPECT_EQ(asks(), "staff.access_denied/1");
  ASSERT_EQ(
      words_of(world.node.ask(world.node.administrator(), "staff/change_roles",
                              object({{"person", person}, {"roles", Array{Value("quality")}}}))),
      "staff.roles_changed/1");
  EXPECT_EQ(asks(), "auth.bad_token");
}

TEST_F(TokenScope, R43_who_has_a_token_for_commands_signs_nothing_and_the_reverse) {
  world.go_to("enrol");
  const std::string administrator = world.node.administrator();
  EXPECT_EQ(acts(token(administrator, {})), "study.site_registered/1");
  EXPECT_EQ(acts(token(administrator, {"act"})), "study.site_registered/1");
  EXPECT_EQ(acts(token(administrator, {"read", "sign"})), "auth.bad_token");
  EXPECT_EQ(acts(token(administrator, {"read"})), "auth.bad_token");
  const std::string& investigator = world.cast.investigator;
  EXPECT_EQ(signs(token(investigator, {"act"})), "auth.bad_token");
  EXPECT_EQ(signs(token(investigator, {"read", "act"})), "auth.bad_token");
  EXPECT_EQ(signs(token(investigator, {"sign"})), "enrolment.consent_signed/1");
  EXPECT_EQ(signs(token(investigator, {})), "enrolment.consent_signed/1");
}

TEST_F(TokenScope, R43_a_token_acts_until_its_end_and_not_at_it) {
  const std::string alias = token(world.node.administrator(), {}, world.node.clock().now() + 1h);
  world.node.clock().advance(1h - 1ms);
  EXPECT_EQ(acts(alias), "study.site_registered/1");
  world.node.clock().advance(1ms);
  EXPECT_EQ(acts(alias), "auth.bad_token");
}

TEST_F(TokenScope, R43_a_clock_that_was_set_back_revives_no_token) {
  const std::string alias = token(world.node.administrator(), {}, world.node.clock().now() + 1h);
  world.node.clock().advance(2h);
  EXPECT_EQ(acts(token(world.node.administrator(), {})), "study.site_registered/1");
  world.node.clock().advance(-2h);
  EXPECT_EQ(acts(alias), "auth.bad_token");
}

TEST_F(TokenScope, R43_what_the_machine_alone_may_do_nobody_does_over_a_network) {
  auto request = world.node.request(world.node.administrator(), "staff/recover_at_machine",
                                    object({{"person", world.cast.quality}}));
  request.from = commands::From::network;
  EXPECT_EQ(words_of(world.node.ask(request)), "general.only_at_the_machine");
  request.from = commands::From::machine;
  EXPECT_EQ(words_of(world.node.ask(request)), "staff.recovery_opened/1");
}

}  // namespace
}  // namespace veinline::walks
