// SPDX-License-Identifier: Apache-2.0
// Handing: in which condition a box was when it was to change hands, what it must be kept at on the
// way, and for how long its shipper does so.
#pragma once

#include <optional>
#include <string>

#include "journey/transport/transport.hpp"

namespace veinline::journey::transport {

/// What whoever was to take the box said of it.
enum class Outcome : std::uint8_t { accepted, accepted_with_remark, refused };
constexpr std::string_view text(Outcome outcome) {
  switch (outcome) {
    case Outcome::accepted:
      return "accepted";
    case Outcome::accepted_with_remark:
      return "accepted_with_remark";
    case Outcome::refused:
      return "refused";
  }
  return "";
}

/// What was not as it should be. Closed list: words/ has a sentence for each.
enum class Remark : std::uint8_t {
  box_damaged,
  seal_broken,
  seal_differs,
  temperature_alarm,
  not_upright,
  was_opened,
  label_unreadable,
  other
};
constexpr std::string_view text(Remark remark) {
  switch (remark) {
    case Remark::box_damaged:
      return "box_damaged";
    case Remark::seal_broken:
      return "seal_broken";
    case Remark::seal_differs:
      return "seal_differs";
    case Remark::temperature_alarm:
      return "temperature_alarm";
    case Remark::not_upright:
      return "not_upright";
    case Remark::was_opened:
      return "was_opened";
    case Remark::label_unreadable:
      return "label_unreadable";
    case Remark::other:
      return "other";
  }
  return "";
}

/// Aspect of a consignment: what was said of it when it was last to change hands.
struct BoxCondition {
  Outcome outcome = Outcome::accepted;
  std::optional<Remark> remark{};
  bool operator==(const BoxCondition&) const = default;
};
/// Aspect of a consignment: what its sender said that it must be kept at, in degrees Celsius.
struct BoxLimits {
  std::optional<kernel::Decimal> low{};
  std::optional<kernel::Decimal> high{};
  std::optional<kernel::Instant> holds_until{};  ///< of the shipper, as it is qualified
  bool operator==(const BoxLimits&) const = default;
};

/// The box was looked at when it was to change hands. That it did says another fact; when it was
/// refused it did not.
struct BoxJudged {
  static constexpr std::string_view stored_name = "transport.box_judged/1";
  ConsignmentId consignment;
  Holder giver;
  Holder receiver;
  Outcome outcome;
  std::optional<Remark> remark;
  static constexpr auto describe() {
    return std::tuple{
        field("consignment", &BoxJudged::consignment, "The box.", Mark::changes),
        field("giver", &BoxJudged::giver, "Who had it.", Mark::mentions),
        field("receiver", &BoxJudged::receiver, "Who was to take it.", Mark::mentions),
        field("outcome", &BoxJudged::outcome, "Whether it was accepted."),
        field("remark", &BoxJudged::remark, "What was not as it should be.")};
  }
};

/// What the sender of a box said of how it travels.
struct BoxLimitsSaid {
  static constexpr std::string_view stored_name = "transport.box_limits_said/1";
  ConsignmentId consignment;
  std::optional<kernel::Decimal> low;
  std::optional<kernel::Decimal> high;
  std::optional<kernel::Instant> holds_until;
  static constexpr auto describe() {
    using B = BoxLimitsSaid;
    return std::tuple{field("consignment", &B::consignment, "The box.", Mark::changes),
                      field("low", &B::low, "Lowest temperature allowed, in degrees Celsius."),
                      field("high", &B::high, "Highest temperature allowed, in degrees Celsius."),
                      field("holds_until", &B::holds_until, "Until when its shipper keeps that.")};
  }
};

inline constexpr Rule remark_wanted{"transport.remark_wanted", "R13"};
/// No shipper keeps its cold for longer; what says so was typed wrongly.
inline constexpr std::chrono::days holds_at_most{60};
inline constexpr Rule limits_contradict{"transport.limits_contradict", "R17"};

/// What a sender says of how the box travels, with the facts of its dispatch; nothing is said where
/// nothing was given. The rule that refuses it, when one does.
const Rule* add_limits(Facts& facts, const Asked& asked, const BoxLimitsSaid& said);

void tell_handing(Catalogue& catalogue);

}  // namespace veinline::journey::transport
