// SPDX-License-Identifier: Apache-2.0
// What is shown to a signer is what is recorded, or nothing is (R41).
#include <gtest/gtest.h>

#include <future>

#include "commands/second_factor.hpp"
#include "ledger/record.hpp"
#include "support/given.hpp"
#include "support/treatment.hpp"

namespace veinline::walks {
namespace {

using namespace support;
using kernel::Object;

class Prepared : public testing::Test {
 protected:
  TestNode::Reply signed_by_passkey(const commands::PreparedPointer& prepared,
                                    const std::string& digest = {}) {
    std::promise<TestNode::Reply> answer;
    world_.node.desk().sign_here(prepared, {{1, 2, 3}, digest}, [&](TestNode::Reply reply) {
      answer.set_value(std::move(reply));
    });
    return answer.get_future().get();
  }
  /// A passkey of the physician. Returns its digest.
  std::string passkey(char digit) {
    const std::string digest(64, digit);
    const auto reply = world_.node.ask(world_.cast.physician, "staff/register_passkey",
                                       object({{"passkey", digest},
                                               {"credential", "AQID"},
                                               {"public_key", "pQECAyY="},
                                               {"party", "veinline.example"},
                                               {"origin", "https://veinline.example"}}));
    EXPECT_TRUE(reply.has_value()) << words_of(reply);
    return digest;
  }
  void enrol_codes() {
    const auto reply =
        world_.node.ask(world_.cast.physician, "staff/enrol_credential",
                        object({{"credential", world_.node.fresh_id()}, {"kind", "totp"}}));
    EXPECT_TRUE(reply.has_value()) << words_of(reply);
  }
  /// That the physician opens the record of this in an emergency.
  commands::Request open(const std::string& thing, commands::Presence presence) {
    auto request = world_.node.request(world_.cast.physician, "breakglass/open_record",
                                       object({{"thing", thing}}));
    request.presence = presence;
    return request;
  }
  std::string patient() { return "subject/" + world_.things.subject; }
  /// The second check at the bedside, which its nurse signs.
  commands::Request check() {
    return world_.node.request(
        world_.cast.second_nurse, "infusion/confirm_bedside",
        object({{"material", world_.things.product}, {"wristband", world_.things.subject}}));
  }
  Object product() { return object({{"thing", "material/" + world_.things.product}}); }
  std::size_t size() { return world_.node.records().size(); }

