// SPDX-License-Identifier: Apache-2.0
// Naive: what every step from the collection to the bedside must answer, thought through a second
// time with plain structs and none of the journey's code. Times are seconds of the walk.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace veinline::walks {

using Seconds = std::int64_t;

struct NaiveCheck {
  std::string wristband, by;
  Seconds at = 0;
  bool confirmed = false;
  Seconds confirmed_at = 0;
};

struct NaiveMaterial {
  std::string id, course;
  std::string patient;      ///< subject id
  std::string batch;        ///< empty for cells
  std::string holder;       ///< thing key
  std::string site;         ///< site id; empty: on its way
  std::string received_at;  ///< site id of the last receipt; empty: never
  std::string seal;
  std::string box, box_to;  ///< the box that it is in and the site where that goes; empty: none
  Seconds since = 0;        ///< of the latest change of hands or place
  bool released = false, thawed = false, infused = false, strange = false;
  int left_ml = 0;
  Seconds expires = INT64_MAX;
  NaiveCheck check;       ///< by.empty(): none
  NaiveCheck file_check;  ///< the same as files told it: it counts for files alone
};

/// What was found wrong, and by quality of which site.
struct NaiveFinding {
  std::string cause;
  std::string at;  ///< site id
  std::string by;  ///< person id
};

/// Of any thing: what stands against it.
struct NaiveStanding {
  std::map<std::int64_t, NaiveFinding> holds;  ///< by record
  std::map<std::string, NaiveFinding> open;    ///< by deviation
  bool rejected = false;
  [[nodiscard]] bool barred() const { return rejected || !holds.empty(); }
};

struct NaiveCourse {
  std::string site, patient;
  std::vector<Seconds> starts;  ///< of collections that nothing came of yet
};

struct NaiveBatch {
  std::string course, site;
  Seconds started = 0;
  std::set<std::string> inputs, people, divisions;
  std::map<std::string, bool> results;  ///< test -> in specification
};

struct NaivePerson {
  std::string site;
  std::set<std::string> roles;
};

struct NaiveInput {
  std::string material;
  int ml = 0;
};

struct Naive {
  std::map<std::string, NaiveMaterial> materials;
  std::map<std::string, NaiveBatch> batches;
  std::map<std::string, NaiveCourse> courses;
  std::map<std::string, NaivePerson> people;
  std::map<std::string, NaiveStanding> standings;  ///< by thing key
  std::map<std::string, std::string> boxes;        ///< where each goes: site id
  std::map<std::string, int> labels;               ///< donation number -> how many have it
  std::string carrier;                             ///< id of the site that carries
  Seconds now = 0;
  static constexpr Seconds minute = 60, day = 24 * 60 * minute, window = 30 * minute;
  static constexpr Seconds consent = -day, approval = -30 * day, approval_end = 300 * day;
  Seconds approval_told = 0;
  /// Whether somebody asks before, or tells afterwards what has happened.
  enum class Asks : std::uint8_t { permission, afterwards };

