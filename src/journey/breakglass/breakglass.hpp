// SPDX-License-Identifier: Apache-2.0
// Breakglass: in an emergency somebody reads about a patient who is not theirs. They say why, prove
// that it is they, read for an hour, and somebody else judges it afterwards (R43).
#pragma once

#include "journey/catalogue.hpp"
#include "journey/staff/staff.hpp"

namespace veinline::journey::breakglass {

/// How long one opening lasts.
inline constexpr std::chrono::minutes lasts{60};

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

/// Aspect of a person: the patients whose record they opened in an emergency.
struct Openings {
  struct Opening {
    std::uint64_t seq = 0;  ///< of the record of it
    std::string record;     ///< its id
    kernel::Instant until{};
    bool is_reviewed = false;
    bool operator==(const Opening&) const = default;
  };
  /// By subject id, in their order: those that nobody has judged, and the newest one.
  std::map<std::string, std::vector<Opening>> of_subject;
  /// Until when they read about the patient; the beginning of time: they never opened the record.
  [[nodiscard]] kernel::Instant until(const std::string& subject) const;
  bool operator==(const Openings&) const = default;
};

/// A person reads the record of this patient for an hour, whosever patient it is.
struct RecordOpened {
  static constexpr std::string_view stored_name = "breakglass.record_opened/1";
  PersonId person;
  SubjectId subject;
  kernel::Instant until;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RecordOpened::person, "Who reads.", Mark::changes),
        field("subject", &RecordOpened::subject, "Whose record it is.", Mark::mentions),
        field("until", &RecordOpened::until, "Until when.")};
  }
};

/// What opening this patient's record would record was shown to who may sign it, so that they know
/// that there is such a patient. It may be that they never opened it.
struct RecordShown {
  static constexpr std::string_view stored_name = "breakglass.record_shown/1";
  static constexpr bool for_overseers = true;
  PersonId person;
  SubjectId subject;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {staff::denials(person)}; }
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RecordShown::person, "Who was shown it.", Mark::mentions),
        field("subject", &RecordShown::subject, "Whose record it is.", Mark::mentions)};
  }
};

/// Somebody else has judged what was opened, as it was told before each opening had a review of its
/// own: this one was of all until then. It stays readable for ever; it is never written again.
struct ReviewedTogether {
  static constexpr std::string_view stored_name = "breakglass.opening_reviewed/1";
  PersonId person;
  SubjectId subject;
  Finding finding;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &ReviewedTogether::person, "Who had read.", Mark::changes),
        field("subject", &ReviewedTogether::subject, "Whose record it was.", Mark::mentions),
        field("finding", &ReviewedTogether::finding, "How it is judged.")};
  }
};

/// Somebody else has judged an opening.
struct OpeningReviewed {
  static constexpr std::string_view stored_name = "breakglass.opening_reviewed/2";
  PersonId person;
  SubjectId subject;
  std::optional<RecordId> opening;  ///< none: all until then, as an older one was told
  Finding finding;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &OpeningReviewed::person, "Who had read.", Mark::changes),
        field("subject", &OpeningReviewed::subject, "Whose record it was.", Mark::mentions),
        field("opening", &OpeningReviewed::opening, "Id of the record of the opening."),
        field("finding", &OpeningReviewed::finding, "How it is judged.")};
  }
};

/// Reads the older one as this.
OpeningReviewed upcast(const ReviewedTogether& old);

struct OpenRecord {
  static constexpr std::string_view name = "breakglass/open_record";
  static constexpr std::string_view help =
      "Read about a patient of others for an hour, in an emergency; quality is told, and reviews "
      "it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::physician, Role::investigator, Role::apheresis_nurse,
                               Role::infusion_nurse, Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  static constexpr std::string_view signs = "breakglass";
  static constexpr bool signs_fully = true;
  static constexpr bool wants_second_factor = true;
  AnyThing thing;
  static constexpr auto describe() {
    return std::tuple{field("thing", &OpenRecord::thing,
                            "Scan of the wristband, or of anything of the patient's, as kind/ID.")};
  }
};

struct RecordShowing {
  static constexpr std::string_view name = "breakglass/record_shown";
  static constexpr std::string_view help =
      "Record that you were shown what opening the record of a patient of others would record; the "
      "server does it before it shows it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles = OpenRecord::roles;
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  static constexpr bool machine_only = true;
  SubjectId subject;
  static constexpr auto describe() {
    return std::tuple{field("subject", &RecordShowing::subject, "Whose record it is.")};
  }
};

struct Review {
  static constexpr std::string_view name = "breakglass/review";
  static constexpr std::string_view help =
      "Judge one emergency reading by somebody else; each is judged by itself.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality, Role::administrator};
  static constexpr std::string_view signs = "review";
  static constexpr bool signs_fully = true;
  static constexpr bool live_only = true;
  static constexpr bool reads_opened = true;
  PersonId person;
  SubjectId subject;
  std::optional<RecordSeq> opening;
  Finding finding;
  static constexpr auto describe() {
    return std::tuple{field("person", &Review::person, "Who had read."),
                      field("subject", &Review::subject, "Whose record it was."),
                      field("opening", &Review::opening,
                            "Sequence number of the record of the opening; may be left out when "
                            "only one waits."),
                      field("finding", &Review::finding, "How it is judged.")};
  }
};

inline constexpr Rule of_no_patient{"breakglass.of_no_patient", "R43"};
inline constexpr Rule nothing_to_review{"breakglass.nothing_to_review", "R43"};
inline constexpr Rule which_opening{"breakglass.which_opening", "R43"};
inline constexpr Rule another_reviews{"breakglass.another_reviews", "R43"};

}  // namespace veinline::journey::breakglass
