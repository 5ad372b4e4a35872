// SPDX-License-Identifier: Apache-2.0
// A list is right after any fault on the way, and what bars a bag or a treatment is told wherever
// it is shown.
#include <gtest/gtest.h>

#include <random>

#include "exchange/evidence.hpp"
#include "history/states.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/study/study.hpp"
#include "kernel/limits.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/store_decorator.hpp"
#include "support/treatment.hpp"
#include "views/eye.hpp"
#include "views/follower.hpp"
#include "views/view.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Value;
using ledger::Seq;
using views::Question;

/// Fails when it is told to, and changes nothing then.
class FailingRows : public storage::memory::MemoryRows {
 public:
  kernel::Result<kernel::Done, ledger::Fault> apply(
      Seq position, const std::string& record_id,
      const std::vector<views::RowChange>& changes) override {
    if (std::exchange(fails_next, false)) return kernel::Failure{ledger::Fault::disk_full};
    return MemoryRows::apply(position, record_id, changes);
  }
  bool fails_next = false;
};

std::string list_of(const views::Rows& rows, Seq as_of) {
  std::string out;
  const auto read = rows.read("courses", as_of, 0, 1000);
  if (!read) return "unreadable";
  for (const views::Row& row : *read) {
    out += row.key + " since " + std::to_string(row.since) + " reads " + row.body + " from " +
           std::to_string(row.from) + "\n";
  }
  return out;
}

TEST(ListRows, are_the_same_when_writing_them_failed_on_the_way) {
  World world(StoreKind::memory);
  world.go_to("receive collection");
  FailingRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  rows.fails_next = true;
  EXPECT_FALSE(follower.catch_up(0).has_value());
  ASSERT_TRUE(follower.catch_up(0).has_value());
  storage::memory::MemoryRows fresh;
  views::Follower other(world.node.catalogue(), world.node.store(), fresh);
  ASSERT_TRUE(other.catch_up(0).has_value());
  const Seq size = world.node.store().tip()->head.size();
  EXPECT_NE(list_of(fresh, size), "");
  EXPECT_EQ(list_of(rows, size), list_of(fresh, size));
}

TEST(ListRows, of_an_older_program_that_say_less_are_made_anew_by_who_asks_for_what_they_go_up_to) {
  World world(StoreKind::memory);
  world.go_to("receive product");
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  ASSERT_TRUE(follower.catch_up(0).has_value());
  const Seq size = world.node.store().tip()->head.size();
  const std::string whole = list_of(rows, size);
  for (const std::string_view member : {views::all_ends, views::seen_at, views::rests_on}) {
    const views::Row row = rows.read("courses", size, 0, 1)->front();
    kernel::Object less;
    const auto body = kernel::parse_json(row.body, views::row_json);
    for (const auto& [name, value] : body->object()->members()) {
      if (name != member) less.set(name, value);
    }
    const std::string last = *rows.last_record();
    ASSERT_TRUE(rows.apply(size, last,
                           {{"courses", row.key, row.since, size, kernel::canonical_text(less)}}));
    ASSERT_NE(list_of(rows, size), whole);
    views::Follower next(world.node.catalogue(), world.node.store(), rows);
    ASSERT_TRUE(next.catch_up(size).has_value());
    EXPECT_EQ(list_of(rows, size), whole) << member;
  }
}

/// The members of an object in the answer, by their names.
using Barred = std::map<std::string, std::string>;
Barred barred_in(const kernel::Object& object) {
  Barred out;
  for (const auto& [name, thing] : object.find("barred")->object()->members()) {
    out[name] = *thing.string();
  }
  return out;
}

/// Views over a world, followed from its beginning.
struct Looking {
  explicit Looking(World& looked_at)
      : world(looked_at),
        follower(world.node.catalogue(), world.node.store(), rows),
        sources{world.node.catalogue(), world.node.store(), follower, views::Eye::of_operator()} {}
  kernel::Object status(const std::string& thing) {
    Question question;
    question.id = thing;
    const auto told = views::answer(sources, "trace", question);
    EXPECT_TRUE(told.has_value()) << thing;
    return *told->find("status")->object();
  }
  kernel::Object row() {
    const auto told = views::answer(sources, "courses", {});
    EXPECT_TRUE(told.has_value());
    return *told->find("courses")->array()->front().object();
  }

