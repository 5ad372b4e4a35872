// SPDX-License-Identifier: Apache-2.0
// Random histories through the desk, valid and invalid commands mixed, beside a naive model.
#include <gtest/gtest.h>

#include <iostream>
#include <random>
#include <set>

#include "journey/custody/custody.hpp"
#include "journey/material.hpp"
#include "support/treatment.hpp"
#include "walks/naive.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;
using kernel::Value;

constexpr int commands_a_walk = 60;

/// One random history: two patients, one bag at the hospital and one still at the factory.
class Walk {
 public:
  explicit Walk(std::uint64_t seed) : random_(seed), world_(StoreKind::memory, seed) {
    world_.go_to("receive product");
    second_ = make_things(world_.node, 2);
    second_.study = world_.things.study;
    Answers answers;
    perform(world_.node, treatment(world_.cast, second_), answers, "record product");
    learn();
  }
  void go() {
    for (int i = 0; i < commands_a_walk && !testing::Test::HasFailure(); ++i) step();
  }
  World& world() { return world_; }
  Naive& naive() { return naive_; }

 private:
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random_); }
  template <class Container>
  const auto& any(const Container& from) {
    return *std::next(from.begin(), roll(static_cast<int>(from.size())));
  }

  void learn() {
    const Cast& c = world_.cast;
    const Things& a = world_.things;
    const Things& b = second_;
    for (const std::string& id : {c.infusion_nurse, c.second_nurse, c.physician}) {
      naive_.people[id] = {c.hospital, true};
    }
    naive_.people[c.quality] = {c.factory, false};
    naive_.people[c.hospital_quality] = {c.hospital, false};
    naive_.people[c.operator_] = {c.factory, false};
    naive_.people[c.courier] = {c.carrier, false};
    naive_.carrier = "site/" + c.carrier;
    naive_.hospital = c.hospital;
    naive_.approved_until_min = std::int64_t{300} * 24 * 60;
    naive_.boxes[a.box] = c.hospital;
    const std::string factory = "site/" + c.factory;
    const auto there = [&](const std::string& id, const Things& of, const std::string& batch,
                           const std::string& holder, const std::string& seal) {
      NaiveMaterial& m = naive_.materials[id];
      m.id = id;
      m.course = of.course;
      m.patient = of.subject;
      m.batch = batch;
      m.holder = holder;
      m.seal = seal;
    };
    there(a.collection, a, "", factory, "SEAL-1");
    there(b.collection, b, "", factory, "SEAL-1");
    there(a.product, a, a.batch, "site/" + c.hospital, "SEAL-2");
    there(b.product, b, b.batch, factory, "");
    naive_.materials[a.product].released = true;
    for (const Things* t : {&a, &b}) {
      naive_.materials[t->collection].left_ml = 10;
      naive_.materials[t->product].left_ml = 20;
      naive_.materials[t->product].expires_min = std::int64_t{90} * 24 * 60;
      naive_.batches[t->batch].cells = t->collection;
      naive_.batches[t->batch].site = c.factory;
    }
    naive_.batches[a.batch].results = {{"VIABILITY", true}, {"IDENTITY", true}};
    tick(0);
  }
  void tick(int minutes) {
    world_.node.clock().advance(std::chrono::minutes(minutes));
    const auto since = world_.node.clock().now() - first_morning;
    naive_.now_min = std::chrono::duration_cast<std::chrono::minutes>(since).count();
  }
  std::string ask(const std::string& person, std::string_view command, Object data) {
    last_ = world_.node.ask(person, command, std::move(data));
    const auto known = naive_.people.find(person);
    const std::string at = known == naive_.people.end() ? world_.cast.factory : known->second.site;
    if (*last_) note(**last_, at);
    return words_of(*last_);
  }
  /// Which holds and deviations an answer has told to somebody at that site.
  void note(const commands::Answer& answer, const std::string& at) {
    for (const commands::Recorded& record : answer.records) {
      const auto text = [&](const char* name) { return *record.data.find(name)->string(); };
      if (record.fact == "quality.hold_placed/1") {
        naive_.standings[text("thing")].holds[static_cast<std::int64_t>(record.seq)] = {
            text("cause"), at};
      } else if (record.fact == "quality.deviation_opened/1") {
        naive_.standings[text("about")].open[text("deviation")] = text("cause");
        about_[text("deviation")] = {text("about"), at};
      }
    }
  }
  /// The answer to an observation, with a hold and a deviation for that cause when there is one.
  void expect_recorded(const std::string& said, const std::string& fact, const std::string& cause) {
    EXPECT_EQ(said,
              cause.empty() ? fact : fact + " quality.hold_placed/1 quality.deviation_opened/1");
    if (!cause.empty() && *last_ && (*last_)->records.size() == 3) {
      EXPECT_EQ(*(*last_)->records.back().data.find("cause")->string(), cause);
    }
  }

  void step() {
    if (roll(4) == 0) tick(roll(20));
    if (roll(200) == 0) tick(90 * 24 * 60);
    switch (roll(10)) {
      case 0:
        return check();
      case 1:
        return confirm();
      case 2:
        return infuse();
      case 3:
        return hand_over();
      case 4:
        return receive();
      case 5:
        return hold_or_lift();
      case 6:
        return result();
      case 7:
        return release();
      case 8:
        return close();
      case 9:
        return send();
    }
  }
  const std::string& any_subject() {
    return roll(4) == 0 ? second_.subject : world_.things.subject;
  }
  /// Mostly the bag that stands nearest to a patient.
  std::string any_material() {
    return roll(2) == 0 ? world_.things.product : any(naive_.materials).first;
  }
  std::string bedside_person() {
    return roll(6) == 0 ? any(naive_.people).first
                        : std::vector{world_.cast.infusion_nurse, world_.cast.second_nurse,
                                      world_.cast.physician}[static_cast<std::size_t>(roll(3))];
  }

  void check() {
    const std::string id = any_material(), by = bedside_person(), wristband = any_subject();
    NaiveMaterial& m = naive_.materials.at(id);
    const std::string want = naive_.check(by, m, wristband);
    EXPECT_EQ(
        ask(by, "infusion/check_bedside", object({{"material", id}, {"wristband", wristband}})),
        want);
    if (want == "infusion.bedside_checked/1") m.check = {wristband, by, naive_.now_min, false, 0};
  }
  void confirm() {
    const std::string id = any_material(), by = bedside_person(), wristband = any_subject();
    NaiveMaterial& m = naive_.materials.at(id);
    const std::string want = naive_.confirm(by, m, wristband);
    EXPECT_EQ(
        ask(by, "infusion/confirm_bedside", object({{"material", id}, {"wristband", wristband}})),
        want);
    if (want != "infusion.bedside_confirmed/1") return;
    m.check.confirmed = true;
    m.check.confirmed_min = naive_.now_min;
    ++confirmed;
  }
  void infuse() {
    if (roll(3) != 0) return;  // seldom: it empties the bag
    const std::string id = any_material(), by = bedside_person(), into = any_subject();
    const int ml = 1 + roll(12);
    NaiveMaterial& m = naive_.materials.at(id);
    if (!naive_.people.at(by).at_bedside) return;
    const std::string wrong = naive_.infusion_is_wrong(by, m, into, ml);
    const std::string said = ask(by, "infusion/record_infusion",
                                 object({{"material", id},
                                         {"subject", into},
                                         {"quantity", quantity(std::to_string(ml), "mL")}}));
    expect_recorded(said, "infusion.infused/1", wrong);
    if (ml > m.left_ml) m.strange = true;
    if (ml <= m.left_ml) m.left_ml -= ml;
    m.check = {};
  }
  void hand_over() {
    const std::string id = any_material(), by = any(naive_.people).first;
    const std::string receiver = roll(2) == 0 ? "person/" + any(naive_.people).first
                                              : "site/" + any(naive_.people).second.site;
    NaiveMaterial& m = naive_.materials.at(id);
    Object data = object({{"material", id}, {"receiver", receiver}});
    const std::string seal = roll(2) == 0 ? "" : "SEAL-" + std::to_string(roll(3));
    if (!seal.empty()) data.set("seal", Value(seal));
    const std::string want = naive_.hand_over(by, m, receiver);
    EXPECT_EQ(ask(by, "custody/hand_over", std::move(data)), want);
    if (want != "custody.handed_over/1") return;
    m.holder = receiver;
    if (!seal.empty()) m.seal = seal;
  }
  void receive() {
    const std::string id = any_material();
    const std::string by = roll(3) == 0 ? world_.cast.operator_ : world_.cast.infusion_nurse;
    const std::string site = naive_.people.at(by).site;
    NaiveMaterial& m = naive_.materials.at(id);
    const bool broken = roll(6) == 0;
    const std::string seal = roll(4) == 0 ? "SEAL-9" : m.seal;
    const std::string box = roll(4) == 0 ? (boxes_.empty() ? "" : any(boxes_)) : m.box;
    Object data = object({{"material", id}, {"condition", broken ? "damaged" : "intact"}});
    if (!seal.empty()) data.set("seal", Value(seal));
    if (!box.empty()) data.set("consignment", Value(box));
    const std::string wrong = naive_.receipt_is_wrong(m, site, broken, seal, box);
    expect_recorded(ask(by, "reception/receive", std::move(data)), "reception.received/2", wrong);
    m.holder = "site/" + site;
    m.box.clear();
    if (!seal.empty()) m.seal = seal;
  }
  void send() {
    const std::string id = any_material();
    const std::string by = roll(2) == 0 ? world_.cast.operator_ : world_.cast.quality;
    NaiveMaterial& m = naive_.materials.at(id);
    const std::string box = world_.node.fresh_id();
    const std::string to = roll(4) == 0 ? world_.cast.factory : world_.cast.hospital;
    const std::string want = naive_.send(by, m);
    EXPECT_EQ(ask(by, "transport/dispatch",
                  object({{"consignment", box},
                          {"materials", kernel::Array{Value(id)}},
                          {"to", to},
                          {"carrier", "person/" + world_.cast.courier},
                          {"seal", "SEAL-2"}})),
              want);
    if (want != "transport.dispatched/1") return;
    boxes_.insert(box);
    naive_.boxes[box] = to;
    m.holder = "person/" + world_.cast.courier;
    m.seal = "SEAL-2";
    m.box = box;
    m.box_to = to;
    ++sent;
  }
  /// Anything that can be held; mostly what stands nearest to a patient.
  std::string any_thing() {
    const NaiveMaterial& m = naive_.materials.at(any_material());
    const std::vector<std::string> grounds = naive_.grounds(m);
    return roll(3) == 0 ? any(grounds) : grounds.front();
  }
  const std::string& any_quality() {
    return roll(2) == 0 ? world_.cast.quality : world_.cast.hospital_quality;
  }
  void hold_or_lift() {
    const std::string thing = any_thing();
    if (roll(4) == 0) {
      const char* cause = roll(2) == 0 ? "other" : "broken_container";
      EXPECT_EQ(
          ask(world_.cast.physician, "quality/hold", object({{"thing", thing}, {"cause", cause}})),
          "quality.hold_placed/1");
      return;
    }
    auto& holds = naive_.standings[thing].holds;
    std::int64_t hold = roll(2) == 0 || holds.empty() ? 0 : any(holds).first;
    if (roll(8) == 0) hold = 1;  // the founding: certainly no hold
    const std::string& by = any_quality();
    const std::string want = naive_.lift(naive_.people.at(by).site, thing, hold);
    Object data = object({{"thing", thing}});
    if (hold != 0) data.set("hold", Value(hold));
    EXPECT_EQ(ask(by, "quality/lift", std::move(data)), want);
    if (want == "quality.hold_lifted/1") holds.erase(hold == 0 ? holds.begin()->first : hold);
  }
  void result() {
    const std::string id = any(naive_.batches).first;
    const std::string test = roll(2) == 0 ? "VIABILITY" : "IDENTITY";
    const bool good = roll(4) != 0;
    const std::string said = ask(
        world_.cast.qc_analyst, "testing/record_result",
        object(
            {{"batch", id}, {"test", test}, {"value", good ? "95" : "10"}, {"unit", "PERCENT"}}));
    NaiveBatch& batch = naive_.batches.at(id);
    batch.results[test] = good;
    expect_recorded(said, "testing.result_recorded/1", good ? "" : "result_out_of_specification");
  }
  void release() {
    const std::string id = second_.product;
    NaiveMaterial& m = naive_.materials.at(id);
    const NaiveBatch& batch = naive_.batches.at(m.batch);
    const std::string& by = any_quality();
    const std::string said = ask(by, "release/release", object({{"material", id}}));
    const bool passed =
        batch.results.size() == 2 && std::all_of(batch.results.begin(), batch.results.end(),
                                                 [](const auto& one) { return one.second; });
    if (said != "release.released/1") return;
    EXPECT_EQ(by, world_.cast.quality) << "of the factory (R43)";
    EXPECT_TRUE(passed && !naive_.deviant(m) && !naive_.strange(m) && !naive_.held(m) &&
                !naive_.rejected(m) && !m.released && naive_.now_min < m.expires_min);
    m.released = true;
    ++released;
  }
  void close() {
    if (about_.empty()) return;
    const auto& [deviation, about] = any(about_);
    const auto& [thing, found_at] = about;
    const std::string& by = any_quality();
    const bool reject = roll(8) == 0;
    const std::string said =
        ask(by, "quality/close_deviation",
            object({{"deviation", deviation},
                    {"assessment", reject ? "product_rejected" : "no_impact"}}));
    NaiveStanding& standing = naive_.standings[thing];
    const bool open = standing.open.contains(deviation);
    const bool strange = naive_.strange_thing(thing);
    const bool stranger = naive_.stranger(naive_.people.at(by).site, thing, found_at);
    EXPECT_EQ(said, !open      ? "quality.deviation_not_open"
                    : stranger ? "general.of_another_site"
                    : strange  ? "general.strange_history"
                               : "quality.deviation_closed/1");
    if (!open || strange || stranger) return;
    standing.open.erase(deviation);
    standing.rejected = standing.rejected || reject;
  }

 public:
  int confirmed = 0;
  int released = 0;
  int sent = 0;

 private:
  std::mt19937_64 random_;
  World world_;
  Things second_;
  Naive naive_;
  /// By deviation: its thing, and the site where it was found.
  std::map<std::string, std::pair<std::string, std::string>> about_;
  std::set<std::string> boxes_;
  std::optional<TestNode::Reply> last_;
};

