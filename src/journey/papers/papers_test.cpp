// SPDX-License-Identifier: Apache-2.0
// Papers: at most one version of a document is in force, its author approved none of it, and what a
// version took the place of never comes back by itself.
#include "journey/papers/papers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "journey/blinding/blinding.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::papers {
namespace {

using namespace spec;
using kernel::Instant;

const DocumentId sop = id<DocumentId>(50);
const DocumentId consent = id<DocumentId>(51);

HexDigest digest(char c) {
  return code<HexDigest>(std::string(64, c));
}
FileVersion filing(const char* version, const DocumentId& document = sop) {
  return {document, code(version), digest('a'), digest('b'), {10}, Media::pdf, some_sealed_text()};
}

class ADocument : public ::testing::Test {
 protected:
  ADocument() {
    story_.by(nurse, hospital).at_time(day(1));
    story_.does(Begin{sop, PaperKind::sop, Tongue::chinese, code("SOP-1"), {}, some_sealed_text()});
  }
  void approve(const char* version, std::optional<Instant> from = {},
               std::optional<Instant> until = {}) {
    story_.by(quality_person, hospital);
    EXPECT_EQ(story_.does(ApproveVersion{sop, code(version), from, until}),
              "papers.version_approved/1");
  }
  DocumentState document(const DocumentId& of = sop) {
    const ThingState state = story_.state(of);
    const auto* aspect = state.aspects.find<DocumentState>();
    return aspect == nullptr ? DocumentState{} : *aspect;
  }
  std::string in_force_at(Instant at) {
    const DocumentState state = document();
    const Version* version = in_force(state, at);
    return version == nullptr ? "" : version->label;
  }
  Standing stands(const char* version, Instant at) {
    const DocumentState state = document();
    return standing(state, *state.version(version), at);
  }

