// SPDX-License-Identifier: Apache-2.0
// Transport: one box on its way, with its contents, its seal and where it goes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::transport {

/// Aspect of a consignment. What is still in it says so itself (custody::Holding).
struct ConsignmentState {
  std::string to;                       ///< site id
  std::vector<MaterialId> materials{};  ///< what was packed into it
  std::string from{};                   ///< site id
  bool operator==(const ConsignmentState&) const = default;
};

/// A sealed box with these materials left a site.
struct Dispatched {
  static constexpr std::string_view stored_name = "transport.dispatched/1";
  ConsignmentId consignment;
  std::vector<MaterialId> materials;
  SiteId from;
  SiteId to;
  Holder carrier;
  Code seal;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &Dispatched::consignment, "The new consignment.", Mark::changes),
        field("materials", &Dispatched::materials, "What is in the box.", Mark::changes),
        field("from", &Dispatched::from, "Where it left.", Mark::mentions),
        field("to", &Dispatched::to, "Where it goes.", Mark::mentions),
        field("carrier", &Dispatched::carrier, "Who has it now.", Mark::mentions | Mark::holder),
        field("seal", &Dispatched::seal, "Number of the seal on the box.")};
  }
};

struct Dispatch {
  static constexpr std::string_view name = "transport/dispatch";
  static constexpr std::string_view help = "Send materials in one sealed box to another site.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::apheresis_nurse, Role::technologist, Role::operator_,
                               Role::quality};
  ConsignmentId consignment;
  std::vector<MaterialId> materials;
  SiteId to;
  Holder carrier;
  Code seal;
  std::optional<kernel::Decimal> low{};
  std::optional<kernel::Decimal> high{};
  std::optional<kernel::Instant> holds_until{};
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &Dispatch::consignment, "The new consignment; made when left out.",
              Mark::fresh),
        field("materials", &Dispatch::materials, "What goes into the box."),
        field("to", &Dispatch::to, "Where it goes."),
        field("carrier", &Dispatch::carrier, "Who takes it: site/ID or person/ID."),
        field("seal", &Dispatch::seal, "Number of the seal on the box."),
        field("low", &Dispatch::low, "Lowest temperature allowed, in degrees Celsius."),
        field("high", &Dispatch::high, "Highest temperature allowed, in degrees Celsius."),
        field("holds_until", &Dispatch::holds_until,
              "Until when its shipper keeps that, as it is qualified.")};
  }
};

inline constexpr Rule on_hold{"transport.on_hold", "R25"};
inline constexpr Rule not_released{"transport.not_released", "R25"};
inline constexpr Rule two_courses{"transport.two_courses", "R07"};
inline constexpr Rule not_a_carrier{"transport.not_a_carrier", "R13"};
inline constexpr Rule twice_in_the_box{"transport.twice_in_the_box", "R08"};

}  // namespace veinline::journey::transport
