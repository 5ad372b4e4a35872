// SPDX-License-Identifier: Apache-2.0
// Story: what has happened, told fact by fact, for the specifications of the stages. Pure; tests
// only.
#pragma once

#include <string>
#include <vector>

#include "journey/catalogue.hpp"
#include "journey/collection/collection.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/fold.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/quality/correction.hpp"
#include "journey/quality/quality.hpp"
#include "journey/reception/reception.hpp"
#include "journey/release/release.hpp"
#include "journey/staff/staff.hpp"
#include "journey/study/study.hpp"
#include "journey/testing/testing.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::journey::spec {

/// The id of that number, of any noun.
template <class Id>
Id id(std::uint8_t number) {
  auto out = Id::parse(kernel::id_text({0, 0, 0, 0, 0, 0, 0, 0, 0, number}));
  INVARIANT(out);
  return *out;
}
/// A coded text, quantity or decimal that must be well formed.
template <class C = Code>
C code(std::string_view text) {
  auto out = C::parse(text);
  INVARIANT(out);
  return *out;
}
inline kernel::Decimal decimal(std::string_view text) {
  return code<kernel::Decimal>(text);
}
inline kernel::Amount ml(std::string_view amount) {
  return {{decimal(amount), "mL"}};
}
/// Eight in the morning of the n-th day of the story; the story's present is day 0.
inline kernel::Instant day(int n) {
  return kernel::Instant(kernel::Milliseconds(1'772'438'400'000)) + std::chrono::hours(24 * n);
}

// The people, places and things of every story.
inline const StudyId the_study = id<StudyId>(1);
inline const SiteId hospital = id<SiteId>(2);
inline const SiteId factory = id<SiteId>(3);
inline const SiteId elsewhere = id<SiteId>(14);  ///< another hospital, with a cell laboratory
inline const SubjectId anna = id<SubjectId>(4);
inline const SubjectId ben = id<SubjectId>(5);
inline const CourseId annas_course = id<CourseId>(6);
inline const CourseId bens_course = id<CourseId>(7);
inline const MaterialId cells = id<MaterialId>(8);
inline const MaterialId bens_cells = id<MaterialId>(9);
inline const BatchId batch = id<BatchId>(10);
inline const MaterialId bag = id<MaterialId>(11);
inline const MaterialId second_bag = id<MaterialId>(12);
inline const ConsignmentId box = id<ConsignmentId>(13);
inline const PersonId nurse = id<PersonId>(20);
inline const PersonId second_nurse = id<PersonId>(21);
inline const PersonId operator_ = id<PersonId>(22);
inline const PersonId quality_person = id<PersonId>(23);
inline const PersonId courier = id<PersonId>(24);
inline const PersonId second_courier = id<PersonId>(25);
inline const PersonId study_office = id<PersonId>(26);  ///< tells what the committee said
inline const DeviationId fresh_deviation = id<DeviationId>(30);

/// A reference to a name in a vault that nobody opens.
inline kernel::Sealed some_sealed_text() {
  return {std::string(kernel::sealed_suite), std::string(32, '0'), {}, {}, 64};
}

/// The id of the n-th record of a story.
inline std::string record_id(std::uint64_t n) {
  const std::string digits = std::to_string(n);
  return std::string(32 - digits.size(), '0') + digits;
}

inline Holder held_by(const Thing& thing) {
  return Holder{thing};
}
inline AnyThing any(const Thing& thing) {
  return AnyThing{thing};
}

class Story {
 public:
  /// Who asks next, where and when; also who told the next fact.
  Asked asked{nurse, hospital, day(0), day(0), "TEST", fresh_deviation, {}};

