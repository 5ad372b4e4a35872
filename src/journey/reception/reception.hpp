// SPDX-License-Identifier: Apache-2.0
// Reception: a material arrived, in whatever condition. It is recorded always; held when it must
// be.
#pragma once

#include <optional>

#include "journey/catalogue.hpp"

namespace veinline::journey::reception {

enum class Condition : std::uint8_t { intact, damaged, seal_broken, too_warm };
constexpr std::string_view text(Condition condition) {
  switch (condition) {
    case Condition::intact:
      return "intact";
    case Condition::damaged:
      return "damaged";
    case Condition::seal_broken:
      return "seal_broken";
    case Condition::too_warm:
      return "too_warm";
  }
  return "";
}

/// Aspect of a material: the last time it was received.
struct ReceptionState {
  std::string site;
  Condition condition = Condition::intact;
  bool operator==(const ReceptionState&) const = default;
};

/// The material arrived at a site, as it was told before receivers were asked for the seal and the
/// box. It stays readable for ever; it is never written again.
struct ReceivedBeforeSeals {
  static constexpr std::string_view stored_name = "reception.received/1";
  MaterialId material;
  Holder receiver;
  Condition condition;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &ReceivedBeforeSeals::material, "What arrived.", Mark::changes),
        field("receiver", &ReceivedBeforeSeals::receiver, "Where; who has it now.",
              Mark::mentions | Mark::holder),
        field("condition", &ReceivedBeforeSeals::condition, "In which condition.")};
  }
};

/// The material arrived at a site.
struct Received {
  static constexpr std::string_view stored_name = "reception.received/2";
  MaterialId material;
  Holder receiver;
  Condition condition;
  std::optional<Code> seal;
  std::optional<ConsignmentId> consignment;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &Received::material, "What arrived.", Mark::changes),
        field("receiver", &Received::receiver, "Where; who has it now.",
              Mark::mentions | Mark::holder),
        field("condition", &Received::condition, "In which condition."),
        field("seal", &Received::seal, "Number of the seal that was on it."),
        field("consignment", &Received::consignment, "In which box it came.", Mark::changes)};
  }
};

/// What the old one does not know stays empty: a seal that was not asked for is "not recorded", and
/// a default here would let somebody who never looked have seen one.
Received upcast(const ReceivedBeforeSeals& old);

struct Receive {
  static constexpr std::string_view name = "reception/receive";
  static constexpr std::string_view help =
      "Record that a material arrived, in whatever condition it is.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::technologist, Role::operator_,      Role::quality,
                               Role::physician,    Role::infusion_nurse, Role::apheresis_nurse};
  static constexpr bool at_hand = true;
  MaterialId material;
  Condition condition;
  std::optional<Code> seal;
  std::optional<ConsignmentId> consignment;
  static constexpr auto describe() {
    return std::tuple{field("material", &Receive::material, "What arrived."),
                      field("condition", &Receive::condition, "In which condition."),
                      field("seal", &Receive::seal, "Number of the seal that was on it."),
                      field("consignment", &Receive::consignment, "In which box it came.")};
  }
};

}  // namespace veinline::journey::reception
