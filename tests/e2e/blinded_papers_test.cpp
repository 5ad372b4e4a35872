// SPDX-License-Identifier: Apache-2.0
// Documents in a blinded study: one that tells an arm is not there for whoever is blinded, on any
// address (R43).
#include <gtest/gtest.h>

#include <algorithm>

#include "e2e/blinded_world.hpp"

namespace veinline::e2e {

using namespace support;
namespace {

class BlindedPapers : public testing::Test {
 protected:
  BlindedPapers() {
    const Object knows = object({{"study", world_.things().study}, {"person", knowing_}});
    world_.must(world_.cast().quality, "blinding/unblind_person", knows);
    world_.must(world_.node().administrator(), "blinding/unblind_person", knows);
    const std::string& subject = world_.things().subject;
    const std::string& study = world_.things().study;
    hidden_ = {begin(about, "certificate_of_analysis", "subject", subject, false),
               begin(about, "other", "subject", subject, true),
               begin("papers/begin", "manual", "study", study, true)};
    open_ = {begin(about, "other", "subject", subject, false),
             begin("papers/begin", "manual", "study", study, false)};
  }
  /// A document with one version.
  std::string begin(const char* command, const char* kind, const char* member,
                    const std::string& whose, bool is_for_unblinded) {
    const std::string id = world_.node().fresh_id();
    Object data = object({{"document", id},
                          {"kind", kind},
                          {"language", "english"},
                          {"code", "PAPER-1"},
                          {member, whose},
                          {"title", "What was made"}});
    if (is_for_unblinded) data.set("told_to", Value("unblinded"));
    world_.must(knowing_, command, std::move(data));
    world_.must(knowing_, "papers/file_version",
                object({{"document", id},
                        {"version", "V1"},
                        {"sha256", std::string(64, 'a')},
                        {"stored", std::string(64, 'b')},
                        {"size", 10},
                        {"media", "plain_text"},
                        {"opening", "key and digest"}}));
    return id;
  }
  int status(const std::string& person, const std::string& path) {
    return world_.ask(person, "GET", "/api/v1/" + path).status;
  }
  /// What lists and histories tell somebody.
  std::string everything(const std::string& person) {
    const Things& t = world_.things();
    std::string out = world_.ask(person, "GET", "/api/v1/documents").body;
    for (const std::string& path :
         {std::string("audit"), "timeline/subject/" + t.subject, "timeline/study/" + t.study}) {
      out += world_.ask(person, "GET", "/api/v1/" + path, {{"count", "1000"}}).body;
    }
    return out;
  }
  std::vector<std::string> blinded() {
    const Cast& c = world_.cast();
    return {c.coordinator,    c.investigator, c.physician,
            c.infusion_nurse, c.courier,      world_.node().administrator()};
  }

  static constexpr const char* about = "papers/begin_about";
  BlindedWorld world_{active, true};
  const std::string& knowing_ = world_.cast().hospital_quality;
  std::vector<std::string> hidden_, open_;
};

TEST_F(BlindedPapers, R43_that_tell_the_arm_are_not_there_for_whoever_is_blinded) {
  for (const std::string& person : blinded()) {
    const std::string told = everything(person);
    for (const std::string& id : hidden_) {
      EXPECT_EQ(status(person, "document/" + id), 404);
      EXPECT_EQ(status(person, "document_bytes/" + id), 404);
      EXPECT_EQ(status(person, "timeline/document/" + id), 404);
      EXPECT_EQ(told.find(id), std::string::npos);
    }
  }
  const std::string told = everything(world_.cast().coordinator);
  for (const std::string& id : open_) EXPECT_NE(told.find(id), std::string::npos);
  for (const std::string& id : hidden_) {
    EXPECT_EQ(status(knowing_, "document/" + id), 200);
    EXPECT_NE(everything(knowing_).find(id), std::string::npos);
  }
}

TEST_F(BlindedPapers, R43_that_tell_the_arm_wait_for_no_reader_who_is_blinded) {
  const std::string& investigator = world_.cast().investigator;
  world_.unblind(investigator);
  const auto still_to_read = [&](const std::string& id) {
    world_.must(investigator, "papers/approve_version",
                object({{"document", id}, {"version", "V1"}}));
    world_.must(
        knowing_, "papers/require_reading",
        object({{"document", id}, {"roles", Array{Value("coordinator"), Value("investigator")}}}));
    return world_.ask(knowing_, "GET", "/api/v1/document/" + id).body;
  };
  const std::string waits = "\"not_read_by\":[\"person/";
  EXPECT_NE(still_to_read(hidden_.back()).find(waits + investigator + "\"]"), std::string::npos)
      << "nor does the coordinator, who is blinded, have to read what they cannot open";
  const std::string open = still_to_read(open_.back());
  EXPECT_NE(open.find("person/" + world_.cast().coordinator), std::string::npos) << open;
}

TEST_F(BlindedPapers, R43_that_tell_the_arm_are_in_no_fact_of_the_feed_for_the_blinded) {
  std::size_t facts = 0;
  for (const ledger::StoredRecord& stored : world_.node().records()) {
    const bool is_of_hidden = std::any_of(hidden_.begin(), hidden_.end(), [&](const auto& id) {
      return stored.bytes.find(id) != std::string::npos;
    });
    if (!is_of_hidden) continue;
    ++facts;
    const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
    views::FactSaid said{stored.seq, draft.fact, draft.at, draft.changes};
    said.things.insert(said.things.end(), draft.mentions.begin(), draft.mentions.end());
    const auto audience = world_.audiences().of(said);
    for (const std::string& person : blinded()) {
      EXPECT_FALSE(views::may_hear(*sight_of(world_.node(), person), *audience)) << draft.fact;
    }
    EXPECT_TRUE(views::may_hear(*sight_of(world_.node(), knowing_), *audience)) << draft.fact;
  }
  EXPECT_EQ(facts, 2 * hidden_.size()) << "begun, and a version filed";
}

TEST_F(BlindedPapers, R43_that_tell_the_arm_are_begun_and_filed_by_the_unblinded_alone) {
  const std::string& blind = world_.cast().coordinator;
  const Object certificate = object({{"subject", world_.things().subject},
                                     {"kind", "certificate_of_analysis"},
                                     {"language", "english"},
                                     {"code", "PAPER-2"},
                                     {"title", "What was made"}});
  EXPECT_EQ(words_of(world_.node().ask(blind, about, certificate)), "blinding.for_unblinded");
  const auto withdrawn = [&](const std::string& id) {
    return words_of(world_.node().ask(world_.cast().investigator, "papers/withdraw_version",
                                      object({{"document", id}, {"version", "V1"}})));
  };
  EXPECT_EQ(withdrawn(hidden_.front()), withdrawn(world_.node().fresh_id()))
      << "nor do they learn that it is there";
  EXPECT_EQ(withdrawn(open_.front()), "papers.version_withdrawn/1");
}

}  // namespace
}  // namespace veinline::e2e