  World& world;
  storage::memory::MemoryRows rows;
  views::Follower follower;
  views::Sources sources;
};

std::vector<std::string> grounds_of_the_product(const Things& things) {
  return {"material/" + things.product,    "batch/" + things.batch,
          "material/" + things.collection, "course/" + things.course,
          "subject/" + things.subject,     "consignment/" + things.box};
}

/// A factory holds what it makes; of the patient it reads nothing, and holds nothing.
const std::string& who_reads(const World& world, const std::string& ground) {
  return ground.starts_with("subject/") ? world.cast.hospital_quality : world.cast.quality;
}

/// Somebody else there, who holds what that quality lifts.
const std::string& who_holds(const World& world, const std::string& ground) {
  return ground.starts_with("subject/") ? world.cast.physician : world.cast.qc_analyst;
}

TEST(Bars, R25_a_hold_on_anything_that_a_bag_rests_on_is_told_with_the_bag_and_in_the_list) {
  World world(StoreKind::memory);
  world.go_to("dispatch");
  Looking look(world);
  const std::string bag = "material/" + world.things.product;
  EXPECT_EQ(barred_in(look.status(bag)), Barred{});
  for (const std::string& ground : grounds_of_the_product(world.things)) {
    SCOPED_TRACE(ground);
    const std::string& quality = who_reads(world, ground);
    const auto held = world.node.ask(who_holds(world, ground), "quality/hold",
                                     object({{"thing", ground}, {"cause", "other"}}));
    ASSERT_TRUE(held.has_value()) << words_of(held);
    const kernel::Object status = look.status(bag);
    EXPECT_EQ(barred_in(status), (Barred{{"held", ground}}));
    EXPECT_TRUE(*status.find("released")->boolean());
    EXPECT_EQ(barred_in(look.row()), (Barred{{"held", ground}}));
    const auto lifted = world.node.ask(quality, "quality/lift", object({{"thing", ground}}));
    ASSERT_TRUE(lifted.has_value()) << words_of(lifted);
    EXPECT_EQ(barred_in(look.status(bag)), Barred{});
    EXPECT_EQ(barred_in(look.row()), Barred{});
  }
}

TEST(Bars, R25_a_rejected_batch_is_told_with_every_bag_of_it) {
  World world(StoreKind::memory);
  world.go_to("result out of specification");
  const std::string bag = "material/" + world.things.product;
  const std::string batch = "batch/" + world.things.batch;
  Looking look(world);
  EXPECT_EQ(barred_in(look.status(bag)), (Barred{{"held", batch}, {"deviation", batch}}));
  const commands::Recorded& opened = world.answers.at("result out of specification").records.back();
  const auto closed = world.node.ask(
      world.cast.quality, "quality/close_deviation",
      object({{"deviation", *opened.data.find("deviation")}, {"assessment", "product_rejected"}}));
  ASSERT_TRUE(closed.has_value()) << words_of(closed);
  const Barred rejected = barred_in(look.status(bag));
  EXPECT_EQ(rejected.at("rejected"), batch);
  EXPECT_EQ(rejected, barred_in(look.row()));
}

TEST(Bars, a_strange_history_of_the_cells_is_told_with_the_bag) {
  World world(StoreKind::memory);
  world.go_to("record product");
  const std::string bag = "material/" + world.things.product;
  Looking look(world);
  EXPECT_EQ(barred_in(look.status(bag)), Barred{});
  const Seq seq = world.answers.at("record collection").records.front().seq;
  const auto data = object({{"seq", static_cast<std::int64_t>(seq)}});
  ASSERT_TRUE(
      world.node.ask(world.cast.physician, "quality/agree_to_correction", data).has_value());
  ASSERT_TRUE(world.node.ask(world.cast.hospital_quality, "quality/correct", data).has_value());
  const kernel::Object status = look.status(bag);
  EXPECT_TRUE(status.find("strange")->array()->empty()) << "the bag's own history is in order";
  EXPECT_EQ(barred_in(status).at("strange"), "material/" + world.things.collection);
  EXPECT_EQ(barred_in(look.row()).at("strange"), "material/" + world.things.collection);
}

