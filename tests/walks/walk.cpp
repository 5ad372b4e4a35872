// SPDX-License-Identifier: Apache-2.0
#include "walks/walk.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace veinline::walks {

using namespace support;
using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

constexpr int commands_a_walk = 70;

Seconds of_the_walk(kernel::Instant instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(instant - first_morning).count();
}

}  // namespace

Walk::Walk(std::uint64_t seed, StoreKind kind) : random_(seed), world_(kind, seed) {
  world_.go_to("receive product");
  second_ = make_things(world_.node, 2);
  second_.study = world_.things.study;
  Answers answers;
  perform(world_.node, treatment(world_.cast, second_), answers, "record product");
  add_stranger();
  learn();
}

void Walk::go() {
  for (int i = 0; i < commands_a_walk && !testing::Test::HasFailure(); ++i) step();
}

void Walk::add_stranger() {
  TestNode& node = world_.node;
  elsewhere_ = node.fresh_id();
  stranger_ = node.fresh_id();
  ASSERT_TRUE(node.ask(node.administrator(), "study/register_site",
                       object({{"site", elsewhere_},
                               {"code", "ELSEWHERE"},
                               {"kind", "hospital"},
                               {"zone", "Asia/Shanghai"}}))
                  .has_value());
  Array roles;
  for (const char* role : {"apheresis_nurse", "infusion_nurse", "operator"}) {
    roles.push_back(Value(role));
  }
  ASSERT_TRUE(
      node.ask(node.administrator(), "staff/add_person",
               object(
                   {{"person", stranger_}, {"site", elsewhere_}, {"roles", roles}, {"name", "S"}}))
          .has_value());
}

void Walk::learn() {
  const Cast& c = world_.cast;
  const Things& a = world_.things;
  const Things& b = second_;
  naive_.people = {{c.infusion_nurse, {c.hospital, {"infusion_nurse"}}},
                   {c.second_nurse, {c.hospital, {"infusion_nurse"}}},
                   {c.physician, {c.hospital, {"physician"}}},
                   {c.apheresis_nurse, {c.hospital, {"apheresis_nurse"}}},
                   {c.quality, {c.factory, {"quality"}}},
                   {c.hospital_quality, {c.hospital, {"quality"}}},
                   {c.operator_, {c.factory, {"operator"}}},
                   {c.courier, {c.carrier, {"courier"}}},
                   {stranger_, {elsewhere_, {"apheresis_nurse", "infusion_nurse", "operator"}}}};
  naive_.carrier = c.carrier;
  naive_.boxes[a.box] = c.hospital;
  const auto there = [&](const std::string& id, const Things& of, const std::string& batch,
                         const std::string& site, const std::string& seal) {
    NaiveMaterial& m = naive_.materials[id];
    m.id = id;
    m.course = of.course;
    m.patient = of.subject;
    m.batch = batch;
    m.holder = "site/" + site;
    m.site = site;
    m.received_at = seal.empty() ? "" : site;
    m.seal = seal;
  };
  there(a.collection, a, "", c.factory, "SEAL-1");
  there(b.collection, b, "", c.factory, "SEAL-1");
  there(a.product, a, a.batch, c.hospital, "SEAL-2");
  there(b.product, b, b.batch, c.factory, "");
  naive_.materials[a.product].released = true;
  for (const Things* t : {&a, &b}) {
    naive_.courses[t->course] = {c.hospital, t->subject, {}};
    naive_.labels[t->donation_number] = 1;
    numbers_.push_back(t->donation_number);
    naive_.materials[t->collection].left_ml = 10;
    naive_.materials[t->product].left_ml = 20;
    naive_.materials[t->product].expires = 90 * Naive::day;
    naive_.batches[t->batch] = {t->course,     c.factory, 0, {t->collection},
                                {c.operator_}, {"01"},    {}};
  }
  naive_.batches[a.batch].results = {{"VIABILITY", true}, {"IDENTITY", true}};
  learn_times();
  tick(0);
}

/// When what is there came where it is, as the records say.
void Walk::learn_times() {
  for (const ledger::StoredRecord& stored : world_.node.records()) {
    const auto record = ledger::parse_record(stored.bytes);
    const Seconds at = of_the_walk(record->draft.happened_at.time);
    if (record->draft.fact == "study.site_opened/1") naive_.approval_told = at;
    for (const std::string& thing : record->draft.changes) {
      const std::string id = thing.substr(thing.find('/') + 1);
      const auto material = naive_.materials.find(id);
      const auto batch = naive_.batches.find(id);
      const std::string& fact = record->draft.fact;
      const bool moves = fact == "manufacture.produced/1" || fact == "reception.received/2";
      if (material != naive_.materials.end() && moves) material->second.since = at;
      if (batch != naive_.batches.end() && fact == "manufacture.started/1") {
        batch->second.started = at;
      }
    }
  }
}

