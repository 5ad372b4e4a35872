// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/refusals.hpp"

namespace veinline::journey::staff {

namespace {

/// Aspect beside a person's denials, or of all whom nobody knows: how many there were.
struct RefusedSignIns {
  std::int64_t times = 0;
  bool operator==(const RefusedSignIns&) const = default;
};

Thing refusals_of(const std::optional<PersonId>& person) {
  return person ? denials(*person) : Thing(std::string(denials_kind) + "/sign_in");
}

}  // namespace

std::vector<Thing> SignInRefused::also_changes() const {
  return {refusals_of(person)};
}

void evolve(World& world, const Told&, const SignInRefused& fact) {
  world.make<RefusedSignIns>(refusals_of(fact.person),
                             [&](RefusedSignIns& all) { all.times += fact.times.value; });
}

Decision decide(Reader&, const Asked& asked, const RecordRefusedSignIn& order) {
  if (order.last < order.first) return refuse(general::time_order, "last");
  if (order.last > asked.now) return refuse(general::time_in_future, "last");
  return facts(SignInRefused{order.person, order.whys, order.times, order.first, order.last});
}

void tell_refusals(Catalogue& catalogue) {
  catalogue.fact<SignInRefused>(Kind::observation, Strand::record, Correctable::never);
  catalogue.command<RecordRefusedSignIn>();
}

}  // namespace veinline::journey::staff
