// SPDX-License-Identifier: Apache-2.0
// expect: 'evolve' was not declared
// A fact that no stage gave a meaning to cannot be told to the catalogue.
#include "journey/catalogue.hpp"

namespace veinline::journey::sample {
struct Noted {
  static constexpr std::string_view stored_name = "sample.noted/1";
  MaterialId material;
  static constexpr auto describe() {
    return std::tuple{field("material", &Noted::material, "What.", Mark::changes)};
  }
};
void tell(Catalogue& catalogue) {
  catalogue.fact<Noted>(Kind::observation, Strand::record);
}
}  // namespace veinline::journey::sample
