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
  importer
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
  }
  return "";
}

/// A set of roles: `Roles{Role::quality, Role::physician}`.
class Roles {
 public:
  template <class... R>
  constexpr explicit Roles(R... roles) : bits_((0u | ... | bit(roles))) {}
  [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }

 private:
  static constexpr std::uint32_t bit(Role role) { return 1u << static_cast<unsigned>(role); }
  std::uint32_t bits_;
};
/// Whoever has any role at all.
inline constexpr Roles everybody{Role::administrator, Role::coordinator,     Role::investigator,
                                 Role::physician,     Role::apheresis_nurse, Role::courier,
                                 Role::technologist,  Role::operator_,       Role::qc_analyst,
                                 Role::quality,       Role::infusion_nurse,  Role::importer};

}  // namespace veinline::journey
