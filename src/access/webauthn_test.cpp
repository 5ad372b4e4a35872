// SPDX-License-Identifier: Apache-2.0
// Registering a passkey and signing in with it, right and wrong in every place.
#include "access/webauthn.hpp"

#include <gtest/gtest.h>

#include "support/authenticator.hpp"

namespace veinline::access {
namespace {

using passkey::CoseAlgorithm;
using support::Authenticator;
using support::Behaviour;
using support::cbor_bytes;
using support::cbor_map;
using support::cbor_number;
using support::cbor_text;
using support::here;

const Bytes challenge(32, 0xC4);

Result<PasskeyCredential, PasskeyFault> registered(const Bytes& attestation,
                                                   const Behaviour& how = {}) {
  return verify_registration(
      here(), challenge,
      {Authenticator::client_data("webauthn.create", challenge, how), attestation});
}
std::optional<PasskeyFault> refusal_of(const Behaviour& how) {
  const Authenticator owner(CoseAlgorithm::es256);
  const auto result = registered(owner.unattested(how), how);
  return result ? std::nullopt : std::optional(result.error());
}
PasskeyCredential known(const Authenticator& owner) {
  auto credential = registered(owner.unattested());
  INVARIANT(credential.has_value());
  return *credential;
}

TEST(Registration, of_each_algorithm_keeps_what_the_authenticator_wrote) {
  for (const CoseAlgorithm algorithm :
       {CoseAlgorithm::es256, CoseAlgorithm::eddsa, CoseAlgorithm::rs256}) {
    const Authenticator owner(algorithm);
    const Behaviour how{.flags = 0x1d, .counter = 7};
    const auto credential = registered(owner.unattested(how), how);
    ASSERT_TRUE(credential.has_value()) << code(credential.error());
    EXPECT_EQ(credential->id, owner.id());
    EXPECT_EQ(credential->public_key, owner.public_key());
    EXPECT_EQ(credential->counter, 7u);
    EXPECT_TRUE(credential->backup_eligible && credential->backed_up);
    EXPECT_EQ(credential->aaguid.front(), 0xAA);
    EXPECT_EQ(credential->attestation, Attestation::none);
  }
}

TEST(Registration, for_another_question_page_or_name_is_refused) {
  EXPECT_EQ(refusal_of({}), std::nullopt);
  EXPECT_EQ(refusal_of({.type = "webauthn.get"}), PasskeyFault::wrong_type);
  EXPECT_EQ(refusal_of({.origin = "https://evil.example"}), PasskeyFault::wrong_origin);
  EXPECT_EQ(refusal_of({.rp_id = "evil.example"}), PasskeyFault::wrong_relying_party);
  EXPECT_EQ(refusal_of({.more = R"(,"topOrigin":"https://a.example")"}),
            PasskeyFault::cross_origin);
  EXPECT_EQ(refusal_of({.flags = 0x04}), PasskeyFault::not_present);
  EXPECT_EQ(refusal_of({.flags = 0x01}), PasskeyFault::not_verified);
  EXPECT_EQ(refusal_of({.flags = 0x15}), PasskeyFault::malformed);
  const Authenticator owner(CoseAlgorithm::es256);
  const auto replayed = verify_registration(
      here(), Bytes(32, 0xC5),
      {Authenticator::client_data("webauthn.create", challenge), owner.unattested()});
  EXPECT_EQ(replayed.error(), PasskeyFault::wrong_challenge);
}

TEST(Registration, with_self_attestation_is_checked) {
  const Authenticator owner(CoseAlgorithm::es256);
  const Bytes data = owner.registered();
  const std::string page = Authenticator::client_data("webauthn.create", challenge);
  const Bytes signature = owner.sign(passkey::signed_message(data, page));
  const auto packed = [&](std::int64_t algorithm, const Bytes& made) {
    return registered(
        Authenticator::attestation("packed",
                                   cbor_map({{cbor_text("alg"), cbor_number(algorithm)},
                                             {cbor_text("sig"), cbor_bytes(made)}}),
                                   data));
  };
  ASSERT_TRUE(packed(-7, signature).has_value());
  EXPECT_EQ(packed(-7, signature)->attestation, Attestation::own);
  EXPECT_EQ(packed(-8, signature).error(), PasskeyFault::bad_signature) << "another algorithm";
  EXPECT_EQ(packed(-7, owner.sign("something else")).error(), PasskeyFault::bad_signature);
  EXPECT_EQ(
      packed(-7, Authenticator(CoseAlgorithm::es256).sign(passkey::signed_message(data, page)))
          .error(),
      PasskeyFault::bad_signature);
}

TEST(Registration, with_the_word_of_a_maker_is_worth_as_much_as_none) {
  const Authenticator owner(CoseAlgorithm::es256);
  const Bytes data = owner.registered();
  const auto of = [&](std::string_view format, const Bytes& statement) {
    return registered(Authenticator::attestation(format, statement, data));
  };
  const auto packed = [&](const Bytes& certificates) {
    return of("packed", cbor_map({{cbor_text("alg"), cbor_number(-7)},
                                  {cbor_text("sig"), cbor_bytes({1, 2, 3})},
                                  {cbor_text("x5c"), certificates}}));
  };
  EXPECT_EQ(packed({0x81, 0x41, 0x30})->attestation, Attestation::not_judged);
  EXPECT_EQ(of("fido-u2f", cbor_map({}))->attestation, Attestation::not_judged);
  EXPECT_EQ(of("compound", {0x80})->attestation, Attestation::not_judged);
  for (const auto& refused :
       {packed({0x80}), packed({0x81, 0x40}), packed({0x81, 0x01}), packed(cbor_number(1)),
        of("none", cbor_map({{cbor_text("x"), cbor_number(1)}})), of("none", {0x80}),
        of("", cbor_map({})), of(std::string(33, 'x'), cbor_map({})), of("tpm", {0x80}),
        of("compound", cbor_map({})), of("packed", cbor_map({})),
        of("packed", cbor_map({{cbor_text("alg"), cbor_number(-7)}}))}) {
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error(), PasskeyFault::malformed);
  }
}

TEST(Registration, of_another_form_is_refused) {
  const Authenticator owner(CoseAlgorithm::es256);
  const Bytes good = owner.unattested();
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_EQ(
        registered(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))).error(),
        PasskeyFault::malformed)
        << size;
  }
  const auto is_malformed = [&](const Bytes& attestation) {
    const auto result = registered(attestation);
    return !result && result.error() == PasskeyFault::malformed;
  };
  EXPECT_TRUE(is_malformed(support::joined({good, {0}})));
  EXPECT_TRUE(is_malformed(cbor_number(0)));
  const std::pair<Bytes, Bytes> format{cbor_text("fmt"), cbor_text("none")};
  const std::pair<Bytes, Bytes> statement{cbor_text("attStmt"), cbor_map({})};
  const std::pair<Bytes, Bytes> data{cbor_text("authData"), cbor_bytes(owner.registered())};
  EXPECT_FALSE(is_malformed(cbor_map({data, format, statement}))) << "in another order";
  EXPECT_TRUE(is_malformed(cbor_map({format, format, data})));
  EXPECT_TRUE(is_malformed(cbor_map({format, statement})));
  EXPECT_TRUE(is_malformed(cbor_map({format, statement, data, {cbor_number(1), cbor_number(1)}})));
  EXPECT_TRUE(is_malformed(
      cbor_map({format, statement, {cbor_text("authData"), cbor_bytes(Authenticator::data({}))}})))
      << "without a credential";
  EXPECT_TRUE(is_malformed(
      cbor_map({format,
                statement,
                {cbor_text("authData"), cbor_bytes(support::joined({owner.registered(), {0}}))}})));
}

