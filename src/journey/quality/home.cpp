// SPDX-License-Identifier: Apache-2.0
#include "journey/quality/home.hpp"

#include "journey/enrolment/enrolment.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/papers/papers.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::quality {
namespace {

std::string of_course(Reader& reader, const std::string& course) {
  const auto* state = reader.find<enrolment::CourseState>(Thing("course/" + course));
  return state == nullptr ? "" : state->site;
}

}  // namespace

std::string hospital_of(Reader& reader, const Thing& thing) {
  if (const auto* material = reader.find<Material>(thing)) {
    return of_course(reader, material->course);
  }
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) {
    return of_course(reader, batch->course);
  }
  if (const auto* course = reader.find<enrolment::CourseState>(thing)) return course->site;
  if (const auto* document = reader.find<papers::DocumentState>(thing)) return document->site;
  const auto* subject = reader.find<enrolment::SubjectState>(thing);
  return subject == nullptr ? "" : subject->site;
}

std::string study_of(Reader& reader, const Thing& thing) {
  const auto of_course_too = [&](const std::string& course) {
    const auto* state = reader.find<enrolment::CourseState>(Thing("course/" + course));
    return state == nullptr ? std::string() : state->study;
  };
  if (const auto* material = reader.find<Material>(thing)) return of_course_too(material->course);
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) {
    return of_course_too(batch->course);
  }
  if (const auto* course = reader.find<enrolment::CourseState>(thing)) return course->study;
  if (const auto* document = reader.find<papers::DocumentState>(thing)) {
    return document->subject.empty() ? document->study
                                     : study_of(reader, Thing("subject/" + document->subject));
  }
  const auto* subject = reader.find<enrolment::SubjectState>(thing);
  return subject == nullptr ? "" : subject->study;
}

std::string subject_of(Reader& reader, const Thing& thing) {
  if (const auto* material = reader.find<Material>(thing)) return material->source;
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) return batch->source;
  if (const auto* course = reader.find<enrolment::CourseState>(thing)) return course->subject;
  if (const auto* document = reader.find<papers::DocumentState>(thing)) return document->subject;
  const auto* subject = reader.find<enrolment::SubjectState>(thing);
  return subject == nullptr ? "" : std::string(thing.id());
}

std::string recipient_of(Reader& reader, const Thing& thing) {
  std::string course;
  if (const auto* material = reader.find<Material>(thing)) course = material->course;
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) course = batch->course;
  if (course.empty()) return subject_of(reader, thing);
  const auto* state = reader.find<enrolment::CourseState>(Thing("course/" + course));
  return state == nullptr ? "" : state->subject;
}

std::string home_of(Reader& reader, const Thing& thing) {
  if (const auto* batch = reader.find<manufacture::BatchState>(thing)) return batch->site;
  if (const auto* box = reader.find<transport::ConsignmentState>(thing)) return box->to;
  const auto* material = reader.find<Material>(thing);
  if (material != nullptr && !material->batch.empty()) {
    const auto* batch = reader.find<manufacture::BatchState>(Thing("batch/" + material->batch));
    return batch == nullptr ? "" : batch->site;
  }
  return hospital_of(reader, thing);
}

}  // namespace veinline::journey::quality
