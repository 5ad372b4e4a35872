// SPDX-License-Identifier: Apache-2.0
// Asks a provider of OpenID Connect, and nobody else.
#pragma once

#include <string>
#include <vector>

#include "access/oidc.hpp"

namespace veinline::gateway::http {

/// Asks houses of `origins` alone (access::allowed_origins), by a new connection each time, 10 s at
/// most for each of its steps, and takes 1 MiB. Whatever else is asked, and every redirection, is
/// no answer. `ca_file`: a PEM file of the authorities that are believed; empty: those of the
/// system.
access::Fetch issuer_fetch(std::vector<std::string> origins, std::string ca_file);

}  // namespace veinline::gateway::http
