// SPDX-License-Identifier: Apache-2.0
// Whoever listens is told each fact, in order and without gaps, and nobody keeps another waiting.
#include "gateway/feed/feed.hpp"

#include <gtest/gtest.h>

#include "e2e/small_api.hpp"
#include "support/store_decorator.hpp"
#include "support/treatment.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::feed::Feed;
using gateway::feed::FeedOptions;
using gateway::feed::Listener;
using gateway::feed::SightPointer;
using std::chrono::milliseconds;

/// A client that takes everything, or nothing while it sleeps.
class Ear : public gateway::net::Outlet {
 public:
  bool send(std::shared_ptr<const std::string> piece) override {
    const std::lock_guard lock(mutex_);
    if (is_gone_ || is_closed_) return false;
    heard_ += *piece;
    waiting_ += asleep_ ? piece->size() : 0;
    if (waiting_ > gateway::net::outlet_bytes_max) is_gone_ = true;
    return !is_gone_;
  }
  [[nodiscard]] std::size_t waiting() const override {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  void close() override {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  void drop() override {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    is_dropped_ = true;
  }
  [[nodiscard]] bool is_dropped() const {
    const std::lock_guard lock(mutex_);
    return is_dropped_;
  }
  /// Takes nothing of what waits, and a quarter of what an outlet holds is waiting.
  void fall_asleep() {
    const std::lock_guard lock(mutex_);
    asleep_ = true;
    waiting_ = gateway::net::outlet_bytes_max / 4;
  }
  void wake_up() {
    const std::lock_guard lock(mutex_);
    asleep_ = false;
    waiting_ = 0;
  }
  void go() {
    const std::lock_guard lock(mutex_);
    is_gone_ = true;
  }
  [[nodiscard]] bool is_closed() const {
    const std::lock_guard lock(mutex_);
    return is_closed_;
  }
  [[nodiscard]] std::string heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  /// The numbers of the facts, as they came.
  [[nodiscard]] std::vector<std::uint64_t> facts() const {
    const std::string text = heard();
    std::vector<std::uint64_t> out;
    for (std::size_t at = text.find("id: "); at != text.npos; at = text.find("\n\nid: ", at + 1)) {
      at = text.find("id: ", at) + 4;
      const std::size_t end = text.find('\n', at);
      if (text.compare(end, 19, "\nevent: fact\ndata: ") != 0) continue;
      out.push_back(std::stoull(text.substr(at, end - at)));
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::string heard_;
  std::size_t waiting_ = 0;
  bool asleep_ = false;
  bool is_gone_ = false;
  bool is_closed_ = false;
  bool is_dropped_ = false;
};

bool comes_true(const std::function<bool()>& test) {
  for (int round = 0; round < 3'000; ++round) {
    if (test()) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

SightPointer everything() {
  return std::make_shared<const views::Sight>(views::Sight{.is_everything = true});
}

std::vector<std::uint64_t> from_to(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> out;
  for (std::uint64_t seq = first; seq <= last; ++seq) out.push_back(seq);
  return out;
}

class Feeds : public testing::Test {
 protected:
  Feeds() {
    world_.node.writer().on_recorded([this] { feed_.wake(); });
  }
  std::shared_ptr<Ear> listen(std::uint64_t after, gateway::feed::Wanted wanted = {},
                              std::function<SightPointer()> sight_now = {}) {
    auto ear = std::make_shared<Ear>();
    feed_.add({ear, after, std::move(wanted), everything(), std::move(sight_now)});
    return ear;
  }
  std::uint64_t size() { return world_.node.records().size(); }
  /// Records something that rights rest on: one person more.
  void move_rights() {
    ASSERT_TRUE(world_.node
                    .ask(world_.node.administrator(), "staff/add_person",
                         object({{"person", world_.node.fresh_id()},
                                 {"site", world_.node.founding_site()},
                                 {"roles", kernel::Array{kernel::Value("courier")}},
                                 {"name", "Demo Courier"}}))
                    .has_value());
  }

  World world_{StoreKind::memory};
  // Few are kept, so that who comes late is told from the store and from what is kept.
  Feed feed_{
      world_.node.catalogue(), world_.node.store(), {.beat = milliseconds(50), .kept_max = 10}};
};

TEST_F(Feeds, tell_everything_in_order_to_who_was_there_and_to_who_came_late) {
  const auto first = listen(0);
  const auto from_now = listen(size());
  const std::uint64_t before = size();
  world_.go_to();
  const auto late = listen(0);
  const auto again = listen(before + 3);
  const std::uint64_t last = size();
  EXPECT_TRUE(comes_true([&] { return first->facts().size() == last; }));
  EXPECT_TRUE(comes_true([&] { return late->facts().size() == last; }));
  EXPECT_TRUE(comes_true([&] { return again->facts().size() == last - before - 3; }));
  EXPECT_TRUE(comes_true([&] { return from_now->facts().size() == last - before; }));
  EXPECT_EQ(first->facts(), from_to(1, last));
  EXPECT_EQ(late->facts(), from_to(1, last));
  EXPECT_EQ(from_now->facts(), from_to(before + 1, last));
  EXPECT_EQ(again->facts(), from_to(before + 4, last));
}

TEST_F(Feeds, tell_of_one_thing_or_one_kind_of_fact_alone) {
  const auto bag = listen(0, {"material/" + world_.things.product, ""});
  const auto releases = listen(0, {"", "release."});
  world_.go_to();
  const auto facts_of = [&](const std::function<bool(const ledger::Draft&)>& wanted) {
    std::vector<std::uint64_t> out;
    for (const ledger::StoredRecord& stored : world_.node.records()) {
      const auto record = ledger::parse_record(stored.bytes);
      if (wanted(record->draft)) out.push_back(stored.seq);
    }
    return out;
  };
  const auto of_bag = facts_of([&](const ledger::Draft& draft) {
    const std::string key = "material/" + world_.things.product;
    return std::count(draft.changes.begin(), draft.changes.end(), key) > 0 ||
           std::count(draft.mentions.begin(), draft.mentions.end(), key) > 0;
  });
  const auto of_release =
      facts_of([](const ledger::Draft& draft) { return draft.fact.starts_with("release."); });
  ASSERT_GT(of_bag.size(), 3U);
  ASSERT_EQ(of_release.size(), 1U);
  EXPECT_TRUE(comes_true([&] { return bag->facts() == of_bag; }));
  EXPECT_TRUE(comes_true([&] { return releases->facts() == of_release; }));
}

TEST_F(Feeds, give_a_sign_of_life_when_nothing_happens) {
  const auto ear = listen(size());
  EXPECT_TRUE(comes_true([&] {
    return ear->heard().find("id: " + std::to_string(size()) + "\nevent: beat\n") !=
           std::string::npos;
  }));
  EXPECT_TRUE(ear->facts().empty());
}

TEST_F(Feeds, do_not_wait_for_who_sleeps_and_tell_them_the_rest_when_they_wake) {
  const auto sleeper = listen(size());
  sleeper->fall_asleep();
  const auto awake = listen(size());
  const std::uint64_t before = size();
  world_.go_to();
  EXPECT_TRUE(comes_true([&] { return awake->facts().size() == size() - before; }));
  EXPECT_TRUE(sleeper->facts().empty());
  sleeper->wake_up();
  EXPECT_TRUE(comes_true([&] { return sleeper->facts().size() == size() - before; }));
  EXPECT_EQ(sleeper->facts(), from_to(before + 1, size()));
}

TEST(Feed, lets_go_who_takes_too_little_for_too_long) {
  World world(StoreKind::memory);
  Feed feed(world.node.catalogue(), world.node.store(),
            {.beat = milliseconds(20), .behind_max = milliseconds(100)});
  auto sleeper = std::make_shared<Ear>();
  sleeper->fall_asleep();
  EXPECT_TRUE(feed.add({sleeper, 0}));
  EXPECT_TRUE(comes_true([&] { return sleeper->is_dropped(); }));
  EXPECT_TRUE(comes_true([&] { return feed.listeners() == 0; }));
}

TEST(Feed, takes_no_more_listeners_than_it_may) {
  World world(StoreKind::memory);
  Feed feed(world.node.catalogue(), world.node.store(), {.listeners_max = 1});
  auto first = std::make_shared<Ear>();
  auto second = std::make_shared<Ear>();
  EXPECT_TRUE(feed.add({first, 0}));
  EXPECT_TRUE(feed.is_full());
  EXPECT_FALSE(feed.add({second, 0}));
  EXPECT_TRUE(second->is_closed());
  EXPECT_FALSE(first->is_closed());
}

TEST(Feed, that_cannot_ask_who_may_listen_ends_one_stream_and_goes_on) {
  World world(StoreKind::memory);
  Feed feed(world.node.catalogue(), world.node.store(), {.beat = milliseconds(20)});
  auto unlucky = std::make_shared<Ear>();
  auto other = std::make_shared<Ear>();
  feed.add({unlucky, 0, {}, everything(), []() -> SightPointer { throw std::bad_alloc(); }});
  feed.add({other, 0});
  EXPECT_TRUE(comes_true([&] { return unlucky->is_dropped(); }));
  EXPECT_TRUE(comes_true([&] { return other->heard().find("event: beat") != std::string::npos; }));
  EXPECT_FALSE(other->is_closed());
}

TEST_F(Feeds, forget_who_is_gone_and_end_who_may_not_listen_any_more) {
  std::atomic<bool> may_listen = true;
  const auto gone = listen(size());
  const auto revoked =
      listen(size(), {}, [&] { return may_listen.load() ? everything() : nullptr; });
  EXPECT_TRUE(comes_true([&] { return feed_.listeners() == 2; }));
  gone->go();
  EXPECT_TRUE(comes_true([&] { return feed_.listeners() == 1; }));
  EXPECT_FALSE(revoked->is_closed());
  may_listen = false;
  move_rights();
  EXPECT_TRUE(comes_true([&] { return revoked->is_dropped(); }));
  EXPECT_TRUE(comes_true([&] { return feed_.listeners() == 0; }));
}

// A thousand listeners are no thousand questions every five seconds.
TEST_F(Feeds, look_rights_up_once_and_then_only_when_a_fact_has_changed_them) {
  std::atomic<int> asked = 0;
  const auto ear = listen(size(), {}, [&] {
    ++asked;
    return everything();
  });
  const auto beats = [&] {
    const std::string heard = ear->heard();
    int count = 0;
    for (std::size_t at = heard.find("event: beat"); at != heard.npos;
         at = heard.find("event: beat", at + 1)) {
      ++count;
    }
    return count;
  };
  EXPECT_TRUE(comes_true([&] { return beats() >= 5; }));
  EXPECT_EQ(asked, 1);
  move_rights();
  EXPECT_TRUE(comes_true([&] { return asked == 2; }));
  const int then = beats();
  EXPECT_TRUE(comes_true([&] { return beats() >= then + 5; }));
  EXPECT_EQ(asked, 2);
}

// Who removes a passkey or a password, or recovers an account, ends the sessions that it opened.
TEST_F(Feeds, R43_look_rights_up_when_what_somebody_signs_in_with_has_changed) {
  const std::string person = world_.cast.quality;
  std::atomic<int> asked = 0;
  const auto ear = listen(size(), {}, [&] {
    ++asked;
    return everything();
  });
  EXPECT_TRUE(comes_true([&] { return asked == 1; }));
  ASSERT_TRUE(world_.node
                  .ask(person, "staff/enrol_credential",
                       object({{"credential", world_.node.fresh_id()}, {"kind", "password"}}))
                  .has_value());
  EXPECT_TRUE(comes_true([&] { return asked == 2; }));
}

// A session that was ended, a token whose time is over: there is no fact that says so.
TEST(Feed, R43_ends_for_what_is_over_without_a_fact) {
  World world(StoreKind::memory);
  Feed feed(world.node.catalogue(), world.node.store(),
            {.beat = milliseconds(20), .look_again = milliseconds(100)});
  std::atomic<bool> is_over = false;
  std::atomic<int> asked = 0;
  auto ear = std::make_shared<Ear>();
  feed.add({ear, world.node.records().size(), {}, everything(), [&] {
              ++asked;
              return is_over.load() ? nullptr : everything();
            }});
  EXPECT_TRUE(comes_true([&] { return asked >= 2; })) << "also while nothing ends";
  EXPECT_FALSE(ear->is_closed());
  is_over = true;
  EXPECT_TRUE(comes_true([&] { return ear->is_dropped(); }));
}

/// A database that is away for a while.
class Away : public StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<ledger::Tip, ledger::Fault> tip() const override {
    if (is_away) return kernel::Failure{ledger::Fault::out_of_reach};
    return StoreDecorator::tip();
  }
  std::atomic<bool> is_away = false;
};

TEST(Feed, waits_for_a_database_that_is_away_and_closes_no_stream) {
  World world(StoreKind::memory);
  Away store(world.node.store());
  Feed feed(world.node.catalogue(), store, {.beat = milliseconds(20)});
  auto ear = std::make_shared<Ear>();
  const std::uint64_t before = world.node.records().size();
  feed.add({ear, before, {}, everything()});
  EXPECT_TRUE(comes_true([&] { return ear->heard().find("event: beat") != std::string::npos; }));
  store.is_away = true;
  world.go_to("receive collection");
  feed.wake();
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_FALSE(ear->is_closed());
  EXPECT_TRUE(ear->facts().empty());
  store.is_away = false;
  const std::uint64_t end = world.node.records().size();
  EXPECT_TRUE(comes_true([&] { return ear->facts() == from_to(before + 1, end); }));
}

TEST_F(Feeds, end_with_the_server) {
  auto short_lived = std::make_unique<Feed>(world_.node.catalogue(), world_.node.store());
  auto ear = std::make_shared<Ear>();
  short_lived->add({ear, 0});
  short_lived.reset();
  EXPECT_TRUE(ear->is_closed());
}

}  // namespace
}  // namespace veinline::e2e
