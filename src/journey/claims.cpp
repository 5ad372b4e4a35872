// SPDX-License-Identifier: Apache-2.0
#include "journey/claims.hpp"

#include "journey/enrolment/enrolment.hpp"
#include "journey/material.hpp"
#include "journey/naming.hpp"

namespace veinline::journey {

namespace {

/// The label's day is the labeller's, and the record's moment has no zone: they differ for sure
/// only when the moment lies in no zone on that day.
bool is_another_day(const codes::LabelTime& label, kernel::Instant expires) {
  using std::chrono::hours;
  const std::chrono::sys_days day(label.day);
  return expires < day - hours(14) || expires >= day + hours(24 + 12);
}

/// Flags of a donation number that stand on no bag: a pilot tube, a test tube (ISBT 128 ST-001).
bool is_on_a_tube(const std::string& flags) {
  return flags == "06" || flags == "07";
}

/// The label of ours that was scanned; empty: it was something else.
std::string own_label(const codes::Scan& scan) {
  const std::string named = scan.aliases.empty() ? std::string() : scan.aliases.front();
  return named.starts_with(std::string(label_scheme) + "/") ? named : std::string();
}

/// What it says was put right since it was printed.
bool is_outdated(Reader& reader, const std::string& label, const Thing& thing) {
  const auto* printed = reader.find<labelling::LabelState>(Thing(label));
  const ThingState* state = reader.look(thing);
  if (printed == nullptr || state == nullptr) return false;
  const auto* material = state->aspects.find<Material>();
  const ThingState* course =
      material == nullptr ? nullptr : reader.look(Thing("course/" + material->course));
  return state->amended_since(printed->seq) ||
         (course != nullptr && course->amended_since(printed->seq));
}

}  // namespace

std::vector<std::string> differences(Reader& reader, const codes::Scan& scan, const Thing& thing) {
  std::vector<std::string> out;
  const std::string label = own_label(scan);
  const bool says_more =
      scan.chain_of_identity || scan.expires || is_on_a_tube(scan.flags) || !label.empty();
  if (!says_more) return out;  // most scans: nothing is looked at
  const auto* material = reader.find<Material>(thing);
  if (scan.chain_of_identity) {
    const Thing course = material == nullptr ? thing : Thing("course/" + material->course);
    const auto* whose = reader.find<enrolment::CourseState>(course);
    if (whose == nullptr || whose->coi != *scan.chain_of_identity) {
      out.emplace_back("chain_of_identity");
    }
  }
  if (!label.empty() && is_outdated(reader, label, thing)) out.emplace_back("content");
  if (material == nullptr) return out;
  if (scan.expires && material->expires && is_another_day(*scan.expires, *material->expires)) {
    out.emplace_back("expires");
  }
  if (is_on_a_tube(scan.flags)) out.emplace_back("flags");
  return out;
}

std::optional<labelling::Phase> phase_unless_live(Reader& reader, const codes::Scan& scan) {
  const std::string label = own_label(scan);
  const auto* printed = label.empty() ? nullptr : reader.find<labelling::LabelState>(Thing(label));
  if (printed == nullptr || printed->phase == labelling::Phase::live) return std::nullopt;
  return printed->phase;
}

}  // namespace veinline::journey
