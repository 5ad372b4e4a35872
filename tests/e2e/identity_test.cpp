// SPDX-License-Identifier: Apache-2.0
// Whose cells they are, over the API: registered, found by each way, masked, shown and recorded; at
// another site nobody learns whether somebody exists.
#include <algorithm>

#include "e2e/identities.hpp"

namespace veinline::e2e {
namespace {

TEST_F(Identities, R43_somebody_is_found_by_each_way_and_masked_and_each_search_is_recorded) {
  ASSERT_TRUE(register_here("单小明",
                            {document("resident_id", card_number),
                             document("hospital_number", "ZY-2026-0042")},
                            object({{"reading", "Shan Xiaoming"}}))
                  .has_value());
  const std::string subject = "subject/" + newest_;
  ASSERT_TRUE(register_here("王丽", {document("passport", "E87654321")}).has_value());
  struct Row {
    const char* wanted;
    const char* kind;  ///< as it is read
  };
  for (const Row& row :
       {Row{"单小明", "name"}, Row{" 单　小 明", "name"}, Row{"小明", "name"},
        Row{"Shan Xiaoming", "reading"}, Row{"shanxiaoming", "reading"}, Row{"SHAN X", "reading"},
        Row{"xiaoming", "reading"}, Row{"sxm", "initials"}, Row{"002X", "last_four"},
        Row{"００２x", "last_four"}, Row{card_number, "number"},
        Row{"110105 19491231 002x", "number"}, Row{"zy-2026-0042", "number"}}) {
    EXPECT_EQ(only_hit(row.wanted), subject) << row.wanted;
    const ledger::Draft fact = last_fact();
    EXPECT_EQ(fact.fact, "disclosure.searched/1");
    EXPECT_EQ(fact.by, world_.cast.infusion_nurse);
    EXPECT_EQ(*fact.data.find("hits"), Value(1));
    EXPECT_EQ(text(fact.data, "kind"), row.kind) << row.wanted;
    world_.node.clock().advance(std::chrono::seconds(10));
  }
  EXPECT_EQ(only_hit("dan"), "0 hits") << "the family reads it otherwise";
  const Object hit = hits(world_.cast.infusion_nurse, "单小明").front();
  EXPECT_EQ(text(hit, "name"), "单*明");
  EXPECT_EQ(text(hit, "born"), "1949");
  const Array& documents = *hit.find("documents")->array();
  ASSERT_EQ(documents.size(), 2U);
  EXPECT_EQ(text(*documents[0].object(), "ends"), "002X");
  EXPECT_EQ(find(world_.cast.infusion_nurse, "单小明").body.find(card_number), std::string::npos);
}

TEST_F(Identities, R43_who_it_is_is_shown_for_a_purpose_and_recorded) {
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  const std::string subject = newest_;
  ASSERT_TRUE(world_.node
                  .ask(world_.cast.coordinator, "identity/set_contact",
                       object({{"subject", subject}, {"kind", "phone"}, {"value", "010-5550100"}}))
                  .has_value());
  ASSERT_TRUE(world_.node
                  .ask(world_.cast.coordinator, "identity/change_name",
                       object({{"subject", subject}, {"name", "张大明"}}))
                  .has_value());
  const HttpResponse answer =
      ask(world_.cast.infusion_nurse, "/api/v1/identity",
          object({{"subject", "subject/" + subject}, {"purpose", "bedside"}}));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const Object who = told(answer);
  EXPECT_EQ(text(who, "name"), "张大明");
  EXPECT_EQ(*who.find("former_names")->array(), Array{Value("张小明")});
  EXPECT_EQ(text(who, "birth_date"), "1949-12-31");
  EXPECT_EQ(text(who, "sex"), "female");
  EXPECT_EQ(text(*(*who.find("documents")->array())[0].object(), "number"), card_number);
  EXPECT_EQ(who.find("contacts"), nullptr) << "nobody calls from the bedside";
  const ledger::Draft fact = last_fact();
  EXPECT_EQ(fact.fact, "disclosure.identity_shown/1");
  EXPECT_EQ(fact.by, world_.cast.infusion_nurse);
  EXPECT_EQ(text(fact.data, "subject"), subject);
  EXPECT_EQ(text(fact.data, "purpose"), "bedside");
  EXPECT_EQ(*who.find("recorded"), Value(static_cast<std::int64_t>(world_.node.records().size())));
  const Object reached = told(ask(world_.cast.coordinator, "/api/v1/identity",
                                  object({{"subject", subject}, {"purpose", "contact"}})));
  EXPECT_EQ(text(*reached.find("contacts")->object(), "phone"), "010-5550100");
}

TEST_F(Identities, R43_at_another_site_nobody_can_tell_whether_somebody_exists) {
  const std::string stranger = other_hospital();
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  const std::string subject = newest_;
  const std::string nobody = enrol(world_.cast.coordinator, world_.cast.hospital);
  for (const auto& [wanted, other] :
       {std::pair{"张小明", "王小丽"}, std::pair{"zxm", "wxl"}, std::pair{"002X", "1234"},
        std::pair{card_number, "E87654321"}}) {
    const HttpResponse of_somebody = find(stranger, wanted);
    const HttpResponse of_nobody = find(stranger, other);
    EXPECT_EQ(of_somebody.status, 200);
    EXPECT_EQ(of_somebody.body, of_nobody.body) << wanted;
    EXPECT_EQ(*last_fact().data.find("hits"), Value(0));
  }
  const auto show = [&](const std::string& id) {
    const HttpResponse answer =
        ask(stranger, "/api/v1/identity", object({{"subject", id}, {"purpose", "bedside"}}));
    return std::to_string(answer.status) + answer.body;
  };
  EXPECT_EQ(show(subject), show(nobody));
  EXPECT_EQ(show(subject), show(world_.node.fresh_id())) << "nor whether there is a pseudonym";
  EXPECT_NE(show(subject).find("\"rule\""), std::string::npos);
  EXPECT_TRUE(register_at(stranger, other_site_, "张小明", {document("resident_id", card_number)})
                  .has_value())
      << "nor by registering the same human there";
  EXPECT_EQ(last_fact().data.find("resembles"), nullptr);
}

TEST_F(Identities, R43_factory_courier_and_administrator_get_no_name_and_the_rule_is_named) {
  ASSERT_TRUE(register_here("张小明").has_value());
  const std::uint64_t before = world_.node.records().size();
  for (const std::string& person :
       {world_.cast.technologist, world_.cast.operator_, world_.cast.qc_analyst,
        world_.cast.quality, world_.cast.courier, world_.node.administrator()}) {
    std::vector<HttpResponse> answers{find(person, "张小明")};
    // Who might look, but of no patient of this hospital, is told what is told of nobody.
    if (person != world_.cast.quality) {
      answers.push_back(
          ask(person, "/api/v1/identity", object({{"subject", newest_}, {"purpose", "bedside"}})));
    }
    for (const HttpResponse& answer : answers) {
      EXPECT_EQ(answer.status, 409) << answer.body;
      EXPECT_NE(answer.body.find("\"rule\":\"R43\""), std::string::npos) << answer.body;
      EXPECT_EQ(answer.body.find("明"), std::string::npos);
      const ledger::Draft fact = last_fact();
      EXPECT_EQ(fact.fact, "staff.access_denied/1") << "that they tried is recorded";
      EXPECT_EQ(fact.by, person);
    }
  }
  EXPECT_EQ(world_.node.records().size(), before + 11) << "and nothing else";
  const auto shown = [&](const std::string& subject) {
    const HttpResponse answer = ask(world_.cast.quality, "/api/v1/identity",
                                    object({{"subject", subject}, {"purpose", "bedside"}}));
    return std::to_string(answer.status) + answer.body;
  };
  EXPECT_EQ(shown(newest_), shown(world_.node.fresh_id()));
}

TEST_F(Identities, R43_who_looks_too_often_waits) {
  make(3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(find(world_.cast.physician, "张小明").status, 200);
  const HttpResponse refused = find(world_.cast.physician, "张小明");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(text(told(refused), "code"), "http.too_many_looks");
  const auto wait = std::find_if(refused.headers.begin(), refused.headers.end(),
                                 [](const auto& header) { return header.first == "retry-after"; });
  ASSERT_NE(wait, refused.headers.end());
  EXPECT_EQ(wait->second, "60");
  EXPECT_EQ(find(world_.cast.coordinator, "张小明").status, 200) << "each person for themselves";
  world_.node.clock().advance(std::chrono::seconds(60));
  EXPECT_EQ(find(world_.cast.physician, "张小明").status, 200);
}

TEST_F(Identities, R43_a_wrong_question_is_told_and_neither_recorded_nor_repeated) {
  const std::uint64_t before = world_.node.records().size();
  const auto wrong = [&](const char* path, const Object& body) {
    const HttpResponse answer = ask(world_.cast.physician, path, body);
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(answer.body.find("张"), std::string::npos) << answer.body;
    return text(told(answer), "about");
  };
  EXPECT_EQ(wrong("/api/v1/find", {}), "text");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", "  "}})), "text");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", 7}})), "text");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", "·"}})), "text");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", "张"}, {"kind", "张"}})), "kind");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", "张"}, {"张", "x"}})), "");
  EXPECT_EQ(wrong("/api/v1/find", object({{"text", "张" + std::string(500, 'x')}})), "text");
  EXPECT_EQ(wrong("/api/v1/identity", object({{"subject", "张"}, {"purpose", "bedside"}})),
            "subject");
  EXPECT_EQ(wrong("/api/v1/identity", object({{"subject", world_.things.subject}})), "purpose");
  EXPECT_EQ(world_.node.records().size(), before);
}

