// SPDX-License-Identifier: Apache-2.0
// OidcFault: why nobody was signed in by way of another house's provider.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernel/invariant.hpp"

namespace veinline::access {

enum class OidcFault : std::uint8_t {
  unreachable,         ///< the provider does not answer, or with an error
  bad_discovery,       ///< what it says of itself is not to be used, or not of this issuer
  foreign_endpoint,    ///< it names an address outside of those that were allowed
  busy,                ///< too many sign-ins are under way
  malformed_callback,  ///< the browser came back without what the provider gives it
  unknown_login,       ///< no sign-in is under way of this name: used, expired, or never begun
  other_browser,       ///< begun in another browser
  refused,             ///< the provider says no: cancelled there, or not allowed
  bad_answer,          ///< for the code it gave no identity
  malformed_token,     ///< what it gave is no ID token
  algorithm_refused,   ///< signed by an algorithm that is not taken: none, a shared secret …
  unknown_key,         ///< by a key that the provider does not publish
  bad_signature,       ///< not by that key
  wrong_issuer,        ///< of another provider
  wrong_audience,      ///< for another program
  expired,             ///< its time is over
  not_yet,             ///< its time is to come: clocks differ by more than a minute
  wrong_nonce,         ///< for another sign-in: replayed
  not_fresh,           ///< the person was not asked again
  too_weak,            ///< not in one of the ways that were asked for
};

/// The code of a fault: keys its sentence in words/.
constexpr std::string_view code(OidcFault fault) {
  switch (fault) {
    case OidcFault::unreachable:
      return "oidc.unreachable";
    case OidcFault::bad_discovery:
      return "oidc.bad_discovery";
    case OidcFault::foreign_endpoint:
      return "oidc.foreign_endpoint";
    case OidcFault::busy:
      return "oidc.busy";
    case OidcFault::malformed_callback:
      return "oidc.malformed_callback";
    case OidcFault::unknown_login:
      return "oidc.unknown_login";
    case OidcFault::other_browser:
      return "oidc.other_browser";
    case OidcFault::refused:
      return "oidc.refused";
    case OidcFault::bad_answer:
      return "oidc.bad_answer";
    case OidcFault::malformed_token:
      return "oidc.malformed_token";
    case OidcFault::algorithm_refused:
      return "oidc.algorithm_refused";
    case OidcFault::unknown_key:
      return "oidc.unknown_key";
    case OidcFault::bad_signature:
      return "oidc.bad_signature";
    case OidcFault::wrong_issuer:
      return "oidc.wrong_issuer";
    case OidcFault::wrong_audience:
      return "oidc.wrong_audience";
    case OidcFault::expired:
      return "oidc.expired";
    case OidcFault::not_yet:
      return "oidc.not_yet";
    case OidcFault::wrong_nonce:
      return "oidc.wrong_nonce";
    case OidcFault::not_fresh:
      return "oidc.not_fresh";
    case OidcFault::too_weak:
      return "oidc.too_weak";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

}  // namespace veinline::access
