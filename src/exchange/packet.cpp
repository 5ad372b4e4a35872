// SPDX-License-Identifier: Apache-2.0
#include "exchange/packet.hpp"

#include <algorithm>

#include "journey/enrolment/enrolment.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/material.hpp"
#include "journey/study/study.hpp"
#include "views/reading.hpp"
#include "views/scan.hpp"

namespace veinline::exchange {

using journey::ThingState;
using kernel::Array;
using kernel::Instant;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using views::NoView;
using views::Reading;

namespace {

/// Whether whoever scans this has scanned that thing, and the label says nothing else of it.
Result<bool, NoView> names(const views::Sources& sources, const std::string& code,
                           const std::string& thing, ledger::Seq up_to) {
  const auto told = views::scan(sources, {code, codes::How::either, up_to});
  if (!told && told.error().kind == NoView::Kind::bad_question) return false;
  if (!told) return kernel::Failure{told.error()};
  const Value* verdict = told->find("verdict");
  const Value* named = told->find("thing");
  return verdict != nullptr && *verdict == Value("found") && named != nullptr &&
         *named == Value(thing);
}

Result<std::vector<std::string>, NoView> those_that_name(const Reading& reading,
                                                         std::vector<std::string> codes,
                                                         const std::string& thing) {
  std::vector<std::string> out;
  for (std::string& code : codes) {
    TRY(const bool is_one, names(reading.sources(), code, thing, reading.up_to()));
    if (is_one) out.push_back(std::move(code));
  }
  return out;
}

/// What may stand on a bag: its own key, our labels, and labels of other makers.
std::vector<std::string> codes_on(const std::string& key, const ThingState& bag) {
  std::vector<std::string> out{key};
  const auto* labels = bag.aspects.find<journey::labelling::Labels>();
  if (labels == nullptr) return out;
  for (const std::string& label : labels->printed) {
    out.push_back(journey::labelling::symbol_of(label));
  }
  out.insert(out.end(), labels->registered.begin(), labels->registered.end());
  return out;
}

kernel::Failure<NoView> no_bag() {
  return views::no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
}

}  // namespace

Result<Packet, NoView> packet_of(const views::Sources& sources, const std::string& given,
                                 std::optional<ledger::Seq> as_of) {
  Packet out;
  TRY(out.as_of, views::position_of(sources, {.id = {}, .as_of = as_of, .after = {}}));
  TRY(const std::string key, views::thing_of(sources, given, out.as_of));
  Reading reading(sources, out.as_of);
  TRY(const ThingState bag, reading.state(key));
  const auto* material = bag.aspects.find<journey::Material>();
  if (material == nullptr) return no_bag();
  TRY(const ThingState treatment, reading.state("course/" + material->course));
  const auto* course = treatment.aspects.find<journey::enrolment::CourseState>();
  if (course == nullptr) return no_bag();
  TRY(const ThingState trial, reading.state("study/" + course->study));
  const auto* study = trial.aspects.find<journey::study::StudyState>();
  const auto* thaw = bag.aspects.find<journey::infusion::Thaw>();
  if (thaw != nullptr && study != nullptr) {
    out.thawed_until = thaw->since + std::chrono::minutes(study->bedside_window_min);
  }
  out.material = key.substr(key.find('/') + 1);
  out.course = material->course;
  out.subject = course->subject;
  out.site = course->site;
  out.coi = course->coi;
  out.expires = material->expires;
  TRY(out.bag_codes, those_that_name(reading, codes_on(key, bag), key));
  const std::string wristband = "subject/" + course->subject;
  TRY(out.wristband_codes, those_that_name(reading, {wristband, course->subject}, wristband));
  return out;
}

Instant end_of(const Packet& packet, std::optional<Instant> valid_until) {
  Instant out = packet.issued_at + packet_lasts_max;
  out = std::min(out, packet.expires.value_or(packet.issued_at));
  if (packet.thawed_until) out = std::min(out, *packet.thawed_until);
  if (valid_until) out = std::min(out, *valid_until);
  return out;
}

std::string to_text(const Packet& packet) {
  Object out;
  const auto list = [](const std::vector<std::string>& all) {
    return Value(Array(all.begin(), all.end()));
  };
  const auto moment = [](Instant instant) { return Value(kernel::to_text(instant)); };
  out.set("as_of", Value(static_cast<std::int64_t>(packet.as_of)));
  out.set("bag_codes", list(packet.bag_codes));
  out.set("coi", Value(packet.coi));
  out.set("course", Value("course/" + packet.course));
  out.set("ends_at", moment(packet.ends_at));
  if (packet.expires) out.set("expires", moment(*packet.expires));
  out.set("issued_at", moment(packet.issued_at));
  out.set("material", Value("material/" + packet.material));
  out.set("node", Value(packet.node));
  out.set("origin", Value(packet.origin));
  out.set("person", Value("person/" + packet.person));
  out.set("site", Value("site/" + packet.site));
  out.set("subject", Value("subject/" + packet.subject));
  out.set("suite", Value("ed25519-note/1"));
  if (packet.thawed_until) out.set("thawed_until", moment(*packet.thawed_until));
  // Its rules all held, released, not held, not rejected, received and not infused among them; of
  // who comes second those of the confirmation, which are the same and more.
  out.set("would_allow", Value(journey::infusion::CheckBedside::name));
  out.set("wristband_codes", list(packet.wristband_codes));
  return std::string(packet_head) + kernel::canonical_text(out) + "\n";
}

}  // namespace veinline::exchange
