// SPDX-License-Identifier: Apache-2.0
#include "gateway/webhooks/webhooks.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <deque>
#include <future>
#include <map>
#include <set>
#include <thread>

#include "outbox/webhook.hpp"
#include "storage/memory/memory_store.hpp"
#include "support/naive_sight.hpp"
#include "support/test_node.hpp"
#include "support/treatment.hpp"

namespace veinline::gateway::webhooks {
namespace {

using outbox::Delivery;
using outbox::Outcome;
using Headers = std::vector<std::pair<std::string, std::string>>;

/// Deliveries that are kept in memory, until told to fail.
class Book : public outbox::Deliveries {
 public:
  kernel::Result<std::optional<std::uint64_t>, ledger::Fault> position(
      std::string_view webhook) override {
    const std::lock_guard lock(mutex_);
    const auto found = positions_.find(std::string(webhook));
    if (found == positions_.end()) return std::optional<std::uint64_t>{};
    return std::optional(found->second);
  }
  kernel::Result<kernel::Done, ledger::Fault> move_to(std::string_view webhook,
                                                      std::uint64_t seq) override {
    const std::lock_guard lock(mutex_);
    positions_[std::string(webhook)] = seq;
    return kernel::Done{};
  }
  kernel::Result<kernel::Done, ledger::Fault> keep(const Delivery& delivery) override {
    const std::lock_guard lock(mutex_);
    if (is_full) return kernel::Failure{ledger::Fault::disk_full};
    all_.push_back(delivery);
    if (delivery.outcome == Outcome::delivered) positions_[delivery.webhook] = delivery.seq;
    return kernel::Done{};
  }
  kernel::Result<std::vector<outbox::Kept>, ledger::Fault> newest(std::string_view, std::int64_t,
                                                                  std::uint32_t) override {
    return std::vector<outbox::Kept>{};
  }
  std::vector<Delivery> all() {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  std::atomic<bool> is_full = false;

 private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> positions_;
  std::vector<Delivery> all_;
};

/// Whoever is told: answers as it is bidden, and remembers what it took.
class Receiver {
 public:
  Send send() {
    return [this](const std::string& body, const Headers& headers) -> std::optional<int> {
      const std::lock_guard lock(mutex_);
      std::optional<int> answer = 200;
      if (!answers_.empty()) {
        answer = answers_.front();
        answers_.pop_front();
      }
      if (answer == 200) took_.push_back({body, headers});
      changed_.notify_all();
      return answer;
    };
  }
  void answers_next(std::deque<std::optional<int>> answers) {
    const std::lock_guard lock(mutex_);
    answers_ = std::move(answers);
  }
  struct Message {
    std::string body;
    Headers headers;
  };
  std::vector<Message> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(30), [&] { return took_.size() >= count; });
    return took_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::optional<int>> answers_;
  std::vector<Message> took_;
};

std::string member(const Receiver::Message& message, const char* name) {
  const auto read = kernel::parse_json(message.body, {.bytes_max = 64 * 1024, .depth_max = 16});
  EXPECT_TRUE(read && read->object() != nullptr);
  return *read->object()->find(name)->string();
}
std::string header(const Receiver::Message& message, const std::string& name) {
  for (const auto& [key, value] : message.headers) {
    if (key == name) return value;
  }
  return "";
}

std::optional<std::string> good_file(const std::string&) {
  return "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
}

class WebhooksTest : public ::testing::Test {
 protected:
  WebhooksTest() { EXPECT_TRUE(node.found().has_value()); }

  std::unique_ptr<Webhooks> begin(const std::string& wanted = {}) {
    auto webhooks = std::make_unique<Webhooks>(
        node.catalogue(), node.store(), book, node.clock(),
        WebhooksOptions{.pause = [](std::int64_t) { return std::chrono::milliseconds(1); },
                        .look = std::chrono::milliseconds(1'000'000)});
    auto webhook = Webhook::parse(
        "http://his.invalid/hook secret" + (wanted.empty() ? "" : " " + wanted),
        [](const std::string& file) {
          EXPECT_EQ(file, "secret");
          return std::optional<std::string>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        });
    EXPECT_TRUE(webhook.has_value());
    EXPECT_TRUE(webhooks->add(*webhook, receiver.send()).has_value());
    return webhooks;
  }
  void register_site(const std::string& code) {
    kernel::Object data;
    data.set("code", kernel::Value(code));
    data.set("kind", kernel::Value("hospital"));
    data.set("zone", kernel::Value("Asia/Shanghai"));
    EXPECT_TRUE(node.ask(node.administrator(), "study/register_site", data).has_value());
  }

