// SPDX-License-Identifier: Apache-2.0
// Naive: what the bedside and the hand-over must answer, thought through a second time with plain
// structs and none of the journey's code.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace veinline::walks {

struct NaiveCheck {
  std::string wristband, by;
  std::int64_t at_min = 0;
  bool confirmed = false;
  std::int64_t confirmed_min = 0;
};

struct NaiveMaterial {
  std::string id, course;
  std::string patient;  ///< subject id
  std::string batch;    ///< empty for cells
  std::string holder;   ///< thing key
  std::string seal;
  std::string box, box_to;  ///< the box that it is in and the site where that goes; empty: none
  bool released = false, strange = false;
  int left_ml = 0;
  std::int64_t expires_min = INT64_MAX;
  NaiveCheck check;  ///< by.empty(): none
};

struct NaiveHold {
  std::string cause;
  std::string at;  ///< site id: where it was placed
};

/// Of any thing: what stands against it.
struct NaiveStanding {
  std::map<std::int64_t, NaiveHold> holds;  ///< by record
  std::map<std::string, std::string> open;  ///< deviation -> cause
  bool rejected = false;
};

struct NaiveBatch {
  std::string cells;  ///< material that went in
  std::string site;
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
  std::map<std::string, NaiveStanding> standings;  ///< by thing key
  std::map<std::string, std::string> boxes;        ///< where each goes: site id
  std::string hospital;                            ///< site id: of both patients
  std::string carrier;                             ///< thing key of the site that carries
  std::int64_t approved_until_min = 0;
  std::int64_t now_min = 0;
  static constexpr std::int64_t window_min = 30;

