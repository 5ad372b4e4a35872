// SPDX-License-Identifier: Apache-2.0
// Owner: the patients whom things are about, so that what is said of them is erased with their
// keys.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "journey/reader.hpp"

namespace veinline::commands {

/// The keys of the subjects that these things are about, by way of source, course, batch, deviation
/// or alias. Incomplete as long as the reader wants more.
std::set<std::string> subjects_of(journey::Reader& reader, std::vector<journey::Thing> things);

}  // namespace veinline::commands
