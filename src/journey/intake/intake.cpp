// SPDX-License-Identifier: Apache-2.0
#include "journey/intake/intake.hpp"

namespace veinline::journey::intake {

/// Aspect of an import: that it exists is all there is to know.
struct ImportState {
  bool begun = false;
  bool operator==(const ImportState&) const = default;
};

void evolve(World& world, const Told&, const ImportBegun& fact) {
  world.make<ImportState>(fact.import, [](ImportState& import) { import.begun = true; });
}

Decision decide(Reader&, const Asked&, const BeginImport& order) {
  return facts(ImportBegun{order.import, order.source, order.file});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("intake");
  catalogue.fact<ImportBegun>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<BeginImport>();
}

}  // namespace veinline::journey::intake
