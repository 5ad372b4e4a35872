// SPDX-License-Identifier: Apache-2.0
// Quality: holds and deviations. Any stage may open one; only quality closes it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::quality {

/// What went wrong. Closed list: words/ has a sentence for each.
enum class Cause : std::uint8_t {
  broken_container,
  broken_seal,
  seal_differs,
  temperature_excursion,
  unexpected_receipt,
  collected_without_consent,
  collected_unplanned,
  result_out_of_specification,
  infused_unchecked,
  infused_into_another,
  quantity_differs,
  box_differs,
  consignment_on_hold,
  infused_although_forbidden,
  division_repeated,
  at_another_site,  ///< for a thing of another site
  time_order,
  collected_on_hold,
  donation_number_repeated,
  infused_again,
  infusion_corrected,   ///< what the bag was recorded to have given was wrong
  temperature_unknown,  ///< the logger's record has gaps
  not_delegated,        ///< by somebody who is not in the delegation log for it
  other
};
constexpr std::string_view text(Cause cause) {
  switch (cause) {
    case Cause::broken_container:
      return "broken_container";
    case Cause::broken_seal:
      return "broken_seal";
    case Cause::seal_differs:
      return "seal_differs";
    case Cause::temperature_excursion:
      return "temperature_excursion";
    case Cause::unexpected_receipt:
      return "unexpected_receipt";
    case Cause::collected_without_consent:
      return "collected_without_consent";
    case Cause::collected_unplanned:
      return "collected_unplanned";
    case Cause::result_out_of_specification:
      return "result_out_of_specification";
    case Cause::infused_unchecked:
      return "infused_unchecked";
    case Cause::infused_into_another:
      return "infused_into_another";
    case Cause::quantity_differs:
      return "quantity_differs";
    case Cause::box_differs:
      return "box_differs";
    case Cause::consignment_on_hold:
      return "consignment_on_hold";
    case Cause::infused_although_forbidden:
      return "infused_although_forbidden";
    case Cause::division_repeated:
      return "division_repeated";
    case Cause::at_another_site:
      return "at_another_site";
    case Cause::time_order:
      return "time_order";
    case Cause::collected_on_hold:
      return "collected_on_hold";
    case Cause::donation_number_repeated:
      return "donation_number_repeated";
    case Cause::infused_again:
      return "infused_again";
    case Cause::infusion_corrected:
      return "infusion_corrected";
    case Cause::temperature_unknown:
      return "temperature_unknown";
    case Cause::not_delegated:
      return "not_delegated";
    case Cause::other:
      return "other";
  }
  return "";
}

/// How a deviation was judged.
enum class Assessment : std::uint8_t { no_impact, acceptable_with_reason, product_rejected };
constexpr std::string_view text(Assessment assessment) {
  switch (assessment) {
    case Assessment::no_impact:
      return "no_impact";
    case Assessment::acceptable_with_reason:
      return "acceptable_with_reason";
    case Assessment::product_rejected:
      return "product_rejected";
  }
  return "";
}

/// A hold on a thing.
struct Placed {
  Cause cause = Cause::other;
  std::string at;         ///< site id: where it was placed
  std::string by;         ///< person id: who placed it, or recorded what it came with
  bool imported = false;  ///< a file placed it
  bool operator==(const Placed&) const = default;
};

/// Aspect of anything that can be held: the guard of "no hold" and "no open deviation".
struct Standing {
  std::map<std::string, Placed> holds;  ///< by the id of the record that placed each
  bool rejected = false;
  std::map<std::string, Cause> open_deviations;  ///< by deviation id
  [[nodiscard]] bool held() const { return !holds.empty(); }
  bool operator==(const Standing&) const = default;
};

/// Aspect of a deviation.
struct DeviationState {
  Thing about;
  Cause cause = Cause::other;
  std::string at;  ///< site id: where it was opened
  std::string by;  ///< person id: who recorded what it came with
  bool open = true;
  bool imported = false;  ///< a file opened it
  bool operator==(const DeviationState&) const = default;
};

/// The thing may not be used until quality lifts the hold.
struct HoldPlaced {
  static constexpr std::string_view stored_name = "quality.hold_placed/1";
  AnyThing thing;
  Cause cause;
  static constexpr auto describe() {
    return std::tuple{field("thing", &HoldPlaced::thing, "What may not be used.", Mark::changes),
                      field("cause", &HoldPlaced::cause, "Why it was put on hold.")};
  }
};