/// When the list says that something ends, and why; empty: it says nothing.
std::string end_in(const kernel::Object& row) {
  const Value* until = row.find("until");
  if (until == nullptr) return "";
  const kernel::Object& end = *until->object();
  return *end.find("why")->string() + " " + *end.find("thing")->string() + " " +
         *end.find("at")->string();
}

TEST(Ends, R31_of_a_treatment_are_the_expiry_of_its_bag_and_the_window_once_it_thaws) {
  World world(StoreKind::memory);
  world.go_to("start collection");
  Looking look(world);
  EXPECT_EQ(end_in(look.row()), "");
  world.go_to("receive product");
  const std::string bag = "material/" + world.things.product;
  const auto material = world.node.aspect<journey::Material>(bag);
  ASSERT_TRUE(material != nullptr && material->expires);
  EXPECT_EQ(end_in(look.row()), "expires " + bag + " " + kernel::to_text(*material->expires));
  world.go_to("start thaw");
  const auto study = world.node.aspect<journey::study::StudyState>("study/" + world.things.study);
  const auto thaw = world.node.aspect<journey::infusion::Thaw>(bag);
  ASSERT_TRUE(study != nullptr && thaw != nullptr);
  const auto late = thaw->since + std::chrono::minutes(study->bedside_window_min);
  EXPECT_EQ(end_in(look.row()), "thawed " + bag + " " + kernel::to_text(late));
  world.go_to("infuse");
  EXPECT_EQ(end_in(look.row()), "") << "somebody got it";
}

TEST(Ends, R25_a_rejected_bag_is_waited_for_no_more) {
  World world(StoreKind::memory);
  world.go_to("result out of specification");
  Looking look(world);
  EXPECT_NE(end_in(look.row()), "");
  const commands::Recorded& opened = world.answers.at("result out of specification").records.back();
  const auto closed = world.node.ask(
      world.cast.quality, "quality/close_deviation",
      object({{"deviation", *opened.data.find("deviation")}, {"assessment", "product_rejected"}}));
  ASSERT_TRUE(closed.has_value()) << words_of(closed);
  EXPECT_EQ(end_in(look.row()), "");
}

/// A row as it must be, from nothing but the states as of a position.
std::string naive_row(World& world, const std::string& course, Seq as_of) {
  const views::ListType& list = views::all_lists().front();
  views::Belongings belongings;
  const auto own =
      history::history_of(world.node.store(), course, ledger::Touching::changes, 0, as_of);
  for (const journey::Happening& happening : *own) {
    for (const std::string& thing : happening.changes) {
      if (thing.starts_with("material/") || thing.starts_with("batch/")) belongings.insert(thing);
    }
  }
  journey::Slice slice;
  for (;;) {
    journey::Reader reader(slice);
    views::Stands stands = list.stands(reader, journey::Thing(course), belongings);
    if (reader.wanted().empty()) {
      stands.bars.strange = views::strange_among(reader);
      return kernel::canonical_text(list.row(*reader.look(journey::Thing(course)), stands));
    }
    for (const std::string& thing : reader.wanted()) {
      slice[thing] = std::make_shared<const journey::ThingState>(
          *history::state_as_of(world.node.catalogue(), world.node.store(), thing, as_of));
    }
  }
}

/// The rows of both treatments as they stood at a position, without what only the follower needs.
std::string rows_at(const views::Rows& rows, Seq as_of) {
  std::string out;
  const auto read = rows.read("courses", as_of, 0, 1000);
  if (!read) return "unreadable";
  for (const views::Row& row : *read) {
    kernel::Object shown;
    const auto body = kernel::parse_json(row.body, views::row_json);
    for (const auto& [name, value] : body->object()->members()) {
      if (name != views::rests_on) shown.set(name, value);
    }
    out += kernel::canonical_text(shown) + "\n";
  }
  return out;
}