void Walk::tick(Seconds seconds) {
  world_.node.clock().advance(std::chrono::seconds(seconds));
  naive_.now = of_the_walk(world_.node.clock().now());
}

std::string Walk::ask(const std::string& person, std::string_view command, Object data,
                      Seconds at) {
  auto request = world_.node.request(person, command, std::move(data));
  if (at != naive_.now) {
    request.happened_at =
        ledger::HappenedAt{first_morning + std::chrono::seconds(at), "person", "+00:00", 0};
    request.presence = commands::Presence::imported;
  }
  last_ = world_.node.ask(request);
  const auto known = naive_.people.find(person);  // who only measures is at the factory
  if (*last_)
    note(**last_, known == naive_.people.end() ? world_.cast.factory : known->second.site, person);
  const std::string said = words_of(*last_);
  ++been_[said];
  return said;
}

bool Walk::sees(const std::string& person, const std::string& thing) {
  for (;;) {
    const auto records = world_.node.store().read(heard_ + 1, 500);
    EXPECT_TRUE(records.has_value());
    if (!records || records->empty()) break;
    for (const ledger::StoredRecord& stored : *records) {
      sight_.hear(ledger::parse_record(stored.bytes)->draft);
      heard_ = stored.seq;
    }
  }
  if (thing.starts_with("material/") &&
      naive_.materials.at(thing.substr(9)).holder == "person/" + person) {
    return true;
  }
  return sight_.sites_of(thing).contains("site/" + naive_.people.at(person).site);
}

std::string Walk::within_reach(const std::string& person, const std::vector<std::string>& things,
                               const std::string& want) {
  const bool is_permitted = want.find('/') != std::string::npos;
  if (is_permitted || want == "general.role_missing") return want;
  const bool are_seen = std::all_of(things.begin(), things.end(),
                                    [&](const std::string& thing) { return sees(person, thing); });
  return are_seen ? want : "general.unknown_thing";
}

void Walk::note(const commands::Answer& answer, const std::string& at, const std::string& by) {
  for (const commands::Recorded& record : answer.records) {
    const auto text = [&](const char* name) { return *record.data.find(name)->string(); };
    if (record.fact == "quality.hold_placed/1") {
      naive_.standings[text("thing")].holds[static_cast<std::int64_t>(record.seq)] = {text("cause"),
                                                                                      at, by};
    } else if (record.fact == "quality.deviation_opened/1") {
      naive_.standings[text("about")].open[text("deviation")] = {text("cause"), at, by};
      about_[text("deviation")] = text("about");
    }
  }
}

bool Walk::expect(const std::string& said, const std::string& want, const std::string& fact) {
  EXPECT_EQ(said, want);
  return want == fact;
}

void Walk::expect_recorded(const std::string& said, const std::string& fact,
                           const std::string& cause) {
  EXPECT_EQ(said,
            cause.empty() ? fact : fact + " quality.hold_placed/1 quality.deviation_opened/1");
  if (cause.empty()) return;
  ++been_["held for " + cause];
  if (*last_ && (*last_)->records.size() == 3) {
    EXPECT_EQ(*(*last_)->records.back().data.find("cause")->string(), cause) << fact;
  }
}

void Walk::step() {
  if (roll(4) == 0) tick(Naive::minute * roll(20));
  if (roll(200) == 0) tick(90 * Naive::day);
  switch (roll(15)) {
    case 0:
    case 1:
      return check();
    case 2:
    case 3:
      return confirm();
    case 4:
      return infuse();
    case 5:
      return hand_over();
    case 6:
      return receive();
    case 7:
      return hold_or_lift();
    case 8:
      return result();
    case 9:
      return release();
    case 10:
      return close();
    case 11:
      return send();
    case 12:
      return collect();
    case 13:
      return start_batch();
    case 14:
      return roll(3) == 0 ? thaw() : record_product();
  }
}

Seconds Walk::some_time() {
  switch (roll(12)) {
    case 0:
      return naive_.now - Naive::minute * roll(20);
    case 1:
      return naive_.now - 2 * Naive::day;
    default:
      return naive_.now;
  }
}