TEST_F(Identities, more_than_twenty_are_too_many_to_tell) {
  for (int i = 0; i < 21; ++i) {
    ASSERT_TRUE(register_here("王小" + std::string(i % 2 == 0 ? "明" : "丽")).has_value());
  }
  const Object answer = told(find(world_.cast.coordinator, "王小"));
  EXPECT_EQ(*answer.find("too_many"), Value(true));
  EXPECT_TRUE(answer.find("hits")->array()->empty());
  EXPECT_EQ(*last_fact().data.find("hits"), Value(21));
  EXPECT_EQ(hits(world_.cast.coordinator, "王小明").size(), 11U);
}

TEST_F(Identities, R08_a_second_pseudonym_for_one_document_is_refused_unless_it_is_said) {
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  const std::string first = newest_;
  const auto refused = register_here("张晓明", {document("resident_id", card_number)});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "identity.same_document");
  EXPECT_EQ(refused.error().rule, "R08");
  EXPECT_EQ(refused.error().about, "subject/" + first) << "who it is";
  EXPECT_EQ(only_hit(card_number), "subject/" + first) << "what was refused left no trace";
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)},
                            object({{"same_human_as", first}}))
                  .has_value());
  EXPECT_EQ(hits(world_.cast.coordinator, card_number).size(), 2U) << "one human, two studies";
}

