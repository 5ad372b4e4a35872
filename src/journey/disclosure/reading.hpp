// SPDX-License-Identifier: Apache-2.0
// Reading: who read what is recorded of a patient's treatment, counted by the server and said
// together for an hour (docs/decisions/0053). Part of the stage `disclosure`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::disclosure {

/// A thing that was read about, by its key: "course/3F7K…". It is no name of a thing that a command
/// decides about: whoever records that it was read need not be able to read it.
struct ReadThingSyntax {
  static constexpr std::string_view name = "read thing";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using ReadThing = Coded<ReadThingSyntax>;

/// What was shown of it.
enum class Way : std::uint8_t {
  trace,
  timeline,
  lineage,
  record,
  receipt,
  evidence,
  label,
  bedside_packet,
  feed,
  audit,   ///< the records of whole weeks, of whichever treatments
  entries  ///< the same, byte for byte
};
constexpr std::string_view text(Way way) {
  switch (way) {
    case Way::trace:
      return "trace_read";
    case Way::timeline:
      return "timeline_read";
    case Way::lineage:
      return "lineage_read";
    case Way::record:
      return "record_read";
    case Way::receipt:
      return "receipt_read";
    case Way::evidence:
      return "export_read";
    case Way::label:
      return "label_read";
    case Way::bedside_packet:
      return "bedside_packet_read";
    case Way::feed:
      return "feed_read";
    case Way::audit:
      return "audit_read";
    case Way::entries:
      return "entries_read";
  }
  return "";
}

/// What the readings of a thing change, "access/course/3F7K…": its own history does not grow as it
/// is read. Empty: those of the log.
Thing readings_of(std::string_view thing);

/// Somebody read about a thing, so often between the two times. In a blinded study it is for those
/// alone who may know the arm: who reads of a treatment tells where it is made.
struct RecordRead {
  static constexpr std::string_view stored_name = "disclosure.record_read/1";
  static constexpr bool for_overseers = true;
  static constexpr bool tells_arm = true;
  PersonId person;
  std::optional<ReadThing> thing;
  std::vector<Way> ways;
  Count times;
  kernel::Instant first;
  kernel::Instant last;
  [[nodiscard]] std::vector<Thing> also_changes() const {
    return {readings_of(thing ? thing->text() : "")};
  }
  static constexpr auto describe() {
    return std::tuple{field("person", &RecordRead::person, "Who read.", Mark::mentions),
                      field("thing", &RecordRead::thing, "What they read about; none: the log."),
                      field("ways", &RecordRead::ways, "What they were shown of it."),
                      field("times", &RecordRead::times, "How often, since this was said last."),
                      field("first", &RecordRead::first, "When first since then."),
                      field("last", &RecordRead::last, "When last.")};
  }
};

struct RecordReading {
  static constexpr std::string_view name = "disclosure/record_reading";
  static constexpr std::string_view help =
      "Record that somebody read about a treatment; the server does it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool machine_only = true;
  PersonId person;
  std::optional<ReadThing> thing;
  std::vector<Way> ways;
  Count times;
  kernel::Instant first;
  kernel::Instant last;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RecordReading::person, "Who read."),
        field("thing", &RecordReading::thing, "What they read about; leave out for the log."),
        field("ways", &RecordReading::ways, "What they were shown of it."),
        field("times", &RecordReading::times, "How often, since this was said last."),
        field("first", &RecordReading::first, "When first since then."),
        field("last", &RecordReading::last, "When last.")};
  }
};

/// Tells the catalogue of all this.
void tell_reading(Catalogue& catalogue);

}  // namespace veinline::journey::disclosure
