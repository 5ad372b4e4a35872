// SPDX-License-Identifier: Apache-2.0
// Blinded: what somebody may not decide about in a blinded study, since a refusal tells something
// too.
#pragma once

#include <optional>

#include "journey/catalogue.hpp"

namespace veinline::commands {

class Reach;

/// In a blinded study what tells an arm is decided by those alone who may know it. Observations
/// have happened.
std::optional<journey::Refusal> not_for_blinded(journey::Reader& reader, Reach& reach,
                                                const journey::CommandType& type,
                                                const kernel::Object& data,
                                                const journey::Asked& asked);

/// Whether the asker is answered as if there were no such thing: a batch, a deviation of one, a
/// document that tells an arm, a product that was never sent to a hospital, in a study in which
/// they are blinded. Who has or had a product in their hands or at their site knows that it is
/// there. What was observed is recorded of a batch where it is made, and of a product wherever it
/// is, but that a hold of what is not there is of nothing.
bool is_hidden(journey::Reader& reader, journey::Kind kind, const journey::Named& named,
               const journey::Asked& asked);
/// Whether they are answered as if there were no such record as the command names, by the fact as
/// it was recorded.
bool is_hidden_record(journey::Reader& reader, const journey::Catalogue& catalogue,
                      const journey::Asked& asked);

}  // namespace veinline::commands