  Story& by(const PersonId& person, const SiteId& site) {
    asked.by = person;
    asked.at = site;
    return *this;
  }
  Story& at_time(kernel::Instant instant) {
    asked.now = instant;
    asked.happened_at = instant;
    return *this;
  }
  /// It has happened, whatever the rules say: folded into everything that it changes.
  Story& told(const Said& said) {
    const FactType* type = catalogue_.fact(said.stored_name);
    INVARIANT(type != nullptr);
    Happening happening;
    happening.told = {++seq_,          record_id(seq_),   asked.by.text(),
                      asked.at.text(), asked.happened_at, asked.now};
    happening.fact = said.stored_name;
    happening.data = said.data;
    happening.changes = said.things.empty() ? touched(*type, said.data).changes : said.things;
    happening.corrects = said.corrects;
    happening.clock_ms = asked.now.time_since_epoch().count();
    happening.clock_n = static_cast<std::int64_t>(seq_);
    for (const std::string& thing : happening.changes) {
      std::vector<Happening>& history = histories_[thing];
      history.push_back(happening);
      slice_[thing] =
          std::make_shared<const ThingState>(fold_all(catalogue_, Thing(thing), history));
    }
    return *this;
  }
  template <class F>
  Story& told(const F& fact) {
    return told(Said{F::stored_name, codec::put(fact), {}, {}});
  }
  /// The refusal's code; or the first fact's name, and after it what was put on hold and why.
  template <class C>
  std::string ask(const C& command) {
    const Decision decision = decide(command);
    if (!decision) return std::string(decision.error().rule->code);
    return words(*decision);
  }
  /// Asks, and tells what was decided.
  template <class C>
  std::string does(const C& command) {
    const Decision decision = decide(command);
    if (!decision) return std::string(decision.error().rule->code);
    for (const Said& said : decision->said()) told(said);
    return words(*decision);
  }
  template <class C>
  Decision decide(const C& command) {
    const kernel::Object data = codec::put(command);
    for (;;) {
      Reader reader(slice_);
      Judged judged = catalogue_.command(C::name)->decide(reader, asked, data);
      INVARIANT(judged.has_value());
      if (reader.wanted().empty()) {
        relied_until_ = reader.valid_until();
        return *judged;
      }
      for (const std::string& thing : reader.wanted()) {
        slice_[thing] = std::make_shared<const ThingState>();
      }
    }
  }
  /// Quality corrects the n-th record, with this data or with none, and what follows is told.
  Story& put_right(std::uint64_t n, std::optional<kernel::Object> replacement) {
    const Happening wrong = record(n);
    kernel::Object data;
    auto of = RecordId::parse(wrong.told.record_id);
    auto by = PersonId::parse(wrong.told.by);
    auto at = SiteId::parse(wrong.told.at);
    INVARIANT(of && by && at);
    std::optional<kernel::Object> stands;
    if (replacement) {
      stands.emplace();
      stands->set("fact", kernel::Value(wrong.fact));
      stands->set("data", kernel::Value(*replacement));
    }
    told(Said{quality::RecordCorrected::stored_name,
              codec::put(quality::RecordCorrected{
                  *of, kernel::Instant(kernel::Milliseconds(wrong.clock_ms)), Count{wrong.clock_n},
                  *by, *at, wrong.told.happened_at, stands, asked.by}),
              wrong.told.record_id, wrong.changes});
    const FactType* type = catalogue_.fact(wrong.fact);
    if (replacement || type->taken_back == nullptr) return *this;
    Reader reader(slice_);
    const Facts doubt = type->taken_back(reader, asked, wrong.data);
    for (const Said& said : doubt.said()) told(said);
    return *this;
  }
  /// The n-th record was entered in error.
  Story& take_back(std::uint64_t n) { return put_right(n, std::nullopt); }
  /// How many records there are.
  [[nodiscard]] std::uint64_t length() const { return seq_; }
  /// Until when the last decision holds.
  [[nodiscard]] std::optional<kernel::Instant> relied_until() const { return relied_until_; }
  [[nodiscard]] ThingState state(const Thing& thing) const {
    const auto found = slice_.find(thing.key);
    return found == slice_.end() ? ThingState{} : *found->second;
  }
  /// The aspect of a thing, by value; INVARIANT: it has one.
  template <class A>
  [[nodiscard]] A aspect(const Thing& thing) const {
    const ThingState now = state(thing);
    INVARIANT(now.aspects.find<A>() != nullptr);
    return *now.aspects.find<A>();
  }

 private:
  static std::string words(const Facts& facts) {
    std::string out(facts.said().front().stored_name);
    bool held = false;
    for (const Said& said : facts.said()) {
      if (said.stored_name == quality::HoldPlaced::stored_name) held = true;
      if (said.stored_name != quality::DeviationOpened::stored_name) continue;
      out += std::string(held ? ", held for " : ", not held, for ") +
             *said.data.find("cause")->string();
    }
    return out;
  }

  [[nodiscard]] Happening record(std::uint64_t n) const {
    for (const auto& [thing, history] : histories_) {
      for (const Happening& happening : history) {
        if (happening.told.seq == n) return happening;
      }
    }
    kernel::broken_invariant("the story has that record", __FILE__, __LINE__);
  }

