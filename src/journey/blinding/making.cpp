// SPDX-License-Identifier: Apache-2.0
#include "journey/blinding/making.hpp"

#include <algorithm>

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/material.hpp"
#include "journey/papers/document.hpp"
#include "journey/quality/quality.hpp"
#include "journey/study/study.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::blinding {

namespace {

using enrolment::CourseState;

/// The site, where it is one; nullptr: nobody registered it.
const study::SiteState* site_of(Reader& reader, const std::string& id) {
  return reader.find<study::SiteState>(Thing("site/" + id));
}

/// The hospital of the treatment, or another one that does not make for it.
bool is_hospital_of(Reader& reader, const CourseState& course, const std::string& site) {
  if (site == course.site) return true;
  if (course.made_at.contains(site)) return false;
  const auto* state = site_of(reader, site);
  return state != nullptr && state->kind == study::SiteKind::hospital;
}

/// Where it is made, or stored before anybody sends it to a hospital.
bool is_where_it_is_made(Reader& reader, const CourseState& course, const std::string& site) {
  if (is_hospital_of(reader, course, site)) return false;
  if (course.made_at.contains(site)) return true;
  const auto* state = site_of(reader, site);
  return state != nullptr && state->kind != study::SiteKind::carrier;
}

}  // namespace

bool is_of_the_making(Reader& reader, const Thing& thing, const SaidAt& said) {
  if (thing.kind() == BatchNoun::kind) return true;
  if (const auto* document = reader.find<papers::DocumentState>(thing)) {
    return document->tells_arm();
  }
  const auto* material = reader.find<Material>(thing);
  if (material == nullptr || material->batch.empty()) return false;
  const auto* course = reader.find<CourseState>(Thing("course/" + material->course));
  if (course == nullptr) return false;
  if (!said.site.empty() && is_where_it_is_made(reader, *course, said.site)) return true;
  const auto* holding = reader.find<custody::Holding>(thing);
  return holding == nullptr ||
         std::none_of(holding->sites.begin(), holding->sites.end(), [&](const auto& one) {
           return one.second <= said.seq && is_hospital_of(reader, *course, one.first);
         });
}

bool tells_of_the_making(Reader& reader, const Thing& thing, const SaidAt& said) {
  if (is_of_the_making(reader, thing, said)) return true;
  if (const auto* deviation = reader.find<quality::DeviationState>(thing)) {
    return is_of_the_making(reader, deviation->about, said);
  }
  if (const auto* label = reader.find<labelling::LabelState>(thing)) {
    return is_of_the_making(reader, Thing("material/" + label->material), said);
  }
  const auto* box = reader.find<transport::ConsignmentState>(thing);
  return box != nullptr &&
         std::any_of(box->materials.begin(), box->materials.end(), [&](const MaterialId& material) {
           return is_of_the_making(reader, material, said);
         });
}

}  // namespace veinline::journey::blinding
