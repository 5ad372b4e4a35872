// SPDX-License-Identifier: Apache-2.0
// Roles: what a person may be trusted with at a site. The command descriptions say who may do what.
#pragma once

#include <cstdint>
#include <string_view>

namespace veinline::journey {

enum class Role : std::uint8_t {
  administrator,
  coordinator,
  investigator,
  physician,
  apheresis_nurse,
  courier,
  technologist,
  operator_,
  qc_analyst,
  quality,
  infusion_nurse,
  importer,
  monitor,
  sponsor,
  inspector
};
constexpr std::string_view text(Role role) {
  switch (role) {
    case Role::administrator:
      return "administrator";
    case Role::coordinator:
      return "coordinator";
    case Role::investigator:
      return "investigator";
    case Role::physician:
      return "physician";
    case Role::apheresis_nurse:
      return "apheresis_nurse";
    case Role::courier:
      return "courier";
    case Role::technologist:
      return "technologist";
    case Role::operator_:
      return "operator";
    case Role::qc_analyst:
      return "qc_analyst";
    case Role::quality:
      return "quality";
    case Role::infusion_nurse:
      return "infusion_nurse";
    case Role::importer:
      return "importer";
    case Role::monitor:
      return "monitor";
    case Role::sponsor:
      return "sponsor";
    case Role::inspector:
      return "inspector";
  }
  return "";
}

/// A set of roles: `Roles{Role::quality, Role::physician}`.
class Roles {
 public:
  template <class... R>
  constexpr explicit Roles(R... roles) : bits_((0u | ... | bit(roles))) {}
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  /// True when one of them is in the set.
  template <class Range>
  [[nodiscard]] constexpr bool has_one_of(const Range& roles) const {
    for (const Role role : roles) {
      if (has(role)) return true;
    }
    return false;
  }

 private:
  static constexpr std::uint32_t bit(Role role) { return 1u << static_cast<unsigned>(role); }
  std::uint32_t bits_;
};

inline constexpr Roles every_role{Role::administrator, Role::coordinator,     Role::investigator,
                                  Role::physician,     Role::apheresis_nurse, Role::courier,
                                  Role::technologist,  Role::operator_,       Role::qc_analyst,
                                  Role::quality,       Role::infusion_nurse,  Role::importer,
                                  Role::monitor,       Role::sponsor,         Role::inspector};
/// They read, and record nothing but what they ask to see: whoever judges a record does not write
/// it.
inline constexpr Roles reading_roles{Role::monitor, Role::sponsor, Role::inspector};
/// Of those who read, they are of no site: they see the studies that were named to them,
/// everywhere.
inline constexpr Roles study_roles{Role::monitor, Role::sponsor};
/// What two people give: who has one could give rights, release, or speak for others.
inline constexpr Roles powerful_roles{Role::administrator, Role::quality, Role::importer};

}  // namespace veinline::journey