  [[nodiscard]] NaiveStanding standing(const std::string& key) const {
    const auto found = standings.find(key);
    return found == standings.end() ? NaiveStanding{} : found->second;
  }
  /// Everything that a material is only as good as, itself first.
  [[nodiscard]] std::vector<std::string> grounds(const NaiveMaterial& m) const {
    std::vector<std::string> out = {"material/" + m.id, "course/" + m.course,
                                    "subject/" + m.patient};
    if (!m.batch.empty()) out.push_back("batch/" + m.batch);
    if (!m.batch.empty()) out.push_back("material/" + batches.at(m.batch).cells);
    if (!m.box.empty()) out.push_back("consignment/" + m.box);
    // Cells that travel bring their box into it.
    if (!m.batch.empty() && !materials.at(batches.at(m.batch).cells).box.empty()) {
      out.push_back("consignment/" + materials.at(batches.at(m.batch).cells).box);
    }
    return out;
  }
  template <class Test>
  [[nodiscard]] bool any_ground(const NaiveMaterial& m, const Test& test) const {
    const std::vector<std::string> keys = grounds(m);
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return test(standing(key)); });
  }
  [[nodiscard]] bool held(const NaiveMaterial& m) const {
    return any_ground(m, [](const NaiveStanding& s) { return !s.holds.empty(); });
  }
  [[nodiscard]] bool rejected(const NaiveMaterial& m) const {
    return any_ground(m, [](const NaiveStanding& s) { return s.rejected; });
  }
  [[nodiscard]] bool deviant(const NaiveMaterial& m) const {
    return any_ground(m, [](const NaiveStanding& s) { return !s.open.empty(); });
  }
  [[nodiscard]] bool strange(const NaiveMaterial& m) const {
    return m.strange || (!m.batch.empty() && materials.at(batches.at(m.batch).cells).strange);
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
    if (now_min >= approved_until_min) return "study.no_approval";
    if (m.left_ml == 0) return "infusion.nothing_left";
    if (!has_it(person, m)) return "custody.not_the_holder";
    return "";
  }
  [[nodiscard]] std::string check(const std::string& person, const NaiveMaterial& m,
                                  const std::string& wristband) const {
    const std::string no = scan(person, m, wristband);
    if (!no.empty()) return no;
    const bool by_another = !m.check.by.empty() && m.check.by != person && !m.check.confirmed;
    if (by_another && m.check.wristband == wristband && now_min <= m.check.at_min + window_min) {
      return "infusion.already_checked";
    }
    return strange(m) ? "general.strange_history" : "infusion.bedside_checked/1";
  }
  [[nodiscard]] std::string confirm(const std::string& person, const NaiveMaterial& m,
                                    const std::string& wristband) const {
    const std::string no = scan(person, m, wristband);
    if (!no.empty()) return no;
    if (m.check.by.empty() || m.check.wristband != wristband) return "infusion.not_checked_yet";
    if (m.check.by == person) return "infusion.same_person";
    if (m.check.confirmed) return "infusion.already_confirmed";
    if (now_min > m.check.at_min + window_min) return "infusion.check_too_old";
    return strange(m) ? "general.strange_history" : "infusion.bedside_confirmed/1";
  }
  [[nodiscard]] std::string hand_over(const std::string& person, const NaiveMaterial& m,
                                      const std::string& receiver) const {
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (m.holder == receiver) return "custody.to_oneself";
    if (const NaiveStanding box = standing("consignment/" + m.box);
        !m.box.empty() && (!box.holds.empty() || box.rejected)) {
      return "custody.box_on_hold";
    }
    return m.strange ? "general.strange_history" : "custody.handed_over/1";
  }
  [[nodiscard]] std::string send(const std::string& person, const NaiveMaterial& m) const {
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (held(m) || rejected(m)) return "transport.on_hold";
    if (!m.batch.empty() && !m.released) return "transport.not_released";
    return strange(m) ? "general.strange_history" : "transport.dispatched/1";
  }
  /// Why a receipt at that site must be held; empty: it need not.
  [[nodiscard]] std::string receipt_is_wrong(const NaiveMaterial& m, const std::string& site,
                                             bool broken, const std::string& seal,
                                             const std::string& box) const {
    if (broken) return "broken_container";
    if (!m.seal.empty() && seal != m.seal) return "seal_differs";
    const bool at_a_site = m.holder.compare(0, 5, "site/") == 0 && m.holder != carrier;
    if (m.box.empty() && at_a_site) return "unexpected_receipt";
    if (!m.box.empty() && m.box_to != site) return "unexpected_receipt";
    const NaiveStanding sent = standing("consignment/" + m.box);
    if (!m.box.empty() && (!sent.holds.empty() || sent.rejected)) return "consignment_on_hold";
    return box == m.box ? "" : "box_differs";
  }
  /// Why an infusion that has happened now must be held; empty: it need not.
  [[nodiscard]] std::string infusion_is_wrong(const std::string& person, const NaiveMaterial& m,
                                              const std::string& into, int ml) const {
    const std::string no = scan(person, m, into);
    if (no == "infusion.wrong_patient") return "infused_into_another";
    if (no == "infusion.nothing_left") return "quantity_differs";
    if (!no.empty()) return "infused_although_forbidden";
    if (!m.check.confirmed || m.check.wristband != into ||
        now_min - m.check.confirmed_min > window_min) {
      return "infused_unchecked";
    }
    return ml > m.left_ml ? "quantity_differs" : "";
  }
  /// The site that answers for a thing.
  [[nodiscard]] std::string home(const std::string& key) const {
    const std::string id = key.substr(key.find('/') + 1);
    if (key.starts_with("batch/")) return batches.at(id).site;
    if (key.starts_with("consignment/")) return boxes.at(id);
    if (!key.starts_with("material/") || materials.at(id).batch.empty()) return hospital;
    return batches.at(materials.at(id).batch).site;
  }
  /// Quality of `site` may not decide about what was found at the other one.
  [[nodiscard]] bool stranger(const std::string& site, const std::string& key,
                              const std::string& found_at) const {
    return site != found_at && site != home(key);
  }
  /// `hold` 0: not named.
  [[nodiscard]] std::string lift(const std::string& site, const std::string& key,
                                 std::int64_t hold) const {
    const NaiveStanding s = standing(key);
    if (s.holds.empty()) return "quality.not_on_hold";
    if (hold == 0 && s.holds.size() > 1) return "quality.which_hold";
    if (hold != 0 && !s.holds.contains(hold)) return "quality.not_on_hold";
    const NaiveHold& placed = hold == 0 ? s.holds.begin()->second : s.holds.at(hold);
    if (stranger(site, key, placed.at)) return "general.of_another_site";
    for (const auto& [deviation, why] : s.open) {
      if (why == placed.cause) return "quality.deviation_still_open";
    }
    return strange_thing(key) ? "general.strange_history" : "quality.hold_lifted/1";
  }
  [[nodiscard]] bool strange_thing(const std::string& key) const {
    return key.starts_with("material/") && materials.at(key.substr(9)).strange;
  }
};

}  // namespace veinline::walks
