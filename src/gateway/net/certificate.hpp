// SPDX-License-Identifier: Apache-2.0
// Certificate: by what a device is known that shows one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veinline::gateway::net {

/// SHA-256, in hex, of the public key of the first certificate of a PEM text. Empty: it has none
/// that can be read.
std::optional<std::string> key_of_certificate(std::string_view pem);

}  // namespace veinline::gateway::net
