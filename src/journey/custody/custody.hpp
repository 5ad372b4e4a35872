// SPDX-License-Identifier: Apache-2.0
// Custody: at every instant a material has one holder, and what leaves a site leaves in a box.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::custody {

/// Aspect of a material: who has it, where, under which seal.
struct Holding {
  Thing holder;
  std::string seal{};         ///< last recorded seal; empty: not recorded
  std::string consignment{};  ///< id of the box that it travels in; empty: none
  std::string site{};         ///< id of the site where it is; empty: on its way
  kernel::Instant since{};    ///< when the latest of all this happened
  /// Ids of the sites where it was or was sent to, each with the sequence number of the record that
  /// said so first.
  std::map<std::string, std::uint64_t> sites{};
  bool operator==(const Holding&) const = default;
};
/// The material is at a site from now on, in no box.
void arrive(Holding& holding, const Holder& holder, const Told& told);

/// The material left the hands of one holder for those of another.
struct HandedOver {
  static constexpr std::string_view stored_name = "custody.handed_over/1";
  MaterialId material;
  Holder giver;
  Holder receiver;
  std::optional<Code> seal;
  static constexpr auto describe() {
    return std::tuple{
        field("material", &HandedOver::material, "What changed hands.", Mark::changes),
        field("giver", &HandedOver::giver, "Who had it.", Mark::mentions),
        field("receiver", &HandedOver::receiver, "Who has it now.", Mark::mentions | Mark::holder),
        field("seal", &HandedOver::seal, "Number of the seal on it.")};
  }
};

struct HandOver {
  static constexpr std::string_view name = "custody/hand_over";
  static constexpr std::string_view help =
      "Hand a material over within a site, or on its way to another courier.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::apheresis_nurse, Role::courier,   Role::technologist,
                               Role::operator_,       Role::quality,   Role::infusion_nurse,
                               Role::physician,       Role::qc_analyst};
  MaterialId material;
  Holder receiver;
  std::optional<Code> seal;
  static constexpr auto describe() {
    return std::tuple{field("material", &HandOver::material, "What is handed over."),
                      field("receiver", &HandOver::receiver, "Who takes it: site/ID or person/ID."),
                      field("seal", &HandOver::seal, "Number of the seal on it.")};
  }
};

inline constexpr Rule not_the_holder{"custody.not_the_holder", "R13"};
inline constexpr Rule box_on_hold{"custody.box_on_hold", "R25"};
inline constexpr Rule to_oneself{"custody.to_oneself", "R13"};
inline constexpr Rule to_another_site{"custody.to_another_site", "R13"};
inline constexpr Rule in_a_box{"custody.in_a_box", "R13"};

/// True when the asker has the material: in person, or for the site where they stand. What is at a
/// site nobody has anywhere else.
bool has_it(const Holding* holding, const Asked& asked);
/// For a stage that hands several over at once.
Decision decide(Reader& reader, const Asked& asked, const HandOver& order);

}  // namespace veinline::journey::custody