  support::TestNode node{support::StoreKind::memory};
  Book book;
  Receiver receiver;
};

TEST_F(WebhooksTest, who_is_new_is_told_each_fact_from_now_on_signed) {
  const auto webhooks = begin();
  register_site("A");
  webhooks->wake();
  const auto took = receiver.wait_for(1);
  ASSERT_EQ(took.size(), 1U);
  EXPECT_EQ(member(took[0], "type"), "study.site_registered/1");
  const auto secret = outbox::read_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  EXPECT_EQ(header(took[0], "webhook-signature"),
            outbox::signature(*secret, header(took[0], "webhook-id"),
                              std::stoll(header(took[0], "webhook-timestamp")), took[0].body));
}

TEST_F(WebhooksTest, what_was_not_taken_is_told_again_and_before_what_came_after_it) {
  const auto webhooks = begin();
  receiver.answers_next({std::nullopt, 500, 404, 302, 200});
  register_site("A");
  register_site("B");
  webhooks->wake();
  const auto took = receiver.wait_for(2);
  ASSERT_EQ(took.size(), 2U);
  EXPECT_NE(header(took[0], "webhook-id"), header(took[1], "webhook-id"));
  webhooks->end();
  const auto all = book.all();
  ASSERT_EQ(all.size(), 6U);
  const std::vector<Outcome> outcomes{Outcome::unreachable, Outcome::refused, Outcome::refused,
                                      Outcome::refused, Outcome::delivered};
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    EXPECT_EQ(all[i].outcome, outcomes[i]) << i;
    EXPECT_EQ(all[i].seq, all[0].seq);
    EXPECT_EQ(all[i].attempt, static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(all[5].seq, all[0].seq + 1);
  EXPECT_EQ(all[5].attempt, 1);
}

TEST_F(WebhooksTest, after_a_start_it_goes_on_where_it_was) {
  auto webhooks = begin();
  register_site("A");
  webhooks->wake();
  EXPECT_EQ(receiver.wait_for(1).size(), 1U);
  webhooks.reset();
  register_site("B");
  webhooks = begin();
  const auto took = receiver.wait_for(2);
  ASSERT_EQ(took.size(), 2U);
  EXPECT_NE(header(took[0], "webhook-id"), header(took[1], "webhook-id"));
}

TEST_F(WebhooksTest, who_wants_other_facts_is_not_told) {
  const auto webhooks = begin("staff.");
  register_site("A");
  kernel::Object person;
  person.set("name", kernel::Value("A B"));
  person.set("site", kernel::Value(node.founding_site()));
  person.set("roles", kernel::Value(kernel::Array{kernel::Value("coordinator")}));
  EXPECT_TRUE(node.ask(node.administrator(), "staff/add_person", person).has_value());
  webhooks->wake();
  const auto took = receiver.wait_for(1);
  ASSERT_EQ(took.size(), 1U);
  EXPECT_TRUE(member(took[0], "type").starts_with("staff."));
  EXPECT_EQ(took[0].body.find("A B"), std::string::npos);
}

TEST_F(WebhooksTest, where_the_outcome_cannot_be_kept_the_same_fact_is_told_again) {
  const auto webhooks = begin();
  book.is_full = true;
  register_site("A");
  webhooks->wake();
  const auto took = receiver.wait_for(2);
  ASSERT_GE(took.size(), 2U);
  EXPECT_EQ(header(took[0], "webhook-id"), header(took[1], "webhook-id"));
  EXPECT_TRUE(webhooks->standings().front().is_broken);
  book.is_full = false;
  register_site("B");
  webhooks->wake();
  std::size_t count = took.size();
  while (header(receiver.wait_for(count).back(), "webhook-id") == header(took[0], "webhook-id")) {
    ++count;
    ASSERT_LT(count, 100'000U);
  }
  webhooks->end();
  EXPECT_FALSE(webhooks->standings().front().is_broken);
  EXPECT_EQ(book.all().size(), 2U);
}

TEST_F(WebhooksTest, an_end_does_not_wait_for_the_next_attempt) {
  auto webhooks = std::make_unique<Webhooks>(
      node.catalogue(), node.store(), book, node.clock(),
      WebhooksOptions{.pause = [](std::int64_t) { return std::chrono::hours(1); }});
  auto webhook = Webhook::parse("http://his.invalid/ s", [](const std::string&) {
    return std::optional<std::string>("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  });
  std::promise<void> asked;
  ASSERT_TRUE(webhooks->add(*webhook, [&](const std::string&, const Headers&) {
    asked.set_value();
    return std::optional<int>(503);
  }));
  register_site("A");
  webhooks->wake();
  asked.get_future().wait();
  webhooks.reset();
  EXPECT_EQ(book.all().size(), 1U);
}

TEST(WebhooksOfASite, R43_are_told_what_concerns_that_site_and_no_more) {
  support::World world(support::StoreKind::memory);
  Book book;
  Receiver receiver;
  Webhooks webhooks(world.node.catalogue(), world.node.store(), book, world.node.clock(),
                    WebhooksOptions{.pause = outbox::pause_after});
  const std::string site = "site/" + world.cast.factory;
  auto webhook = Webhook::parse("http://his.invalid/hook s " + site, good_file);
  ASSERT_TRUE(webhook.has_value());
  ASSERT_TRUE(webhooks.add(*webhook, receiver.send()));
  const std::size_t before = world.node.records().size();
  world.go_to("start batch");
  support::NaiveSight naive;
  std::vector<std::string> want;
  for (const ledger::StoredRecord& stored : world.node.records()) {
    const auto draft = ledger::parse_record(stored.bytes)->draft;
    if (naive.hear(draft).contains(site) && stored.seq > before) want.push_back(draft.id);
  }
  ASSERT_GE(want.size(), 3U);
  ASSERT_LT(want.size(), world.node.records().size() - before);
  webhooks.wake();
  receiver.wait_for(want.size());
  // Whatever is told after the last would be one too many.
  while (webhooks.standings().front().position < world.node.records().size()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  std::vector<std::string> told;
  for (const auto& message : receiver.wait_for(want.size())) {
    told.push_back(header(message, "webhook-id").substr(4));
  }
  EXPECT_EQ(told, want);
  EXPECT_EQ(webhooks.standings().front().site, world.cast.factory);
}

TEST(Webhook, may_want_facts_of_a_site_and_is_then_one_of_its_own) {
  const std::string id = kernel::id_text({1, 2, 3});
  const auto all = Webhook::parse("https://his.invalid/ s", good_file);
  const auto site = Webhook::parse("https://his.invalid/ s site/" + id, good_file);
  const auto both = Webhook::parse("https://his.invalid/ s staff. site/" + id, good_file);
  ASSERT_TRUE(all && site && both);
  EXPECT_EQ(all->site, "");
  EXPECT_EQ(site->site, id);
  EXPECT_EQ(site->wanted, "");
  EXPECT_EQ(both->site, id);
  EXPECT_EQ(both->wanted, "staff.");
  EXPECT_EQ(std::set({all->address, site->address, both->address}).size(), 3U);
  for (const std::string& wrong : std::initializer_list<std::string>{
           "site/", "site/HOSPITAL", "staff. site/x", "staff. study.", "site/" + id + " staff.",
           "staff.  site/" + id}) {
    EXPECT_FALSE(Webhook::parse("https://his.invalid/ s " + wrong, good_file)) << wrong;
  }
}

TEST(Webhook, one_address_that_wants_two_kinds_of_facts_is_two_webhooks) {
  const auto staff = Webhook::parse("https://his.invalid/ s staff.", good_file);
  const auto study = Webhook::parse("https://his.invalid/ s study.", good_file);
  ASSERT_TRUE(staff && study);
  EXPECT_NE(staff->address, study->address);
  EXPECT_EQ(staff->url, study->url);
}

TEST(Webhook, what_is_no_webhook_is_refused) {
  const auto no_file = [](const std::string&) { return std::optional<std::string>(); };
  const auto bad_file = [](const std::string&) { return std::optional<std::string>("x"); };
  EXPECT_FALSE(Webhook::parse("", no_file));
  EXPECT_FALSE(Webhook::parse("http://a/", no_file));
  EXPECT_FALSE(Webhook::parse("http://a/ file", no_file));
  EXPECT_FALSE(Webhook::parse("http://a/ file", bad_file));
  EXPECT_FALSE(Webhook::parse("ftp://a/ file", bad_file));
}

}  // namespace
}  // namespace veinline::gateway::webhooks
