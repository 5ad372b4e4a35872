// SPDX-License-Identifier: Apache-2.0
// Blinding: in which studies people do not know what a subject gets, who knows it all the same, and
// how that ends (R43). The arm itself is a text in the vault; no fact tells it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::blinding {

/// How long what one has proposed waits for another one. What nobody agreed to by then counts for
/// nothing: it is proposed anew.
inline constexpr std::chrono::hours proposal_lasts{24 * 7};

/// What one person wants, until another one agrees.
struct Proposal {
  std::string by;    ///< person id
  std::string site;  ///< id: where they stood
  kernel::Instant until{};
  bool operator==(const Proposal&) const = default;
};

/// Aspect of `study/S/blinding`.
struct Blinding {
  bool is_ended = false;
  std::optional<Proposal> end;  ///< that it shall end
  bool operator==(const Blinding&) const = default;
};
Thing blinding_of(const std::string& study);
/// Whether the study is blinded now.
bool is_blinded(Reader& reader, const std::string& study);

/// Aspect of a person: of whom they know what they get.
struct Knowing {
  std::set<std::string> studies;             ///< ids: unblinded there
  std::map<std::string, Proposal> proposed;  ///< by study id
  std::set<std::string> subjects;            ///< ids: whose code they broke
  bool operator==(const Knowing&) const = default;
};

/// Why a code may be broken before the study ends.
enum class Why : std::uint8_t { emergency, serious_reaction, overdose, pregnancy, authority };
constexpr std::string_view text(Why why) {
  switch (why) {
    case Why::emergency:
      return "emergency";
    case Why::serious_reaction:
      return "serious_reaction";
    case Why::overdose:
      return "overdose";
    case Why::pregnancy:
      return "pregnancy";
    case Why::authority:
      return "authority";
  }
  return "";
}

enum class Finding : std::uint8_t { justified, not_justified };
constexpr std::string_view text(Finding finding) {
  switch (finding) {
    case Finding::justified:
      return "justified";
    case Finding::not_justified:
      return "not_justified";
  }
  return "";
}

/// Aspect of a subject: the sealed arm, and who broke the code.
struct Allocation {
  struct Break {
    std::string by;  ///< person id
    kernel::Instant at{};
    Why why = Why::emergency;
    bool is_reviewed = false;
    bool operator==(const Break&) const = default;
  };
  std::string study;  ///< id; empty: nothing was allocated
  std::optional<kernel::Sealed> arm;
  std::vector<Break> breaks;
  bool operator==(const Allocation&) const = default;
};
/// Where the vault has the arm (commands/desk.cpp).
inline constexpr std::string_view arm_in_vault = "blinding/allocate.arm";

/// Aspect of a disclosure of an arm.
struct ArmDisclosure {
  std::string subject;  ///< id
  bool operator==(const ArmDisclosure&) const = default;
};

/// Aspect of `blinding/studies`: the ids of those that are blinded, for who would read all of the
/// log.
struct BlindedStudies {
  std::set<std::string> all;
  bool operator==(const BlindedStudies&) const = default;
};
Thing blinded_studies();

/// Why the person may not know what a subject of the study gets; nullptr: they may. Without a
/// subject, of every subject of it.
const Rule* not_for_them(Reader& reader, const std::string& study, const std::string& subject,
                         const std::string& person);

/// Whether a person who stands at the site has to do with the study: it was opened there by
/// somebody else, it was named to them, or two people let them know its arms. What `other` told
/// counts as little as their own word: who that is of the two who agree, or empty. A log of
/// delegations says it not: any investigator begins one.
bool has_to_do_with(Reader& reader, const std::string& study, const std::string& person,
                    const std::string& site, const std::string& other);

/// From now on what tells an arm of this study is for those who are unblinded.
struct StudyBlinded {
  static constexpr std::string_view stored_name = "blinding.study_blinded/1";
  StudyId study;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {blinding_of(study.text()), blinded_studies()};
  }
  static constexpr auto describe() {
    return std::tuple{field("study", &StudyBlinded::study, "The study.", Mark::mentions)};
  }
};

/// Somebody wants the person to know the arms of the study; another one has to agree.
struct UnblindingProposed {
  static constexpr std::string_view stored_name = "blinding.unblinding_proposed/1";
  PersonId person;
  StudyId study;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &UnblindingProposed::person, "Who shall know.", Mark::changes),
        field("study", &UnblindingProposed::study, "The study.", Mark::mentions)};
  }
};

