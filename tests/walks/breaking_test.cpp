// SPDX-License-Identifier: Apache-2.0
// Breaking off: a command that breaks off before it is written is answered and the node goes on;
// one that breaks off while it is written ends the process, since nobody knows what is durable.
#include <gtest/gtest.h>

#include <future>
#include <new>

#include "support/store_decorator.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;

struct Breaking : StoreDecorator {
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override {
    if (while_deciding) throw std::bad_alloc();
    return StoreDecorator::heads(things);
  }
  std::vector<ledger::Outcome> append(std::span<const ledger::Batch* const> group,
                                      ledger::Sealer& sealer) override {
    if (while_writing) throw std::bad_alloc();
    return inner().append(group, sealer);
  }
  bool while_deciding = false;
  bool while_writing = false;
};

/// Remembers for which things the store was asked.
struct Listening : StoreDecorator {
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::Seq>, ledger::Fault> heads(
      std::span<const std::string> things) const override {
    for (const std::string& thing : things) asked += thing + "\n";
    return StoreDecorator::heads(things);
  }
  mutable std::string asked;
};

// A database that logs its statements keeps what is asked of it: found by the search of its log.
TEST(Typed, R43_a_name_where_a_code_or_an_id_belongs_is_asked_of_no_store) {
  Listening* store = nullptr;
  TestNode node(StoreKind::memory, 1, [&](ledger::Store& inner) {
    auto between = std::make_unique<Listening>(inner);
    store = between.get();
    return between;
  });
  ASSERT_TRUE(node.found().has_value());
  for (const char* name : {"谢云舒", "Kasimira Vogelsang", "Jürgen"}) {
    for (const std::string& who : {node.administrator(), node.fresh_id()}) {
      EXPECT_FALSE(node.ask(who, "study/register_site",
                            object({{"code", name}, {"kind", name}, {"zone", name}}))
                       .has_value());
      EXPECT_FALSE(node.ask(who, "staff/add_person",
                            object({{"name", name},
                                    {"site", name},
                                    {"roles", kernel::Array{kernel::Value(name)}}}))
                       .has_value());
      EXPECT_FALSE(
          node.ask(who, "custody/hand_over",
                   object({{"material", name}, {"receiver", std::string("person/") + name}}))
              .has_value());
    }
    EXPECT_EQ(store->asked.find(name), std::string::npos) << store->asked;
  }
  EXPECT_NE(store->asked.find("person/" + node.administrator()), std::string::npos);
}

class BreakingOff : public testing::Test {
 protected:
  BreakingOff() { EXPECT_TRUE(node_.found().has_value()); }
  commands::Request register_site(const char* code) {
    return node_.request(node_.administrator(), "study/register_site",
                         object({{"code", code}, {"kind", "hospital"}, {"zone", "Asia/Shanghai"}}));
  }
  Breaking* store_ = nullptr;
  TestNode node_{StoreKind::memory, 1, [this](ledger::Store& inner) {
                   auto between = std::make_unique<Breaking>(inner);
                   store_ = between.get();
                   return between;
                 }};
};

TEST_F(BreakingOff, before_the_writing_is_answered_by_name_and_the_node_goes_on) {
  commands::Workers workers(1);
  commands::Desk desk({node_.catalogue(), node_.store(), node_.writer(), node_.states(),
                       node_.vault(), node_.clock(), node_.entropy(), node_.keys().key,
                       node_.keys().identity, kernel::Bytes(32, 3)},
                      &workers);
  const auto answer = [&](const char* code) {
    std::promise<std::string> said;
    desk.submit(register_site(code),
                [&](const TestNode::Reply& reply) { said.set_value(words_of(reply)); });
    return said.get_future().get();
  };
  store_->while_deciding = true;
  EXPECT_EQ(answer("ONE"), "fault.internal");
  store_->while_deciding = false;
  EXPECT_EQ(answer("ONE"), "study.site_registered/1");
}

TEST_F(BreakingOff, in_the_middle_of_the_writing_ends_the_process) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  store_->while_writing = true;
  EXPECT_DEATH(static_cast<void>(node_.ask(register_site("ONE"))), "");
}

}  // namespace
}  // namespace veinline::walks
