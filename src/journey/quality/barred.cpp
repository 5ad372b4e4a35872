// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/barred.hpp"

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::journey::quality {
namespace {

/// Adds what `thing` rests on directly, as far as the states know.
void add_grounds(Reader& reader, const Thing& thing, std::vector<Thing>& out) {
  const auto add = [&](const char* kind, const std::string& id) {
    if (!id.empty()) out.emplace_back(kind + id);
  };
  if (const auto* material = reader.find<Material>(thing)) {
    add("batch/", material->batch);
    add("course/", material->course);
    add("subject/", material->source);
  }
  if (const auto* holding = reader.find<custody::Holding>(thing)) {
    add("consignment/", holding->consignment);
  }
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) {
    for (const std::string& input : batch->inputs) add("material/", input);
    add("course/", batch->course);
  }
  if (const auto* course = reader.find<enrolment::CourseState>(thing)) {
    add("subject/", course->subject);
  }
}

/// The thing and everything that it rests on, nearest first.
std::vector<Thing> with_grounds(Reader& reader, const Thing& thing) {
  std::vector<Thing> out;
  std::vector<Thing> things{thing};
  std::set<std::string> seen;  // two ways may lead to one ground, and a wrong history in a circle
  for (std::size_t i = 0; i < things.size(); ++i) {
    const Thing one = things[i];
    if (!seen.insert(one.key).second) continue;
    out.push_back(one);
    add_grounds(reader, one, things);
  }
  return out;
}

}  // namespace

Barred barred(Reader& reader, const Thing& thing) {
  Barred out;
  for (const Thing& one : with_grounds(reader, thing)) {
    const auto* standing = reader.find<Standing>(one);
    if (standing == nullptr) continue;
    if (standing->held() && out.held.empty()) out.held = one.key;
    if (standing->rejected && out.rejected.empty()) out.rejected = one.key;
    if (!standing->open_deviations.empty() && out.deviation.empty()) out.deviation = one.key;
  }
  return out;
}

bool amended_since(Reader& reader, const Thing& thing, std::uint64_t seq) {
  const std::vector<Thing> things = with_grounds(reader, thing);
  return std::any_of(things.begin(), things.end(), [&](const Thing& one) {
    const ThingState* state = reader.look(one);
    return state != nullptr && state->amended_since(seq);
  });
}

}  // namespace veinline::journey::quality
