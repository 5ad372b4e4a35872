// SPDX-License-Identifier: Apache-2.0
// History: a node folder with a long, believable log, made through the desk; made once, reused.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "node/node.hpp"
#include "tools/bench/figures.hpp"
#include "tools/bench/plot.hpp"

namespace veinline::tools::bench {

constexpr unsigned in_flight = 64;
constexpr unsigned workers = 2;

/// Opens the node of a folder, or makes it. `store`: address of a database, in which one that is
/// made gets an empty place of its own; empty: its facts are in the folder.
Measured<std::unique_ptr<node::Node>> open_node(const std::string& folder,
                                                const std::string& store = {});
/// Does the setting of the plot; what was done before is not done again.
Measured<kernel::Done> set_scene(node::Node& node, const Plot& plot);

struct History {
  std::string folder;
  std::uint64_t facts = 0;       ///< in the log
  std::uint64_t treatments = 0;  ///< that are whole
  std::uint64_t made = 0;        ///< facts that were recorded just now
  double seconds = 0;            ///< that this took
};

/// Makes the log of a folder at least so long; goes on where an earlier call stopped.
Measured<History> make_history(const std::string& folder, std::uint64_t facts, std::uint64_t seed,
                               const std::string& store = {});

}  // namespace veinline::tools::bench
