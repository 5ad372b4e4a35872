// SPDX-License-Identifier: Apache-2.0
// Signing with a bearer token where the node asks for the password as well.
#include <gtest/gtest.h>

#include "e2e/ward.hpp"

namespace veinline::e2e {
namespace {

class TokenSigning : public testing::Test {
 protected:
  TokenSigning() {
    ward.give(ward.node.administrator(), "first.admin", "seven bags of plasma");
    EXPECT_TRUE(ward.node.ask(ward.second_administrator, "staff/propose_roles", roles()));
  }
  Object roles() const {
    return object({{"person", ward.wang},
                   {"roles", kernel::Array{Value("infusion_nurse"), Value("importer")}}});
  }
  HttpRequest confirmed(const Object& proof, const std::string& key) const {
    HttpRequest out;
    out.method = "POST";
    out.path = "/api/v1/commands/staff/confirm_roles";
    out.headers["host"] = "node.clinic.example";
    out.headers["authorization"] = "Bearer token";
    out.headers["idempotency-key"] = key;
    Object body = object({{"data", Value(roles())}, {"sign", "rights"}});
    if (!proof.empty()) body.set("proof", Value(proof));
    out.body = kernel::canonical_text(body);
    return out;
  }
  HttpResponse confirm(const Object& proof, const std::string& key) {
    return ward.send(confirmed(proof, key));
  }
  static std::string code_of(const HttpResponse& answer) {
    const Object told = Ward::json(answer);
    const Value* code = told.find("code");
    return code == nullptr ? "" : *code->string();
  }
  bool has_the_role() {
    const auto of = ward.node.aspect<journey::staff::PersonState>("person/" + ward.wang);
    return of != nullptr && of->has_anywhere(journey::Role::importer);
  }

  Ward ward{nullptr, TokensSign::with_a_proof};
};

TEST_F(TokenSigning, R41_a_token_alone_signs_nothing) {
  const HttpResponse answer = confirm({}, "one");
  EXPECT_EQ(code_of(answer), "general.proof_missing") << answer.body;
  EXPECT_FALSE(has_the_role());
}

TEST_F(TokenSigning, R41_a_token_signs_with_the_password_of_its_person_and_the_record_says_so) {
  const HttpResponse wrong = confirm(object({{"password", "nine tubes on ice"}}), "two");
  EXPECT_EQ(wrong.status, 401) << wrong.body;
  const HttpResponse pin = confirm(object({{"pin", "294817"}}), "three");
  EXPECT_EQ(code_of(pin), "general.proof_missing") << pin.body;
  EXPECT_FALSE(has_the_role());
  const HttpResponse right = confirm(object({{"password", "seven bags of plasma"}}), "four");
  EXPECT_EQ(right.status, 200) << right.body;
  EXPECT_TRUE(has_the_role());
  EXPECT_NE(ward.node.records().back().bytes.find(ledger::suite_node_full), std::string::npos);
}

TEST_F(TokenSigning, R41_whoever_guesses_with_a_token_that_they_found_waits) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(confirm(object({{"password", "guess"}}), "key-" + std::to_string(i)).status, 401);
  }
  EXPECT_EQ(confirm(object({{"password", "seven bags of plasma"}}), "last").status, 401);
  EXPECT_FALSE(has_the_role());
  Browser browser;
  EXPECT_EQ(ward.sign_in(browser, "first.admin", "seven bags of plasma").status, 200)
      << "the person themself is kept from nothing";
}

TEST_F(TokenSigning, R41_a_person_who_has_no_password_signs_with_no_token) {
  HttpRequest request = confirmed(object({{"password", "seven bags of plasma"}}), "one");
  request.headers["authorization"] = "Bearer nobody";
  EXPECT_EQ(ward.send(request).status, 401);
}

}  // namespace
}  // namespace veinline::e2e
