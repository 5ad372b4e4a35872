// SPDX-License-Identifier: Apache-2.0
// Scratch: a desk over a copy in memory that lies on top of a node, for dry runs.
#pragma once

#include <functional>

#include "node/node.hpp"

namespace veinline::node {

/// Calls `use` with a desk whose facts go nowhere. The fault says that the node cannot be read;
/// then `use` was not called.
kernel::Result<kernel::Done, ledger::Fault> with_scratch_desk(
    Node& node, const std::function<void(commands::Desk&)>& use);

}  // namespace veinline::node