/// Quality takes one hold away. Without another one, the thing may be used again.
struct HoldLifted {
  static constexpr std::string_view stored_name = "quality.hold_lifted/1";
  AnyThing thing;
  RecordId hold;
  static constexpr auto describe() {
    return std::tuple{
        field("thing", &HoldLifted::thing, "From what the hold was taken.", Mark::changes),
        field("hold", &HoldLifted::hold, "Id of the record that placed it.")};
  }
};

/// Something was not as it should be; it stays open until quality has judged it.
struct DeviationOpened {
  static constexpr std::string_view stored_name = "quality.deviation_opened/1";
  DeviationId deviation;
  AnyThing about;
  Cause cause;
  static constexpr auto describe() {
    return std::tuple{
        field("deviation", &DeviationOpened::deviation, "The new deviation.", Mark::changes),
        field("about", &DeviationOpened::about, "What it is about.", Mark::changes),
        field("cause", &DeviationOpened::cause, "What was not as it should be.")};
  }
};

/// Quality has judged a deviation.
struct DeviationClosed {
  static constexpr std::string_view stored_name = "quality.deviation_closed/1";
  DeviationId deviation;
  AnyThing about;
  Assessment assessment;
  static constexpr auto describe() {
    return std::tuple{
        field("deviation", &DeviationClosed::deviation, "The deviation.", Mark::changes),
        field("about", &DeviationClosed::about, "What it was about.", Mark::changes),
        field("assessment", &DeviationClosed::assessment, "How it was judged.")};
  }
};

struct Hold {
  static constexpr std::string_view name = "quality/hold";
  static constexpr std::string_view help = "Put a thing on hold; it may not be used.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::quality,         Role::physician,     Role::investigator,
                               Role::apheresis_nurse, Role::technologist,  Role::operator_,
                               Role::qc_analyst,      Role::infusion_nurse};
  static constexpr bool needs_reason = true;
  AnyThing thing;
  Cause cause;
  static constexpr auto describe() {
    return std::tuple{field("thing", &Hold::thing, "What may not be used, as kind/ID."),
                      field("cause", &Hold::cause, "Why.")};
  }
};

struct Lift {
  static constexpr std::string_view name = "quality/lift";
  static constexpr std::string_view help =
      "Lift one hold that somebody else told, once its deviation is closed.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "lift";
  static constexpr bool signs_fully = true;
  AnyThing thing;
  std::optional<RecordSeq> hold{};
  static constexpr auto describe() {
    return std::tuple{
        field("thing", &Lift::thing, "From what the hold is taken, as kind/ID."),
        field("hold", &Lift::hold,
              "Sequence number of the record that placed it; may be left out when it is the only "
              "one.")};
  }
};

struct CloseDeviation {
  static constexpr std::string_view name = "quality/close_deviation";
  static constexpr std::string_view help =
      "Close a deviation that somebody else told, with quality's judgement of it.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool needs_reason = true;
  static constexpr std::string_view signs = "assessment";
  static constexpr bool signs_fully = true;
  DeviationId deviation;
  Assessment assessment;
  static constexpr auto describe() {
    return std::tuple{field("deviation", &CloseDeviation::deviation, "The deviation."),
                      field("assessment", &CloseDeviation::assessment, "How it is judged.")};
  }
};

inline constexpr Rule not_on_hold{"quality.not_on_hold", "R25"};
inline constexpr Rule which_hold{"quality.which_hold", "R25"};
inline constexpr Rule deviation_still_open{"quality.deviation_still_open", "R25"};
inline constexpr Rule deviation_not_open{"quality.deviation_not_open", "R25"};
inline constexpr Rule same_person{"quality.same_person", "R25"};
inline constexpr Rule not_of_a_file{"quality.not_of_a_file", "R25"};

/// A hold and a deviation about `thing`, for an observation of something that should not have been.
/// `thing` must have been read.
void note_deviation(Facts& facts, const Asked& asked, const AnyThing& thing, Cause cause);
/// The same for several things at once, a deviation for each.
void note_deviations(Facts& facts, const Asked& asked, const std::vector<MaterialId>& materials,
                     Cause cause);

}  // namespace veinline::journey::quality
