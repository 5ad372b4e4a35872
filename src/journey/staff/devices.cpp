// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/devices.hpp"

namespace veinline::journey::staff {

Thing refused_devices() {
  return Thing("access/devices");
}

const Rule* no_device_for(const PersonState& person) {
  return powerful_roles.has_one_of(person.roles) ? &device_of_the_powerful : nullptr;
}

namespace {

Thing thing_of(const DeviceKey& device) {
  return Thing(std::string(device_prefix) + device.text());
}

/// Aspect of the refusals: how many there were.
struct RefusedDevices {
  std::int64_t times = 0;
  bool operator==(const RefusedDevices&) const = default;
};

}  // namespace

void evolve(World& world, const Told&, const DeviceRegistered& fact) {
  world.make<TokenState>(thing_of(fact.device), [&](TokenState& device) {
    device.person = fact.person.text();
    device.expires = fact.expires;
    device.scopes = {fact.scopes.begin(), fact.scopes.end()};
  });
}

void evolve(World& world, const Told&, const DeviceRevoked& fact) {
  world.change<TokenState>(thing_of(fact.device),
                           [](TokenState& device) { device.revoked = true; });
}

void evolve(World& world, const Told&, const DeviceRefused& fact) {
  world.make<RefusedDevices>(refused_devices(),
                             [&](RefusedDevices& all) { all.times += fact.times.value; });
}

// Whoever holds the machine could do what its person may; nobody who gives rights or releases is
// held by a machine.
Decision decide(Reader& reader, const Asked& asked, const RegisterDevice& order) {
  const auto* person = reader.find<PersonState>(order.person);
  if (person == nullptr) return refuse(general::unknown_thing, "person");
  if (const Rule* rule = no_device_for(*person)) return refuse(*rule, "person");
  if (order.expires <= asked.now || order.expires > asked.now + device_lasts_max) {
    return refuse(device_end, "expires");
  }
  std::vector<Scope> scopes{Scope::read, Scope::act};
  if (order.scopes) scopes = *order.scopes;
  if (std::find(scopes.begin(), scopes.end(), Scope::sign) != scopes.end()) {
    return refuse(device_signs, "scopes");
  }
  return facts(DeviceRegistered{order.person, order.device, order.expires, std::move(scopes)});
}

Decision decide(Reader&, const Asked&, const RevokeDevice& order) {
  return facts(DeviceRevoked{order.device});
}

Decision decide(Reader&, const Asked&, const RecordRefusedDevice& order) {
  return facts(DeviceRefused{order.key, order.times});
}

void tell_devices(Catalogue& catalogue) {
  catalogue.fact<DeviceRegistered>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<DeviceRevoked>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<DeviceRefused>(Kind::observation, Strand::record, Correctable::never);
  catalogue.command<RegisterDevice>();
  catalogue.command<RevokeDevice>();
  catalogue.command<RecordRefusedDevice>();
  catalogue.rule(device_end);
  catalogue.rule(device_signs);
  catalogue.rule(device_of_the_powerful);
}

}  // namespace veinline::journey::staff