std::string Walk::any_wristband(const std::string& material) {
  if (roll(6) == 0) return roll(2) == 0 ? second_.subject : world_.things.subject;
  return naive_.materials.at(material).patient;
}
std::string Walk::any_course() {
  return roll(2) == 0 ? second_.course : world_.things.course;
}
/// Mostly of the factory, whose products they are.
std::string Walk::any_quality() {
  return roll(3) == 0 ? world_.cast.hospital_quality : world_.cast.quality;
}
std::string Walk::any_material() {
  return roll(2) == 0 ? world_.things.product : any(naive_.materials).first;
}
std::string Walk::who_has(const std::string& material) {
  const std::string& holder = naive_.materials.at(material).holder;
  return holder.starts_with("person/") ? holder.substr(7) : any(naive_.people).first;
}
std::string Walk::bedside_person(const std::string& material) {
  if (!naive_.materials.at(material).box.empty() && roll(2) == 0) return who_has(material);
  return roll(6) == 0 ? any(naive_.people).first
                      : std::vector{world_.cast.infusion_nurse, world_.cast.second_nurse,
                                    world_.cast.physician}[static_cast<std::size_t>(roll(3))];
}
std::string Walk::any_thing() {
  std::vector<std::string> held;
  for (const auto& [key, standing] : naive_.standings) {
    if (!standing.holds.empty()) held.push_back(key);
  }
  if (!held.empty() && roll(2) == 0) return any(held);
  const NaiveMaterial& m = naive_.materials.at(any_material());
  const std::vector<std::string> grounds = naive_.grounds(m);
  return roll(3) == 0 ? any(grounds) : grounds.front();
}

void Walk::check() {
  const std::string id = any_material(), by = bedside_person(id);
  const std::string wristband = any_wristband(id);
  const Seconds at = some_time();
  NaiveMaterial& m = naive_.materials.at(id);
  const std::string said =
      ask(by, "infusion/check_bedside", object({{"material", id}, {"wristband", wristband}}), at);
  if (!expect(said, naive_.check(by, m, wristband, at), "infusion.bedside_checked/1")) return;
  check_of(m, at) = {wristband, by, at, false, 0};
}

void Walk::thaw() {
  const std::string id = any_material(), by = bedside_person(id);
  const std::string wristband = any_wristband(id);
  NaiveMaterial& m = naive_.materials.at(id);
  const std::string said =
      ask(by, "infusion/start_thaw", object({{"material", id}, {"wristband", wristband}}));
  if (expect(said, naive_.thaw(by, m, wristband, naive_.now), "infusion.thaw_started/1")) {
    m.thawed = true;
  }
}

void Walk::confirm() {
  const std::string id = any_material(), by = bedside_person(id);
  const std::string wristband = any_wristband(id);
  const Seconds at = some_time();
  NaiveMaterial& m = naive_.materials.at(id);
  const std::string said =
      ask(by, "infusion/confirm_bedside", object({{"material", id}, {"wristband", wristband}}), at);
  if (!expect(said, naive_.confirm(by, m, wristband, at), "infusion.bedside_confirmed/1")) return;
  check_of(m, at).confirmed = true;
  check_of(m, at).confirmed_at = at;
}

void Walk::infuse() {
  const std::string id = any_material(), by = bedside_person(id);
  const int ml = 1 + roll(12);
  const Seconds at = some_time();
  NaiveMaterial& m = naive_.materials.at(id);
  // Seldom: the bag is used then.
  if (!m.check.confirmed && roll(m.infused ? 2 : 6) != 0) return;
  const std::string into = any_wristband(id);
  if (!naive_.has_role(by, {"infusion_nurse", "physician"})) return;
  const std::string wrong = naive_.infusion_is_wrong(by, m, into, ml, at);
  const std::string said = ask(by, "infusion/record_infusion",
                               object({{"material", id},
                                       {"subject", into},
                                       {"quantity", Value(quantity(std::to_string(ml), "mL"))}}),
                               at);
  expect_recorded(said, "infusion.infused/1", wrong);
  if (ml > m.left_ml) m.strange = true;
  if (ml <= m.left_ml) m.left_ml -= ml;
  m.infused = true;
  m.check = {};
  m.file_check = {};
}

