// SPDX-License-Identifier: Apache-2.0
// Identity: whose cells they are stays known through errors, new names and a return under another
// pseudonym, and no two humans share one document.
#include "journey/identity/identity.hpp"

#include <gtest/gtest.h>

#include "journey/disclosure/disclosure.hpp"
#include "journey/erasure/erasure.hpp"
#include "journey/identity/documents.hpp"
#include "journey/spec.hpp"

namespace veinline::journey::identity {
namespace {

using namespace spec;

const SubjectId carl = id<SubjectId>(40);

kernel::Sealed text(char c) {
  return {std::string(kernel::sealed_suite), std::string(32, c), {}, {}, 64};
}

Register registering(const SubjectId& subject, std::vector<TellDocument> documents = {}) {
  Register out{subject, text('1'), {}, {}, {}, {}, {}};
  if (!documents.empty()) out.documents = std::move(documents);
  return out;
}

class Identity : public ::testing::Test {
 protected:
  Identity() {
    story.by(nurse, hospital);
    story.told(study::SiteRegistered{hospital, code<study::SiteCode>("H"),
                                     study::SiteKind::hospital, code<Zone>("Asia/Shanghai")});
    story.told(study::SiteRegistered{elsewhere, code<study::SiteCode>("E"),
                                     study::SiteKind::hospital, code<Zone>("Asia/Shanghai")});
    story.told(study::SiteRegistered{factory, code<study::SiteCode>("F"), study::SiteKind::factory,
                                     code<Zone>("Asia/Shanghai")});
    for (const SubjectId& subject : {anna, ben, carl}) {
      story.told(enrolment::SubjectEnrolled{subject, the_study, hospital});
    }
  }
  IdentityState of(const SubjectId& subject) { return story.aspect<IdentityState>(subject); }
  /// The vault was asked: these are like whoever is named next.
  void alike(std::vector<Alike> all) { story.asked.alike = std::move(all); }

