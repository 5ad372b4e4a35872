// SPDX-License-Identifier: Apache-2.0
// Devices: loggers, readers and equipment that prove who they are by the key of a certificate, and
// do for somebody what was said of them. They never sign: a signature is of a person (R41).
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {

/// SHA-256 of the public key of a device, as its certificate has it (SubjectPublicKeyInfo in DER):
/// a certificate that is renewed for the same key is of the same device.
struct DeviceKeySyntax {
  static constexpr std::string_view name = "device key";
  static constexpr std::string_view scheme = "device";
  static std::string why_not(std::string_view text) { return HexDigestSyntax::why_not(text); }
};
using DeviceKey = Coded<DeviceKeySyntax>;

/// Of the things that devices are: their state is a TokenState.
inline constexpr std::string_view device_prefix = "alias/device/";
/// For how long at most a device is registered at once.
constexpr std::chrono::hours device_lasts_max{3 * 366 * 24};

/// The thing that the refusals of devices change.
Thing refused_devices();

/// Who shows a certificate of this key acts for the person; the key itself is with the device
/// alone.
struct DeviceRegistered {
  static constexpr std::string_view stored_name = "staff.device_registered/1";
  PersonId person;
  DeviceKey device;
  kernel::Instant expires;
  std::vector<Scope> scopes;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &DeviceRegistered::person, "For whom the device acts.", Mark::mentions),
        field("device", &DeviceRegistered::device, "SHA-256 of its public key.", Mark::changes),
        field("expires", &DeviceRegistered::expires, "From when on it acts for nobody."),
        field("scopes", &DeviceRegistered::scopes, "What it may be used for.")};
  }
};

/// The device acts for nobody any more.
struct DeviceRevoked {
  static constexpr std::string_view stored_name = "staff.device_revoked/1";
  DeviceKey device;
  static constexpr auto describe() {
    return std::tuple{
        field("device", &DeviceRevoked::device, "SHA-256 of its public key.", Mark::changes)};
  }
};

/// Somebody showed a certificate that counts for nothing here, so often since it was recorded last.
struct DeviceRefused {
  static constexpr std::string_view stored_name = "staff.device_refused/1";
  std::optional<HexDigest> key;
  Count times;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {refused_devices()}; }
  static constexpr auto describe() {
    return std::tuple{
        field("key", &DeviceRefused::key,
              "SHA-256 of its public key; none: no authority of the node signed the "
              "certificate, or its time was over."),
        field("times", &DeviceRefused::times, "How often, since this was said last.")};
  }
};

struct RegisterDevice {
  static constexpr std::string_view name = "staff/register_device";
  static constexpr std::string_view help =
      "Let a device act for a person by its certificate: it reads and records, and never signs.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  PersonId person;
  DeviceKey device;
  kernel::Instant expires;
  std::optional<std::vector<Scope>> scopes;
  static constexpr auto describe() {
    return std::tuple{
        field("person", &RegisterDevice::person,
              "For whom it acts: a person who was added for it, with the roles it needs."),
        field("device", &RegisterDevice::device,
              "SHA-256 of its public key, in hex: veinline device key FILE.", Mark::fresh),
        field("expires", &RegisterDevice::expires,
              "From when on it acts for nobody; three years ahead at most."),
        field("scopes", &RegisterDevice::scopes,
              "What it may be used for; leave out for reading and recording.")};
  }
};

struct RevokeDevice {
  static constexpr std::string_view name = "staff/revoke_device";
  static constexpr std::string_view help =
      "Let a device act for nobody any more. Its key is never registered again.";
  static constexpr Kind kind = Kind::permission;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  DeviceKey device;
  static constexpr auto describe() {
    return std::tuple{field("device", &RevokeDevice::device, "SHA-256 of its public key, in hex.")};
  }
};

struct RecordRefusedDevice {
  static constexpr std::string_view name = "staff/record_refused_device";
  static constexpr std::string_view help =
      "Record that a certificate was shown that counts for nothing; the server does it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  static constexpr bool machine_only = true;
  std::optional<HexDigest> key;
  Count times;
  static constexpr auto describe() {
    return std::tuple{
        field("key", &RecordRefusedDevice::key, "SHA-256 of its public key."),
        field("times", &RecordRefusedDevice::times, "How often, since this was said last.")};
  }
};

inline constexpr Rule device_end{"staff.device_end", "R43"};
inline constexpr Rule device_signs{"staff.device_signs", "R41"};
inline constexpr Rule device_of_the_powerful{"staff.device_of_the_powerful", "R43"};

/// Why nothing acts for who has these roles but they themselves; nullptr: a device may.
const Rule* no_device_for(const PersonState& person);

/// Tells the catalogue of all this; part of the stage `staff`.
void tell_devices(Catalogue& catalogue);

}  // namespace veinline::journey::staff