void Walk::hold_or_lift() {
  const std::string thing = any_thing();
  if (roll(8) == 0) {
    const char* cause = roll(2) == 0 ? "other" : "broken_container";
    EXPECT_EQ(
        ask(world_.cast.physician, "quality/hold", object({{"thing", thing}, {"cause", cause}})),
        "quality.hold_placed/1");
    return;
  }
  const auto& holds = naive_.standings[thing].holds;
  std::int64_t hold = roll(4) == 0 || holds.empty() ? 0 : any(holds).first;
  if (roll(8) == 0) hold = 1;  // the founding: certainly no hold
  lift(any_quality(), thing, hold);
}

void Walk::lift(const std::string& by, const std::string& thing, std::int64_t hold) {
  auto& holds = naive_.standings[thing].holds;
  const std::string want = within_reach(by, {thing}, naive_.lift(by, thing, hold));
  Object data = object({{"thing", thing}});
  if (hold != 0) data.set("hold", Value(hold));
  EXPECT_EQ(ask(by, "quality/lift", std::move(data)), want);
  if (want == "quality.hold_lifted/1") holds.erase(hold == 0 ? holds.begin()->first : hold);
}

void Walk::result() {
  const std::string id = any(naive_.batches).first;
  const std::string test = roll(2) == 0 ? "VIABILITY" : "IDENTITY";
  const bool good = roll(8) != 0;
  const std::string said = ask(
      world_.cast.qc_analyst, "testing/record_result",
      object({{"batch", id}, {"test", test}, {"value", good ? "95" : "10"}, {"unit", "PERCENT"}}));
  naive_.batches.at(id).results[test] = good;
  const std::string fact = "testing.result_recorded/1";
  const bool elsewhere = naive_.batches.at(id).site != world_.cast.factory;
  if (elsewhere && !good) {
    EXPECT_EQ(said,
              fact + " quality.hold_placed/1 quality.deviation_opened/1 quality.hold_placed/1");
    return;
  }
  expect_recorded(said, fact,
                  !good       ? "result_out_of_specification"
                  : elsewhere ? "at_another_site"
                              : "");
}

void Walk::release() {
  const std::string id = roll(2) == 0 ? second_.product : any(naive_.materials).first;
  NaiveMaterial& m = naive_.materials.at(id);
  if (roll(4) == 0) put_right(m);
  const std::string by = any_quality();
  const std::string want = within_reach(by, {"material/" + id}, naive_.release(by, m));
  const std::string said = ask(by, "release/release", object({{"material", id}}));
  if (expect(said, want, "release.released/1")) m.released = true;
}

/// Both qualities do what they can about whatever bars the bag; what still is against it are its
/// results. Of itself that comes about seldom.
void Walk::put_right(const NaiveMaterial& m) {
  for (const std::string& thing : naive_.grounds(m)) {
    for (const std::string& by : {world_.cast.quality, world_.cast.hospital_quality}) {
      const NaiveStanding before = naive_.standing(thing);
      for (const auto& [deviation, opened] : before.open) close(by, deviation, thing, false);
      for (const auto& [hold, placed] : before.holds) lift(by, thing, hold);
    }
  }
}

void Walk::close() {
  std::map<std::string, std::string> some = about_;
  if (roll(4) != 0) {
    std::erase_if(some, [&](const auto& one) {
      return !naive_.standing(one.second).open.contains(one.first);
    });
  }
  if (some.empty()) return;
  const auto [deviation, thing] = any(some);
  const bool reject = roll(8) == 0;
  close(any_quality(), deviation, thing, reject);
}

void Walk::close(const std::string& by, const std::string& deviation, const std::string& thing,
                 bool reject) {
  NaiveStanding& standing = naive_.standings[thing];
  const bool open = standing.open.contains(deviation);
  const bool strange = naive_.strange_thing(thing);
  const bool stranger =
      open && !naive_.decides(naive_.people.at(by).site, thing, standing.open.at(deviation));
  const bool own = open && standing.open.at(deviation).by == by;
  const std::string want = within_reach(by, {"deviation/" + deviation},
                                        !open      ? "quality.deviation_not_open"
                                        : stranger ? "general.of_another_site"
                                        : own      ? "quality.same_person"
                                        : strange  ? "general.strange_history"
                                                   : "quality.deviation_closed/1");
  EXPECT_EQ(ask(by, "quality/close_deviation",
                object({{"deviation", deviation},
                        {"assessment", reject ? "product_rejected" : "no_impact"}})),
            want);
  if (want != "quality.deviation_closed/1") return;
  standing.open.erase(deviation);
  standing.rejected = standing.rejected || reject;
}

}  // namespace veinline::walks
