// SPDX-License-Identifier: Apache-2.0
// Naive: what the bedside and the hand-over must answer, thought through a second time with plain
// structs and none of the journey's code.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace veinline::walks {

struct NaiveCheck {
  std::string wristband, by;
  std::int64_t at_min = 0;
  bool confirmed = false;
  std::int64_t confirmed_min = 0;
};

struct NaiveMaterial {
  std::string patient;  ///< subject id
  std::string batch;    ///< empty for cells
  std::string holder;   ///< thing key
  std::string seal;
  bool held = false, rejected = false, released = false, strange = false;
  int left_ml = 0;
  std::int64_t expires_min = INT64_MAX;
  NaiveCheck check;  ///< by.empty(): none
};

struct NaiveBatch {
  bool held = false, rejected = false;
  std::set<std::string> open;           ///< deviation ids
  std::map<std::string, bool> results;  ///< test -> in specification
};

struct NaivePerson {
  std::string site;
  bool at_bedside = false;  ///< has a role that may check and infuse
};

struct Naive {
  std::map<std::string, NaiveMaterial> materials;
  std::map<std::string, NaiveBatch> batches;
  std::map<std::string, NaivePerson> people;
  std::int64_t now_min = 0;
  static constexpr std::int64_t window_min = 30;

  [[nodiscard]] bool held(const NaiveMaterial& m) const {
    return m.held || (!m.batch.empty() && batches.at(m.batch).held);
  }
  [[nodiscard]] bool rejected(const NaiveMaterial& m) const {
    return m.rejected || (!m.batch.empty() && batches.at(m.batch).rejected);
  }
  [[nodiscard]] bool has_it(const std::string& person, const NaiveMaterial& m) const {
    return m.holder == "person/" + person || m.holder == "site/" + people.at(person).site;
  }
  /// Why this scan must be refused; empty when it must not.
  [[nodiscard]] std::string scan(const std::string& person, const NaiveMaterial& m,
                                 const std::string& wristband) const {
    if (!people.at(person).at_bedside) return "general.role_missing";
    if (m.patient != wristband) return "infusion.wrong_patient";
    if (rejected(m)) return "infusion.rejected";
    if (held(m)) return "infusion.on_hold";
    if (!m.released) return "infusion.not_released";
    if (now_min >= m.expires_min) return "infusion.expired";
    if (m.left_ml == 0) return "infusion.nothing_left";
    if (!has_it(person, m)) return "custody.not_the_holder";
    return "";
  }
  [[nodiscard]] std::string check(const std::string& person, const NaiveMaterial& m,
                                  const std::string& wristband) const {
    const std::string no = scan(person, m, wristband);
    if (!no.empty()) return no;
    return m.strange ? "general.strange_history" : "infusion.bedside_checked/1";
  }
  [[nodiscard]] std::string confirm(const std::string& person, const NaiveMaterial& m,
                                    const std::string& wristband) const {
    const std::string no = scan(person, m, wristband);
    if (!no.empty()) return no;
    if (m.check.by.empty() || m.check.wristband != wristband) return "infusion.not_checked_yet";
    if (m.check.by == person) return "infusion.same_person";
    if (now_min > m.check.at_min + window_min) return "infusion.check_too_old";
    return m.strange ? "general.strange_history" : "infusion.bedside_confirmed/1";
  }
  [[nodiscard]] std::string hand_over(const std::string& person, const NaiveMaterial& m,
                                      const std::string& receiver) const {
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (m.holder == receiver) return "custody.to_oneself";
    return m.strange ? "general.strange_history" : "custody.handed_over/1";
  }
  /// Whether an infusion that has happened now must be held.
  [[nodiscard]] bool infusion_is_wrong(const NaiveMaterial& m, const std::string& into,
                                       int ml) const {
    return m.patient != into || !m.check.confirmed || m.check.wristband != into ||
           now_min - m.check.confirmed_min > window_min || held(m) || rejected(m) || ml > m.left_ml;
  }
};

}  // namespace veinline::walks
