// SPDX-License-Identifier: Apache-2.0
// The addresses by which somebody comes to be known: sessions, other ways in, credentials, links.
#pragma once

#include <vector>

#include "gateway/http/routes.hpp"

namespace veinline::gateway::http {

// Media types.
inline constexpr std::string_view a_text = "text/plain";
inline constexpr std::string_view some_bytes = "application/octet-stream";

/// An address whose answer is made where it is asked.
template <net::HttpResponse (*answer)(const ApiParts&, const Call&)>
void at_once(const ApiParts& parts, const CallPointer& call, const net::Respond& respond) {
  respond(answer(parts, *call));
}

std::vector<Route> ways_in();

}  // namespace veinline::gateway::http
