// SPDX-License-Identifier: Apache-2.0
// What was erased after a backup was made stays erased when that is restored. docs/keys.md.
#pragma once

#include <string>

#include "node/node.hpp"

namespace veinline::tools::cli {

/// Destroys, in the vault of a node, every key that a bundle of evidence about erasure/keys says is
/// destroyed, and tells how many. The bundle must be intact and of the node's own log. Empty: does
/// nothing. The error is a sentence.
kernel::Result<kernel::Done, std::string> take_erasures(node::Node& node, const std::string& file);

}  // namespace veinline::tools::cli