TEST_F(Identities, R09_look_alikes_are_answered_and_marked_on_both) {
  ASSERT_TRUE(register_here("张伟", {}, object({{"birth_date", "1980-01-01"}})).has_value());
  const std::string first = newest_;
  const auto same_sound = register_here("张炜");
  ASSERT_TRUE(same_sound.has_value());
  const Value* resembles = same_sound->records.front().data.find("resembles");
  ASSERT_NE(resembles, nullptr);
  EXPECT_EQ(*resembles->array(), Array{Value(first)});
  ASSERT_TRUE(register_here("张强", {}, object({{"birth_date", "1980-01-01"}})).has_value());
  EXPECT_NE(last_fact().data.find("resembles"), nullptr) << "a twin";
  ASSERT_TRUE(register_here("李强", {}, object({{"birth_date", "1980-01-01"}})).has_value());
  EXPECT_EQ(last_fact().data.find("resembles"), nullptr);
  for (const Object& hit : hits(world_.cast.coordinator, "张")) {
    EXPECT_EQ(*hit.find("name_alert"), Value(true));
  }
  EXPECT_EQ(*hits(world_.cast.coordinator, "李强").front().find("name_alert"), Value(false));
}

TEST_F(Identities, R08_an_unknown_person_has_a_number_of_ours_until_they_are_known) {
  ASSERT_TRUE(
      register_here("无名氏", {Value(object({{"kind", "unknown_person_number"}}))}).has_value());
  const std::string subject = newest_;
  const auto number = [&] {
    const Object who = told(ask(world_.cast.coordinator, "/api/v1/identity",
                                object({{"subject", subject}, {"purpose", "enrolment"}})));
    return text(*(*who.find("documents")->array())[0].object(), "number");
  }();
  EXPECT_TRUE(codes::read_document(codes::DocumentKind::unknown_person_number, number));
  EXPECT_EQ(only_hit(number), "subject/" + subject) << "from the wristband";
  EXPECT_EQ(*hits(world_.cast.coordinator, "无名氏").front().find("temporary"), Value(true));
  Object order = object({{"subject", subject}, {"name", "陈小例"}});
  order.set("documents", Value(Array{document("resident_id", card_number)}));
  ASSERT_TRUE(world_.node.ask(world_.cast.coordinator, "identity/resolve", order).has_value());
  EXPECT_EQ(only_hit("陈小例"), "subject/" + subject);
  EXPECT_EQ(only_hit(card_number), "subject/" + subject);
  EXPECT_EQ(only_hit(number), "subject/" + subject) << "it stays known whose number it was";
  EXPECT_EQ(*hits(world_.cast.coordinator, "无名氏").front().find("temporary"), Value(false));
}

