// SPDX-License-Identifier: Apache-2.0
// Correction: a wrong record stays visible, and another stands in its place. It takes two people: a
// physician agrees to the very words, then quality corrects.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::quality {

/// Aspect of anything: the newest agreement to the correction of each record about it.
struct Agreements {
  struct Agreement {
    std::string person;
    std::string replacement;  ///< SHA-256 of its canonical text; empty: none stands in its place
    bool operator==(const Agreement&) const = default;
  };
  std::map<std::string, Agreement> by_record;  ///< by record id
  bool operator==(const Agreements&) const = default;
};

/// A physician agrees that a record is wrong, and to what shall stand in its place.
struct CorrectionAgreed {
  static constexpr std::string_view stored_name = "quality.correction_agreed/1";
  AnyThing about;
  RecordId record;
  std::optional<HexDigest> replacement;
  static constexpr auto describe() {
    return std::tuple{
        field("about", &CorrectionAgreed::about, "What the record is about.", Mark::changes),
        field("record", &CorrectionAgreed::record, "Id of the record that is wrong."),
        field("replacement", &CorrectionAgreed::replacement,
              "SHA-256 of the data that shall stand in its place; none: entered in error.")};
  }
};

/// A record was wrong; another stands in its place. The wrong one stays visible for ever.
struct RecordCorrected {
  static constexpr std::string_view stored_name = "record.corrected/1";
  RecordId of;
  kernel::Instant of_recorded_at;
  Count of_clock_n;
  PersonId of_by;
  SiteId of_at;
  kernel::Instant of_happened_at;
  std::optional<kernel::Object> replacement;
  PersonId agreed_by;
  static constexpr auto describe() {
    return std::tuple{
        field("of", &RecordCorrected::of, "Id of the record that was wrong."),
        field("of_recorded_at", &RecordCorrected::of_recorded_at, "When that was recorded."),
        field("of_clock_n", &RecordCorrected::of_clock_n, "Its place within that millisecond."),
        field("of_by", &RecordCorrected::of_by, "Who had said it."),
        field("of_at", &RecordCorrected::of_at, "The site where they stood."),
        field("of_happened_at", &RecordCorrected::of_happened_at, "When it had happened."),
        field("replacement", &RecordCorrected::replacement,
              "The fact and data that stand in its place; none when it was entered in error."),
        field("agreed_by", &RecordCorrected::agreed_by, "The physician who agreed.",
              Mark::mentions)};
  }
};

struct AgreeToCorrection {
  static constexpr std::string_view name = "quality/agree_to_correction";
  static constexpr std::string_view help =
      "Agree, as a physician, that a record is wrong and what shall stand in its place.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::physician};
  static constexpr std::string_view signs = "agreement";
  static constexpr bool signs_fully = true;
  static constexpr bool mends_history = true;
  static constexpr bool live_only = true;
  RecordSeq seq;
  std::optional<kernel::Object> replacement;
  static constexpr auto describe() {
    return std::tuple{
        field("seq", &AgreeToCorrection::seq,
              "Sequence number of the record that is wrong, on this node."),
        field("replacement", &AgreeToCorrection::replacement,
              "The data that should have been recorded; leave out when it was entered in error.")};
  }
};

struct Correct {
  static constexpr std::string_view name = "quality/correct";
  static constexpr std::string_view help =
      "Correct a record as a physician agreed: another stands in its place, and it stays visible.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "correction";
  static constexpr bool signs_fully = true;
  static constexpr bool mends_history = true;
  static constexpr bool live_only = true;
  RecordSeq seq;
  std::optional<kernel::Object> replacement;
  static constexpr auto describe() {
    return std::tuple{
        field("seq", &Correct::seq, "Sequence number of the record that is wrong, on this node."),
        field("replacement", &Correct::replacement,
              "The data that should have been recorded; leave out when it was entered in error.")};
  }
};

inline constexpr Rule not_agreed{"quality.not_agreed", "R40"};
inline constexpr Rule same_person_agreed{"quality.same_person_agreed", "R40"};
inline constexpr Rule nothing_to_correct{"quality.nothing_to_correct", "R40"};
inline constexpr Rule not_correctable{"quality.not_correctable", "R40"};
inline constexpr Rule replacement_unfit{"quality.replacement_unfit", "R40"};
inline constexpr Rule replacement_moved{"quality.replacement_moved", "R40"};
inline constexpr Rule alias_taken{"quality.alias_taken", "R07"};

void tell_corrections(Catalogue& catalogue);

}  // namespace veinline::journey::quality
