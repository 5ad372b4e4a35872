// SPDX-License-Identifier: Apache-2.0
// PasskeyFault: why a passkey is not taken, or what it made is not believed.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/invariant.hpp"

namespace veinline::passkey {

/// In the order in which they are looked for.
enum class PasskeyFault : std::uint8_t {
  malformed,            ///< not what a browser and an authenticator write, or beyond a limit
  wrong_type,           ///< made for the other ceremony: registration or signing in
  wrong_challenge,      ///< an answer to another question: replayed, or not ours
  wrong_origin,         ///< made on the page of another origin
  cross_origin,         ///< made in a frame of another page
  wrong_relying_party,  ///< a passkey of another name than ours
  wrong_credential,     ///< made by another passkey than the one it is checked against
  unsupported_key,      ///< a key or an algorithm that is not taken
  bad_signature,        ///< not made by this key over these bytes
  not_present,          ///< nobody touched the authenticator
  not_verified,         ///< it did not ask for a PIN or a fingerprint
  backup_changed,       ///< whether it can be copied is another than at its registration
  counter_went_back,    ///< the authenticator counted less than before: a copy of it is in use
};

/// The code of a fault: keys its sentence in words/.
constexpr std::string_view code(PasskeyFault fault) {
  switch (fault) {
    case PasskeyFault::malformed:
      return "passkey.malformed";
    case PasskeyFault::wrong_type:
      return "passkey.wrong_type";
    case PasskeyFault::wrong_challenge:
      return "passkey.wrong_challenge";
    case PasskeyFault::wrong_origin:
      return "passkey.wrong_origin";
    case PasskeyFault::cross_origin:
      return "passkey.cross_origin";
    case PasskeyFault::wrong_relying_party:
      return "passkey.wrong_relying_party";
    case PasskeyFault::wrong_credential:
      return "passkey.wrong_credential";
    case PasskeyFault::unsupported_key:
      return "passkey.unsupported_key";
    case PasskeyFault::bad_signature:
      return "passkey.bad_signature";
    case PasskeyFault::not_present:
      return "passkey.not_present";
    case PasskeyFault::not_verified:
      return "passkey.not_verified";
    case PasskeyFault::backup_changed:
      return "passkey.backup_changed";
    case PasskeyFault::counter_went_back:
      return "passkey.counter_went_back";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::passkey