/// The person knows the arms of the study from now on.
struct PersonUnblinded {
  static constexpr std::string_view stored_name = "blinding.person_unblinded/1";
  PersonId person;
  StudyId study;
  PersonId proposed_by;
  static constexpr auto describe() {
    return std::tuple{field("person", &PersonUnblinded::person, "Who knows.", Mark::changes),
                      field("study", &PersonUnblinded::study, "The study.", Mark::mentions),
                      field("proposed_by", &PersonUnblinded::proposed_by, "Who had proposed it.",
                            Mark::mentions)};
  }
};

/// The person is told no arm of the study any more.
struct PersonBlinded {
  static constexpr std::string_view stored_name = "blinding.person_blinded/1";
  PersonId person;
  StudyId study;
  static constexpr auto describe() {
    return std::tuple{field("person", &PersonBlinded::person, "Who knew.", Mark::changes),
                      field("study", &PersonBlinded::study, "The study.", Mark::mentions)};
  }
};

/// A subject was allocated to an arm. Of the arm the fact has the reference to a padded text.
struct Allocated {
  static constexpr std::string_view stored_name = "blinding.allocated/1";
  SubjectId subject;
  StudyId study;
  kernel::Sealed arm;
  static constexpr auto describe() {
    return std::tuple{field("subject", &Allocated::subject, "Who was allocated.", Mark::changes),
                      field("study", &Allocated::study, "The study.", Mark::mentions),
                      field("arm", &Allocated::arm, "The arm, sealed in the vault.", Mark::trial)};
  }
};

/// Somebody was shown the arm of a subject.
struct ArmShown {
  static constexpr std::string_view stored_name = "blinding.arm_shown/1";
  static constexpr bool tells_arm = true;  // who looks at what others may not see is not for them
  DisclosureId disclosure;
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{field("disclosure", &ArmShown::disclosure, "This disclosure.", Mark::changes),
                      field("subject", &ArmShown::subject, "Whose arm.", Mark::mentions)};
  }
};

/// The code of one subject was broken: this person knows the arm from now on.
struct CodeBroken {
  static constexpr std::string_view stored_name = "blinding.code_broken/1";
  SubjectId subject;
  StudyId study;
  PersonId person;
  Why why;
  static constexpr auto describe() {
    return std::tuple{field("subject", &CodeBroken::subject, "Whose code.", Mark::changes),
                      field("study", &CodeBroken::study, "The study.", Mark::mentions),
                      field("person", &CodeBroken::person, "Who knows now.", Mark::changes),
                      field("why", &CodeBroken::why, "Why.")};
  }
};

/// Somebody else has judged that a code was broken.
struct CodeBreakReviewed {
  static constexpr std::string_view stored_name = "blinding.code_break_reviewed/1";
  SubjectId subject;
  PersonId person;
  Finding finding;
  static constexpr auto describe() {
    return std::tuple{
        field("subject", &CodeBreakReviewed::subject, "Whose code.", Mark::changes),
        field("person", &CodeBreakReviewed::person, "Who had broken it.", Mark::mentions),
        field("finding", &CodeBreakReviewed::finding, "How it is judged.")};
  }
};

/// Somebody wants the blinding of the study to end; another one has to agree.
struct EndAsked {
  static constexpr std::string_view stored_name = "blinding.end_asked/1";
  StudyId study;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {blinding_of(study.text())}; }
  static constexpr auto describe() {
    return std::tuple{field("study", &EndAsked::study, "The study.", Mark::mentions)};
  }
};

/// The study is blinded no more: whoever may see its patients may know their arms.
struct StudyUnblinded {
  static constexpr std::string_view stored_name = "blinding.study_unblinded/1";
  StudyId study;
  PersonId asked_by;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {blinding_of(study.text()), blinded_studies()};
  }
  static constexpr auto describe() {
    return std::tuple{
        field("study", &StudyUnblinded::study, "The study.", Mark::mentions),
        field("asked_by", &StudyUnblinded::asked_by, "Who had asked for it.", Mark::mentions)};
  }
};

struct BlindStudy {
  static constexpr std::string_view name = "blinding/blind_study";
  static constexpr std::string_view help =
      "Blind a study, before its first subject: what tells an arm is then for those who are "
      "unblinded.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::coordinator};
  static constexpr std::string_view signs = "blinding";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  StudyId study;
  static constexpr auto describe() {
    return std::tuple{field("study", &BlindStudy::study, "The study.")};
  }
};

struct UnblindPerson {
  static constexpr std::string_view name = "blinding/unblind_person";
  static constexpr std::string_view help =
      "Let a person know the arms of a blinded study: proposed by one, and given once another asks "
      "the same within seven days.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality, Role::administrator};
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "blinding";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  StudyId study;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("study", &UnblindPerson::study, "The study."),
                      field("person", &UnblindPerson::person, "Who shall know.")};
  }
};