  Story story_ = story_until(Scene::enrolled);
};

TEST_F(ADocument, R43_what_is_for_the_unblinded_is_of_a_study_and_begun_by_one_of_them) {
  const auto of_study = [](std::optional<StudyId> study, std::optional<Circle> told_to) {
    return Begin{id<DocumentId>(60),
                 PaperKind::manual,
                 Tongue::english,
                 code("M-1"),
                 study,
                 some_sealed_text(),
                 told_to};
  };
  const auto about_anna = [](PaperKind kind, std::optional<Circle> told_to) {
    return BeginAbout{id<DocumentId>(61), anna,   kind, Tongue::english, code("A-1"),
                      some_sealed_text(), told_to};
  };
  constexpr auto certificate = PaperKind::certificate_of_analysis;
  constexpr const char* begun = "papers.document_begun/1";
  EXPECT_EQ(story_.ask(of_study({}, Circle::unblinded)), "papers.of_no_study");
  EXPECT_EQ(story_.ask(of_study(the_study, Circle::unblinded)), begun) << "not blinded yet";
  story_.told(blinding::StudyBlinded{the_study});
  EXPECT_EQ(story_.ask(of_study(the_study, Circle::unblinded)), "blinding.for_unblinded");
  EXPECT_EQ(story_.ask(of_study(the_study, {})), begun);
  EXPECT_EQ(story_.ask(about_anna(PaperKind::other, Circle::unblinded)), "blinding.for_unblinded");
  EXPECT_EQ(story_.ask(about_anna(PaperKind::other, {})), begun);
  EXPECT_EQ(story_.ask(about_anna(certificate, {})), "blinding.for_unblinded");
  story_.told(blinding::CodeBroken{anna, the_study, nurse, blinding::Why::emergency});
  EXPECT_EQ(story_.ask(about_anna(certificate, {})), begun) << "of the one subject they know";
  EXPECT_EQ(story_.ask(of_study(the_study, Circle::unblinded)), "blinding.for_unblinded");
  story_.told(blinding::PersonUnblinded{nurse, the_study, quality_person});
  story_.does(of_study(the_study, Circle::unblinded));
  story_.does(about_anna(certificate, {}));
  EXPECT_TRUE(document(id<DocumentId>(60)).tells_arm());
  EXPECT_TRUE(document(id<DocumentId>(61)).tells_arm()) << "whatever the member says";
  EXPECT_FALSE(document().tells_arm());
}

TEST_F(ADocument, R43_one_that_was_begun_before_there_was_a_circle_reads_as_it_did) {
  const DocumentBegun now{
      consent, PaperKind::protocol, Tongue::english, code("P-1"), hospital, the_study,
      {},      some_sealed_text()};
  EXPECT_EQ(codec::put(now).find("told_to"), nullptr) << "and has the bytes that it had";
  story_.told(now);
  EXPECT_FALSE(document(consent).tells_arm());
}

TEST_F(ADocument, R41_nobody_approves_what_they_filed_themselves) {
  story_.does(filing("V1"));
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V1"), {}, {}}), "papers.another_approves");
  approve("V1");
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V1"), {}, {}}), "papers.approved_before");
  EXPECT_EQ(document().version("V1")->approver, quality_person.text());
}

TEST_F(ADocument, is_in_force_from_when_it_says_until_the_next_takes_its_place) {
  story_.does(filing("V1"));
  EXPECT_EQ(stands("V1", day(1)), Standing::draft);
  EXPECT_EQ(in_force_at(day(9)), "") << "a draft never is";
  approve("V1", day(2));
  story_.by(nurse, hospital);
  story_.does(filing("V2"));
  approve("V2", day(5));
  EXPECT_EQ(in_force_at(day(1)), "");
  EXPECT_EQ(stands("V1", day(1)), Standing::coming);
  EXPECT_EQ(in_force_at(day(2)), "V1");
  EXPECT_EQ(in_force_at(day(4)), "V1");
  EXPECT_EQ(in_force_at(day(5)), "V2");
  EXPECT_EQ(stands("V1", day(5)), Standing::superseded);
  const DocumentState state = document();
  EXPECT_EQ(ends(state, *state.version("V1")), day(5));
}

TEST_F(ADocument, what_was_superseded_does_not_come_back_when_the_newer_one_is_withdrawn) {
  story_.does(filing("V1"));
  approve("V1");
  story_.by(nurse, hospital);
  story_.does(filing("V2"));
  approve("V2", day(3));
  story_.by(quality_person, hospital).at_time(day(4));
  EXPECT_EQ(story_.does(WithdrawVersion{sop, code("V2")}), "papers.version_withdrawn/1");
  EXPECT_EQ(in_force_at(day(3)), "V2");
  EXPECT_EQ(in_force_at(day(4)), "");
  EXPECT_EQ(stands("V1", day(4)), Standing::superseded);
  EXPECT_EQ(stands("V2", day(4)), Standing::withdrawn);
  EXPECT_EQ(story_.ask(WithdrawVersion{sop, code("V2")}), "papers.is_withdrawn");
}

TEST_F(ADocument, a_version_withdrawn_before_it_began_takes_nobodys_place) {
  story_.does(filing("V1"));
  approve("V1");
  story_.by(nurse, hospital);
  story_.does(filing("V2"));
  approve("V2", day(9));
  story_.at_time(day(4));
  story_.does(WithdrawVersion{sop, code("V2")});
  EXPECT_EQ(in_force_at(day(10)), "V1");
}

TEST_F(ADocument, a_version_comes_into_force_now_or_later_and_ends_after_that) {
  story_.does(filing("V1"));
  story_.by(quality_person, hospital);
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V1"), day(0), {}}), "papers.begins_in_the_past");
  story_.at_time(day(0));
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V1"), {}, {}}),
            "papers.begins_before_it_was_filed");
  story_.at_time(day(1));
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V1"), day(3), day(3)}),
            "papers.ends_before_it_begins");
  EXPECT_EQ(story_.ask(ApproveVersion{sop, code("V9"), {}, {}}), "papers.unknown_version");
  approve("V1", day(3), day(5));
  EXPECT_EQ(in_force_at(day(4)), "V1");
  EXPECT_EQ(in_force_at(day(5)), "") << "not included";
  EXPECT_EQ(stands("V1", day(5)), Standing::ended);
}

TEST_F(ADocument, a_version_is_filed_once_and_only_where_the_document_is_kept) {
  story_.does(filing("V1"));
  EXPECT_EQ(story_.ask(filing("V1")), "papers.version_exists");
  story_.by(operator_, factory);
  EXPECT_EQ(story_.ask(filing("V2")), "general.of_another_site");
}

TEST_F(ADocument, R43_who_has_it_signs_for_reading_what_is_in_force) {
  story_.does(filing("V1"));
  EXPECT_EQ(story_.ask(RecordReading{sop, code("V1")}), "papers.not_to_be_read");
  approve("V1");
  EXPECT_EQ(story_.does(RecordReading{sop, code("V1")}), "papers.version_read/1");
  EXPECT_EQ(story_.ask(RecordReading{sop, code("V1")}), "papers.read_before");
  story_.by(operator_, factory);
  EXPECT_EQ(story_.ask(RecordReading{sop, code("V1")}), "general.of_another_site");
  story_.by(nurse, hospital);
  EXPECT_EQ(story_.does(Distribute{sop, std::vector{factory}}), "papers.document_distributed/1");
  story_.by(operator_, factory);
  EXPECT_EQ(story_.does(RecordReading{sop, code("V1")}), "papers.version_read/1");
  EXPECT_EQ(document().version("V1")->readers.size(), 2U);
}

