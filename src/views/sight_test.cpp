// SPDX-License-Identifier: Apache-2.0
#include "views/sight.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "journey/blinding/blinding.hpp"
#include "journey/blinding/making.hpp"
#include "journey/breakglass/breakglass.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/labelling/labelling.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/study/study.hpp"
#include "journey/transport/transport.hpp"

namespace veinline::views {
namespace {

using journey::Role;
using journey::Thing;
using journey::ThingState;

const journey::Catalogue& catalogue() {
  static const journey::Catalogue all = journey::whole_catalogue();
  return all;
}

/// One treatment: the patient's hospital is HOSPITAL; batches were begun at FACTORY by record 20
/// and at SECOND by record 40; the cells were sent to FACTORY by record 10.
class OneTreatment : public testing::Test {
 protected:
  OneTreatment() {
    of<journey::enrolment::SubjectState>("subject/S").site = "HOSPITAL";
    auto& course = of<journey::enrolment::CourseState>("course/C");
    course.site = "HOSPITAL";
    course.made_at = {{"FACTORY", 20}, {"SECOND", 40}};
    of<journey::Material>(cells()).course = "C";
    of<journey::custody::Holding>(cells()).sites = {{"HOSPITAL", 5}, {"FACTORY", 10}};
    auto& batch = of<journey::manufacture::BatchState>("batch/B");
    batch.course = "C";
    batch.site = "FACTORY";
    auto& bag = of<journey::Material>("material/BAG");
    bag.course = "C";
    bag.batch = "B";
    auto& box = of<journey::transport::ConsignmentState>("consignment/BOX");
    box.to = "CLINIC";
    box.materials = {material_};
    of<journey::labelling::LabelState>("label/L").material = material_.text();
    auto& deviation = of<journey::quality::DeviationState>("deviation/D");
    deviation.about = Thing("batch/B");
    deviation.at = "LABORATORY";
  }

  [[nodiscard]] std::string cells() const { return Thing(material_).key; }

  /// For whom a fact is that was told at CARRIER and touches these things.
  std::set<std::string> sites(std::vector<std::string> things, std::uint64_t seq = 100,
                              std::string fact = "custody.handed_over/1") {
    Audience out = audience(std::move(things), seq, std::move(fact));
    if (out.is_everybody) return {"everybody"};
    EXPECT_EQ(std::count(out.sites.begin(), out.sites.end(), ""), 0);
    std::set<std::string> once(out.sites.begin(), out.sites.end());
    EXPECT_EQ(once.size(), out.sites.size()) << "each once";
    return once;
  }
  Audience audience(std::vector<std::string> things, std::uint64_t seq = 100,
                    std::string fact = "custody.handed_over/1") {
    const FactSaid said{seq, std::move(fact), "CARRIER", std::move(things)};
    for (;;) {
      journey::Reader reader(slice_);
      Audience out = audience_of(catalogue(), reader, said);
      if (reader.wanted().empty()) return out;
      for (const std::string& wanted : reader.wanted()) {
        slice_.emplace(wanted, std::make_shared<const ThingState>());
      }
    }
  }

  template <class A>
  A& of(const std::string& thing) {
    auto& state = states_[thing];
    if (state == nullptr) {
      state = std::make_shared<ThingState>();
      state->head = state->since = 1;
      slice_.emplace(thing, state);
    }
    return state->aspects.make<A>();
  }

