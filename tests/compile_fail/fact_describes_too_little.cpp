// SPDX-License-Identifier: Apache-2.0
// expect: could not convert
// A fact that describes fewer members than it has cannot be told to the catalogue.
#include "journey/catalogue.hpp"

namespace veinline::journey::sample {
struct Noted {
  static constexpr std::string_view stored_name = "sample.noted/1";
  MaterialId material;
  SubjectId forgotten;
  static constexpr auto describe() {
    return std::tuple{field("material", &Noted::material, "What.", Mark::changes)};
  }
};
void evolve(World&, const Told&, const Noted&) {}
void tell(Catalogue& catalogue) {
  catalogue.fact<Noted>(Kind::observation, Strand::record);
}
}  // namespace veinline::journey::sample