struct BlindPerson {
  static constexpr std::string_view name = "blinding/blind_person";
  static constexpr std::string_view help =
      "Let a person know the arms of a study no more, or take back that it was proposed.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality, Role::administrator};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  StudyId study;
  PersonId person;
  static constexpr auto describe() {
    return std::tuple{field("study", &BlindPerson::study, "The study."),
                      field("person", &BlindPerson::person, "Who shall know no more.")};
  }
};

struct Allocate {
  static constexpr std::string_view name = "blinding/allocate";
  static constexpr std::string_view help =
      "Allocate a subject of a blinded study to an arm, by somebody who is unblinded there.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::quality};
  static constexpr bool live_only = true;  // the log keeps the digest of a file that is imported
  SubjectId subject;
  kernel::Sealed arm;
  static constexpr auto describe() {
    return std::tuple{field("subject", &Allocate::subject, "Who is allocated."),
                      field("arm", &Allocate::arm, "The arm; it goes to the vault.", Mark::trial)};
  }
};

/// Asked by the program in the name of who wants to know (POST /api/v1/arm). Asked by itself it
/// records a disclosure and shows nothing.
struct ShowArm {
  static constexpr std::string_view name = "blinding/show_arm";
  static constexpr std::string_view help =
      "Record that the arm of a subject was shown; POST /api/v1/arm asks this and shows it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::coordinator, Role::investigator, Role::physician,
                               Role::quality,     Role::technologist, Role::operator_,
                               Role::qc_analyst};
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  static constexpr bool mends_history = true;  // also of a record that is in doubt
  static constexpr bool asks_who_sees = true;
  DisclosureId disclosure;
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{field("disclosure", &ShowArm::disclosure,
                            "This disclosure; made when left out.", Mark::fresh),
                      field("subject", &ShowArm::subject, "Whose arm.")};
  }
};

struct BreakCode {
  static constexpr std::string_view name = "blinding/break_code";
  static constexpr std::string_view help =
      "Break the code of one subject, alone and at once; who watches the study hears of it, and "
      "somebody else reviews it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::physician, Role::investigator};
  static constexpr std::string_view signs = "code_break";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  static constexpr bool mends_history = true;  // an emergency waits for no correction
  SubjectId subject;
  Why why;
  static constexpr auto describe() {
    return std::tuple{field("subject", &BreakCode::subject, "Whose code."),
                      field("why", &BreakCode::why, "Why.")};
  }
};

struct ReviewCodeBreak {
  static constexpr std::string_view name = "blinding/review_code_break";
  static constexpr std::string_view help = "Judge that a code was broken, by somebody else.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::quality};
  static constexpr std::string_view signs = "review";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  SubjectId subject;
  PersonId person;
  Finding finding;
  static constexpr auto describe() {
    return std::tuple{field("subject", &ReviewCodeBreak::subject, "Whose code."),
                      field("person", &ReviewCodeBreak::person, "Who had broken it."),
                      field("finding", &ReviewCodeBreak::finding, "How it is judged.")};
  }
};

struct UnblindStudy {
  static constexpr std::string_view name = "blinding/unblind_study";
  static constexpr std::string_view help =
      "End the blinding of a study: asked by one, and ended once another asks the same within "
      "seven days.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::investigator, Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "blinding";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  StudyId study;
  static constexpr auto describe() {
    return std::tuple{field("study", &UnblindStudy::study, "The study.")};
  }
};

inline constexpr Rule not_blinded{"blinding.not_blinded", "R43"};
inline constexpr Rule not_of_the_study{"blinding.not_of_the_study", "R43"};
inline constexpr Rule is_blinded_already{"blinding.is_blinded_already", "R43"};
inline constexpr Rule has_ended{"blinding.has_ended", "R43"};
inline constexpr Rule for_unblinded{"blinding.for_unblinded", "R43"};
inline constexpr Rule another_agrees{"blinding.another_agrees", "R43"};
inline constexpr Rule not_for_oneself{"blinding.not_for_oneself", "R43"};
inline constexpr Rule knows_already{"blinding.knows_already", "R43"};
inline constexpr Rule knows_nothing{"blinding.knows_nothing", "R43"};
inline constexpr Rule allocated_already{"blinding.allocated_already", "R43"};
inline constexpr Rule not_allocated{"blinding.not_allocated", "R43"};
inline constexpr Rule arm_too_long{"blinding.arm_too_long", "R43"};
inline constexpr Rule nothing_to_review{"blinding.nothing_to_review", "R43"};

}  // namespace veinline::journey::blinding