TEST_F(Identities, what_was_asked_directly_records_and_shows_nobody) {
  ASSERT_TRUE(register_here("张小明").has_value());
  const auto reply = world_.node.ask(world_.cast.physician, "disclosure/show_identity",
                                     object({{"subject", newest_}, {"purpose", "safety"}}));
  ASSERT_TRUE(reply.has_value());
  EXPECT_EQ(kernel::canonical_text(reply->records.front().data).find("明"), std::string::npos);
}

TEST_F(Identities, a_tag_without_a_fact_finds_nobody_and_stands_in_nobodys_way) {
  const std::string ghost = enrol(world_.cast.coordinator, world_.cast.hospital);
  ASSERT_TRUE(
      world_.node.patients()
          .remember(world_.cast.hospital, ghost, {{codes::DocumentKind::resident_id, card_number}})
          .has_value());
  EXPECT_EQ(only_hit(card_number), "0 hits");
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  EXPECT_EQ(only_hit(card_number), "subject/" + newest_);
}

/// A vault of which the keys of everybody are destroyed when `are_gone` is said.
class Vanishing : public vault::Vault {
 public:
  explicit Vanishing(vault::Vault& under) : under_(under) {}
  kernel::Result<kernel::Sealed, vault::VaultFault> seal(const kernel::Sensitive<std::string>& text,
                                                         vault::KeyClass key_class,
                                                         const vault::Place& place) override {
    return under_.seal(text, key_class, place);
  }
  kernel::Result<kernel::Sensitive<std::string>, vault::VaultFault> open(
      const kernel::Sealed& sealed, const vault::Place& place) override {
    if (are_gone) return kernel::Failure{vault::VaultFault::erased};
    return under_.open(sealed, place);
  }
  kernel::Result<kernel::Done, vault::VaultFault> destroy(std::string_view owner,
                                                          vault::KeyClass key_class) override {
    return under_.destroy(owner, key_class);
  }
  bool are_gone = false;

 private:
  vault::Vault& under_;
};