TEST(Registration, of_a_credential_id_of_no_or_endless_bytes_is_refused) {
  const auto with_id = [&](std::size_t bytes) {
    const Authenticator owner(CoseAlgorithm::es256);
    const Bytes middle = support::joined(
        {Bytes(16),
         {static_cast<std::uint8_t>(bytes >> 8U), static_cast<std::uint8_t>(bytes & 0xFFU)},
         Bytes(bytes, 1),
         owner.public_key()});
    return registered(Authenticator::attestation("none", cbor_map({}),
                                                 Authenticator::data({}, 0x40, middle)))
        .has_value();
  };
  EXPECT_FALSE(with_id(0));
  EXPECT_TRUE(with_id(1));
  EXPECT_TRUE(with_id(1023));
  EXPECT_FALSE(with_id(1024));
}

TEST(Registration, of_a_key_that_is_not_taken_is_refused) {
  const auto with_key = [&](const Bytes& key) {
    const Authenticator owner(CoseAlgorithm::es256);
    const Bytes middle = support::joined({Bytes(16), {0, 1, 1}, key});
    const auto result = registered(
        Authenticator::attestation("none", cbor_map({}), Authenticator::data({}, 0x40, middle)));
    return result ? std::nullopt : std::optional(result.error());
  };
  EXPECT_EQ(with_key(Authenticator(CoseAlgorithm::es256).public_key()), std::nullopt);
  EXPECT_EQ(with_key(cbor_map({})), PasskeyFault::unsupported_key);
  EXPECT_EQ(with_key(cbor_number(1)), PasskeyFault::malformed);
}