/// One thing that somebody does, of all that may change what bars a treatment.
void meddle(World& world, const std::vector<Things>& both, std::mt19937_64& chance) {
  const Things& things = both[chance() % both.size()];
  const std::vector<std::string> grounds = grounds_of_the_product(things);
  const std::string& ground = grounds[chance() % grounds.size()];
  const std::string& quality = who_reads(world, ground);
  switch (chance() % 5) {
    case 0:
      static_cast<void>(world.node.ask(who_holds(world, ground), "quality/hold",
                                       object({{"thing", ground}, {"cause", "other"}})));
      return;
    case 1:
      static_cast<void>(world.node.ask(quality, "quality/lift", object({{"thing", ground}})));
      return;
    case 2:
      static_cast<void>(world.node.ask(world.cast.infusion_nurse, "reception/receive",
                                       object({{"material", things.product},
                                               {"condition", "seal_broken"},
                                               {"consignment", things.box}})));
      return;
    case 3: {
      const auto standing = world.node.aspect<journey::quality::Standing>(ground);
      if (standing == nullptr || standing->open_deviations.empty()) return;
      const char* how = chance() % 3 == 0 ? "product_rejected" : "no_impact";
      static_cast<void>(world.node.ask(
          quality, "quality/close_deviation",
          object({{"deviation", standing->open_deviations.begin()->first}, {"assessment", how}})));
      return;
    }
    case 4: {
      if (chance() % 8 != 0) return;
      const Seq size = world.node.store().tip()->head.size();
      const auto seq = static_cast<std::int64_t>(chance() % size + 1);
      const auto data = object({{"seq", seq}});
      if (world.node.ask(world.cast.physician, "quality/agree_to_correction", data)) {
        static_cast<void>(world.node.ask(quality, "quality/correct", data));
      }
      return;
    }
  }
}

TEST(ListRows,
     R25_are_what_they_would_be_made_anew_whatever_changed_and_whenever_one_starts_again) {
  const std::uint64_t seed = seed_of_this_run();
  for (std::size_t round = 0; round < campaign(2, 40); ++round) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(round));
    std::mt19937_64 chance(seed + round);
    World world(StoreKind::memory, seed + round);
    std::vector<Things> both{world.things, make_things(world.node, 2)};
    both[1].study = both[0].study;
    storage::memory::MemoryRows rows;
    auto follower =
        std::make_unique<views::Follower>(world.node.catalogue(), world.node.store(), rows);
    std::vector<Answers> answers(2);
    std::vector<std::vector<Step>> steps{treatment(world.cast, both[0]),
                                         treatment(world.cast, both[1])};
    for (std::size_t turn = 0; turn < 80; ++turn) {
      const std::size_t of = chance() % 2;
      for (const Step& step : steps[of]) {
        const bool lacks = (!step.corrects.empty() && !answers[of].contains(step.corrects)) ||
                           (!step.closes.empty() && !answers[of].contains(step.closes));
        if (lacks || answers[of].contains(step.name)) continue;
        auto reply = world.node.ask(step.person, step.command, data_of(step, answers[of]));
        if (reply) answers[of][step.name] = std::move(*reply);
        break;
      }
      if (turn % 2 == 0) meddle(world, both, chance);
      world.node.clock().advance(std::chrono::seconds(30));
      if (chance() % 3 == 0) {
        ASSERT_TRUE(follower->catch_up(0).has_value());
      }
      if (chance() % 10 == 0) {
        follower =
            std::make_unique<views::Follower>(world.node.catalogue(), world.node.store(), rows);
      }
    }
    ASSERT_TRUE(follower->catch_up(0).has_value());
    storage::memory::MemoryRows fresh;
    views::Follower anew(world.node.catalogue(), world.node.store(), fresh);
    ASSERT_TRUE(anew.catch_up(0).has_value());
    const Seq size = world.node.store().tip()->head.size();
    for (Seq as_of = 1; as_of <= size; ++as_of) {
      SCOPED_TRACE("as of " + std::to_string(as_of));
      ASSERT_EQ(list_of(rows, as_of), list_of(fresh, as_of));
      std::string naive;
      const auto stood = fresh.read("courses", as_of, 0, 10);
      for (const views::Row& row : *stood) {
        naive += naive_row(world, row.key, as_of) + "\n";
      }
      ASSERT_EQ(rows_at(fresh, as_of), naive);
    }
  }
}

/// A store in which one thing has a history without an end.
class EndlessHistory : public StoreDecorator {
 public:
  EndlessHistory(ledger::Store& inner, std::string thing)
      : StoreDecorator(inner), thing_(std::move(thing)) {}
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> history(
      std::string_view thing, ledger::Touching touching, Seq after, Seq up_to,
      std::uint32_t count_max) const override {
    TRY(auto out, StoreDecorator::history(thing, touching, after, up_to, count_max));
    if (thing != thing_ || count_max == 1) return out;
    if (out.empty()) out = *StoreDecorator::history(thing, touching, 0, up_to, 1);
    while (out.size() < count_max) out.push_back(out.back());
    for (std::size_t i = 0; i < out.size(); ++i) out[i].seq = after + i + 1;
    handed_out += out.size();
    return out;
  }
  mutable std::size_t handed_out = 0;