TEST_F(Identities, R39_whose_keys_are_destroyed_is_found_no_more_and_shown_as_erased) {
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  TestNode& node = world_.node;
  Vanishing vault(node.vault());
  patients::PatientIndex index({node.catalogue(), node.store(), vault, &node.blind_index(),
                                node.clock(), node.keys().identity.node, kernel::Bytes(32, 3)});
  const auto count = [&](const char* wanted, patients::By by) {
    const auto found = index.find(world_.cast.hospital, wanted, by, {});
    return found ? found->cards.size() : 99;
  };
  EXPECT_EQ(count("张小明", patients::By::name), 1U);
  EXPECT_EQ(count(card_number, patients::By::number), 1U);
  vault.are_gone = true;
  EXPECT_EQ(count("张小明", patients::By::name), 0U) << "also while its card is in memory";
  EXPECT_EQ(count(card_number, patients::By::number), 0U);
  const auto card = index.show(newest_, world_.cast.hospital, journey::erasure::Purpose::other);
  ASSERT_TRUE(card && *card);
  EXPECT_FALSE((*card)->name.name);
  EXPECT_FALSE((*card)->birth_date);
  EXPECT_TRUE((*card)->has_birth_date);
  const kernel::Digest tag =
      vault::blind_tag(kernel::Bytes(32, 3), world_.cast.hospital, "resident_id", card_number);
  EXPECT_EQ(node.blind_index().find(tag, 9)->size(), 1U);
  EXPECT_TRUE(index.forget(newest_).has_value());
  EXPECT_TRUE(node.blind_index().find(tag, 9)->empty());
  EXPECT_EQ(index.cards_kept(), 0U);
}

TEST_F(Identities, R39_whose_texts_are_restricted_is_found_but_a_search_does_not_say_who_it_is) {
  world_.go_to();
  TestNode& node = world_.node;
  const Object whose = object({{"subject", world_.things.subject}});
  Object told_of = whose;
  told_of.set("name", Value("张小明"));
  told_of.set("documents", Value(Array{document("resident_id", card_number)}));
  const auto registered = node.ask(world_.cast.coordinator, "identity/register", told_of);
  ASSERT_TRUE(registered.has_value()) << words_of(registered);
  const auto hit = [&] {
    const auto all = hits(world_.cast.infusion_nurse, card_number);
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? Object() : all.front();
  };
  EXPECT_EQ(text(hit(), "name"), "张*明");
  EXPECT_FALSE(*hit().find("restricted")->boolean());
  Object texts = whose;
  texts.set("class", Value("trace"));
  ASSERT_TRUE(node.ask(world_.cast.coordinator, "erasure/ask", texts).has_value());
  ASSERT_EQ(words_of(node.ask(world_.cast.hospital_quality, "erasure/confirm", texts)),
            "erasure.restricted/1");
  EXPECT_TRUE(*hit().find("restricted")->boolean());
  EXPECT_EQ(text(hit(), "subject"), "subject/" + world_.things.subject);
  EXPECT_EQ(text(hit(), "name"), "");
  EXPECT_EQ(text(hit(), "born"), "");
  EXPECT_TRUE(hit().find("documents")->array()->empty());
  // The index itself keeps them closed, whoever asks it.
  using journey::erasure::Purpose;
  patients::PatientIndex& index = node.patients();
  const auto name_for = [&](Purpose purpose) {
    const auto card = index.show(world_.things.subject, world_.cast.hospital, purpose);
    EXPECT_TRUE(card.has_value() && card->has_value());
    return (*card)->name.name ? std::string((*card)->name.name->reveal()) : "";
  };
  EXPECT_EQ(name_for(Purpose::care), "张小明");
  EXPECT_EQ(name_for(Purpose::trace), "张小明");
  EXPECT_EQ(name_for(Purpose::other), "");
  // Somebody who is registered now is still compared with them: nobody is taken for another.
  EXPECT_EQ(words_of(register_here("李丽", {document("resident_id", card_number)})),
            "identity.same_document");
  ASSERT_TRUE(
      node.ask(world_.cast.hospital_quality, "erasure/lift_restriction", texts).has_value());
  EXPECT_EQ(text(hit(), "name"), "张*明");
}