TEST_F(ADocument, R39_of_one_about_a_patient_the_log_has_no_digest_and_each_opening) {
  story_.does(BeginAbout{consent, anna, PaperKind::consent_form, Tongue::chinese, code("C-1"),
                         some_sealed_text()});
  story_.does(filing("V1", consent));
  EXPECT_EQ(document(consent).version("V1")->sha256, "");
  EXPECT_EQ(document(consent).subject, anna.text());
  EXPECT_EQ(story_.does(OpenVersion{id<DisclosureId>(60), consent, code("V1")}),
            "papers.version_opened/1");
  EXPECT_EQ(story_.ask(OpenVersion{id<DisclosureId>(61), sop, code("V1")}), "papers.about_nobody");
  story_.by(operator_, factory);
  EXPECT_EQ(story_.ask(OpenVersion{id<DisclosureId>(62), consent, code("V1")}),
            "general.of_another_site");
  EXPECT_EQ(story_.ask(BeginAbout{id<DocumentId>(52), anna, PaperKind::other, Tongue::english,
                                  code("C-2"), some_sealed_text()}),
            "general.of_another_site");
}

/// Goes through the hours one after the other, and keeps which version is in force: no sorting, no
/// looking back.
class NaiveShelf {
 public:
  struct Coming {
    int version;
    int from;
    std::optional<int> until;
  };
  std::vector<Coming> coming;  ///< in the order of approval
  std::map<int, int> withdrawn;
  [[nodiscard]] int in_force_at(int hour) const {
    int current = 0;
    std::optional<int> until;
    for (int now = 0; now <= hour; ++now) {
      for (const Coming& one : coming) {
        const auto gone = withdrawn.find(one.version);
        const bool never_began = gone != withdrawn.end() && gone->second < one.from;
        if (one.from != now || never_began) continue;
        current = one.version;
        until = one.until;
      }
      const auto gone = withdrawn.find(current);
      if (gone != withdrawn.end() && gone->second <= now) current = 0;
      if (until && *until <= now) current = 0;
    }
    return current;
  }
};

RC_GTEST_PROP(Document, whatever_happened_one_version_at_most_is_in_force_and_it_is_the_naive_one,
              ()) {
  const auto hour = [](int n) { return day(0) + std::chrono::hours(n); };
  Story story = story_until(Scene::enrolled);
  story.by(nurse, hospital).at_time(hour(0));
  story.does(Begin{sop, PaperKind::sop, Tongue::english, code("SOP-1"), {}, some_sealed_text()});
  NaiveShelf naive;
  int filed = 0;
  for (int now = 1; now <= 20; ++now) {
    story.by(nurse, hospital).at_time(hour(now));
    if (*rc::gen::inRange(0, 2) == 0) {
      story.does(filing(("V" + std::to_string(++filed)).c_str()));
    }
    story.by(quality_person, hospital).at_time(hour(now));
    if (filed == 0) continue;
    const int one = *rc::gen::inRange(1, filed + 1);
    const Code label = code("V" + std::to_string(one));
    if (*rc::gen::inRange(0, 3) == 0) {
      if (story.does(WithdrawVersion{sop, label}) == "papers.version_withdrawn/1") {
        naive.withdrawn[one] = now;
      }
      continue;
    }
    const int from = now + *rc::gen::inRange(0, 4);
    const int length = *rc::gen::inRange(0, 6);
    const std::optional<Instant> until =
        length == 0 ? std::nullopt : std::optional(hour(from + length));
    if (story.does(ApproveVersion{sop, label, hour(from), until}) == "papers.version_approved/1") {
      naive.coming.push_back(
          {one, from, length == 0 ? std::nullopt : std::optional(from + length)});
    }
  }
  const ThingState state = story.state(sop);
  const auto* document = state.aspects.find<DocumentState>();
  RC_ASSERT(document != nullptr);
  for (int at = 0; at <= 30; ++at) {
    int counted = 0;
    for (const Version& version : document->versions) {
      if (standing(*document, version, hour(at)) == Standing::in_force) ++counted;
    }
    const Version* version = in_force(*document, hour(at));
    RC_ASSERT(counted == (version == nullptr ? 0 : 1));
    const int expected = naive.in_force_at(at);
    RC_ASSERT((version == nullptr ? std::string() : version->label) ==
              (expected == 0 ? std::string() : "V" + std::to_string(expected)));
  }
}

}  // namespace
}  // namespace veinline::journey::papers