  World world_{StoreKind::memory};
};

TEST_F(Prepared, R41_what_is_shown_is_recorded_with_the_signers_own_signature) {
  world_.go_to("check bedside");
  const auto request = check();
  const std::size_t before = size();
  const auto prepared = world_.node.desk().prepare(request);
  ASSERT_TRUE(prepared.has_value());
  EXPECT_EQ(size(), before) << "nothing is recorded yet";
  EXPECT_EQ((*prepared)->account, world_.cast.second_nurse);
  EXPECT_EQ((*prepared)->meaning, "infusion");
  world_.node.clock().advance(std::chrono::seconds(40));  // the signer reads
  const auto reply = signed_by_passkey(*prepared);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  ASSERT_EQ(reply->records.size(), (*prepared)->facts.size());
  std::vector<kernel::Digest> texts;
  for (std::size_t i = 0; i < reply->records.size(); ++i) {
    EXPECT_EQ(reply->records[i].fact, (*prepared)->facts[i].name);
    EXPECT_EQ(reply->records[i].data, (*prepared)->facts[i].data);
    const auto record = ledger::parse_record(world_.node.records()[before + i].bytes);
    ASSERT_TRUE(record && record->draft.signatures.size() == 1);
    const ledger::Signature& signature = record->draft.signatures.front();
    EXPECT_EQ(signature.suite, ledger::suite_passkey);
    EXPECT_EQ(signature.by, world_.cast.second_nurse);
    EXPECT_EQ(signature.time, (*prepared)->time);
    texts.push_back(ledger::signature_digest(signature, record->draft));
  }
  EXPECT_EQ(ledger::challenge_of(texts), (*prepared)->challenge) << "made anew from the records";
}

TEST_F(Prepared, R41_what_is_signed_twice_is_recorded_once) {
  world_.go_to("check bedside");
  const auto prepared = world_.node.desk().prepare(check());
  ASSERT_TRUE(prepared.has_value());
  const auto first = signed_by_passkey(*prepared);
  ASSERT_TRUE(first.has_value());
  const std::size_t after = size();
  const auto second = signed_by_passkey(*prepared);
  ASSERT_TRUE(second.has_value()) << words_of(second);
  EXPECT_TRUE(second->again);
  EXPECT_EQ(second->records.front().seq, first->records.front().seq);
  EXPECT_EQ(size(), after);
}

TEST_F(Prepared, R41_what_would_be_recorded_otherwise_by_now_is_not_recorded) {
  world_.go_to("hold product");
  TestNode& node = world_.node;
  // Of the one hold that there is; then it is another one.
  const auto prepared =
      node.desk().prepare(node.request(world_.cast.quality, "quality/lift", product()));
  ASSERT_TRUE(prepared.has_value());
  ASSERT_TRUE(node.ask(world_.cast.quality, "quality/lift", product()).has_value());
  Object again = product();
  again.set("cause", kernel::Value("other"));
  ASSERT_TRUE(node.ask(world_.cast.qc_analyst, "quality/hold", again).has_value());
  const std::size_t before = size();
  EXPECT_EQ(words_of(signed_by_passkey(*prepared)), "general.signed_otherwise");
  EXPECT_EQ(size(), before);
}

TEST_F(Prepared, R41_a_rule_that_says_no_by_now_is_what_the_signer_is_told) {
  world_.go_to("check bedside");
  const auto prepared = world_.node.desk().prepare(check());
  ASSERT_TRUE(prepared.has_value());
  const auto held =
      world_.node.ask(world_.cast.physician, "quality/hold",
                      object({{"thing", "material/" + world_.things.product}, {"cause", "other"}}));
  ASSERT_TRUE(held.has_value()) << words_of(held);
  const std::size_t before = size();
  EXPECT_FALSE(signed_by_passkey(*prepared).has_value());
  EXPECT_EQ(size(), before);
}

TEST_F(Prepared, R41_who_may_not_do_it_is_shown_nothing) {
  world_.go_to("check bedside");
  auto request = check();
  request.account = world_.cast.operator_;
  const auto prepared = world_.node.desk().prepare(request);
  ASSERT_FALSE(prepared.has_value());
  EXPECT_EQ(words_of(prepared.error()), "general.role_missing");
}

TEST_F(Prepared, R41_a_session_signs_nothing_that_its_person_does_not_prove) {
  world_.go_to("check bedside");
  const auto as = [&](commands::Presence presence) {
    auto request = check();
    request.presence = presence;
    return world_.node.ask(request);
  };
  EXPECT_EQ(words_of(as(commands::Presence::signed_in)), "general.proof_missing");
  EXPECT_EQ(words_of(as(commands::Presence::confirmed)), "general.full_proof_missing");
  const auto signed_fully = as(commands::Presence::reauthenticated);
  ASSERT_TRUE(signed_fully.has_value()) << words_of(signed_fully);
  const auto record = ledger::parse_record(world_.node.records().back().bytes);
  ASSERT_EQ(record->draft.signatures.size(), 1U);
  const ledger::Signature& signature = record->draft.signatures.front();
  EXPECT_EQ(signature.suite, ledger::suite_node_full);
  const auto key = world_.node.keys().key.verifier_key();
  EXPECT_TRUE(ledger::signature_holds(record->draft, signature, key));
  for (const auto suite : {ledger::suite_node, ledger::suite_node_one}) {
    ledger::Signature other = signature;
    other.suite = suite;
    EXPECT_FALSE(ledger::signature_holds(record->draft, other, key)) << suite;
  }
}

TEST_F(Prepared, R41_R43_a_password_alone_opens_no_record_in_an_emergency) {
  world_.go_to("enrol");
  const auto as = [&](commands::Presence presence) {
    return words_of(world_.node.ask(open(patient(), presence)));
  };
  const std::size_t before = size();
  EXPECT_EQ(as(commands::Presence::signed_in), "general.proof_missing");
  EXPECT_EQ(as(commands::Presence::confirmed), "general.full_proof_missing");
  EXPECT_EQ(as(commands::Presence::reauthenticated), "general.second_factor_missing");
  EXPECT_EQ(as(commands::Presence::twice_proved), "general.second_factor_missing")
      << "by no codes that count";
  auto by_token = open(patient(), commands::Presence::authenticated);
  by_token.from = commands::From::network;
  EXPECT_EQ(words_of(world_.node.ask(by_token)), "general.second_factor_missing")
      << "also where a token signs alone";
  const auto shown = world_.node.desk().prepare(by_token);
  ASSERT_FALSE(shown.has_value());
  EXPECT_EQ(words_of(shown.error()), "general.proof_missing");
  EXPECT_EQ(size(), before);
  EXPECT_EQ(as(commands::Presence::authenticated), "breakglass.record_opened/1")
      << "at the machine, whose keys are there";
}

TEST_F(Prepared, R41_R43_codes_open_a_record_a_day_after_they_were_enrolled) {
  world_.go_to("enrol");
  enrol_codes();
  const auto twice = [&] {
    return words_of(world_.node.ask(open(patient(), commands::Presence::twice_proved)));
  };
  EXPECT_EQ(twice(), "staff.second_factor_too_new") << "whoever has the password may have done it";
  world_.node.clock().advance(commands::second_factor_age_min - std::chrono::minutes(1));
  EXPECT_EQ(twice(), "staff.second_factor_too_new");
  world_.node.clock().advance(std::chrono::minutes(1));
  EXPECT_EQ(twice(), "breakglass.record_opened/1");
  enrol_codes();
  EXPECT_EQ(twice(), "staff.second_factor_too_new") << "of another app";
}

TEST_F(Prepared, R41_R43_a_passkey_opens_a_record_a_day_after_it_was_registered) {
  world_.go_to("enrol");
  const auto prepared = [&] {
    return world_.node.desk().prepare(open(patient(), commands::Presence::signed_in));
  };
  const auto no = [&] {
    const auto reply = prepared();
    return reply.has_value() ? "shown" : words_of(reply.error());
  };
  const std::size_t before = size();
  EXPECT_EQ(no(), "general.proof_missing");
  const std::string old = passkey('a');
  EXPECT_EQ(no(), "staff.second_factor_too_new");
  world_.node.clock().advance(commands::second_factor_age_min);
  const auto shown = prepared();
  ASSERT_TRUE(shown.has_value());
  const std::string young = passkey('b');
  EXPECT_EQ(words_of(signed_by_passkey(*shown, young)), "staff.second_factor_too_new");
  EXPECT_EQ(words_of(signed_by_passkey(*shown, std::string(64, 'c'))),
            "general.second_factor_missing");
  EXPECT_EQ(size(), before + 2) << "the passkeys alone";
  world_.node.clock().advance(std::chrono::seconds(40));  // the signer reads
  EXPECT_EQ(words_of(signed_by_passkey(*shown, old)), "breakglass.record_opened/1");
}

TEST_F(Prepared, R43_who_has_no_second_factor_learns_of_no_patient_by_preparing) {
  world_.go_to("enrol");
  const auto no = [&](const std::string& thing, commands::Presence presence) {
    const auto reply = world_.node.desk().prepare(open(thing, presence));
    return reply.has_value() ? "shown" : words_of(reply.error());
  };
  const std::string nobody = "subject/" + world_.node.fresh_id();
  const std::size_t before = size();
  for (const auto presence : {commands::Presence::signed_in, commands::Presence::confirmed,
                              commands::Presence::reauthenticated}) {
    for (const std::string& thing : {patient(), nobody, std::string("din:A999926987654")}) {
      EXPECT_EQ(no(thing, presence), "general.proof_missing") << thing;
    }
  }
  EXPECT_EQ(no(patient(), commands::Presence::twice_proved), "general.second_factor_missing");
  EXPECT_EQ(no(nobody, commands::Presence::twice_proved), "general.second_factor_missing");
  EXPECT_EQ(size(), before);
  EXPECT_EQ(no(patient(), commands::Presence::authenticated), "shown") << "or it could not fail";
}

TEST_F(Prepared, R41_one_component_signs_what_does_not_want_all_in_a_session) {
  world_.go_to("enrol");
  perform(world_.node, papers(world_.cast, world_.things), world_.answers, "require reading");
  auto request =
      world_.node.request(world_.cast.physician, "papers/record_reading",
                          object({{"document", world_.things.document}, {"version", "V1"}}));
  request.presence = commands::Presence::confirmed;
  const auto reply = world_.node.ask(request);
  ASSERT_TRUE(reply.has_value()) << words_of(reply);
  const auto record = ledger::parse_record(world_.node.records().back().bytes);
  EXPECT_EQ(record->draft.signatures.front().suite, ledger::suite_node_one);
  for (const char* full :
       {"release/release", "enrolment/sign_consent", "infusion/confirm_bedside", "quality/lift",
        "quality/close_deviation", "erasure/confirm", "disclosure/accept_unmasking"}) {
    EXPECT_TRUE(world_.node.catalogue().command(full)->signs_fully) << full;
  }
}

}  // namespace
}  // namespace veinline::walks
