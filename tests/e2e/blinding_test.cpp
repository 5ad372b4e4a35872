// SPDX-License-Identifier: Apache-2.0
// Blinded studies over the API: two worlds that differ by the arm alone read the same to whoever is
// blinded; who may know an arm is told it, against a naive book of who may.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "e2e/blinded_world.hpp"

namespace veinline::e2e {

using namespace support;
namespace {

class TwoWorlds : public testing::Test {
 protected:
  std::vector<std::string> blinded() {
    const Cast& c = one_.cast();
    return {c.coordinator,
            c.investigator,
            c.physician,
            c.infusion_nurse,
            c.hospital_quality,
            c.courier,
            one_.node().administrator()};
  }
  /// Everything that somebody can read of it.
  static std::vector<std::string> paths(BlindedWorld& of) {
    const Things& t = of.things();
    std::vector<std::string> out{"courses", "audit", "label/" + t.second_label};
    for (const std::string& thing :
         {"subject/" + t.subject, "course/" + t.course, "material/" + t.collection,
          "material/" + t.product, "batch/" + t.batch, "consignment/" + t.box,
          "material/" + of.unsent, "label/" + of.unsent_label, "study/" + t.study}) {
      for (const char* view : {"timeline/", "trace/", "lineage/"}) out.push_back(view + thing);
    }
    return out;
  }
  BlindedWorld one_{active, true};
  BlindedWorld other_{control, false};
};

TEST_F(TwoWorlds, R43_that_differ_by_the_arm_alone_read_the_same_to_whoever_is_blinded) {
  const std::vector<std::string> here = paths(one_);
  const std::vector<std::string> there = paths(other_);
  ASSERT_EQ(one_.things().course, other_.things().course) << "so that people are the same too";
  for (const std::string& person : blinded()) {
    for (std::size_t i = 0; i < here.size(); ++i) {
      const bool is_paged = here[i] == "audit" || here[i].starts_with("timeline");
      const std::map<std::string, std::string> query =
          is_paged ? std::map<std::string, std::string>{{"count", "1000"}}
                   : std::map<std::string, std::string>{};
      EXPECT_EQ(one_.get(person, here[i], query), other_.get(person, there[i], query)) << here[i];
    }
  }
  // The same question of somebody who may know: otherwise the test could not fail.
  const std::string& maker = one_.cast().operator_;
  const std::string batch = "timeline/batch/" + one_.things().batch;
  EXPECT_NE(one_.get(maker, batch), other_.get(maker, batch));
  EXPECT_NE(one_.get(maker, "trace/material/" + one_.things().product),
            other_.get(maker, "trace/material/" + one_.things().product));
}

TEST_F(TwoWorlds, R43_pages_of_one_line_tell_no_more_than_the_lines) {
  const std::vector<std::string> here = paths(one_);
  const std::vector<std::string> there = paths(other_);
  std::size_t lines = 0;
  for (const std::string& person : blinded()) {
    for (std::size_t i = 0; i < here.size(); ++i) {
      if (!here[i].starts_with("timeline")) continue;
      const std::vector<std::string> pages = one_.pages(person, here[i]);
      EXPECT_EQ(pages, other_.pages(person, there[i])) << here[i];
      for (const std::string& page : pages) {
        const bool has_none = page.find("\"facts\":[]") != std::string::npos;
        EXPECT_FALSE(has_none && pages.size() > 1) << "an empty page is a fact that is hidden";
      }
      lines += pages.size();
    }
  }
  EXPECT_GT(lines, 50U);
  const std::string course = "timeline/course/" + one_.things().course;
  EXPECT_NE(one_.pages(one_.cast().operator_, course), other_.pages(one_.cast().operator_, course));
}

TEST_F(TwoWorlds, R43_counts_lineage_and_units_that_were_not_sent_are_not_for_the_blinded) {
  const Things& t = one_.things();
  for (const std::string& person : blinded()) {
    for (const std::string& thing : {"batch/" + t.batch, "material/" + one_.unsent}) {
      for (const char* view : {"trace/", "timeline/", "lineage/", "export/"}) {
        EXPECT_EQ(one_.ask(person, "GET", std::string("/api/v1/") + view + thing).status, 404)
            << view << thing;
      }
    }
    EXPECT_EQ(one_.ask(person, "GET", "/api/v1/label/" + one_.unsent_label, svg).status, 404);
    const std::string trace = one_.get(person, "trace/course/" + t.course);
    EXPECT_EQ(trace.find("manufacturing"), std::string::npos);
    EXPECT_EQ(trace.find("produced"), std::string::npos);
  }
  EXPECT_EQ(one_.ask(one_.cast().quality, "GET", "/api/v1/trace/batch/" + t.batch).status, 200);
  EXPECT_EQ(
      one_.ask(one_.cast().operator_, "GET", "/api/v1/label/" + one_.unsent_label, svg).status,
      200);
}

TEST_F(TwoWorlds, R43_the_feed_and_a_bundle_hold_no_fact_that_tells_the_arm) {
  const Things& t = one_.things();
  for (const std::string& person : blinded()) {
    const auto sight = sight_of(one_.node(), person);
    for (const ledger::StoredRecord& stored : one_.node().records()) {
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      views::FactSaid said{stored.seq, draft.fact, draft.at, draft.changes};
      said.things.insert(said.things.end(), draft.mentions.begin(), draft.mentions.end());
      if (!views::may_hear(*sight, *one_.audiences().of(said))) continue;
      for (const char* fact : {"manufacture.", "testing.", "release.", "blinding.arm_shown"}) {
        EXPECT_FALSE(draft.fact.starts_with(fact)) << draft.fact;
      }
      EXPECT_EQ(stored.bytes.find(t.batch), std::string::npos) << draft.fact;
      EXPECT_EQ(stored.bytes.find(one_.unsent), std::string::npos) << draft.fact;
    }
    const HttpResponse bundle = one_.ask(person, "GET", "/api/v1/export/course/" + t.course);
    if (bundle.status != 200) continue;  // no treatment of the courier's
    EXPECT_EQ(bundle.body.find("manufacture."), std::string::npos);
    EXPECT_EQ(bundle.body.find(one_.unsent), std::string::npos);
    EXPECT_NE(bundle.body.find("part"), std::string::npos) << "it says that it is not all";
  }
}

TEST_F(TwoWorlds, R43_what_a_webhook_was_told_is_listed_to_who_may_hear_of_the_fact) {
  const std::string& administrator = one_.node().administrator();
  const std::string blind = one_.get(administrator, "deliveries", {{"count", "1000"}});
  EXPECT_EQ(blind, other_.get(administrator, "deliveries", {{"count", "1000"}}));
  EXPECT_NE(blind.find("collection."), std::string::npos);
  EXPECT_EQ(blind.find("manufacture."), std::string::npos);
  EXPECT_EQ(one_.pages(administrator, "deliveries"), other_.pages(administrator, "deliveries"));
  one_.must(one_.cast().hospital_quality, "blinding/unblind_person",
            object({{"study", one_.things().study}, {"person", administrator}}));
  one_.must(one_.cast().quality, "blinding/unblind_person",
            object({{"study", one_.things().study}, {"person", administrator}}));
  EXPECT_NE(one_.get(administrator, "deliveries", {{"count", "1000"}}).find("manufacture."),
            std::string::npos);
}

TEST_F(TwoWorlds, R43_no_record_says_the_arm_and_its_reference_is_as_long_for_every_arm) {
  const auto reference = [](BlindedWorld& of) {
    for (const ledger::StoredRecord& stored : of.node().records()) {
      EXPECT_EQ(stored.bytes.find(of.arm()), std::string::npos);
      const ledger::Draft draft = ledger::parse_record(stored.bytes)->draft;
      if (draft.fact == "blinding.allocated/1") return kernel::canonical_text(draft.data).size();
    }
    return std::size_t{0};
  };
  EXPECT_GT(reference(one_), 0U);
  EXPECT_EQ(reference(one_), reference(other_));
  const auto refused =
      one_.node().ask(one_.cast().quality, "blinding/allocate",
                      object({{"subject", one_.things().subject}, {"arm", std::string(100, 'A')}}));
  EXPECT_FALSE(refused.has_value());
}

TEST_F(TwoWorlds, R43_who_is_blinded_decides_nothing_about_what_is_made) {
  BlindedWorld& w = one_;
  const std::string person = w.node().fresh_id();
  w.must(w.node().administrator(), "staff/add_person",
         object({{"person", person},
                 {"site", w.cast().factory},
                 {"roles", Array{Value("quality")}},
                 {"name", "E F"}}));
  EXPECT_EQ(
      words_of(w.node().ask(person, "release/release", object({{"material", w.things().product}}))),
      "blinding.for_unblinded");
  EXPECT_EQ(words_of(w.node().ask(person, "quality/lift",
                                  object({{"thing", "batch/" + w.things().batch}}))),
            "general.unknown_thing")
      << "nor is told that there is a batch";
}

TEST_F(TwoWorlds, R43_a_code_break_tells_one_person_at_once_and_is_seen_and_judged_by_others) {
  BlindedWorld& w = one_;
  const Things& t = w.things();
  EXPECT_EQ(w.arm_to(w.cast().physician).status, 409);
  w.must(w.cast().physician, "blinding/break_code",
         object({{"subject", t.subject}, {"why", "emergency"}}));
  const HttpResponse told = w.arm_to(w.cast().physician);
  EXPECT_EQ(told.status, 200) << told.body;
  EXPECT_NE(told.body.find(active), std::string::npos);
  EXPECT_EQ(w.ask(w.cast().physician, "GET", "/api/v1/trace/batch/" + t.batch).status, 200);
  const HttpResponse seen =
      w.ask(w.cast().infusion_nurse, "GET", "/api/v1/trace/subject/" + t.subject);
  EXPECT_NE(seen.body.find("\"why\":\"emergency\""), std::string::npos) << seen.body;
  EXPECT_NE(seen.body.find("person/" + w.cast().physician), std::string::npos);
  EXPECT_EQ(seen.body.find(active), std::string::npos);
  EXPECT_EQ(w.arm_to(w.cast().infusion_nurse).status, 409);
  EXPECT_EQ(w.arm_to(w.cast().investigator).status, 409);
  const Object review =
      object({{"subject", t.subject}, {"person", w.cast().physician}, {"finding", "justified"}});
  w.must(w.cast().hospital_quality, "blinding/review_code_break", review);
  EXPECT_EQ(words_of(w.node().ask(w.cast().investigator, "blinding/review_code_break", review)),
            "blinding.nothing_to_review");
}

TEST_F(TwoWorlds, R43_who_runs_the_node_reads_no_whole_records_while_a_study_is_blinded) {
  BlindedWorld& w = one_;
  const std::string path = "/api/v1/log/tile/entries/000.p/1";
  EXPECT_EQ(w.ask(w.node().administrator(), "GET", path).status, 403);
  const Object study = object({{"study", w.things().study}});
  w.must(w.cast().investigator, "blinding/unblind_study", study);
  EXPECT_EQ(words_of(w.node().ask(w.cast().investigator, "blinding/unblind_study", study)),
            "blinding.another_agrees");
  EXPECT_EQ(w.ask(w.node().administrator(), "GET", path).status, 403);
  w.must(w.cast().hospital_quality, "blinding/unblind_study", study);
  EXPECT_EQ(w.ask(w.node().administrator(), "GET", path).status, 200);
  EXPECT_EQ(w.arm_to(w.cast().coordinator).status, 200) << "everybody may know now";
  EXPECT_EQ(w.ask(w.cast().infusion_nurse, "GET", "/api/v1/trace/batch/" + w.things().batch).status,
            200);
}

TEST_F(TwoWorlds, R43_who_has_nothing_to_do_with_the_study_changes_nothing_of_who_knows_its_arms) {
  BlindedWorld& w = one_;
  const Things& t = w.things();
  const std::string clinic = w.node().fresh_id();
  w.must(
      w.node().administrator(), "study/register_site",
      object(
          {{"site", clinic}, {"code", "CLINIC"}, {"kind", "hospital"}, {"zone", "Asia/Shanghai"}}));
  std::map<std::string, std::string> there;
  for (const char* role : {"quality", "investigator"}) {
    there[role] = w.node().fresh_id();
    w.must(w.node().administrator(), "staff/add_person",
           object({{"person", there[role]},
                   {"site", clinic},
                   {"roles", Array{Value(role)}},
                   {"name", "E F"}}));
  }
  w.must(w.cast().physician, "blinding/break_code",
         object({{"subject", t.subject}, {"why", "emergency"}}));
  const Object study = object({{"study", t.study}});
  const Object whom = object({{"study", t.study}, {"person", w.cast().coordinator}});
  const Object review =
      object({{"subject", t.subject}, {"person", w.cast().physician}, {"finding", "justified"}});
  const std::vector<std::tuple<const char*, const char*, Object>> all{
      {"investigator", "blinding/blind_study", study},
      {"quality", "blinding/unblind_person", whom},
      {"quality", "blinding/blind_person",
       object({{"study", t.study}, {"person", w.cast().quality}})},
      {"quality", "blinding/unblind_study", study}};
  const auto records = w.node().records().size();
  for (const auto& [role, command, data] : all) {
    EXPECT_EQ(words_of(w.node().ask(there[role], command, data)), "blinding.not_of_the_study")
        << command;
  }
  EXPECT_EQ(words_of(w.node().ask(there["investigator"], "blinding/review_code_break", review)),
            "general.unknown_thing")
      << "nor is told that there is such a patient";
  EXPECT_EQ(w.node().records().size(), records);
  w.must(w.node().administrator(), "staff/assign_studies",
         object({{"person", there["quality"]}, {"studies", Array{Value(t.study)}}}));
  w.must(there["quality"], "blinding/review_code_break", review);
}

TEST_F(TwoWorlds, R43_an_arm_is_told_of_whom_one_sees_and_of_others_as_of_nobody) {
  BlindedWorld& w = one_;
  const std::string clinic = w.node().fresh_id();
  w.must(
      w.node().administrator(), "study/register_site",
      object(
          {{"site", clinic}, {"code", "CLINIC"}, {"kind", "hospital"}, {"zone", "Asia/Shanghai"}}));
  const std::string physician = w.node().fresh_id();
  w.must(w.node().administrator(), "staff/add_person",
         object({{"person", physician},
                 {"site", clinic},
                 {"roles", Array{Value("physician")}},
                 {"name", "E F"}}));
  w.unblind(physician);
  const auto answer = [&](const std::string& subject) {
    const HttpResponse told =
        w.ask(physician, "POST", "/api/v1/arm", {}, object({{"subject", subject}}));
    return std::to_string(told.status) + told.body;
  };
  const auto records = w.node().records().size();
  EXPECT_EQ(answer(w.things().subject), answer(w.node().fresh_id()));
  EXPECT_EQ(words_of(w.node().ask(physician, "blinding/show_arm",
                                  object({{"subject", w.things().subject}}))),
            "general.unknown_thing");
  EXPECT_EQ(w.node().records().size(), records) << "nor is a disclosure recorded";
  w.must(physician, "breakglass/open_record", object({{"thing", "subject/" + w.things().subject}}));
  EXPECT_NE(answer(w.things().subject).find(active), std::string::npos);
  EXPECT_EQ(w.arm_to(w.cast().operator_).status, 200) << "who makes it sees whom it is for";
}

TEST_F(TwoWorlds, R39_an_arm_whose_key_was_destroyed_is_told_as_erased) {
  BlindedWorld& w = one_;
  EXPECT_NE(w.arm_to(w.cast().operator_).body.find(active), std::string::npos);
  ASSERT_TRUE(w.node()
                  .vault()
                  .destroy("subject/" + w.things().subject, kernel::KeyClass::trial)
                  .has_value());
  const HttpResponse told = w.arm_to(w.cast().operator_);
  EXPECT_EQ(told.status, 200) << told.body;
  EXPECT_NE(told.body.find("\"erased\":true"), std::string::npos) << told.body;
  EXPECT_EQ(told.body.find(active), std::string::npos) << told.body;
}

constexpr std::chrono::hours week{24 * 7};

/// Who may know what, as a book on a table has it.
struct Book {
  struct Note {
    std::string by;
    kernel::Instant at;
  };
  bool is_ended = false;
  std::optional<Note> end_asked{};
  std::map<std::string, Note> proposed{};  ///< by person
  std::set<std::string> unblinded{};
  std::set<std::string> broken{};
  [[nodiscard]] bool may_know(const std::string& person) const {
    return is_ended || unblinded.contains(person) || broken.contains(person);
  }
};

/// As a world begins: the makers know.
Book book_of(BlindedWorld& w) {
  const Cast& c = w.cast();
  return {.unblinded = {c.operator_, c.technologist, c.qc_analyst, c.quality}};
}

/// What happened to one who asked for somebody else to know.
bool unblinds(Book& book, BlindedWorld& w, const std::string& giver, const std::string& person) {
  const auto is_of_the_study = [&](const std::string& one) {
    return one == w.cast().hospital_quality || book.unblinded.contains(one);
  };
  const bool is_theirs = is_of_the_study(giver);
  const bool may = is_theirs || giver == w.node().administrator();
  if (book.is_ended || !may || giver == person || book.unblinded.contains(person)) return false;
  const auto before = book.proposed.find(person);
  if (before == book.proposed.end() || w.node().clock().now() - before->second.at >= week) {
    book.proposed[person] = {giver, w.node().clock().now()};
    return true;
  }
  if (before->second.by == giver || !(is_theirs || is_of_the_study(before->second.by)))
    return false;
  book.proposed.erase(before);
  book.unblinded.insert(person);
  return true;
}

TEST(Blinding, R43_in_random_histories_the_arm_is_told_to_those_alone_who_are_in_the_book) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "who knows the arm: seed " << seed << "\n";
  SeededEntropy entropy(seed);
  const auto pick = [&](std::size_t below) { return commands::chance(entropy) % below; };
  BlindedWorld w(active, true);
  const std::string study = w.things().study, subject = w.things().subject;
  Book book = book_of(w);
  const std::vector<std::string> givers{w.cast().hospital_quality, w.cast().quality,
                                        w.node().administrator()};
  const std::vector<std::string> people{w.cast().coordinator, w.cast().investigator,
                                        w.cast().physician, w.cast().operator_, w.cast().quality};
  for (std::size_t i = 0; i < campaign(15, 2'000); ++i) {
    const std::string& giver = givers[pick(givers.size())];
    const std::string& person = people[pick(people.size())];
    const Object both = object({{"study", study}, {"person", person}});
    const std::size_t what = pick(40);
    bool is_right = false;
    kernel::Result<commands::Answer, commands::Problem> reply =
        kernel::Failure{commands::Problem{commands::ProblemKind::failed, "", {}, {}, {}}};
    if (pick(6) == 0) w.node().clock().advance(std::chrono::hours(24 * static_cast<int>(pick(9))));
    const bool is_of_the_study =
        giver != w.cast().quality || book.unblinded.contains(w.cast().quality);
    if (what < 20) {
      is_right = unblinds(book, w, giver, person);
      reply = w.node().ask(giver, "blinding/unblind_person", both);
    } else if (what < 34) {
      is_right =
          is_of_the_study && (book.unblinded.contains(person) || book.proposed.contains(person));
      reply = w.node().ask(giver, "blinding/blind_person", both);
      if (is_right) book.unblinded.erase(person);
      if (is_right) book.proposed.erase(person);
    } else if (what < 39) {
      const std::string& doctor = pick(2) == 0 ? w.cast().physician : w.cast().investigator;
      is_right = !book.is_ended && !book.may_know(doctor);
      reply = w.node().ask(doctor, "blinding/break_code",
                           object({{"subject", subject}, {"why", "overdose"}}));
      if (is_right) book.broken.insert(doctor);
    } else {
      const kernel::Instant now = w.node().clock().now();
      const std::string& ender = pick(2) == 0 ? w.cast().quality : w.cast().hospital_quality;
      const bool is_asked = book.end_asked && now - book.end_asked->at < week;
      is_right = !book.is_ended && (!is_asked || book.end_asked->by != ender) &&
                 (ender != w.cast().quality || book.unblinded.contains(ender));
      reply = w.node().ask(ender, "blinding/unblind_study", object({{"study", study}}));
      if (is_right && is_asked) book.is_ended = true;
      if (is_right && !is_asked) book.end_asked = Book::Note{ender, now};
    }
    ASSERT_EQ(reply.has_value(), is_right) << what << " " << words_of(reply);
    for (const std::string& one : people) {
      const HttpResponse told = w.arm_to(one);
      ASSERT_EQ(told.status, book.may_know(one) ? 200 : 409) << told.body;
      ASSERT_EQ(told.body.find(active) != std::string::npos, book.may_know(one));
      const int seen = w.ask(one, "GET", "/api/v1/trace/batch/" + w.things().batch).status;
      ASSERT_EQ(seen, book.may_know(one) ? 200 : 404);
    }
  }
}

}  // namespace
}  // namespace veinline::e2e