  const journey::MaterialId material_ = *journey::MaterialId::parse(kernel::id_text({1, 2, 3}));
  std::map<std::string, std::shared_ptr<ThingState>> states_;
  journey::Slice slice_;
};

using Sites = std::set<std::string>;

TEST_F(OneTreatment, R43_that_somebody_was_denied_is_for_who_oversees_and_not_for_whom_it_names) {
  const std::string named = kernel::id_text({7});
  for (const std::vector<std::string>& things :
       {std::vector<std::string>{"access/" + named, "person/" + named},
        std::vector<std::string>{"access/" + named}}) {
    const Audience denied = audience(things, 100, "staff.access_denied/1");
    EXPECT_FALSE(may_hear({.site = "CARRIER", .person = named}, denied));
    EXPECT_FALSE(may_hear({.site = "CARRIER", .person = "Q"}, denied)) << "nor a colleague";
    EXPECT_TRUE(may_hear({.is_everything = true, .person = "A"}, denied));
    EXPECT_FALSE(may_hear({.is_everything = true, .person = named}, denied));
  }
}

TEST_F(OneTreatment, R43_denials_of_devices_name_nobody) {
  const Audience denied = audience({"access/devices"}, 100, "staff.access_denied/1");
  EXPECT_TRUE(may_hear({.is_everything = true, .person = "devices"}, denied));
  EXPECT_FALSE(may_hear({.site = "CARRIER", .person = "devices"}, denied));
}

TEST_F(OneTreatment, R43_a_patient_concerns_their_hospital_and_where_it_was_told) {
  EXPECT_EQ(sites({"subject/S"}), (Sites{"CARRIER", "HOSPITAL"}));
}

TEST_F(OneTreatment, R43_a_treatment_concerns_also_who_makes_for_it_from_the_batch_on) {
  EXPECT_EQ(sites({"course/C"}, 19), (Sites{"CARRIER", "HOSPITAL"}));
  EXPECT_EQ(sites({"course/C"}, 20), (Sites{"CARRIER", "HOSPITAL", "FACTORY"}));
  EXPECT_EQ(sites({"course/C"}, 40), (Sites{"CARRIER", "HOSPITAL", "FACTORY", "SECOND"}));
}

TEST_F(OneTreatment, R43_cells_concern_where_they_were_sent_before_any_batch) {
  EXPECT_EQ(sites({cells()}, 9), (Sites{"CARRIER", "HOSPITAL"}));
  EXPECT_EQ(sites({cells()}, 10), (Sites{"CARRIER", "HOSPITAL", "FACTORY"}));
}

TEST_F(OneTreatment, R43_a_batch_and_its_product_concern_the_factory_and_the_hospital) {
  EXPECT_EQ(sites({"batch/B"}, 21), (Sites{"CARRIER", "HOSPITAL", "FACTORY"}));
  EXPECT_EQ(sites({"material/BAG"}, 21), (Sites{"CARRIER", "HOSPITAL", "FACTORY"}));
}

TEST_F(OneTreatment, R43_a_box_concerns_where_it_goes_and_whose_what_is_in_it_is) {
  EXPECT_EQ(sites({"consignment/BOX"}, 10), (Sites{"CARRIER", "CLINIC", "HOSPITAL", "FACTORY"}));
}

TEST_F(OneTreatment, R43_a_label_and_a_deviation_concern_what_they_are_on_and_about) {
  EXPECT_EQ(sites({"label/L"}, 9), (Sites{"CARRIER", "HOSPITAL"}));
  EXPECT_EQ(sites({"deviation/D"}, 21), (Sites{"CARRIER", "LABORATORY", "HOSPITAL", "FACTORY"}));
}

TEST_F(OneTreatment, R43_sites_and_people_that_are_named_are_told) {
  const Audience out = audience({"subject/S", "site/T", "person/P"});
  EXPECT_EQ(Sites(out.sites.begin(), out.sites.end()), (Sites{"CARRIER", "HOSPITAL", "T"}));
  EXPECT_EQ(out.people, std::vector<std::string>{"P"});
}

TEST_F(OneTreatment, R43_what_is_about_the_house_alone_is_for_everybody) {
  for (const char* thing :
       {"site/T", "study/X", "person/P", "staff/administrators", "study/X/site/T/approval",
        "alias/site/HOSPITAL", "alias/study/X", "alias/token/00", "alias/device/00"}) {
    EXPECT_EQ(sites({thing}), Sites{"everybody"}) << thing;
  }
  EXPECT_EQ(sites({"study/X", "subject/S"}), (Sites{"CARRIER", "HOSPITAL"}))
      << "one patient is enough";
  EXPECT_EQ(sites({"study/X/site/T/approval", "subject/S"}), (Sites{"CARRIER", "HOSPITAL"}));
}

TEST_F(OneTreatment, R43_what_nobody_gave_a_meaning_is_closed) {
  EXPECT_EQ(sites({}), Sites{"CARRIER"});
  EXPECT_EQ(sites({"freezer/F"}), Sites{"CARRIER"});
  EXPECT_EQ(sites({"alias/freezer/F"}), Sites{"CARRIER"});
  EXPECT_EQ(sites({"alias/coi/CHA"}), Sites{"CARRIER"});
  EXPECT_EQ(sites({"import/I"}), Sites{"CARRIER"});
  EXPECT_EQ(sites({"study/X", "freezer/F"}), Sites{"CARRIER"}) << "not of the house alone";
  EXPECT_EQ(sites({"subject/nobody"}), Sites{"CARRIER"}) << "nothing is known of it";
}

TEST_F(OneTreatment, R43_a_fact_of_a_newer_program_is_for_the_site_where_it_was_told) {
  const Audience out =
      audience({"subject/S", "site/T", "person/P"}, 100, "custody.stored_in_freezer/1");
  EXPECT_EQ(out, (Audience{.sites = {"CARRIER"}}));
  EXPECT_EQ(audience({"study/X"}, 100, "study.closed/1"), (Audience{.sites = {"CARRIER"}}));
}

void kinds_of(const std::vector<journey::Field>& fields, std::set<std::string>& out) {
  for (const journey::Field& field : fields) {
    for (const std::string& kind : field.kinds) out.insert(kind);
    if (!field.scheme.empty()) out.insert("alias/" + field.scheme);
    kinds_of(field.fields, out);
  }
}

TEST(Sight, R43_every_kind_of_thing_of_the_catalogue_has_a_meaning) {
  std::set<std::string> kinds;
  for (const journey::FactType& fact : catalogue().facts()) kinds_of(fact.fields, kinds);
  EXPECT_TRUE(kinds.contains("material"));
  EXPECT_TRUE(kinds.contains("alias/coi"));
  for (const std::string& kind : kinds) EXPECT_TRUE(about_of(kind + "/X").has_value()) << kind;
  EXPECT_FALSE(about_of("freezer/X").has_value());
}

/// The same treatment in a study that is blinded.
class Blinded : public OneTreatment {
 protected:
  Blinded() {
    course_.study = "T";
    course_.subject = "S";
    of<journey::Material>(cells()).source = "S";
    of<journey::Material>("material/BAG").source = "S";
    of<journey::manufacture::BatchState>("batch/B").source = "S";
    of<journey::study::SiteState>("site/HOSPITAL").kind = journey::study::SiteKind::hospital;
    of<journey::study::SiteState>("site/DEPOT").kind = journey::study::SiteKind::laboratory;
    bag_.sites = {{"FACTORY", 30}, {"DEPOT", 50}, {"HOSPITAL", 90}};
  }
  bool tells(std::vector<std::string> things, std::string fact = "custody.handed_over/1") {
    return audience(std::move(things), 100, std::move(fact)).tells_arm;
  }
  bool tells_at(std::string site, std::uint64_t seq) {
    for (;;) {
      journey::Reader reader(slice_);
      const bool out =
          journey::blinding::is_of_the_making(reader, Thing("material/BAG"), {site, seq});
      if (reader.wanted().empty()) return out;
      for (const std::string& wanted : reader.wanted()) {
        slice_.emplace(wanted, std::make_shared<const ThingState>());
      }
    }
  }
  journey::custody::Holding& bag_ = of<journey::custody::Holding>("material/BAG");
  journey::enrolment::CourseState& course_ = of<journey::enrolment::CourseState>("course/C");
  journey::blinding::Blinding& blinding_ = of<journey::blinding::Blinding>("study/T/blinding");
};

TEST_F(Blinded, R43_what_is_made_tells_an_arm_and_what_is_done_at_the_hospital_does_not) {
  EXPECT_TRUE(tells({"batch/B"}));
  EXPECT_TRUE(tells({"deviation/D"})) << "of a batch";
  EXPECT_TRUE(tells({"course/C"}, "manufacture.started/1")) << "by its kind";
  EXPECT_TRUE(tells({"material/BAG"}, "release.released/1"));
  EXPECT_FALSE(tells({"course/C"}));
  EXPECT_FALSE(tells({"subject/S"}, "blinding.code_broken/1"));
  EXPECT_FALSE(tells({"material/BAG"})) << "told by the carrier";
  course_.made_at["CARRIER"] = 1;
  EXPECT_TRUE(tells({"material/BAG"})) << "told where it is made";
  EXPECT_FALSE(tells({cells()})) << "the cells are there before anything is made";
  course_.site = "CARRIER";
  EXPECT_FALSE(tells({"material/BAG"})) << "a hospital that makes its own has one staff";
}

TEST_F(Blinded, R43_a_unit_is_there_for_the_blinded_once_it_is_on_its_way_to_a_hospital) {
  EXPECT_TRUE(tells_at("DEPOT", 50)) << "it waits there, and is no hospital's yet";
  EXPECT_TRUE(tells_at("DEPOT", UINT64_MAX)) << "nor is told later that it waited";
  EXPECT_TRUE(tells_at("CARRIER", 60)) << "on its way to the depot";
  EXPECT_FALSE(tells_at("CARRIER", 90)) << "on its way to the hospital";
  EXPECT_FALSE(tells_at("HOSPITAL", 91));
  EXPECT_TRUE(tells_at("", 89));
  EXPECT_FALSE(tells_at("", 90));
  bag_.sites.erase("HOSPITAL");
  EXPECT_TRUE(tells_at("", UINT64_MAX));
  EXPECT_TRUE(tells_at("HOSPITAL", UINT64_MAX)) << "said there of what never came";
}

TEST_F(Blinded, R43_a_broken_code_is_of_whom_it_is_for_and_not_of_whose_cells_it_is) {
  of<journey::Material>("material/BAG").source = "DONOR";
  of<journey::manufacture::BatchState>("batch/B").source = "DONOR";
  const Audience of_batch = audience({"batch/B"});
  EXPECT_TRUE(may_know_arm({.site = "HOSPITAL", .codes_broken = {"S"}}, of_batch));
  EXPECT_FALSE(may_know_arm({.site = "HOSPITAL", .codes_broken = {"DONOR"}}, of_batch));
}

TEST_F(Blinded, R43_who_read_is_for_those_who_oversee_and_may_know_the_arm) {
  const std::string reader = kernel::id_text({7});
  of<journey::enrolment::SubjectState>("subject/S").study = "T";
  for (const char* thing : {"course/C", "material/BAG", "batch/B", "deviation/D", "subject/S"}) {
    const Audience read = audience({"access/" + std::string(thing), "person/" + reader}, 100,
                                   "disclosure.record_read/1");
    EXPECT_FALSE(may_hear({.is_everything = true, .person = "A"}, read))
        << thing << ": where its readers work tells where it is made";
    EXPECT_TRUE(may_hear({.is_everything = true, .person = "A", .unblinded = {"T"}}, read))
        << thing;
    EXPECT_FALSE(may_hear({.is_everything = true, .person = reader, .unblinded = {"T"}}, read));
    EXPECT_FALSE(may_hear({.site = "HOSPITAL", .person = "Q", .unblinded = {"T"}}, read));
  }
  const Audience of_log =
      audience({"access/log", "person/" + reader}, 100, "disclosure.record_read/1");
  EXPECT_TRUE(may_hear({.is_everything = true, .person = "A"}, of_log)) << "of no patient";
  blinding_.is_ended = true;
  const Audience ended =
      audience({"access/course/C", "person/" + reader}, 100, "disclosure.record_read/1");
  EXPECT_TRUE(may_hear({.is_everything = true, .person = "A"}, ended));
}

TEST_F(Blinded, R43_what_tells_an_arm_is_for_who_may_know_it_and_for_everybody_in_the_end) {
  const Audience of_batch = audience({"batch/B"});
  EXPECT_EQ(of_batch.blinded, std::vector<std::string>{"T"});
  EXPECT_FALSE(may_hear({.is_everything = true}, of_batch)) << "not for who runs the node";
  EXPECT_FALSE(may_hear({.site = "HOSPITAL"}, of_batch));
  EXPECT_FALSE(may_hear({.site = "HOSPITAL", .unblinded = {"U"}}, of_batch));
  EXPECT_FALSE(may_hear({.site = "HOSPITAL", .codes_broken = {"X"}}, of_batch));
  EXPECT_TRUE(may_hear({.site = "HOSPITAL", .unblinded = {"T"}}, of_batch));
  EXPECT_TRUE(may_hear({.site = "HOSPITAL", .codes_broken = {"S"}}, of_batch));
  EXPECT_FALSE(may_hear({.site = "ELSEWHERE", .unblinded = {"T"}}, of_batch))
      << "to know an arm is not to see every patient";
  EXPECT_TRUE(may_hear({.site = "HOSPITAL"}, audience({"course/C"})));
  blinding_.is_ended = true;
  EXPECT_TRUE(may_hear({.site = "HOSPITAL"}, audience({"batch/B"})));
}

/// What a person with these rights may hear.
std::optional<Sight> sight_with(std::string_view person, journey::staff::PersonState rights) {
  ThingState state;
  state.aspects.make<journey::staff::PersonState>() = std::move(rights);
  return sight_of(person, state, kernel::Instant{});
}

TEST(Sight, R43_a_person_hears_what_concerns_their_site_or_names_them) {
  const auto nurse = sight_with("N", {.site = "HOSPITAL", .roles = {Role::infusion_nurse}});
  ASSERT_TRUE(nurse.has_value());
  EXPECT_TRUE(may_hear(*nurse, {.sites = {"FACTORY", "HOSPITAL"}}));
  EXPECT_TRUE(may_hear(*nurse, {.sites = {"FACTORY"}, .people = {"N"}}));
  EXPECT_TRUE(may_hear(*nurse, {.is_everybody = true}));
  EXPECT_FALSE(may_hear(*nurse, {.sites = {"FACTORY"}, .people = {"HOSPITAL"}}));
  EXPECT_FALSE(may_hear(*nurse, {.sites = {"N"}}));
  EXPECT_FALSE(may_hear(*nurse, {}));
}

TEST(Sight, R43_an_administrator_hears_everything_and_who_has_left_nothing) {
  const auto administrator =
      sight_with("A", {.site = "OFFICE", .roles = {Role::courier, Role::administrator}});
  ASSERT_TRUE(administrator.has_value());
  EXPECT_TRUE(may_hear(*administrator, {.sites = {"FACTORY"}}));
  EXPECT_FALSE(sight_with("A", {.site = "OFFICE", .roles = {}}).has_value());
}

TEST(Sight, R43_who_has_to_do_with_studies_alone_is_of_no_site) {
  for (const Role role : {Role::monitor, Role::sponsor}) {
    const auto none = sight_with("M", {.site = "OFFICE", .roles = {role}});
    ASSERT_TRUE(none.has_value());
    EXPECT_FALSE(may_hear(*none, {.sites = {"OFFICE"}, .studies = {"S"}}));
    const auto one = sight_with("M", {.site = "OFFICE", .roles = {role}, .studies = {"S"}});
    EXPECT_TRUE(may_hear(*one, {.sites = {"HOSPITAL"}, .studies = {"S"}}));
    EXPECT_FALSE(may_hear(*one, {.sites = {"OFFICE"}, .studies = {"T"}}));
    EXPECT_FALSE(may_hear(*one, {.sites = {"OFFICE"}}));
  }
}

TEST(Sight, R43_who_works_for_some_studies_hears_of_their_patients_at_the_site) {
  const auto nurse =
      sight_with("N", {.site = "HOSPITAL", .roles = {Role::infusion_nurse}, .studies = {"S"}});
  ASSERT_TRUE(nurse.has_value());
  EXPECT_TRUE(may_hear(*nurse, {.sites = {"HOSPITAL"}, .studies = {"T", "S"}}));
  EXPECT_FALSE(may_hear(*nurse, {.sites = {"HOSPITAL"}, .studies = {"T"}}));
  EXPECT_FALSE(may_hear(*nurse, {.sites = {"FACTORY"}, .studies = {"S"}}));
  EXPECT_FALSE(may_hear(*nurse, {.sites = {"HOSPITAL"}})) << "nothing says whose it is";
}

TEST(Sight, R43_an_inspector_hears_everything) {
  const auto inspector = sight_with("I", {.site = "OFFICE", .roles = {Role::inspector}});
  ASSERT_TRUE(inspector.has_value());
  EXPECT_TRUE(may_hear(*inspector, {.sites = {"FACTORY"}}));
}

TEST(Sight, R43_what_was_opened_in_an_emergency_is_heard_until_its_hour_is_over) {
  ThingState state;
  auto& rights = state.aspects.make<journey::staff::PersonState>();
  rights.site = "CLINIC";
  rights.roles = {Role::physician};
  const kernel::Instant until{std::chrono::hours(1)};
  state.aspects.make<journey::breakglass::Openings>().of_subject["S"] = {{1, {}, until, false}};
  const Audience hers{.sites = {"HOSPITAL"}, .subjects = {"S"}};
  const auto at = [&](kernel::Instant now) { return may_hear(*sight_of("P", state, now), hers); };
  EXPECT_TRUE(at(until - std::chrono::milliseconds(1)));
  EXPECT_FALSE(at(until));
}

TEST(Sight, R43_a_site_without_a_person_is_not_named_by_what_names_nobody) {
  EXPECT_FALSE(may_hear({.site = "HOSPITAL"}, {.sites = {"FACTORY"}, .people = {""}}));
  EXPECT_FALSE(may_hear({.person = "N"}, {.sites = {""}}));
}

}  // namespace
}  // namespace veinline::views
