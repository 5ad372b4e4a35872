// SPDX-License-Identifier: Apache-2.0
// The site key is replaced, at any point of which the power may fail; and what was erased stays
// erased, whatever is put back.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "e2e/cli.hpp"
#include "exchange/evidence.hpp"
#include "journey/erasure/erasure.hpp"
#include "journey/keys/keys.hpp"
#include "node/node.hpp"
#include "support/given.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::e2e {
namespace {

namespace fs = std::filesystem;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using node::Node;
using storage::sqlite::SiteKeyFiles;
using storage::sqlite::SiteKeyIn;
using storage::sqlite::SiteKeySlot;
using support::object;
using vault::VaultFault;

constexpr const char* contact_text = "Lindenallee 7, at Kasimira Vogelsang's";
constexpr const char* reason_text = "the mother of Kasimira Vogelsang has called";

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A reference to a text, and where it opens.
struct Text {
  kernel::Sealed sealed;
  vault::Place place;
};

class Keys : public testing::Test {
 protected:
  void SetUp() override {
    auto made = Node::create(data_, "", {});
    ASSERT_TRUE(made.has_value()) << made.error().sentence;
    node_ = std::move(*made);
    console_ = node_->console_person().value();
    site_ = ledger::parse_record(node_->store().read(2, 1)->front().bytes)->draft.at;
    coordinator_ = add_person("coordinator");
    quality_ = add_person("quality");
    enrol();
  }
  Object ask(const std::string& person, const char* command, Object data,
             const char* reason = nullptr) {
    commands::Request request;
    request.account = person;
    request.key = "key-" + std::to_string(++asked_);
    request.command = command;
    request.data = std::move(data);
    const journey::CommandType* type = node_->catalogue().command(command);
    request.sign = type->signs;
    if (type->needs_reason) request.reason_code = "TEST";
    if (reason != nullptr) request.reason_text.emplace(reason);
    auto reply = node_->desk().ask(std::move(request));
    told_ = reply ? reply->records.front().fact : reply.error().code;
    return reply ? reply->records.front().data : Object{};
  }
  std::string add_person(const char* role) {
    const Object added = ask(console_, "staff/add_person",
                             object({{"site", "site/" + site_},
                                     {"roles", Array{Value(role)}},
                                     {"name", std::string("Jemand ") + role}}));
    EXPECT_EQ(told_, "staff.person_added/1");
    return *added.find("person")->string();
  }
  void enrol() {
    const std::string study =
        *ask(coordinator_, "study/open",
             object({{"code", "S-1"},
                     {"use", "iit"},
                     {"donation", "autologous"},
                     {"specification",
                      Array{Value(
                          object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
                     {"bedside_window_min", 30},
                     {"delegation_log", "elsewhere"}}))
             .find("study")
             ->string();
    ask(coordinator_, "study/open_site",
        object({{"study", study},
                {"site", site_},
                {"reference", "EC-1"},
                {"valid_from", "2020-01-01T00:00:00.000Z"},
                {"valid_until", "2199-01-01T00:00:00.000Z"}}));
    ASSERT_EQ(told_, "study.site_opened/1");
    subject_ = *ask(coordinator_, "enrolment/enrol", object({{"study", study}, {"site", site_}}))
                    .find("subject")
                    ->string();
    const Object contact = ask(coordinator_, "followup/record_contact",
                               object({{"subject", subject_}, {"contact", contact_text}}));
    ASSERT_EQ(told_, "followup.contact_recorded/1");
    contact_ = {journey::codec::Leaf<kernel::Sealed>::get(*contact.find("contact")).value(),
                {node_->identity().node, "subject/" + subject_, "followup/record_contact.contact"}};
    ask(quality_, "quality/hold", object({{"thing", "subject/" + subject_}, {"cause", "other"}}),
        reason_text);
    ASSERT_EQ(told_, "quality.hold_placed/1");
    const auto tip = node_->store().tip()->head.size();
    const auto held = ledger::parse_record(node_->store().read(tip, 1)->front().bytes);
    reason_ = {journey::codec::Leaf<kernel::Sealed>::get(Value(*held->draft.reason->text)).value(),
               {node_->identity().node, "subject/" + subject_, "quality/hold.reason"}};
  }
  void erase(const char* key_class) {
    const Object texts = object({{"subject", subject_}, {"class", key_class}});
    ask(coordinator_, "erasure/ask", texts);
    ASSERT_EQ(told_, "erasure.asked/1");
    ask(quality_, "erasure/confirm", texts);
    ASSERT_EQ(told_, "erasure.keys_destroyed/1");
  }
  static std::string read(Node& node, const Text& text) {
    const auto opened = node.vault().open(text.sealed, text.place);
    if (opened) return opened->reveal();
    return opened.error() == VaultFault::erased ? "erased" : "not opened";
  }
  void reopen(const std::string& folder) {
    node_.reset();
    auto opened = Node::open(folder, {});
    ASSERT_TRUE(opened.has_value()) << opened.error().sentence;
    node_ = std::move(*opened);
  }
  std::size_t replacements() {
    return node_->store()
        .history(journey::keys::site_key().key, ledger::Touching::changes, 0, UINT32_MAX, 100)
        ->size();
  }
  tools::cli::KeyRotateOptions rotation() const { return {.data = data_}; }
  Ran rotated(const tools::cli::KeyRotateOptions& options) {
    node_.reset();
    return ran([&] { return tools::cli::run_key_rotate(options); });
  }
  Ran backed_up() {
    return ran([&] { return tools::cli::run_backup({data_, backup_, keys_, "test"}); });
  }
  /// Evidence about a thing; empty: of the whole log. Of the node that is open, or of the folder.
  std::string exported(const std::string& thing) {
    const bool was_open = node_ != nullptr;
    if (!was_open) reopen(data_);
    const std::string out = outer_.file("evidence-" + std::to_string(++asked_));
    std::ofstream file(out, std::ios::binary);
    const auto write = [&](std::string_view bytes) { file << bytes; };
    const auto count = thing.empty()
                           ? exchange::export_all(node_->sources(), node_->key(), write)
                           : exchange::export_thing(node_->sources(), node_->key(), thing, write);
    EXPECT_TRUE(count.has_value()) << thing;
    if (!was_open) node_.reset();
    return out;
  }
  Ran verified(const std::string& folder) {
    tools::cli::VerifyOptions options;
    options.what = folder;
    options.key = vkey_;
    return ran([&] { return tools::cli::run_verify(options); });
  }
  void remember() { vkey_ = node_->identity().vkey; }

  const support::TemporaryFolder outer_;
  const std::string data_ = outer_.file("data");
  const std::string backup_ = outer_.file("backup");
  const std::string keys_ = outer_.file("keys-apart");
  const std::string back_ = outer_.file("back");
  std::unique_ptr<Node> node_;
  std::string console_, site_, coordinator_, quality_, subject_, told_, vkey_;
  Text contact_, reason_;
  unsigned asked_ = 0;
};

TEST_F(Keys, each_text_is_under_the_key_of_its_class) {
  for (const char* key_class : {"contact", "trace"}) {
    EXPECT_TRUE(
        node_->vault_store().find_key("subject/" + subject_, key_class).value().has_value());
  }
  EXPECT_NE(contact_.sealed.key_id, reason_.sealed.key_id);
  EXPECT_EQ(contact_.sealed.key_id,
            node_->vault_store().find_key("subject/" + subject_, "contact").value()->key_id);
}

TEST_F(Keys, are_rewrapped_by_a_rotation_which_is_a_fact_and_the_old_one_is_gone) {
  const std::string before = bytes_of(data_ + "/keys/site.key");
  const Ran ran = rotated(rotation());
  ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
  for (const auto& file : fs::directory_iterator(data_ + "/keys")) {
    EXPECT_EQ(bytes_of(file.path()).find(before), std::string::npos) << file.path();
  }
  reopen(data_);
  EXPECT_EQ(read(*node_, contact_), contact_text);
  EXPECT_EQ(read(*node_, reason_), reason_text);
  EXPECT_EQ(replacements(), 1U);
  EXPECT_EQ(node_->vault().site_keys().previous, nullptr);
  const std::string after = bytes_of(data_ + "/keys/site.key");
  EXPECT_NE(after, before);
  for (const std::string& secret : {before, after}) {
    for (const char* file : {"/ledger.db", "/ledger.db-wal", "/vault.db", "/vault.db-wal"}) {
      EXPECT_EQ(bytes_of(data_ + file).find(secret), std::string::npos) << file;
    }
  }
  node_.reset();
  std::ofstream(data_ + "/keys/site.key", std::ios::binary) << before;
  EXPECT_EQ(Node::open(data_, {}).error().code, "folder.key_mismatch") << "nothing is under it";
}

TEST_F(Keys, of_a_rotation_that_ended_between_any_two_steps_all_open_and_it_goes_on) {
  node_.reset();
  const std::string whole = outer_.file("whole");
  fs::copy(data_, whole, fs::copy_options::recursive);
  node::SystemEntropy entropy;
  using Steps = void (*)(const std::string& data, kernel::Entropy& entropy);
  const Steps lives[] = {
      [](const std::string& data, kernel::Entropy&) {  // a key that nobody speaks of
        std::ofstream(data + "/keys/site.key.next") << std::string(32, 'n');
        fs::permissions(data + "/keys/site.key.next", fs::perms(0600));
      },
      [](const std::string& data, kernel::Entropy& e) {
        ASSERT_TRUE(SiteKeyFiles(data).begin({}, e));
      },
      [](const std::string& data, kernel::Entropy& e) {
        ASSERT_TRUE(SiteKeyFiles(data).begin({}, e));
        ASSERT_TRUE((*Node::open(data, {}))->vault().rewrap_all().has_value());
      },
      [](const std::string& data, kernel::Entropy& e) {
        ASSERT_TRUE(SiteKeyFiles(data).begin({}, e));
        ASSERT_TRUE((*Node::open(data, {}))->vault().rewrap_all().has_value());
        fs::rename(data + "/keys/site.key.next", data + "/keys/site.key");
      },
      [](const std::string& data, kernel::Entropy& e) {
        ASSERT_TRUE(SiteKeyFiles(data).begin({}, e));
        ASSERT_TRUE((*Node::open(data, {}))->vault().rewrap_all().has_value());
        ASSERT_TRUE(SiteKeyFiles(data).finish());
      }};
  for (std::size_t i = 0; i < std::size(lives); ++i) {
    SCOPED_TRACE("ended after step " + std::to_string(i));
    node_.reset();
    fs::remove_all(data_);
    fs::copy(whole, data_, fs::copy_options::recursive);
    ASSERT_NO_FATAL_FAILURE(lives[i](data_, entropy));
    ASSERT_NO_FATAL_FAILURE(reopen(data_));
    EXPECT_EQ(read(*node_, contact_), contact_text);
    const Ran ran = rotated(rotation());
    ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
    ASSERT_NO_FATAL_FAILURE(reopen(data_));
    EXPECT_EQ(read(*node_, contact_), contact_text);
    EXPECT_FALSE(fs::exists(data_ + "/keys/site.key.next"));
    EXPECT_FALSE(fs::exists(data_ + "/keys/site.source.next"));
    EXPECT_TRUE(node_->vault().check_site_key().has_value());
  }
}

TEST_F(Keys, of_a_rotation_that_is_killed_at_any_moment_all_open_and_it_goes_on) {
  for (int i = 0; i < 200; ++i) add_person("courier");  // a key each
  node_.reset();
  std::mt19937_64 random(support::seed_of_this_run());
  const std::size_t kills = support::campaign(5, 100);
  std::size_t in_the_middle = 0;
  for (std::size_t i = 0; i < kills; ++i) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      std::cout.rdbuf(nullptr);
      static_cast<void>(tools::cli::run_key_rotate(rotation()));
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 300'000));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    in_the_middle += SiteKeyFiles(data_).is_rotating() ? 1 : 0;
    ASSERT_NO_FATAL_FAILURE(reopen(data_));
    ASSERT_EQ(read(*node_, contact_), contact_text) << "kill " << i;
    ASSERT_EQ(read(*node_, reason_), reason_text) << "kill " << i;
    node_.reset();
  }
  const Ran ran = rotated(rotation());
  ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
  ASSERT_NO_FATAL_FAILURE(reopen(data_));
  EXPECT_EQ(read(*node_, contact_), contact_text);
  std::cout << in_the_middle << " of " << kills << " kills in the middle of a rotation\n";
  EXPECT_GT(in_the_middle, 0U);
}

TEST_F(Keys, a_second_rotation_is_not_begun_while_one_goes_on) {
  node_.reset();
  node::SystemEntropy entropy;
  ASSERT_TRUE(SiteKeyFiles(data_).begin({}, entropy));
  auto other = rotation();
  other.to = "environment";
  const Ran ran = rotated(other);
  EXPECT_EQ(ran.code, 2);
  EXPECT_NE(ran.err.find("under way"), std::string::npos) << ran.err;
  auto none = rotation();
  none.to = "pkcs11";
  ASSERT_EQ(rotated(rotation()).code, 0);
  EXPECT_EQ(rotated(none).code, 2) << "a token wants to be named";
  none.to = "elsewhere";
  EXPECT_EQ(rotated(none).code, 2);
}

TEST_F(Keys, move_into_the_environment_where_nothing_of_them_is_left_to_be_seen) {
  const std::string key(64, 'b');
  ::setenv("VEINLINE_NEXT_SITE_KEY", key.c_str(), 1);
  auto options = rotation();
  options.to = "environment";
  const Ran ran = rotated(options);
  ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(std::getenv("VEINLINE_NEXT_SITE_KEY"), nullptr);
  EXPECT_FALSE(fs::exists(data_ + "/keys/site.key")) << "the old one is gone from the folder";
  EXPECT_EQ(Node::open(data_, {}).error().code, "site_key.not_given");
  ::setenv("VEINLINE_SITE_KEY", "not hex", 1);
  EXPECT_EQ(Node::open(data_, {}).error().code, "site_key.bad_text");
  ::setenv("VEINLINE_SITE_KEY", std::string(64, 'c').c_str(), 1);
  EXPECT_EQ(Node::open(data_, {}).error().code, "folder.key_mismatch");
  ::setenv("VEINLINE_SITE_KEY", key.c_str(), 1);
  ASSERT_NO_FATAL_FAILURE(reopen(data_));
  EXPECT_EQ(std::getenv("VEINLINE_SITE_KEY"), nullptr);
  EXPECT_EQ(read(*node_, contact_), contact_text);
  // A backup needs no site key, and says where it is to come from.
  const Ran backed = backed_up();
  EXPECT_EQ(backed.code, 0) << backed.err;
  EXPECT_TRUE(fs::exists(keys_ + "/keys/site.source"));
}

/// Nothing of the texts in clear in any file below.
void holds_no_text(const std::string& folder) {
  for (const auto& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const std::string bytes = bytes_of(file.path());
    EXPECT_EQ(bytes.find("Kasimira"), std::string::npos) << file.path();
    EXPECT_EQ(bytes.find("Lindenallee"), std::string::npos) << file.path();
  }
}

TEST_F(Keys, R39_what_is_erased_is_gone_at_once_and_the_log_is_intact) {
  remember();
  const std::string wrapped =
      node_->vault_store().find_key("subject/" + subject_, "contact").value()->wrapped;
  ASSERT_NO_FATAL_FAILURE(erase("contact"));
  EXPECT_EQ(read(*node_, contact_), "erased");
  EXPECT_EQ(read(*node_, reason_), reason_text) << "another class";
  ask(coordinator_, "followup/record_contact",
      object({{"subject", subject_}, {"contact", "another address"}}));
  EXPECT_EQ(told_, "input.text_of_erased");
  ASSERT_NO_FATAL_FAILURE(erase("trace"));  // no product ties this patient
  EXPECT_EQ(read(*node_, reason_), "erased");
  ask(quality_, "quality/hold", object({{"thing", "subject/" + subject_}, {"cause", "other"}}),
      "another reason");
  EXPECT_EQ(told_, "input.text_of_erased");
  ask(quality_, "quality/hold", object({{"thing", "subject/" + subject_}, {"cause", "other"}}));
  EXPECT_EQ(told_, "quality.hold_placed/1") << "without the text everything goes on";
  views::Question question;
  question.id = "subject/" + subject_;
  const auto seen = views::answer(node_->sources(), "timeline", question);
  ASSERT_TRUE(seen.has_value());
  const std::string line = kernel::canonical_text(Value(*seen));
  EXPECT_NE(line.find("\"texts\":[{\"class\":\"contact\",\"field\":\"contact\","
                      "\"state\":\"erased\"}]"),
            std::string::npos)
      << line;
  node_.reset();
  for (const auto& file : fs::directory_iterator(data_)) {
    if (!file.is_regular_file()) continue;
    EXPECT_EQ(bytes_of(file.path()).find(wrapped), std::string::npos) << file.path();
  }
  const Ran intact = verified(data_);
  EXPECT_EQ(intact.code, 0) << intact.out << intact.err;
  holds_no_text(data_);
}

TEST_F(Keys, R39_an_old_vault_that_is_put_back_brings_nothing_back) {
  node_.reset();
  const std::string old = bytes_of(data_ + "/vault.db");
  ASSERT_NO_FATAL_FAILURE(reopen(data_));
  ASSERT_NO_FATAL_FAILURE(erase("contact"));
  node_.reset();
  for (const char* file : {"/vault.db", "/vault.db-wal", "/vault.db-shm"}) fs::remove(data_ + file);
  std::ofstream(data_ + "/vault.db", std::ios::binary) << old;
  ASSERT_NO_FATAL_FAILURE(reopen(data_));
  EXPECT_EQ(read(*node_, contact_), "erased");
  EXPECT_EQ(read(*node_, reason_), reason_text);
}

TEST_F(Keys, R39_R47_the_drill_sealed_backed_up_erased_verified_restored_and_still_erased) {
  remember();
  ASSERT_EQ(backed_up().code, 0);
  ASSERT_NO_FATAL_FAILURE(erase("contact"));
  const std::string erasures = exported("erasure/keys");
  node_.reset();
  const Ran intact = verified(data_);
  EXPECT_EQ(intact.code, 0) << intact.out << intact.err;
  // The newest log, with the texts of the old backup.
  const std::string bundle = exported("");
  fs::create_directory(back_);
  fs::copy(data_ + "/keys", back_ + "/keys", fs::copy_options::recursive);
  tools::cli::RestoreOptions options{bundle, back_, {}};
  options.texts = backup_;
  const Ran of_bundle = ran([&] { return tools::cli::run_restore(options); });
  ASSERT_EQ(of_bundle.code, 0) << of_bundle.out << of_bundle.err;
  EXPECT_NE(of_bundle.out.find("1 of them are erased"), std::string::npos) << of_bundle.out;
  ASSERT_NO_FATAL_FAILURE(reopen(back_));
  EXPECT_EQ(read(*node_, contact_), "erased");
  EXPECT_EQ(read(*node_, reason_), reason_text);
  node_.reset();
  holds_no_text(back_);
  // The old backup as it is, whose log does not know of the erasure: the evidence does.
  fs::remove_all(back_);
  options = {backup_, back_, {}};
  options.keys = keys_;
  options.erasures = erasures;
  const Ran of_backup = ran([&] { return tools::cli::run_restore(options); });
  ASSERT_EQ(of_backup.code, 0) << of_backup.out << of_backup.err;
  EXPECT_NE(of_backup.out.find("1 erasures are done again"), std::string::npos) << of_backup.out;
  ASSERT_NO_FATAL_FAILURE(reopen(back_));
  EXPECT_EQ(read(*node_, contact_), "erased");
  EXPECT_EQ(read(*node_, reason_), reason_text);
  node_.reset();
  const Ran back_intact = verified(back_);
  EXPECT_EQ(back_intact.code, 0) << back_intact.out << back_intact.err;
  // A backup of what was restored is whole, and says how much of it is erased.
  const Ran again = ran([&] {
    return tools::cli::run_backup({back_, outer_.file("again"), {}, "test"});
  });
  EXPECT_EQ(again.code, 0) << again.out << again.err;
  EXPECT_NE(again.out.find("1 are erased"), std::string::npos) << again.out;
}

TEST_F(Keys, R39_evidence_of_erasures_is_taken_of_this_log_and_unaltered_alone) {
  remember();
  ASSERT_EQ(backed_up().code, 0);
  ASSERT_NO_FATAL_FAILURE(erase("contact"));
  const std::string erasures = exported("erasure/keys");
  std::string bytes = bytes_of(erasures);
  const std::string altered = outer_.file("altered");
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  std::ofstream(altered, std::ios::binary) << bytes;
  auto stranger = Node::create(outer_.file("stranger"), "", {});
  ASSERT_TRUE(stranger.has_value());
  node_ = std::move(*stranger);
  const std::string of_another = exported("");
  node_.reset();
  for (const std::string& file : {altered, of_another, outer_.file("nowhere")}) {
    tools::cli::RestoreOptions options{backup_, back_, {}};
    options.keys = keys_;
    options.erasures = file;
    const Ran ran_ = ran([&] { return tools::cli::run_restore(options); });
    EXPECT_EQ(ran_.code, 2) << file << ran_.out;
    EXPECT_FALSE(fs::exists(back_)) << "nothing was kept";
  }
}

TEST_F(Keys, R39_without_the_evidence_a_restore_says_what_may_come_back) {
  ASSERT_EQ(backed_up().code, 0);
  tools::cli::RestoreOptions options{backup_, back_, {}};
  options.keys = keys_;
  const Ran ran_ = ran([&] { return tools::cli::run_restore(options); });
  ASSERT_EQ(ran_.code, 0) << ran_.err;
  EXPECT_NE(ran_.out.find("--erasures"), std::string::npos) << ran_.out;
}

TEST_F(Keys, R39_texts_that_must_be_kept_are_restricted_by_what_the_log_says_of_products) {
  const std::string course = *ask(coordinator_, "enrolment/open_course",
                                  object({{"subject", subject_}, {"coi", "CHA999926000001"}}))
                                  .find("course")
                                  ->string();
  const std::string nurse = add_person("apheresis_nurse");
  ask(nurse, "collection/record",
      object({{"course", course},
              {"donation_number", "A999926000001"},
              {"quantity", support::quantity("50", "mL")}}));
  ASSERT_EQ(told_, "collection.collected/1");
  const Object texts = object({{"subject", subject_}, {"class", "trace"}});
  ask(coordinator_, "erasure/ask", texts);
  ask(quality_, "erasure/confirm", texts);
  EXPECT_EQ(told_, "erasure.restricted/1");
  EXPECT_EQ(read(*node_, reason_), reason_text) << "kept";
}

}  // namespace
}  // namespace veinline::e2e
