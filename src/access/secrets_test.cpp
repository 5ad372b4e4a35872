// SPDX-License-Identifier: Apache-2.0
// Sealed secrets of accounts: they say their suite, open as their own alone, and those of before
// that open still.
#include "access/secrets.hpp"

#include <gtest/gtest.h>

#include "kernel/sealed.hpp"
#include "support/given.hpp"
#include "vault/aead.hpp"

namespace veinline::access {
namespace {

const kernel::Bytes site_key(32, 5);

Credential credential() {
  Credential out;
  out.id = std::string(32, 'a');
  out.person = "YGT0VVSQDNXF13G13E";
  out.kind = CredentialKind::password;
  return out;
}

TEST(Secrets, E6_say_the_suite_that_they_are_sealed_with_and_open_as_their_own_alone) {
  support::SeededEntropy entropy(1);
  const AccountKeys keys(kernel::Bytes(32, 3), site_key);
  Credential whose = credential();
  whose.sealed = keys.seal(whose, "S3CRET", entropy);
  EXPECT_TRUE(whose.sealed.starts_with(kernel::sealed_mark));
  EXPECT_EQ(whose.sealed.find("S3CRET"), std::string::npos);
  EXPECT_EQ(keys.open(whose), "S3CRET");
  Credential another = whose;
  another.person = "ZD85ZW7G6RPEDNWG2J";
  EXPECT_EQ(keys.open(another), std::nullopt);
  for (std::size_t i = 0; i < whose.sealed.size(); ++i) {
    Credential spoilt = whose;
    spoilt.sealed[i] = static_cast<char>(spoilt.sealed[i] ^ 1);
    EXPECT_EQ(keys.open(spoilt), std::nullopt) << i;
  }
  Credential unmarked = whose;
  unmarked.sealed.erase(0, kernel::sealed_mark.size());
  EXPECT_EQ(keys.open(unmarked), std::nullopt) << "the mark is bound";
  Credential other_suite = whose;
  other_suite.sealed.replace(0, kernel::sealed_mark.size(), "veinline-sealed sm4-gcm/1\n");
  EXPECT_EQ(keys.open(other_suite), std::nullopt);
}

TEST(Secrets, E6_of_before_they_had_a_mark_open_still_and_bear_none) {
  support::SeededEntropy entropy(1);
  const AccountKeys keys(kernel::Bytes(32, 3), site_key);
  Credential old = credential();
  const kernel::Digest key = kernel::hmac_sha256(site_key, "veinline credential key 1");
  const std::string bound = "veinline credential 1 " + old.id + " " + old.person + " password";
  old.sealed = vault::encrypt("S3CRET", bound, key.bytes.data(), entropy);
  EXPECT_EQ(keys.open(old), "S3CRET");
  old.sealed.insert(0, kernel::sealed_mark);
  EXPECT_EQ(keys.open(old), std::nullopt);
}

}  // namespace
}  // namespace veinline::access
