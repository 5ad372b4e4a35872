// SPDX-License-Identifier: Apache-2.0
// Claims: what a label says beside what it names, against what is recorded of that (R09).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codes/scan.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/reader.hpp"

namespace veinline::journey {

/// What the label says and the record does not: "chain_of_identity", "expires", "flags" (it is on a
/// tube, not on a bag), "content" (the material was corrected after this label was printed). Empty:
/// they agree. Looks at things that may not be loaded yet: only the last answer counts.
std::vector<std::string> differences(Reader& reader, const codes::Scan& scan, const Thing& thing);

/// How a label of ours stands that was scanned and is not live: it names nothing, and whoever
/// scanned it must know why. Nothing: it is live, or it was something else.
std::optional<labelling::Phase> phase_unless_live(Reader& reader, const codes::Scan& scan);

}  // namespace veinline::journey