/// What the records alone say, read as JSON: who has what, and what came out of what.
void audit(Walk& walk) {
  std::map<std::string, std::string> holder;
  std::map<std::string, std::uint64_t> made_at;
  for (const ledger::StoredRecord& stored : walk.world().node.records()) {
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(record.has_value());
    const Object& data = record->draft.data;
    const std::string& fact = record->draft.fact;
    const auto text = [&](const char* name) { return *data.find(name)->string(); };
    if (fact == "collection.collected/1") {
      EXPECT_TRUE(made_at.emplace(text("material"), stored.seq).second) << "one origin (R08)";
      holder[text("material")] = text("holder");
    } else if (fact == "manufacture.started/1") {
      for (const Value& input : *data.find("inputs")->array()) {
        EXPECT_TRUE(made_at.contains(*input.object()->find("material")->string())) << "no orphan";
      }
      made_at.emplace(text("batch"), stored.seq);
    } else if (fact == "manufacture.produced/1") {
      EXPECT_TRUE(made_at.contains(text("batch"))) << "no orphan (R08)";
      for (const Value& product : *data.find("products")->array()) {
        const std::string id = *product.object()->find("material")->string();
        EXPECT_TRUE(made_at.emplace(id, stored.seq).second) << "made once, later than its parents";
        holder[id] = text("holder");
      }
    } else if (fact == "custody.handed_over/1") {
      EXPECT_EQ(holder.at(text("material")), text("giver")) << "no gap (R13)";
      holder[text("material")] = text("receiver");
    } else if (fact == "transport.dispatched/1") {
      for (const Value& one : *data.find("materials")->array()) {
        holder[*one.string()] = text("carrier");
      }
    } else if (fact == "reception.received/2") {
      holder[text("material")] = text("receiver");
    } else if (fact == "transport.dispatched/1") {
      for (const Value& material : *data.find("materials")->array()) {
        holder[*material.string()] = text("carrier");
      }
    } else if (fact == "infusion.bedside_confirmed/1") {
      EXPECT_NE(text("first"), record->draft.by) << "two people (R10)";
    }
  }
  for (const auto& [id, material] : walk.naive().materials) {
    const auto holding = walk.world().node.aspect<journey::custody::Holding>("material/" + id);
    EXPECT_EQ(holding->holder.key, material.holder) << "exactly one holder (R13)";
    EXPECT_EQ(holder.at(id), material.holder);
    const auto state = walk.world().node.aspect<journey::Material>("material/" + id);
    EXPECT_EQ(state->left->value.text(), std::to_string(material.left_ml)) << "R32";
  }
}

