// SPDX-License-Identifier: Apache-2.0
// The steps of a walk that hand over, send, receive, collect and make.
#include <gtest/gtest.h>

#include <algorithm>

#include "walks/walk.hpp"

namespace veinline::walks {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

std::string quoted(const char* what, int number) {
  const std::string digits = std::to_string(number);
  return what + std::string(6 - digits.size(), '0') + digits;
}

Value amount(int ml) {
  return Value(quantity(std::to_string(ml), "mL"));
}

}  // namespace

void Walk::hand_over() {
  const std::string id = any(naive_.materials).first;
  const std::string by = roll(2) == 0 ? who_has(id) : any(naive_.people).first;
  const std::string receiver = roll(2) == 0 ? "person/" + any(naive_.people).first
                                            : "site/" + any(naive_.people).second.site;
  const Seconds at = some_time();
  NaiveMaterial& m = naive_.materials.at(id);
  Object data = object({{"material", id}, {"receiver", receiver}});
  const std::string seal = roll(2) == 0 ? "" : "SEAL-" + std::to_string(roll(3));
  if (!seal.empty()) data.set("seal", Value(seal));
  const std::string want =
      within_reach(by, {"material/" + id}, naive_.hand_over(by, m, receiver, at));
  const std::string said = ask(by, "custody/hand_over", std::move(data), at);
  if (!expect(said, want, "custody.handed_over/1")) return;
  m.holder = receiver;
  m.since = std::max(m.since, at);
  if (!seal.empty()) m.seal = seal;
}

void Walk::arrive(NaiveMaterial& m, const std::string& by, Seconds at) {
  m.site = naive_.people.at(by).site;
  m.holder = "site/" + m.site;
  m.box.clear();
  m.since = std::max(m.since, at);
}

void Walk::receive() {
  const Cast& c = world_.cast;
  std::vector<std::string> receivers{c.infusion_nurse, c.infusion_nurse, c.operator_, stranger_};
  std::vector<std::string> travelling;
  for (const auto& [other, m] : naive_.materials) {
    if (!m.box.empty()) travelling.push_back(other);
  }
  // What nobody sent is held: seldom, or soon nothing can be used.
  if (travelling.empty() && roll(6) != 0) return;
  const std::string id = travelling.empty() ? any_material() : any(travelling);
  if (!travelling.empty() && roll(6) != 0) {
    std::erase_if(receivers, [&](const std::string& one) {
      return naive_.people.at(one).site != naive_.materials.at(id).box_to;
    });
  }
  const std::string by = any(receivers);
  const std::string site = naive_.people.at(by).site;
  const Seconds at = some_time();
  NaiveMaterial& m = naive_.materials.at(id);
  const bool broken = roll(8) == 0;
  const std::string seal = roll(6) == 0 ? "SEAL-9" : m.seal;
  const bool another = roll(5) == 0;
  const std::string box = !another ? m.box : boxes_.empty() || roll(2) == 0 ? "" : any(boxes_);
  Object data = object({{"material", id}, {"condition", broken ? "damaged" : "intact"}});
  if (!seal.empty()) data.set("seal", Value(seal));
  if (!box.empty()) data.set("consignment", Value(box));
  const std::string wrong = naive_.receipt_is_wrong(m, site, broken, seal, box, at);
  expect_recorded(ask(by, "reception/receive", std::move(data), at), "reception.received/2", wrong);
  arrive(m, by, at);
  m.received_at = site;
  if (!seal.empty()) m.seal = seal;
}

void Walk::send() {
  const std::string id = any(naive_.materials).first;
  const Cast& c = world_.cast;
  NaiveMaterial& m = naive_.materials.at(id);
  const std::vector<std::string> senders{c.operator_, c.quality, c.apheresis_nurse, stranger_};
  const std::string by = any(senders);
  const std::string box = world_.node.fresh_id();
  const std::string to = any(std::vector{c.hospital, c.hospital, c.factory, elsewhere_});
  const std::string carrier =
      any(std::vector{"person/" + c.courier, "person/" + c.courier, "site/" + c.carrier,
                      "person/" + c.infusion_nurse, "site/" + c.hospital});
  const Seconds at = some_time();
  const std::string want = within_reach(by, {"material/" + id}, naive_.send(by, m, carrier, at));
  const std::string said = ask(by, "transport/dispatch",
                               object({{"consignment", box},
                                       {"materials", Array{Value(id)}},
                                       {"to", to},
                                       {"carrier", carrier},
                                       {"seal", "SEAL-2"}}),
                               at);
  if (!expect(said, want, "transport.dispatched/1")) return;
  boxes_.push_back(box);
  naive_.boxes[box] = to;
  m.holder = carrier;
  m.seal = "SEAL-2";
  m.box = box;
  m.box_to = to;
  m.site.clear();
  m.since = std::max(m.since, at);
}

void Walk::collect() {
  const Cast& c = world_.cast;
  const std::vector<std::string> collectors{c.apheresis_nurse, c.apheresis_nurse, c.physician,
                                            stranger_};
  const std::string by = any(collectors);
  const std::string course = any_course();
  // What nobody started is held, and with it the treatment when nothing came of it: seldom.
  const bool started = !naive_.courses.at(course).starts.empty();
  if (!started && roll(6) != 0) return start_collection(by, course);
  switch (roll(started ? 4 : 8)) {
    case 0:
      return abort_collection(by, course);
    case 1:
      return start_collection(by, course);
    default:
      return record_collection(by, course);
  }
}

