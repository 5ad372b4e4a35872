// SPDX-License-Identifier: Apache-2.0
// Lineage: the genealogy, walked over the histories of things. No table of edges is kept: the walk
// costs as much as its answer, whatever the size of the log.
#include "views/lineage.hpp"

#include <algorithm>
#include <deque>
#include <set>

#include "views/answers.hpp"

namespace veinline::views {

using journey::Happening;
using journey::has;
using journey::Mark;
using kernel::Array;

namespace {

enum class Direction : std::uint8_t { backward, forward };
constexpr std::size_t edges_max = 100'000;

/// Facts about a thing with corrections applied: replaced data in the original's place.
Result<std::vector<Happening>, Fault> effective_history(const Sources& sources,
                                                        const std::string& thing, Seq up_to) {
  TRY(std::vector<Happening> all,
      history::history_of(sources.store, thing, ledger::Touching::changes_and_mentions, 0, up_to));
  return journey::with_corrections(std::move(all));
}

Value edge_list(const std::vector<Edge>& edges) {
  Array out;
  for (const Edge& edge : edges) {
    Object one;
    one.set("from", Value(edge.from));
    one.set("to", Value(edge.to));
    one.set("fact", Value(edge.fact));
    one.set("seq", Value(static_cast<std::int64_t>(edge.seq)));
    out.push_back(Value(std::move(one)));
  }
  return Value(std::move(out));
}

/// A subject ends the walk: what else they gave or received is another question.
bool ends_walk(const std::string& thing, const std::string& start) {
  return thing != start && thing.starts_with("subject/");
}

Result<std::vector<Edge>, Fault> walk(const Sources& sources, const std::string& start, Seq up_to,
                                      Direction direction) {
  std::vector<Edge> out;
  std::set<std::string> seen{start};
  std::deque<std::string> next{start};
  while (!next.empty() && out.size() < edges_max) {
    const std::string thing = std::move(next.front());
    next.pop_front();
    if (ends_walk(thing, start)) continue;
    TRY(const std::vector<Happening> happenings, effective_history(sources, thing, up_to));
    for (const Happening& happening : happenings) {
      for (Edge& edge : edges_of(sources.catalogue, happening)) {
        const bool mine = (direction == Direction::backward ? edge.to : edge.from) == thing;
        if (!mine) continue;
        const std::string other = direction == Direction::backward ? edge.from : edge.to;
        if (seen.insert(other).second) next.push_back(other);
        out.push_back(std::move(edge));
      }
    }
  }
  return out;
}

}  // namespace

std::vector<Edge> edges_of(const journey::Catalogue& catalogue, const Happening& happening) {
  const journey::Current now = journey::current(catalogue, happening.fact, happening.data);
  std::vector<Edge> out;
  if (now.type == nullptr) return out;
  const std::vector<journey::Named> named = journey::named_things(now.type->fields, now.data);
  for (const journey::Named& from : named) {
    if (!has(from.field->marks, Mark::from)) continue;
    for (const journey::Named& to : named) {
      if (has(to.field->marks, Mark::to)) {
        out.push_back({from.thing.key, to.thing.key, happening.told.seq, happening.fact});
      }
    }
  }
  return out;
}

Result<Graph, Fault> graph_of(const Sources& sources, const std::string& thing, Seq up_to) {
  TRY(std::vector<Edge> backward, walk(sources, thing, up_to, Direction::backward));
  TRY(std::vector<Edge> forward, walk(sources, thing, up_to, Direction::forward));
  return Graph{std::move(backward), std::move(forward)};
}

Result<Object, NoView> lineage(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  TRY(const std::string thing, thing_of(sources, question.id, up_to));
  auto graph = graph_of(sources, thing, up_to);
  if (!graph) return no_view(graph.error());
  Object out;
  out.set("thing", Value(thing));
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  out.set("backward", edge_list(graph->backward));
  out.set("forward", edge_list(graph->forward));
  return out;
}

}  // namespace veinline::views
