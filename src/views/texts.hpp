// SPDX-License-Identifier: Apache-2.0
// Texts: what became of the sealed texts that a line of the log refers to.
#pragma once

#include "views/view.hpp"

namespace veinline::views {

/// Adds "texts" to a line when a text of it is erased or restricted as of `up_to`:
/// [{"field", "class", "state"}], state "erased" or "restricted". Of texts about a subject that the
/// line names; a text that can be read as ever is not in it.
Result<kernel::Done, Fault> add_standing_of_texts(const Sources& sources, Seq up_to, Object& line);

}  // namespace veinline::views