  Story story;
};

TEST_F(Identity, R43_is_registered_once_at_the_hospital_that_enrolled) {
  story.by(nurse, elsewhere);
  EXPECT_EQ(story.ask(registering(anna)), "general.of_another_site");
  story.by(nurse, factory);
  EXPECT_EQ(story.ask(registering(anna)), "identity.names_stay_at_hospitals");
  story.by(nurse, hospital);
  EXPECT_EQ(story.ask(registering(id<SubjectId>(99))), "general.unknown_thing");
  EXPECT_EQ(story.does(registering(anna, {{DocumentKind::passport, text('2')}})),
            "identity.registered/1");
  EXPECT_EQ(of(anna).site, hospital.text());
  EXPECT_EQ(of(anna).name, (TextInVault{text('1'), "identity/register.name"}));
  EXPECT_EQ(of(anna).documents.front().number,
            (TextInVault{text('2'), "identity/register.number"}));
  EXPECT_EQ(story.ask(registering(anna)), "identity.already_registered");
}

TEST_F(Identity, R43_nobody_elsewhere_touches_it) {
  story.does(registering(anna));
  story.by(nurse, elsewhere);
  EXPECT_EQ(story.ask(Correct{anna, text('3'), {}, {}, {}}), "general.of_another_site");
  EXPECT_EQ(story.ask(ChangeName{anna, text('3'), {}}), "general.of_another_site");
  EXPECT_EQ(story.ask(AddDocument{anna, DocumentKind::passport, text('3')}),
            "general.of_another_site");
  EXPECT_EQ(story.ask(RetireDocument{anna, Count{1}, Retired::lost}), "general.of_another_site");
  EXPECT_EQ(story.ask(SetContact{anna, ContactKind::phone, text('3')}), "general.of_another_site");
  story.by(nurse, factory);
  EXPECT_EQ(story.ask(SetContact{anna, ContactKind::phone, text('3')}),
            "identity.names_stay_at_hospitals");
}

TEST_F(Identity, R40_a_correction_puts_the_right_text_in_the_place_of_the_wrong_one) {
  EXPECT_EQ(story.ask(Correct{anna, text('3'), {}, {}, {}}), "identity.not_registered");
  Register order = registering(anna);
  order.reading = text('4');
  order.birth_date = text('5');
  story.does(order);
  EXPECT_EQ(story.ask(Correct{anna, {}, {}, {}, {}}), "identity.nothing_corrected");
  EXPECT_EQ(story.does(Correct{anna, text('6'), {}, {}, text('7')}), "identity.corrected/1");
  EXPECT_EQ(of(anna).name, (TextInVault{text('6'), "identity/correct.name"}));
  EXPECT_FALSE(of(anna).reading) << "it was of the wrong name";
  EXPECT_EQ(of(anna).birth_date->sealed, text('5')) << "what was right stays";
  EXPECT_EQ(of(anna).sex, (TextInVault{text('7'), "identity/correct.sex"}));
  EXPECT_TRUE(of(anna).former_names.empty()) << "nobody was ever called so";
}

TEST_F(Identity, R08_a_name_that_changed_by_law_keeps_the_old_one) {
  story.does(registering(anna));
  EXPECT_EQ(story.does(ChangeName{anna, text('3'), text('4')}), "identity.name_changed/1");
  EXPECT_EQ(of(anna).name, (TextInVault{text('3'), "identity/change_name.name"}));
  EXPECT_EQ(of(anna).former_names, (std::vector{TextInVault{text('1'), "identity/register.name"}}));
}

TEST_F(Identity, R08_a_document_that_counts_no_more_stays_known) {
  story.does(registering(anna, {{DocumentKind::passport, text('2')}}));
  EXPECT_EQ(story.does(AddDocument{anna, DocumentKind::hospital_number, text('3')}),
            "identity.document_added/1");
  EXPECT_EQ(story.ask(RetireDocument{anna, Count{0}, Retired::lost}), "identity.no_such_document");
  EXPECT_EQ(story.ask(RetireDocument{anna, Count{3}, Retired::lost}), "identity.no_such_document");
  EXPECT_EQ(story.does(RetireDocument{anna, Count{1}, Retired::expired}),
            "identity.document_retired/1");
  EXPECT_EQ(story.ask(RetireDocument{anna, Count{1}, Retired::expired}),
            "identity.no_such_document");
  EXPECT_EQ(of(anna).documents[0].retired, Retired::expired);
  EXPECT_EQ(of(anna).documents[1].retired, std::nullopt);
}

TEST_F(Identity, R08_an_unknown_person_becomes_known_and_keeps_what_they_were_called_before) {
  story.does(registering(anna, {{DocumentKind::unknown_person_number, text('2')}}));
  EXPECT_TRUE(of(anna).is_temporary());
  Resolve order{anna, text('3'), {},
                {},   {},        std::vector{TellDocument{DocumentKind::passport, text('4')}},
                {}};
  EXPECT_EQ(story.does(order), "identity.resolved/1");
  EXPECT_FALSE(of(anna).is_temporary());
  EXPECT_EQ(of(anna).name.sealed, text('3'));
  EXPECT_EQ(of(anna).former_names.front().sealed, text('1'));
  EXPECT_EQ(of(anna).documents[0].retired, Retired::identified);
  EXPECT_EQ(of(anna).documents[1].number.field, "identity/resolve.number");
  EXPECT_EQ(story.ask(order), "identity.not_temporary");
}

TEST_F(Identity, R08_one_document_is_of_one_human) {
  story.does(registering(anna));
  alike({{anna, Likeness::same_document}});
  EXPECT_EQ(story.ask(registering(ben)), "identity.same_document");
  EXPECT_EQ(story.ask(AddDocument{anna, DocumentKind::passport, text('2')}),
            "identity.document_known");
  Register again = registering(ben);
  again.same_human_as = anna;
  EXPECT_EQ(story.does(again), "identity.registered/1") << "said on purpose: treated again";
  EXPECT_EQ(of(ben).same_human_as, anna.text());
  EXPECT_TRUE(of(ben).resembles.empty()) << "they are the same";
  alike({{anna, Likeness::same_document}, {ben, Likeness::same_document}});
  EXPECT_EQ(story.ask(registering(carl)), "identity.same_document");
  Register third = registering(carl);
  third.same_human_as = ben;
  EXPECT_EQ(story.does(third), "identity.registered/1") << "whichever of them is named";
  alike({{anna, Likeness::same_document}});
  EXPECT_EQ(story.ask(AddDocument{carl, DocumentKind::passport, text('2')}),
            "identity.document_added/1");
}

TEST_F(Identity, R08_the_same_human_is_one_whom_the_hospital_knows) {
  Register order = registering(anna);
  order.same_human_as = ben;
  EXPECT_EQ(story.ask(order), "identity.not_registered");
  order.same_human_as = anna;
  EXPECT_EQ(story.ask(order), "identity.not_registered") << "nobody is their own earlier pseudonym";
}

TEST_F(Identity, R09_whoever_may_be_taken_for_another_is_marked_and_so_is_the_other) {
  story.does(registering(anna));
  alike({{anna, Likeness::same_name}});
  const Decision decision = story.decide(registering(ben));
  ASSERT_TRUE(decision.has_value()) << "a warning, not a refusal";
  const kernel::Value* told = decision->said().front().data.find("resembles");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(*told->array(), (kernel::Array{kernel::Value(anna.text())}));
  story.does(registering(ben));
  EXPECT_EQ(of(ben).resembles, std::set{anna.text()});
  EXPECT_EQ(of(anna).resembles, std::set{ben.text()});
  alike({});
  story.does(Correct{ben, text('3'), {}, {}, {}});
  EXPECT_EQ(of(ben).resembles, std::set{anna.text()}) << "an alert is not lost";
}

TEST_F(Identity, R43_every_fact_changes_what_guards_the_identities_of_the_hospital) {
  const Decision decision = story.decide(registering(anna));
  const Said& said = decision->said().front();
  const Touched things = touched(*whole_catalogue().fact(said.stored_name), said.data);
  EXPECT_EQ(things.changes, (std::vector{identities_of(hospital.text()).key, Thing(anna).key}));
}

TEST_F(Identity, contacts_come_and_go) {
  story.does(registering(anna));
  story.does(SetContact{anna, ContactKind::phone, text('3')});
  EXPECT_EQ(of(anna).contacts.at(ContactKind::phone),
            (TextInVault{text('3'), "identity/set_contact.value"}));
  story.does(SetContact{anna, ContactKind::phone, {}});
  EXPECT_TRUE(of(anna).contacts.empty());
}

TEST_F(Identity, R43_an_identity_is_shown_at_its_own_hospital_and_nobody_elsewhere_learns_of_it) {
  using disclosure::Purpose;
  using disclosure::ShowIdentity;
  const DisclosureId act = id<DisclosureId>(50);
  story.does(registering(anna));
  EXPECT_EQ(story.ask(ShowIdentity{act, anna, Purpose::bedside}), "disclosure.identity_shown/1");
  EXPECT_EQ(story.ask(ShowIdentity{act, ben, Purpose::bedside}), "general.unknown_thing");
  story.by(nurse, elsewhere);
  EXPECT_EQ(story.ask(ShowIdentity{act, anna, Purpose::bedside}), "general.unknown_thing");
  EXPECT_EQ(story.ask(ShowIdentity{act, ben, Purpose::bedside}), "general.unknown_thing");
  story.by(nurse, factory);
  EXPECT_EQ(story.ask(ShowIdentity{act, anna, Purpose::bedside}),
            "identity.names_stay_at_hospitals");
  EXPECT_EQ(story.ask(disclosure::Search{act, disclosure::By::name, Count{0}}),
            "identity.names_stay_at_hospitals");
}

TEST_F(Identity, R39_what_is_kept_for_the_law_alone_is_shown_for_care_and_tracing_alone) {
  using disclosure::Purpose;
  using disclosure::ShowIdentity;
  const DisclosureId act = id<DisclosureId>(50);
  const auto show = [&](Purpose purpose) { return story.ask(ShowIdentity{act, anna, purpose}); };
  const auto shown = "disclosure.identity_shown/1";
  story.does(registering(anna));
  story.told(erasure::ErasureRestricted{anna, kernel::KeyClass::trace, story.asked.now, nurse});
  for (const Purpose purpose : {Purpose::bedside, Purpose::collection, Purpose::safety}) {
    EXPECT_EQ(show(purpose), shown) << disclosure::text(purpose);
  }
  for (const Purpose purpose : {Purpose::enrolment, Purpose::contact, Purpose::put_right}) {
    EXPECT_EQ(show(purpose), "disclosure.texts_restricted") << disclosure::text(purpose);
  }
  story.told(erasure::RestrictionLifted{anna, kernel::KeyClass::trace});
  EXPECT_EQ(show(Purpose::contact), shown);
}

TEST(IdentityRoles, R43_no_courier_factory_hand_or_importer_asks_who_somebody_is) {
  const Catalogue catalogue = whole_catalogue();
  for (const CommandType& command : catalogue.commands()) {
    if (command.stage != "identity" && command.stage != "disclosure") continue;
    if (command.name == "disclosure/record_reading")
      continue;  // says who read, by ids; asks nobody
    for (const Role role : {Role::courier, Role::technologist, Role::operator_, Role::qc_analyst,
                            Role::importer, Role::administrator}) {
      EXPECT_FALSE(command.roles.has(role)) << command.name << " by " << journey::text(role);
    }
  }
}

// --- what the texts must be
// ------------------------------------------------------------------------

kernel::Object data(std::initializer_list<std::pair<std::string_view, const char*>> members) {
  kernel::Object out;
  for (const auto& [name, value] : members) out.set(name, kernel::Value(value));
  return out;
}

const PlainGiven given{7, kernel::date_from_text("2026-03-02").value()};

std::string complaint(const PlainTexts& read) {
  return read.bad.empty() ? "" : read.bad.front().path + " " + read.bad.front().code;
}

TEST(PlainTexts, R45_are_brought_into_the_form_that_is_kept) {
  kernel::Object order = data({{"name", " 张　小明 "}, {"reading", "ＺＨＡＮＧ Xiaoming"}});
  kernel::Object card = data({{"kind", "resident_id"}, {"number", "11010519491231002x"}});
  order.set("documents", kernel::Value(kernel::Array{kernel::Value(card)}));
  const PlainTexts read = Register::texts(order, given);
  ASSERT_EQ(complaint(read), "");
  EXPECT_EQ(*read.data.find("name")->string(), "张 小明");
  EXPECT_EQ(*read.data.find("birth_date")->string(), "1949-12-31") << "the document says so";
  EXPECT_EQ(*read.data.find("sex")->string(), "female");
  const PlainPerson& person = read.person.reveal();
  EXPECT_EQ(person.reading, "ZHANG Xiaoming");
  EXPECT_EQ(person.birth_date, "1949-12-31");
  ASSERT_EQ(person.documents.size(), 1U);
  EXPECT_EQ(person.documents[0].number, "11010519491231002X");
}

TEST(PlainTexts, R45_say_what_is_wrong_and_where) {
  const auto of = [](kernel::Object order) { return complaint(Register::texts(order, given)); };
  EXPECT_EQ(of(data({{"name", "123"}})), "name field.person_name");
  EXPECT_EQ(of(data({{"name", "张明"}, {"reading", "张明"}})), "reading field.reading");
  EXPECT_EQ(of(data({{"name", "张明"}, {"sex", "m"}})), "sex field.choice");
  for (const char* date : {"2026-02-30", "1899-12-31", "2026-03-04", "today"}) {
    EXPECT_EQ(of(data({{"name", "张明"}, {"birth_date", date}})), "birth_date field.birth_date");
  }
  EXPECT_EQ(of(data({{"name", "张明"}, {"birth_date", "2026-03-03"}})), "") << "east of here";
  const auto with = [&](std::vector<kernel::Object> documents, const char* born = nullptr) {
    kernel::Object order = data({{"name", "张明"}});
    if (born != nullptr) order.set("birth_date", kernel::Value(born));
    kernel::Array list;
    for (kernel::Object& one : documents) list.push_back(kernel::Value(std::move(one)));
    order.set("documents", kernel::Value(std::move(list)));
    return of(std::move(order));
  };
  const kernel::Object card = data({{"kind", "resident_id"}, {"number", "11010519491231002X"}});
  EXPECT_EQ(with({card, data({{"kind", "passport"}, {"number", "?"}})}),
            "documents[1].number field.document_form");
  EXPECT_EQ(with({data({{"kind", "passport"}})}), "documents[0].number field.required");
  EXPECT_EQ(with({card, card}), "documents[1].number field.twice");
  const kernel::Object made = data({{"kind", "unknown_person_number"}});
  EXPECT_EQ(with({made, made}), "documents[1].number field.twice") << "whatever numbers are made";
  EXPECT_EQ(with({card}, "1949-12-30"), "birth_date field.birth_date_differs");
  EXPECT_EQ(with({card}, "1949-12-31"), "");
}

TEST(PlainTexts, R45_a_number_is_made_for_whoever_has_none) {
  for (const char* kind : {"newborn_number", "unknown_person_number"}) {
    const PlainTexts read = AddDocument::texts(data({{"kind", kind}}), given);
    ASSERT_EQ(complaint(read), "");
    const auto& made = read.person.reveal().documents.at(0);
    EXPECT_EQ(*read.data.find("number")->string(), made.number);
    EXPECT_TRUE(codes::read_document(made.kind, made.number).has_value());
    EXPECT_EQ(read.data.find("birth_date"), nullptr);
  }
}

TEST(PlainTexts, what_is_no_text_is_left_to_the_form_of_the_request) {
  kernel::Object order;
  order.set("name", kernel::Value(7));
  order.set("documents", kernel::Value(kernel::Array{kernel::Value("x"), kernel::Value()}));
  const PlainTexts read = Register::texts(order, given);
  EXPECT_EQ(complaint(read), "");
  EXPECT_EQ(read.data, order);
}

TEST(PlainTexts, a_contact_looks_like_one) {
  const auto of = [](const char* kind, const char* value) {
    return complaint(SetContact::texts(data({{"kind", kind}, {"value", value}}), given));
  };
  EXPECT_EQ(of("phone", "+86 10 5550 0100"), "");
  EXPECT_EQ(of("phone", "１３８００１３８０００"), "");
  EXPECT_EQ(of("phone", "ask the ward"), "value field.contact");
  EXPECT_EQ(of("phone", "1234"), "value field.contact");
  EXPECT_EQ(of("email", "a@example.org"), "");
  EXPECT_EQ(of("email", "example.org"), "value field.contact");
  EXPECT_EQ(of("address", "北京市某区 1 号"), "");
  EXPECT_EQ(of("address", "two\nlines"), "value field.contact");
}

}  // namespace
}  // namespace veinline::journey::identity