void Walk::start_collection(const std::string& by, const std::string& course) {
  const Seconds at = some_time();
  const std::string want =
      within_reach(by, {"course/" + course}, naive_.start_collection(by, course, at));
  const std::string said = ask(by, "collection/start", object({{"course", course}}), at);
  if (!expect(said, want, "collection.started/1")) return;
  naive_.courses.at(course).starts.push_back(at);
}

void Walk::record_collection(const std::string& by, const std::string& course) {
  const std::string id = world_.node.fresh_id();
  const std::string number = roll(6) == 0 ? any(numbers_) : quoted("A999926", 500 + ++made_);
  const Seconds at = some_time();
  std::string wrong = naive_.procedure_is_wrong(by, course, at);
  if (wrong.empty() && naive_.labels[number] > 0) wrong = "donation_number_repeated";
  const std::string said = ask(by, "collection/record",
                               object({{"material", id},
                                       {"course", course},
                                       {"donation_number", number},
                                       {"quantity", amount(10)}}),
                               at);
  expect_recorded(said, "collection.collected/1", wrong);
  naive_.procedure_told(by, course);
  ++naive_.labels[number];
  numbers_.push_back(number);
  NaiveMaterial& m = naive_.materials[id];
  m.id = id;
  m.course = course;
  m.patient = naive_.courses.at(course).patient;
  m.left_ml = 10;
  m.since = at;
  arrive(m, by, at);
}

void Walk::abort_collection(const std::string& by, const std::string& course) {
  // Seldom by somebody else: what is wrong with it puts the whole treatment on hold.
  if (by == stranger_ && roll(4) != 0) return;
  const Seconds at = some_time();
  const std::string wrong = naive_.procedure_is_wrong(by, course, at);
  expect_recorded(ask(by, "collection/abort", object({{"course", course}}), at),
                  "collection.aborted/1", wrong);
  naive_.procedure_told(by, course);
}

void Walk::start_batch() {
  const std::string by = roll(4) == 0 ? stranger_ : world_.cast.operator_;
  const std::string batch = world_.node.fresh_id();
  const Seconds at = some_time();
  std::vector<NaiveInput> inputs;
  Array said_inputs;
  for (int i = roll(4) == 0 ? 2 : 1; i > 0; --i) {
    inputs.push_back({any(naive_.materials).first, 1 + roll(8)});
    said_inputs.push_back(Value(
        object({{"material", inputs.back().material}, {"quantity", amount(inputs.back().ml)}})));
  }
  const std::string course =
      roll(6) == 0 ? any_course() : naive_.materials.at(inputs.front().material).course;
  // The treatment is told by cells of it that they see.
  std::vector<std::string> named{"course/" + course};
  for (const NaiveInput& input : inputs) {
    const std::string material = "material/" + input.material;
    named.push_back(material);
    if (naive_.materials.at(input.material).course == course && sees(by, material)) {
      named.front() = material;
    }
  }
  const std::string want = within_reach(by, named, naive_.start_batch(by, course, inputs, at));
  const std::string said =
      ask(by, "manufacture/start",
          object({{"batch", batch}, {"course", course}, {"inputs", said_inputs}}), at);
  if (!expect(said, want, "manufacture.started/1")) return;
  NaiveBatch& b = naive_.batches[batch];
  b.course = course;
  b.site = naive_.people.at(by).site;
  b.started = at;
  b.people = {by};
  for (const NaiveInput& input : inputs) {
    naive_.materials.at(input.material).left_ml -= input.ml;
    b.inputs.insert(input.material);
  }
}

void Walk::record_product() {
  const std::string by = roll(12) == 0 ? stranger_ : world_.cast.operator_;
  const std::string batch = any(naive_.batches).first;
  NaiveBatch& b = naive_.batches.at(batch);
  const std::string id = world_.node.fresh_id();
  const std::string division = roll(12) == 0 ? "01" : quoted("D", ++made_);
  const Seconds at = some_time();
  const std::string wrong = naive_.filling_is_wrong(by, batch, division, at);
  const kernel::Instant expires = first_morning + std::chrono::seconds(90 * Naive::day);
  const std::string said =
      ask(by, "manufacture/record_product",
          object({{"batch", batch},
                  {"products", Array{Value(object({{"material", id},
                                                   {"division", division},
                                                   {"quantity", amount(20)},
                                                   {"expires", kernel::to_text(expires)}}))}}}),
          at);
  expect_recorded(said, "manufacture.produced/1", wrong);
  b.people.insert(by);
  b.divisions.insert(division);
  NaiveMaterial& m = naive_.materials[id];
  m.id = id;
  m.course = b.course;
  m.patient = naive_.courses.at(b.course).patient;
  m.batch = batch;
  m.left_ml = 20;
  m.expires = 90 * Naive::day;
  m.since = at;
  arrive(m, by, at);
}

}  // namespace veinline::walks
