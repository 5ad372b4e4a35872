// SPDX-License-Identifier: Apache-2.0
// OpenAPI: the routes, the catalogue and the words as one OpenAPI 3.1 document.
#pragma once

#include "exchange/words.hpp"
#include "journey/catalogue.hpp"
#include "kernel/canonical.hpp"

namespace veinline::gateway::http {

/// Every route, and one path for each command. Each operation has an example; all of them, done in
/// the order of `x-order` on a new node, are answered as the document says (tests/e2e).
kernel::Object openapi(const journey::Catalogue& catalogue, exchange::Language language);

}  // namespace veinline::gateway::http
