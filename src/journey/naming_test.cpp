// SPDX-License-Identifier: Apache-2.0
// Which thing a code names, by the aliases that are known.
#include "journey/naming.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace veinline::journey {
namespace {

std::string id(std::uint8_t number) {
  return kernel::id_text({number, 0, 0, 0, 0, 0, 0, 0, 0, 0});
}
Thing bag_of(std::uint8_t number) {
  return Thing("material/" + id(number));
}

const std::vector<std::string> everything{"batch", "course", "material"};
const std::vector<std::string> schemes{"coi", "din", "label", "site"};
constexpr const char* compound = "=+04000=/A9997XYZ100T0479=A99991712345600=,000012=>019031";
constexpr const char* container = "mpho/A9997T0479A999917123456000012";

class Names : public ::testing::Test {
 protected:
  void know(const std::string& alias, std::vector<Thing> of) {
    aliases_["alias/" + alias] = Alias{std::move(of)};
  }
  Naming named(std::string_view code, const std::vector<std::string>& kinds = everything) {
    const auto scan = codes::read_scan(code, codes::How::either);
    INVARIANT(scan.has_value());
    return named_by(*scan, kinds, schemes,
                    {[&](const Thing& alias) -> const Alias* {
                       looked_at_.insert(alias.key);
                       const auto found = aliases_.find(alias.key);
                       return found == aliases_.end() ? nullptr : &found->second;
                     },
                     [&](const Thing& thing) { return there_.contains(thing.key); }});
  }
  std::map<std::string, Alias> aliases_;
  std::set<std::string> there_;
  std::set<std::string> looked_at_;
};

TEST_F(Names, nothing_by_a_code_that_nobody_told) {
  EXPECT_TRUE(named(compound).things.empty());
  EXPECT_TRUE(named("0004711").things.empty());
  EXPECT_TRUE(named("material/" + id(1), {"batch"}).things.empty()) << "a bag is no batch";
}

TEST_F(Names, what_our_own_label_says) {
  EXPECT_EQ(named("material/" + id(1)).things, std::vector{bag_of(1)});
  EXPECT_EQ(named("https://node.example/#/material/" + id(1)).things, std::vector{bag_of(1)});
  EXPECT_TRUE(named(id(1)).things.empty()) << "of which kind?";
  there_.insert(bag_of(1).key);
  EXPECT_EQ(named(id(1)).things, std::vector{bag_of(1)});
}

TEST_F(Names, R09_a_container_that_nobody_knows_is_not_another_one_of_its_donation) {
  know("din/A999917123456", {bag_of(1)});
  EXPECT_TRUE(named(compound).things.empty());
  EXPECT_EQ(named("=A99991712345600").things, std::vector{bag_of(1)});
  know(container, {bag_of(2)});
  EXPECT_EQ(named(compound).things, std::vector{bag_of(2)});
  EXPECT_EQ(named(compound).by, container);
}

TEST_F(Names, R09_no_bag_by_a_number_that_is_on_two_labels) {
  know("din/A999917123456", {bag_of(1), bag_of(2)});
  EXPECT_EQ(named("=A99991712345600").one(), nullptr);
  EXPECT_EQ(named("=A99991712345600").things, (std::vector{bag_of(1), bag_of(2)}))
      << "both are candidates";
  know(container, {bag_of(2)});
  EXPECT_EQ(*named(compound).one(), bag_of(2)) << "the container is on one of them";
}

TEST_F(Names, R09_no_thing_by_a_number_that_two_issuers_gave) {
  know("label/0004711", {bag_of(1)});
  EXPECT_EQ(*named("0004711").one(), bag_of(1));
  know("site/0004711", {Thing("course/" + id(3))});
  EXPECT_EQ(named("0004711").one(), nullptr);
  EXPECT_EQ(*named("0004711", {"material"}).one(), bag_of(1)) << "where a bag is wanted";
  EXPECT_EQ(*named("site:0004711").one(), Thing("course/" + id(3))) << "its issuer is said";
}

TEST_F(Names, a_label_of_another_maker_by_what_a_scan_of_it_names_first) {
  const auto scan = codes::read_scan("(01)09506000134352(21)S9", codes::How::scanned);
  know("label/" + registered_as(*scan), {bag_of(4)});
  EXPECT_EQ(*named("(01)09506000134352(21)S9").one(), bag_of(4));
  EXPECT_EQ(*named("https://id.gs1.org/01/09506000134352/21/S9").one(), bag_of(4));
  know("label/gtin:09506000134352", {bag_of(5)});
  EXPECT_TRUE(named("(01)09506000134352(21)S8").things.empty()) << "one of its kind is not it";
}

TEST_F(Names, by_all_that_it_looked_at_so_that_what_comes_later_is_noticed) {
  know(container, {bag_of(2)});
  static_cast<void>(named(compound));
  EXPECT_TRUE(looked_at_.contains("alias/label/mpho:A9997T0479A999917123456000012"));
}

}  // namespace
}  // namespace veinline::journey
