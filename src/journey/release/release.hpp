// SPDX-License-Identifier: Apache-2.0
// Release: quality lets a product leave for its patient.
#pragma once

#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::release {

/// Aspect of a material that was released.
struct ReleaseState {
  std::string by;         ///< person id
  std::uint64_t seq = 0;  ///< of the record that released it
  bool operator==(const ReleaseState&) const = default;
};

/// True when the material is released, and no record that the release rests on was corrected since:
/// then it is void, and quality decides again (R41, docs/decisions/0017).
bool stands(Reader& reader, const Thing& material);

/// Quality signed that this product may be given.
struct Released {
  static constexpr std::string_view stored_name = "release.released/1";
  static constexpr bool tells_arm = true;
  MaterialId material;
  BatchId batch;
  CourseId course;
  static constexpr auto describe() {
    return std::tuple{field("material", &Released::material, "What may be given.", Mark::changes),
                      field("batch", &Released::batch, "Out of which batch.", Mark::mentions),
                      field("course", &Released::course, "For which treatment.", Mark::changes)};
  }
};

struct Release {
  static constexpr std::string_view name = "release/release";
  static constexpr std::string_view help = "Release a product for its patient.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::quality};
  static constexpr bool tells_arm = true;
  static constexpr std::string_view signs = "release";
  static constexpr bool signs_fully = true;
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{field("material", &Release::material, "The product.")};
  }
};

inline constexpr Rule not_a_product{"release.not_a_product", "R25"};
inline constexpr Rule already_released{"release.already_released", "R25"};
inline constexpr Rule on_hold{"release.on_hold", "R25"};
inline constexpr Rule deviation_open{"release.deviation_open", "R25"};
inline constexpr Rule result_missing{"release.result_missing", "R25"};
inline constexpr Rule out_of_specification{"release.out_of_specification", "R25"};
inline constexpr Rule by_its_producer{"release.by_its_producer", "R25"};
inline constexpr Rule voided{"release.voided", "R41"};
inline constexpr Rule expired{"release.expired", "R31"};

}  // namespace veinline::journey::release
