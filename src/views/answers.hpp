// SPDX-License-Identifier: Apache-2.0
// The answers behind the names of all_views(). Private to the folder.
#pragma once

#include "history/happening.hpp"
#include "views/view.hpp"

namespace veinline::views {

Result<Object, NoView> courses(const Sources& sources, const Question& question);
Result<Object, NoView> trace(const Sources& sources, const Question& question);
Result<Object, NoView> timeline(const Sources& sources, const Question& question);
Result<Object, NoView> lineage(const Sources& sources, const Question& question);
Result<Object, NoView> audit(const Sources& sources, const Question& question);
Result<Object, NoView> record(const Sources& sources, const Question& question);
Result<Object, NoView> receipt(const Sources& sources, const Question& question);

/// One record as a line of a timeline or audit trail.
Result<Object, Fault> line_of(const journey::Catalogue& catalogue,
                              const ledger::StoredRecord& stored);

/// Facts that a later correction replaced, by the id of the corrected record.
struct Edge {
  std::string from;
  std::string to;
  Seq seq = 0;
  std::string fact;
};
/// What a fact takes from and what comes out of it, by the marks of its description.
std::vector<Edge> edges_of(const journey::Catalogue& catalogue, const journey::Happening& happening);

/// The graph around a thing: everything it came from, everything that came from it.
struct Graph {
  std::vector<Edge> backward;
  std::vector<Edge> forward;
};
Result<Graph, Fault> graph_of(const Sources& sources, const std::string& thing, Seq up_to);

}  // namespace veinline::views