  [[nodiscard]] NaiveStanding standing(const std::string& key) const {
    const auto found = standings.find(key);
    return found == standings.end() ? NaiveStanding{} : found->second;
  }
  /// Everything that a material is only as good as, itself first.
  [[nodiscard]] std::vector<std::string> grounds(const NaiveMaterial& m) const {
    std::vector<std::string> out = {"material/" + m.id, "course/" + m.course,
                                    "subject/" + m.patient};
    if (!m.box.empty()) out.push_back("consignment/" + m.box);
    if (m.batch.empty()) return out;
    out.push_back("batch/" + m.batch);
    for (const std::string& input : batches.at(m.batch).inputs) {
      for (std::string& key : grounds(materials.at(input))) out.push_back(std::move(key));
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
    const std::vector<std::string> keys = grounds(m);
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& key) { return strange_thing(key); });
  }
  [[nodiscard]] bool strange_thing(const std::string& key) const {
    return key.starts_with("material/") && materials.at(key.substr(9)).strange;
  }
  [[nodiscard]] bool has_role(const std::string& person,
                              const std::vector<std::string>& wanted) const {
    const std::set<std::string>& roles = people.at(person).roles;
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& role) { return roles.contains(role); });
  }
  /// What is at a site is had there, by the site or by somebody who works there; what travels, by
  /// whoever carries it.
  [[nodiscard]] bool has_it(const std::string& person, const NaiveMaterial& m) const {
    const std::string& stands = people.at(person).site;
    if (!m.site.empty() && m.site != stands) return false;
    return m.holder == "person/" + person || m.holder == "site/" + stands;
  }
  [[nodiscard]] static bool too_early(Seconds at, Seconds follows) {
    return follows - at > 5 * minute;
  }

  /// What is told of another time than now comes from a file.
  [[nodiscard]] const NaiveCheck& checked(const NaiveMaterial& m, Seconds at) const {
    return at == now ? m.check : m.file_check;
  }
  /// Why this scan must be refused; empty when it must not.
  [[nodiscard]] std::string scan(const std::string& person, const NaiveMaterial& m,
                                 const std::string& wristband, Seconds at,
                                 Asks asks = Asks::permission) const {
    if (m.patient != wristband) return "infusion.wrong_patient";
    if (rejected(m)) return "infusion.rejected";
    if (held(m)) return "infusion.on_hold";
    if (!m.released) return "infusion.not_released";
    if (at >= m.expires) return "infusion.expired";
    if (m.infused) return "infusion.already_infused";
    if (m.left_ml == 0) return "infusion.nothing_left";
    const std::string& stands = people.at(person).site;
    if (courses.at(m.course).site != stands) return "general.of_another_site";
    if (const std::string no = procedure(at, asks); !no.empty()) return no;
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (!m.box.empty() || m.received_at != stands) return "infusion.not_received";
    return too_early(at, m.since) ? "general.time_order" : "";
  }
  [[nodiscard]] std::string thaw(const std::string& person, const NaiveMaterial& m,
                                 const std::string& wristband, Seconds at) const {
    if (!has_role(person, {"infusion_nurse", "technologist"})) return "general.role_missing";
    const std::string no = scan(person, m, wristband, at);
    if (!no.empty()) return no;
    if (m.thawed) return "infusion.already_thawed";
    return strange(m) ? "general.strange_history" : "infusion.thaw_started/1";
  }
  [[nodiscard]] std::string check(const std::string& person, const NaiveMaterial& m,
                                  const std::string& wristband, Seconds at) const {
    if (!has_role(person, {"infusion_nurse", "physician"})) return "general.role_missing";
    const std::string no = scan(person, m, wristband, at);
    if (!no.empty()) return no;
    const bool by_another =
        !checked(m, at).by.empty() && checked(m, at).by != person && !checked(m, at).confirmed;
    if (by_another && checked(m, at).wristband == wristband && at <= checked(m, at).at + window) {
      return "infusion.already_checked";
    }
    return strange(m) ? "general.strange_history" : "infusion.bedside_checked/1";
  }
  [[nodiscard]] std::string confirm(const std::string& person, const NaiveMaterial& m,
                                    const std::string& wristband, Seconds at) const {
    if (!has_role(person, {"infusion_nurse", "physician"})) return "general.role_missing";
    const std::string no = scan(person, m, wristband, at);
    if (!no.empty()) return no;
    if (checked(m, at).by.empty() || checked(m, at).wristband != wristband)
      return "infusion.not_checked_yet";
    if (checked(m, at).by == person) return "infusion.same_person";
    if (checked(m, at).confirmed) return "infusion.already_confirmed";
    if (at < checked(m, at).at) return "infusion.before_the_check";
    if (at > checked(m, at).at + window) return "infusion.check_too_old";
    return strange(m) ? "general.strange_history" : "infusion.bedside_confirmed/1";
  }
  /// Why an infusion that has happened then must be held; empty: it need not.
  [[nodiscard]] std::string infusion_is_wrong(const std::string& person, const NaiveMaterial& m,
                                              const std::string& into, int ml, Seconds at) const {
    const std::string no = scan(person, m, into, at, Asks::afterwards);
    if (no == "infusion.wrong_patient") return "infused_into_another";
    if (no == "infusion.already_infused") return "infused_again";
    if (no == "infusion.nothing_left") return "quantity_differs";
    if (no == "general.time_order") return "time_order";
    if (!no.empty()) return "infused_although_forbidden";
    if (!checked(m, at).confirmed || checked(m, at).wristband != into ||
        at - checked(m, at).confirmed_at > window || checked(m, at).confirmed_at - at > minute) {
      return "infused_unchecked";
    }
    return ml > m.left_ml ? "quantity_differs" : "";
  }

  /// A receiver is "site/ID" or "person/ID".
  [[nodiscard]] std::string hand_over(const std::string& person, const NaiveMaterial& m,
                                      const std::string& receiver, Seconds at) const {
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (m.holder == receiver) return "custody.to_oneself";
    const bool to_a_site = receiver.starts_with("site/");
    const std::string id = receiver.substr(receiver.find('/') + 1);
    if (!m.box.empty()) {
      if (standing("consignment/" + m.box).barred()) return "custody.box_on_hold";
      const bool carries = to_a_site ? id == carrier : has_role(id, {"courier"});
      if (!carries) return "custody.in_a_box";
    } else if ((to_a_site ? id : people.at(id).site) != m.site) {
      return "custody.to_another_site";
    }
    if (too_early(at, m.since)) return "general.time_order";
    return m.strange ? "general.strange_history" : "custody.handed_over/1";
  }
  [[nodiscard]] std::string send(const std::string& person, const NaiveMaterial& m,
                                 const std::string& by_whom, Seconds at) const {
    if (!has_it(person, m)) return "custody.not_the_holder";
    if (!m.box.empty()) return "custody.in_a_box";
    if (too_early(at, m.since)) return "general.time_order";
    if (m.infused) return "infusion.already_infused";
    if (held(m) || rejected(m)) return "transport.on_hold";
    if (!m.batch.empty() && !m.released) return "transport.not_released";
    const bool a_site = by_whom.starts_with("site/");
    if (a_site && by_whom != "site/" + carrier) return "transport.not_a_carrier";
    return strange(m) ? "general.strange_history" : "transport.dispatched/1";
  }
  /// Why a receipt at that site must be held; empty: it need not.
  [[nodiscard]] std::string receipt_is_wrong(const NaiveMaterial& m, const std::string& site,
                                             bool broken, const std::string& seal,
                                             const std::string& box, Seconds at) const {
    if (broken) return "broken_container";
    if (!m.seal.empty() && seal != m.seal) return "seal_differs";
    if (m.box.empty() || m.box_to != site) return "unexpected_receipt";
    if (standing("consignment/" + m.box).barred()) return "consignment_on_hold";
    if (box != m.box) return "box_differs";
    return too_early(at, m.since) ? "time_order" : "";
  }

  /// Consent and approval then; empty: both were in force.
  [[nodiscard]] std::string procedure(Seconds at, Asks asks) const {
    if (at < consent) return "enrolment.no_consent";
    // What was done before anybody told of the approval was done without one, whatever its dates.
    const bool known = asks == Asks::permission || at >= approval_told;
    return known && at >= approval && at < approval_end ? "" : "study.no_approval";
  }
  [[nodiscard]] bool is_barred(const NaiveCourse& course, const std::string& id) const {
    return standing("course/" + id).barred() || standing("subject/" + course.patient).barred();
  }
  [[nodiscard]] std::string start_collection(const std::string& person, const std::string& course,
                                             Seconds at) const {
    const NaiveCourse& c = courses.at(course);
    if (c.site != people.at(person).site) return "general.of_another_site";
    if (const std::string no = procedure(at, Asks::permission); !no.empty()) return no;
    return is_barred(c, course) ? "collection.on_hold" : "collection.started/1";
  }
  /// Why a procedure that has happened then must be held; empty: it need not.
  [[nodiscard]] std::string procedure_is_wrong(const std::string& person, const std::string& course,
                                               Seconds at) const {
    const NaiveCourse& c = courses.at(course);
    if (!procedure(at, Asks::afterwards).empty()) return "collected_without_consent";
    if (c.site != people.at(person).site) return "at_another_site";
    if (is_barred(c, course)) return "collected_on_hold";
    if (c.starts.empty()) return "collected_unplanned";
    const Seconds first = *std::min_element(c.starts.begin(), c.starts.end());
    return too_early(at, first) ? "time_order" : "";
  }
  void procedure_told(const std::string& person, const std::string& course) {
    NaiveCourse& c = courses.at(course);
    if (c.site != people.at(person).site || c.starts.empty()) return;
    c.starts.erase(std::min_element(c.starts.begin(), c.starts.end()));
  }

  [[nodiscard]] std::string start_batch(const std::string& person, const std::string& course,
                                        const std::vector<NaiveInput>& inputs, Seconds at) const {
    if (const std::string no = procedure(at, Asks::permission); !no.empty()) return no;
    std::set<std::string> seen;
    const std::string& stands = people.at(person).site;
    for (const NaiveInput& input : inputs) {
      const NaiveMaterial& m = materials.at(input.material);
      if (!seen.insert(m.id).second) return "manufacture.twice_an_input";
      if (m.course != course) return "manufacture.another_course";
      if (held(m) || rejected(m)) return "manufacture.input_on_hold";
      const bool made_here =
          m.received_at.empty() && !m.batch.empty() && batches.at(m.batch).site == stands;
      if (!made_here && m.received_at != stands) return "manufacture.input_not_received";
      if (!has_it(person, m)) return "custody.not_the_holder";
      if (!m.box.empty()) return "manufacture.input_not_received";
      if (too_early(at, m.since)) return "general.time_order";
      if (m.infused) return "infusion.already_infused";
      if (input.ml > m.left_ml) return "manufacture.not_enough_left";
    }
    const bool doubtful = std::any_of(inputs.begin(), inputs.end(), [&](const NaiveInput& input) {
      return strange(materials.at(input.material));
    });
    return doubtful ? "general.strange_history" : "manufacture.started/1";
  }
  /// Why a bag that was filled then must be held with its batch; empty: it need not.
  [[nodiscard]] std::string filling_is_wrong(const std::string& person, const std::string& batch,
                                             const std::string& division, Seconds at) const {
    const NaiveBatch& b = batches.at(batch);
    if (b.divisions.contains(division)) return "division_repeated";
    if (b.site != people.at(person).site) return "at_another_site";
    return too_early(at, b.started) ? "time_order" : "";
  }
  [[nodiscard]] std::string release(const std::string& person, const NaiveMaterial& m) const {
    if (m.batch.empty()) return "release.not_a_product";
    const NaiveBatch& batch = batches.at(m.batch);
    if (batch.site != people.at(person).site) return "general.of_another_site";
    if (batch.people.contains(person)) return "release.by_its_producer";
    if (m.released) return "release.already_released";
    if (held(m) || rejected(m)) return "release.on_hold";
    if (deviant(m)) return "release.deviation_open";
    for (const char* test : {"VIABILITY", "IDENTITY"}) {
      const auto result = batch.results.find(test);
      if (result == batch.results.end()) return "release.result_missing";
      if (!result->second) return "release.out_of_specification";
    }
    if (now >= m.expires) return "release.expired";
    return strange(m) ? "general.strange_history" : "release.released/1";
  }

  /// The site that answers for a thing.
  [[nodiscard]] std::string home(const std::string& key) const {
    const std::string id = key.substr(key.find('/') + 1);
    if (key.starts_with("batch/")) return batches.at(id).site;
    if (key.starts_with("consignment/")) return boxes.at(id);
    if (key.starts_with("material/")) {
      const NaiveMaterial& m = materials.at(id);
      return m.batch.empty() ? courses.at(m.course).site : batches.at(m.batch).site;
    }
    return courses.begin()->second.site;  // both patients are of one hospital
  }
  /// Quality of that site may decide about what was found.
  [[nodiscard]] bool decides(const std::string& site, const std::string& key,
                             const NaiveFinding& found) const {
    return home(key) == site || (found.at == site && found.cause != "at_another_site");
  }
  /// `hold` 0: not named.
  [[nodiscard]] std::string lift(const std::string& by, const std::string& key,
                                 std::int64_t hold) const {
    const NaiveStanding s = standing(key);
    if (s.holds.empty()) return "quality.not_on_hold";
    if (hold == 0 && s.holds.size() > 1) return "quality.which_hold";
    if (hold != 0 && !s.holds.contains(hold)) return "quality.not_on_hold";
    const NaiveFinding& placed = hold == 0 ? s.holds.begin()->second : s.holds.at(hold);
    if (!decides(people.at(by).site, key, placed)) return "general.of_another_site";
    for (const auto& [deviation, found] : s.open) {
      if (found.cause == placed.cause) return "quality.deviation_still_open";
    }
    if (placed.by == by) return "quality.same_person";
    return strange_thing(key) ? "general.strange_history" : "quality.hold_lifted/1";
  }
};

}  // namespace veinline::walks
