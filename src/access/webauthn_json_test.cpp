// SPDX-License-Identifier: Apache-2.0
// What a page gives to the browser asks for all that is checked afterwards; what it gets is read or
// refused.
#include "access/webauthn_json.hpp"

#include <gtest/gtest.h>

#include "kernel/base64url.hpp"
#include "support/authenticator.hpp"
#include "support/given.hpp"

namespace veinline::access {
namespace {

using kernel::Object;
using kernel::Sensitive;
using kernel::Value;
using support::Authenticator;
using support::object;

const Bytes asked_challenge(32, 0xC4);

std::string text(const Bytes& bytes) {
  return kernel::to_base64url(bytes);
}

TEST(PasskeyOptions, of_a_registration_ask_for_all_that_is_checked) {
  const PasskeyUser user{Bytes(16, 1), Sensitive<std::string>("ada"),
                         Sensitive<std::string>("Ada L.")};
  const Bytes theirs[] = {Bytes{1, 2}};
  const Object options =
      creation_options(support::here(), user, asked_challenge, theirs, std::chrono::minutes(1));
  EXPECT_EQ(
      kernel::canonical_text(options),
      R"({"attestation":"none","authenticatorSelection":{"requireResidentKey":true,)"
      R"("residentKey":"required","userVerification":"required"},"challenge":")" +
          text(asked_challenge) +
          R"(","excludeCredentials":[{"id":"AQI","type":"public-key"}],"pubKeyCredParams":)"
          R"([{"alg":-7,"type":"public-key"},{"alg":-8,"type":"public-key"},)"
          R"({"alg":-257,"type":"public-key"}],"rp":{"id":"veinline.example",)"
          R"("name":"veinline.example"},"timeout":60000,"user":{"displayName":"Ada L.","id":")" +
          text(Bytes(16, 1)) + R"(","name":"ada"}})");
}

TEST(PasskeyOptions, of_a_signature_name_the_passkeys_that_may_make_it) {
  const Bytes allowed[] = {Bytes{1, 2}, Bytes{3}};
  EXPECT_EQ(kernel::canonical_text(request_options(support::here(), asked_challenge, allowed,
                                                   std::chrono::minutes(5))),
            R"({"allowCredentials":[{"id":"AQI","type":"public-key"},)"
            R"({"id":"Aw","type":"public-key"}],"challenge":")" +
                text(asked_challenge) +
                R"(","rpId":"veinline.example","timeout":300000,"userVerification":"required"})");
}

Object registration_of(const Authenticator& owner) {
  const std::string page = Authenticator::client_data("webauthn.create", asked_challenge);
  return object({{"authenticatorAttachment", "platform"},
                 {"clientExtensionResults", Object()},
                 {"id", text(owner.id())},
                 {"rawId", text(owner.id())},
                 {"response", object({{"attestationObject", text(owner.unattested())},
                                      {"clientDataJSON", text(Bytes(page.begin(), page.end()))},
                                      {"transports", kernel::Array{"internal"}}})},
                 {"type", "public-key"}});
}

TEST(PasskeyResponse, of_a_browser_is_read_as_it_was_made) {
  const Authenticator owner(passkey::CoseAlgorithm::es256);
  const auto made = read_registration(registration_of(owner));
  ASSERT_TRUE(made.has_value());
  const auto credential = verify_registration(support::here(), asked_challenge, *made);
  ASSERT_TRUE(credential.has_value()) << code(credential.error());
  const PasskeySignature signature = owner.get(asked_challenge);
  const Bytes page(signature.client_data_json.begin(), signature.client_data_json.end());
  const auto read = read_assertion(
      object({{"id", text(owner.id())},
              {"rawId", text(owner.id())},
              {"response", object({{"authenticatorData", text(signature.authenticator_data)},
                                   {"clientDataJSON", text(page)},
                                   {"signature", text(signature.signature)},
                                   {"userHandle", "AQ"}})},
              {"type", "public-key"}}));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(*read, signature);
}

TEST(PasskeyResponse, of_another_form_is_refused) {
  const Authenticator owner(passkey::CoseAlgorithm::es256);
  const Object good = registration_of(owner);
  const auto with = [&](const char* member, Value value) {
    Object json = good;
    json.set(member, std::move(value));
    return read_registration(json).has_value();
  };
  EXPECT_TRUE(with("type", "public-key"));
  EXPECT_FALSE(with("type", "password"));
  EXPECT_FALSE(with("id", "AQ")) << "two ids";
  EXPECT_FALSE(with("rawId", Value()));
  EXPECT_FALSE(with("response", kernel::Array{}));
  EXPECT_FALSE(with("response", Object()));
  EXPECT_FALSE(with("response", object({{"attestationObject", "AQ=="}, {"clientDataJSON", "AQ"}})))
      << "padded";
  EXPECT_FALSE(with("response", object({{"attestationObject", "A+"}, {"clientDataJSON", "AQ"}})));
  EXPECT_FALSE(with("response", object({{"attestationObject", 1}, {"clientDataJSON", "AQ"}})));
  EXPECT_FALSE(read_assertion(good).has_value()) << "a registration is no signature";
}

}  // namespace
}  // namespace veinline::access
