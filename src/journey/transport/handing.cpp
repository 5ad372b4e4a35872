// SPDX-License-Identifier: Apache-2.0
#include "journey/transport/handing.hpp"

namespace veinline::journey::transport {

void evolve(World& world, const Told&, const BoxJudged& fact) {
  world.make<BoxCondition>(fact.consignment, [&](BoxCondition& condition) {
    condition = {fact.outcome, fact.remark};
  });
}

void evolve(World& world, const Told&, const BoxLimitsSaid& fact) {
  world.make<BoxLimits>(fact.consignment, [&](BoxLimits& limits) {
    limits = {fact.low, fact.high, fact.holds_until};
  });
}

const Rule* add_limits(Facts& facts, const Asked& asked, const BoxLimitsSaid& said) {
  if (!said.low && !said.high && !said.holds_until) return nullptr;
  if (said.low && said.high && *said.low > *said.high) return &limits_contradict;
  if (said.holds_until &&
      (*said.holds_until <= asked.now || *said.holds_until > asked.now + holds_at_most)) {
    return &limits_contradict;
  }
  facts.add(said);
  return nullptr;
}

void tell_handing(Catalogue& catalogue) {
  catalogue.fact<BoxJudged>(Kind::permission, Strand::condition);
  catalogue.fact<BoxLimitsSaid>(Kind::permission, Strand::condition);
  for (const Rule* rule : {&remark_wanted, &limits_contradict}) catalogue.rule(*rule);
}

}  // namespace veinline::journey::transport