 private:
  std::string thing_;
};

TEST(Answers, read_of_several_long_histories_together_no_more_than_of_one) {
  World world(StoreKind::memory);
  world.go_to("infuse");
  const std::string bag = "material/" + world.things.product;
  EndlessHistory store(world.node.store(), bag);
  const std::vector<std::string> things(8, bag);
  const auto all = history::histories_of(store, things, ledger::Touching::changes, UINT64_MAX,
                                         kernel::answer_records_max + 1);
  ASSERT_TRUE(all.has_value());
  std::size_t sum = 0;
  for (const auto& one : *all) sum += one.size();
  EXPECT_EQ(sum, kernel::answer_records_max + 1);
  EXPECT_LE(store.handed_out, kernel::answer_records_max + 1 + 8 * 100) << "and a first page each";
}

TEST(Answers, of_a_long_history_are_refused_by_name_before_they_fill_the_memory) {
  World world(StoreKind::memory);
  world.go_to("infuse");
  const std::string subject = "subject/" + world.things.subject;
  const std::string bag = "material/" + world.things.product;
  for (const std::string& endless : {subject, "study/" + world.things.study}) {
    EndlessHistory store(world.node.store(), endless);
    storage::memory::MemoryRows rows;
    views::Follower follower(world.node.catalogue(), store, rows);
    const views::Sources sources{world.node.catalogue(), store, follower,
                                 views::Eye::of_operator()};
    Question question;
    question.id = endless.starts_with("study/") ? bag : endless;
    const auto expect_too_much = [&](const char* what, const views::NoView& no) {
      EXPECT_EQ(no.code, "view.too_much") << what << " of " << endless;
      EXPECT_EQ(no.kind, views::NoView::Kind::bad_question);
      EXPECT_LE(store.handed_out, kernel::answer_records_max + 1) << what << " of " << endless;
      store.handed_out = 0;
    };
    if (question.id == endless) {
      for (const char* view : {"trace", "lineage"}) {
        const auto answer = views::answer(sources, view, question);
        ASSERT_FALSE(answer.has_value()) << view << " of " << endless;
        expect_too_much(view, answer.error());
      }
    }
    const auto exported = exchange::export_thing(sources, world.node.keys().key, question.id,
                                                 [](std::string_view) {});
    ASSERT_FALSE(exported.has_value()) << endless;
    expect_too_much("export", exported.error());
  }
}

TEST(Answers, as_a_whole_are_given_of_things_that_have_a_genealogy_and_evidence_alone) {
  World world(StoreKind::memory);
  world.go_to("result out of specification");
  storage::memory::MemoryRows rows;
  views::Follower follower(world.node.catalogue(), world.node.store(), rows);
  const views::Sources sources{world.node.catalogue(), world.node.store(), follower,
                               views::Eye::of_operator()};
  const commands::Recorded& opened = world.answers.at("result out of specification").records.back();
  for (const std::string& thing :
       {"site/" + world.cast.hospital, "study/" + world.things.study,
        "person/" + world.cast.quality, "deviation/" + *opened.data.find("deviation")->string(),
        "alias/coi/" + world.things.coi}) {
    Question question;
    question.id = thing;
    for (const char* view : {"trace", "lineage"}) {
      const auto answer = views::answer(sources, view, question);
      ASSERT_FALSE(answer.has_value()) << view << " of " << thing;
      EXPECT_EQ(answer.error().code, "view.not_told_as_a_whole");
    }
    const auto exported =
        exchange::export_thing(sources, world.node.keys().key, thing, [](std::string_view) {});
    ASSERT_FALSE(exported.has_value()) << thing;
    EXPECT_EQ(exported.error().code, "view.not_told_as_a_whole");
    EXPECT_TRUE(views::answer(sources, "timeline", question).has_value()) << thing;
  }
}

}  // namespace
}  // namespace veinline::walks