TEST_F(Identities, R39_who_was_erased_by_two_people_is_found_by_nothing) {
  ASSERT_TRUE(register_here("张晓明").has_value());
  ASSERT_TRUE(register_here("张小明", {document("resident_id", card_number)}).has_value());
  const std::string subject = newest_;
  EXPECT_EQ(only_hit(card_number), "subject/" + subject);
  TestNode& node = world_.node;
  ASSERT_TRUE(node.ask(world_.cast.coordinator, "identity/set_contact",
                       object({{"subject", subject}, {"kind", "phone"}, {"value", "010-5550100"}}))
                  .has_value());
  const kernel::Digest tag =
      vault::blind_tag(kernel::Bytes(32, 3), world_.cast.hospital, "resident_id", card_number);
  const auto erase = [&](const char* key_class) {
    const Object what = object({{"subject", subject}, {"class", key_class}});
    const auto asked = node.ask(world_.cast.coordinator, "erasure/ask", what);
    EXPECT_TRUE(asked.has_value()) << words_of(asked);
    EXPECT_EQ(words_of(node.ask(world_.cast.hospital_quality, "erasure/confirm", what)),
              "erasure.keys_destroyed/1");
  };
  const auto shown = [&](const char* purpose) {
    return told(ask(world_.cast.coordinator, "/api/v1/identity",
                    object({{"subject", subject}, {"purpose", purpose}})));
  };
  erase("contact");
  EXPECT_EQ(only_hit(card_number), "subject/" + subject) << "who it is, is of another class";
  EXPECT_EQ(text(shown("contact"), "name"), "张小明");
  EXPECT_TRUE(shown("contact").find("contacts")->object()->members().empty());
  EXPECT_EQ(node.blind_index().find(tag, 9)->size(), 1U);
  erase("trace");
  EXPECT_EQ(only_hit(card_number), "0 hits");
  EXPECT_EQ(only_hit("张小明"), "0 hits");
  EXPECT_TRUE(node.blind_index().find(tag, 9)->empty());
  EXPECT_EQ(shown("bedside").find("name"), nullptr);
  views::Question question;
  question.id = "subject/" + subject;
  const auto seen = views::answer(
      {node.catalogue(), node.store(), follower_, views::Eye::of_operator()}, "timeline", question);
  ASSERT_TRUE(seen.has_value());
  const std::string lines = kernel::canonical_text(Value(*seen));
  for (const char* field : {"name", "number", "birth_date"}) {
    EXPECT_NE(lines.find("\"field\":\"" + std::string(field) + "\",\"state\":\"erased\""),
              std::string::npos)
        << field << " of somebody with a look-alike";
  }
  EXPECT_TRUE(register_here("李丽", {document("resident_id", card_number)}).has_value())
      << "nobody is known by that number any more";
}

/// Another study, of the same hospital.
std::string another_study(support::World& world) {
  const std::string study = world.node.fresh_id();
  const Object limit = object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}});
  const auto opened = world.node.ask(world.cast.investigator, "study/open",
                                     object({{"study", study},
                                             {"code", "ANOTHER"},
                                             {"use", "iit"},
                                             {"donation", "autologous"},
                                             {"specification", Array{Value(limit)}},
                                             {"bedside_window_min", 30}}));
  EXPECT_TRUE(opened.has_value()) << words_of(opened);
  return study;
}

/// From now on the person is of that study alone.
void give(support::World& world, const std::string& person, const std::string& study) {
  const auto given = world.node.ask(world.node.administrator(), "staff/assign_studies",
                                    object({{"person", person}, {"studies", Array{Value(study)}}}));
  EXPECT_TRUE(given.has_value()) << words_of(given);
}

