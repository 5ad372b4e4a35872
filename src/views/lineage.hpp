// SPDX-License-Identifier: Apache-2.0
// Lineage: the genealogy around a thing, as a graph.
#pragma once

#include <string>
#include <vector>

#include "history/happening.hpp"
#include "views/reading.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// One fact took from a thing, or something came out of it.
struct Edge {
  std::string from;
  std::string to;
  Seq seq = 0;
  std::string fact;
  kernel::Array signatures{};  ///< of the fact, as they are shown (views/signatures.hpp)
};
/// What a fact takes from and what comes out of it, by the marks of its description.
std::vector<Edge> edges_of(const journey::Catalogue& catalogue,
                           const journey::Happening& happening);

/// Everything a thing came from, everything that came from it. A subject ends the walk.
struct Graph {
  std::vector<Edge> backward;
  std::vector<Edge> forward;
};
Result<Graph, NoView> graph_of(Reading& reading, const std::string& thing);

}  // namespace veinline::views
