// SPDX-License-Identifier: Apache-2.0
// Lineage: the genealogy, walked over the histories of things. No table of edges is kept: the walk
// costs as much as its answer, whatever the size of the log.
#include "views/lineage.hpp"

#include <algorithm>
#include <set>

#include "views/answers.hpp"
#include "views/eye.hpp"
#include "views/signatures.hpp"

namespace veinline::views {

using journey::Happening;
using journey::has;
using journey::Mark;
using kernel::Array;

namespace {

enum class Direction : std::uint8_t { backward, forward };

Value edge_list(const std::vector<Edge>& edges) {
  Array out;
  for (const Edge& edge : edges) {
    Object one;
    one.set("from", Value(edge.from));
    one.set("to", Value(edge.to));
    one.set("fact", Value(edge.fact));
    one.set("seq", Value(static_cast<std::int64_t>(edge.seq)));
    if (!edge.signatures.empty()) one.set("signatures", Value(edge.signatures));
    out.push_back(Value(std::move(one)));
  }
  return Value(std::move(out));
}

/// What leads from a thing in that direction.
Result<std::vector<Edge>, NoView> edges_at(Reading& reading, Zones& zones, const std::string& thing,
                                           Direction direction) {
  TRY(const std::vector<Happening> happenings,
      reading.effective(thing, ledger::Touching::changes_and_mentions));
  std::vector<Edge> out;
  for (const Happening& happening : happenings) {
    const auto is_read = reading.sources().eye.reads(happening);
    if (!is_read) return no_view(is_read.error());
    if (!*is_read) continue;
    for (Edge& edge : edges_of(reading.sources().catalogue, happening)) {
      const bool mine = (direction == Direction::backward ? edge.to : edge.from) == thing;
      if (!mine) continue;
      auto signatures = signatures_of(zones, happening);
      if (!signatures) return no_view(signatures.error());
      edge.signatures = std::move(*signatures);
      out.push_back(std::move(edge));
    }
  }
  return out;
}

/// Generation by generation. A subject ends the walk: what else they gave or received is another
/// question.
Result<std::vector<Edge>, NoView> walk(Reading& reading, Zones& zones, const std::string& start,
                                       Direction direction) {
  std::vector<Edge> out;
  std::set<std::string> seen{start};
  for (std::vector<std::string> generation{start}; !generation.empty();) {
    TRY([[maybe_unused]] const kernel::Done fetched,
        reading.fetch(generation, ledger::Touching::changes_and_mentions));
    std::vector<std::string> next;
    for (const std::string& thing : generation) {
      TRY(std::vector<Edge> edges, edges_at(reading, zones, thing, direction));
      for (Edge& edge : edges) {
        const std::string& other = direction == Direction::backward ? edge.from : edge.to;
        if (seen.insert(other).second && !other.starts_with("subject/")) next.push_back(other);
        out.push_back(std::move(edge));
      }
    }
    generation = std::move(next);
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
        out.push_back({from.thing.key, to.thing.key, happening.told.seq, happening.fact, {}});
      }
    }
  }
  return out;
}

Result<Graph, NoView> graph_of(Reading& reading, const std::string& thing) {
  Zones zones(reading.sources());
  TRY(std::vector<Edge> backward, walk(reading, zones, thing, Direction::backward));
  TRY(std::vector<Edge> forward, walk(reading, zones, thing, Direction::forward));
  return Graph{std::move(backward), std::move(forward)};
}

Result<Object, NoView> lineage(const Sources& sources, const Question& question) {
  TRY(const Seq up_to, position_of(sources, question));
  Reading reading(sources, up_to);
  TRY(const std::string thing, whole_thing_of(reading, question.id));
  TRY(const Graph graph, graph_of(reading, thing));
  Object out;
  out.set("thing", Value(thing));
  out.set("as_of", Value(static_cast<std::int64_t>(up_to)));
  out.set("backward", edge_list(graph.backward));
  out.set("forward", edge_list(graph.forward));
  return out;
}

}  // namespace veinline::views