TEST_F(Identities, R43_who_was_given_studies_finds_nobody_of_another) {
  ASSERT_TRUE(register_here("张小明").has_value());
  give(world_, world_.cast.physician, another_study(world_));
  EXPECT_TRUE(hits(world_.cast.physician, "张小明").empty());
  EXPECT_EQ(*last_fact().data.find("hits"), Value(0));
  give(world_, world_.cast.physician, world_.things.study);
  EXPECT_EQ(hits(world_.cast.physician, "张小明").size(), 1U);
}

TEST_F(Identities,
       R43_of_patients_of_another_study_nobody_learns_how_many_nor_by_the_time_it_takes) {
  for (int i = 0; i < 21; ++i) {
    Array documents;
    if (i == 0) documents.push_back(document("resident_id", card_number));
    ASSERT_TRUE(register_here("王小明", std::move(documents)).has_value());
  }
  const std::string& physician = world_.cast.physician;
  give(world_, physician, another_study(world_));
  // What is there, and what is not, of each way in which it is looked for.
  for (const auto& [wanted, nobody] :
       {std::pair{"王小明", "赵大强"}, std::pair{"王", "赵"}, std::pair{"wxm", "zdq"},
        std::pair{"wangxiaoming", "zhaod"}, std::pair{"002X", "003X"},
        std::pair{card_number, "11010519491231003X"}}) {
    const HttpResponse theirs = find(physician, wanted);
    EXPECT_EQ(*last_fact().data.find("hits"), Value(0)) << wanted;
    const HttpResponse none = find(physician, nobody);
    EXPECT_EQ(theirs.status, 200) << theirs.body;
    EXPECT_EQ(theirs.body, none.body) << wanted;
    EXPECT_TRUE(theirs.is_of_nothing && none.is_of_nothing) << "both are given in whole steps";
  }
  give(world_, physician, world_.things.study);
  const HttpResponse own = find(physician, "王小明");
  EXPECT_EQ(*told(own).find("too_many"), Value(true)) << "or the test could not fail";
  EXPECT_TRUE(own.is_of_nothing);
  EXPECT_EQ(hits(physician, card_number).size(), 1U);
}

// Whom one may see can be one of many whom a name fits.
TEST_F(Identities, R43_whom_a_search_finds_is_told_in_the_same_whole_steps_as_that_it_is_nobody) {
  ASSERT_TRUE(register_here("王小明", {document("resident_id", card_number)}).has_value());
  const std::string& physician = world_.cast.physician;
  for (const char* wanted : {"王小明", "王", "wxm", "wangxiaoming", "002X", card_number}) {
    const HttpResponse one = find(physician, wanted);
    EXPECT_EQ(hits(physician, wanted).size(), 1U) << wanted << ": or nobody was found";
    EXPECT_TRUE(one.is_of_nothing) << wanted;
  }
  EXPECT_TRUE(find(physician, "赵大强").is_of_nothing);
}

TEST_F(Identities, cards_leave_the_memory_when_nobody_asks) {
  ASSERT_TRUE(register_here("张小明").has_value());
  EXPECT_EQ(only_hit("张小明"), "subject/" + newest_);
  EXPECT_EQ(world_.node.patients().cards_kept(), 1U);
  world_.node.clock().advance(std::chrono::minutes(16));
  const std::string stranger = other_hospital();
  EXPECT_TRUE(hits(stranger, "张小明").empty());
  EXPECT_EQ(world_.node.patients().cards_kept(), 0U);
  EXPECT_EQ(only_hit("张小明"), "subject/" + newest_) << "and come back";
}

TEST_F(Identities, R43_whoever_watches_the_server_is_told_no_name) {
  ASSERT_TRUE(register_here("张小明").has_value());
  EXPECT_EQ(only_hit("张小明"), "subject/" + newest_);
  static_cast<void>(find(world_.cast.physician, "张小明", "no such kind"));
  EXPECT_NE(seen_.find("/api/v1/find"), std::string::npos);
  EXPECT_EQ(seen_.find("张"), std::string::npos) << seen_;
}

}  // namespace
}  // namespace veinline::e2e