/// Everything that is kept equals what is folded anew, and every record is what it says again.
void rebuild(TestNode& node) {
  const std::vector<std::string> things = node.store().things("", "", 10'000).value();
  journey::Slice kept;
  ASSERT_TRUE(node.states().load(things, kept).has_value());
  for (const std::string& thing : things) {
    EXPECT_EQ(node.state(thing), *kept.at(thing)) << thing;
  }
  for (const ledger::StoredRecord& stored : node.records()) {
    const auto record = ledger::parse_record(stored.bytes);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(ledger::finish(ledger::encode(record->draft), record->stamp), stored.bytes);
    const journey::FactType* type = node.catalogue().fact(record->draft.fact);
    ASSERT_NE(type, nullptr);
    EXPECT_TRUE(type->check(record->draft.data).empty()) << record->draft.fact;
  }
}

TEST(HistoryWalk, R08_R09_R10_R13_R25_R32_the_desk_answers_every_history_as_the_naive_model_does) {
  const std::uint64_t seed = seed_of_this_run();
  std::cout << "VEINLINE_SEED=" << seed << "\n";
  const std::size_t walks = campaign(200, 5000);
  int confirmed = 0;
  int released = 0;
  int sent = 0;
  for (std::size_t i = 0; i < walks; ++i) {
    SCOPED_TRACE("walk " + std::to_string(i) + " of seed " + std::to_string(seed));
    Walk walk(seed + i);
    walk.go();
    audit(walk);
    rebuild(walk.world().node);
    confirmed += walk.confirmed;
    released += walk.released;
    sent += walk.sent;
    if (HasFailure()) return;
  }
  EXPECT_GT(confirmed, 0) << "walks that never reach the bedside prove nothing about it";
  EXPECT_GT(released, 0);
  EXPECT_GT(sent, 0);
}

}  // namespace
}  // namespace veinline::walks