  Catalogue catalogue_ = whole_catalogue();
  std::map<std::string, std::vector<Happening>> histories_;
  Slice slice_;
  std::uint64_t seq_ = 0;
  std::optional<kernel::Instant> relied_until_;
};

/// How far Anna's treatment has come when a scene begins. Each goes on from the one before it.
enum class Scene : std::uint8_t {
  study_open,  ///< approval in force from day -100 to day 100
  enrolled,    ///< consent signed on day -10, course opened
  collected,   ///< 50 mL, held by the hospital
  at_factory,  ///< received there
  produced,    ///< one bag of 20 mL, expiring on day 50, made by operator_
  tested,      ///< every required test in specification
  released,
  at_bedside,  ///< received by the hospital
  checked,     ///< by nurse, now
  confirmed    ///< by second_nurse, now
};

inline void tell_scene(Story& s, Scene scene) {
  switch (scene) {
    case Scene::study_open: {
      s.at_time(day(-100));
      const study::Requirement viability{code("VIABILITY"), code("PERCENT"), decimal("70"), {}};
      const study::Requirement copies{code("VCN"), code("COPIES"), {}, decimal("5")};
      s.told(study::StudyOpened{the_study,
                                code<study::StudyCode>("S1"),
                                study::Use::iit,
                                study::Donation::autologous,
                                {viability, copies},
                                Count{30},
                                study::LogsKept::elsewhere});
      s.by(study_office, hospital);
      s.told(study::SiteOpened{the_study, hospital, code("EC-1"), day(-100), day(100), {}});
      s.by(nurse, hospital).at_time(day(0));
      return;
    }
    case Scene::enrolled:
      s.told(enrolment::SubjectEnrolled{anna, the_study, hospital});
      s.told(enrolment::ConsentSigned{anna, code("V1"), day(-10), {}});
      s.told(enrolment::CourseOpened{annas_course, anna, the_study, hospital,
                                     code<ChainOfIdentity>("CHA999926000001")});
      return;
    case Scene::collected:
      s.told(collection::CollectionStarted{annas_course, anna});
      s.told(collection::MaterialCollected{cells, annas_course, anna,
                                           code<DonationNumber>("A999926000001"), ml("50"),
                                           held_by(hospital)});
      return;
    case Scene::at_factory:
      s.told(reception::Received{cells, held_by(factory), reception::Condition::intact, {}, {}});
      return;
    case Scene::produced:
      s.by(operator_, factory);
      s.told(manufacture::BatchStarted{batch, annas_course, the_study, anna, {{cells, ml("40")}}});
      s.told(manufacture::ProductRecorded{
          batch, annas_course, anna, held_by(factory), {{bag, code("01"), ml("20"), day(50)}}});
      return;
    case Scene::tested:
      for (const char* test : {"VIABILITY", "VCN"}) {
        s.told(testing::ResultRecorded{batch, code(test), decimal("1"), code("PERCENT"),
                                       testing::Verdict::in_specification});
      }
      return;
    case Scene::released:
      s.by(quality_person, factory).told(release::Released{bag, batch, annas_course});
      return;
    case Scene::at_bedside:
      s.told(reception::Received{bag, held_by(hospital), reception::Condition::intact, {}, {}});
      return;
    case Scene::checked:
      s.by(nurse, hospital).told(infusion::BedsideChecked{bag, anna});
      return;
    case Scene::confirmed:
      s.by(second_nurse, hospital).told(infusion::BedsideConfirmed{bag, anna, nurse});
      return;
  }
}

/// Numbers of records in story_until().
constexpr std::uint64_t consent_record = 4;
constexpr std::uint64_t collection_record = 7;
constexpr std::uint64_t product_record = 10;
constexpr std::uint64_t result_record = 11;

/// The story up to and with a scene; then nurse stands at the hospital.
inline Story story_until(Scene last) {
  Story story;
  for (int i = 0; i <= static_cast<int>(last); ++i) tell_scene(story, static_cast<Scene>(i));
  story.by(nurse, hospital);
  return story;
}

/// Ben, another patient of the same study, with his own course.
inline void tell_ben(Story& s) {
  s.told(enrolment::SubjectEnrolled{ben, the_study, hospital});
  s.told(enrolment::ConsentSigned{ben, code("V1"), day(-10), {}});
  s.told(enrolment::CourseOpened{bens_course, ben, the_study, hospital,
                                 code<ChainOfIdentity>("CHA999926000002")});
}

}  // namespace veinline::journey::spec