TEST(Assertion, of_a_known_passkey_signs_in_and_counts_on) {
  const Authenticator owner(CoseAlgorithm::eddsa);
  PasskeyCredential credential = known(owner);
  for (const std::uint32_t counter : {1U, 2U, 4'000'000'000U}) {
    const auto next =
        verify_assertion(credential, here(), challenge, owner.get(challenge, {.counter = counter}));
    ASSERT_TRUE(next.has_value()) << code(next.error());
    EXPECT_EQ(next->counter, counter);
    credential = *next;
  }
}

TEST(Assertion, whose_counter_does_not_grow_is_refused) {
  const Authenticator owner(CoseAlgorithm::es256);
  PasskeyCredential credential = known(owner);
  const auto with = [&](std::uint32_t kept, std::uint32_t said) {
    credential.counter = kept;
    const auto result =
        verify_assertion(credential, here(), challenge, owner.get(challenge, {.counter = said}));
    return result ? std::nullopt : std::optional(result.error());
  };
  EXPECT_EQ(with(0, 0), std::nullopt) << "an authenticator that does not count";
  EXPECT_EQ(with(0, 1), std::nullopt);
  EXPECT_EQ(with(5, 6), std::nullopt);
  EXPECT_EQ(with(5, 5), PasskeyFault::counter_went_back);
  EXPECT_EQ(with(5, 4), PasskeyFault::counter_went_back);
  EXPECT_EQ(with(5, 0), PasskeyFault::counter_went_back);
}

TEST(Assertion, of_another_passkey_or_nature_is_refused) {
  const Authenticator owner(CoseAlgorithm::es256);
  const PasskeyCredential credential = known(owner);
  PasskeySignature other_id = owner.get(challenge);
  other_id.credential_id.back() ^= 1;
  EXPECT_EQ(verify_assertion(credential, here(), challenge, other_id).error(),
            PasskeyFault::wrong_credential);
  EXPECT_EQ(verify_assertion(credential, here(), challenge,
                             Authenticator(CoseAlgorithm::es256).get(challenge))
                .error(),
            PasskeyFault::bad_signature);
  EXPECT_EQ(verify_assertion(credential, here(), challenge, owner.get(challenge, {.flags = 0x0d}))
                .error(),
            PasskeyFault::backup_changed);
  EXPECT_EQ(verify_assertion(credential, here(), Bytes(32), owner.get(challenge)).error(),
            PasskeyFault::wrong_challenge);
}

TEST(Assertion, says_whether_the_passkey_is_backed_up_now) {
  const Authenticator owner(CoseAlgorithm::es256);
  PasskeyCredential credential = known(owner);
  credential.backup_eligible = true;
  const auto next =
      verify_assertion(credential, here(), challenge, owner.get(challenge, {.flags = 0x1d}));
  ASSERT_TRUE(next.has_value());
  EXPECT_TRUE(next->backed_up);
  EXPECT_FALSE(credential.backed_up);
}

}  // namespace
}  // namespace veinline::access
