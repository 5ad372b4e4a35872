// SPDX-License-Identifier: Apache-2.0
// Blinded: what somebody may not decide about in a blinded study, since a refusal tells something
// too.
#pragma once

#include <optional>

#include "journey/catalogue.hpp"

namespace veinline::commands {

/// In a blinded study what tells an arm is decided by those alone who may know it: what is made,
/// whatever is done with a batch, and corrections of what was recorded of either. Observations have
/// happened.
std::optional<journey::Refusal> not_for_blinded(journey::Reader& reader,
                                                const journey::Catalogue& catalogue,
                                                const journey::CommandType& type,
                                                const kernel::Object& data,
                                                const journey::Asked& asked);

}  // namespace veinline::commands
