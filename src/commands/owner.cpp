// SPDX-License-Identifier: Apache-2.0
#include "commands/owner.hpp"

#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/papers/papers.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::commands {

using journey::Thing;

namespace {

/// What `thing` leads to on the way to a patient; the empty thing: nothing.
Thing next(journey::Reader& reader, const Thing& thing) {
  const auto of = [](const char* kind, const std::string& id) {
    return id.empty() ? Thing() : Thing(kind + id);
  };
  if (const auto* material = reader.find<journey::Material>(thing)) {
    return of("subject/", material->source);
  }
  if (const auto* course = reader.find<journey::enrolment::CourseState>(thing)) {
    return of("subject/", course->subject);
  }
  if (const auto* batch = reader.find<journey::manufacture::BatchState>(thing)) {
    return of("subject/", batch->source);
  }
  if (const auto* document = reader.find<journey::papers::DocumentState>(thing)) {
    return of("subject/", document->subject);
  }
  if (const auto* deviation = reader.find<journey::quality::DeviationState>(thing)) {
    return deviation->about;
  }
  if (const auto* alias = reader.find<journey::Alias>(thing); alias != nullptr && alias->one()) {
    return *alias->one();
  }
  return {};
}

}  // namespace

std::set<std::string> subjects_of(journey::Reader& reader, std::vector<Thing> things) {
  std::set<std::string> seen;
  std::set<std::string> out;
  for (std::size_t i = 0; i < things.size(); ++i) {
    const Thing one = things[i];
    if (!seen.insert(one.key).second) continue;
    if (one.kind() == "subject") {
      out.insert(one.key);
    } else if (Thing further = next(reader, one); !further.key.empty()) {
      things.push_back(std::move(further));
    }
  }
  return out;
}

}  // namespace veinline::commands
