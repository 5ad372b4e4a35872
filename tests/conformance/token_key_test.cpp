// SPDX-License-Identifier: Apache-2.0
// A site key in a token that we did not write: SoftHSM, by PKCS#11.
#include "vault/token_key.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "node/system.hpp"
#include "storage/memory/memory_vault.hpp"
#include "support/given.hpp"
#include "vault/vault.hpp"

namespace veinline::conformance {
namespace {

namespace fs = std::filesystem;
using vault::FileKeyVault;
using vault::HeldSiteKey;
using vault::IfMissing;
using vault::KeyBytes;
using vault::KeyClass;
using vault::SiteKey;
using vault::TokenPlace;
using vault::VaultFault;

std::string module_of_softhsm() {
  for (const char* path :
       {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"}) {
    if (fs::exists(path)) return path;
  }
  return {};
}

/// SoftHSM reads its configuration once a process, so that all tests of this one share a token.
class Token {
 public:
  static const Token* shared() {
    static const Token token;
    return token.is_there_ ? &token : nullptr;
  }
  [[nodiscard]] TokenPlace place(const std::string& key) const {
    return {module_of_softhsm(), "veinline-test", key, folder_.file("pin")};
  }

 private:
  Token() {
    if (module_of_softhsm().empty()) return;
    fs::create_directory(folder_.file("tokens"));
    std::ofstream(folder_.file("softhsm2.conf"))
        << "directories.tokendir = " << folder_.file("tokens") << "\nlog.level = ERROR\n";
    std::ofstream(folder_.file("pin")) << "4711-pin\n";
    ::setenv("SOFTHSM2_CONF", folder_.file("softhsm2.conf").c_str(), 1);
    is_there_ = std::system(
                    "softhsm2-util --init-token --free --label veinline-test "
                    "--so-pin 4711-so --pin 4711-pin >/dev/null 2>&1") == 0;
  }
  const support::TemporaryFolder folder_;
  bool is_there_ = false;
};

class TokenKey : public testing::Test {
 protected:
  void SetUp() override {
    if (Token::shared() == nullptr) GTEST_SKIP() << "SoftHSM (package softhsm2) is not here";
  }
  std::unique_ptr<SiteKey> open(const std::string& label) {
    auto key = vault::open_token_key(Token::shared()->place(label), IfMissing::make, entropy_);
    if (!key) ADD_FAILURE() << key.error().code << ": " << key.error().sentence;
    return key ? std::move(*key) : nullptr;
  }
  std::string refusal(const TokenPlace& place) {
    auto key = vault::open_token_key(place, IfMissing::refuse, entropy_);
    if (key) return "";
    EXPECT_EQ(key.error().sentence.find("4711"), std::string::npos);
    return key.error().code;
  }
  KeyBytes data_key(std::uint8_t fill) {
    KeyBytes out;
    out.bytes.fill(fill);
    return out;
  }
  node::SystemEntropy entropy_;
};

TEST_F(TokenKey, wraps_and_unwraps_and_is_found_again_by_its_label) {
  auto made = open("first");
  ASSERT_NE(made, nullptr);
  EXPECT_EQ(made->suite(), vault::suite_of_token);
  EXPECT_EQ(made->id().size(), 32U);
  const std::string wrapped = made->wrap(data_key(7), "key-1").value();
  EXPECT_EQ(wrapped.size(), 12U + 32U + 16U);
  EXPECT_EQ(wrapped.find(std::string(32, 7)), std::string::npos);
  EXPECT_NE(made->wrap(data_key(7), "key-1").value(), wrapped) << "a nonce is used once";
  auto again = open("first");
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->id(), made->id());
  EXPECT_EQ(again->unwrap(wrapped, "key-1")->bytes, data_key(7).bytes);
}

TEST_F(TokenKey, opens_nothing_that_was_altered_or_is_of_another_id_or_key) {
  auto key = open("first");
  auto other = open("second");
  ASSERT_TRUE(key && other);
  EXPECT_NE(key->id(), other->id());
  std::string wrapped = key->wrap(data_key(7), "key-1").value();
  EXPECT_EQ(key->unwrap(wrapped, "key-2").error(), VaultFault::not_authentic);
  EXPECT_EQ(other->unwrap(wrapped, "key-1").error(), VaultFault::not_authentic);
  EXPECT_EQ(key->unwrap(wrapped.substr(1), "key-1").error(), VaultFault::not_authentic);
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    std::string altered = wrapped;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_EQ(key->unwrap(altered, "key-1").error(), VaultFault::not_authentic) << i;
  }
  EXPECT_TRUE(key->unwrap(wrapped, "key-1").has_value()) << "and goes on afterwards";
}

TEST_F(TokenKey, that_cannot_be_used_is_refused_with_its_reason) {
  ASSERT_NE(open("first"), nullptr);
  const TokenPlace good = Token::shared()->place("first");
  TokenPlace wrong = good;
  wrong.module = "/nowhere/module.so";
  EXPECT_EQ(refusal(wrong), "site_key.no_module");
  wrong = good;
  wrong.token = "another";
  EXPECT_EQ(refusal(wrong), "site_key.no_token");
  wrong = good;
  wrong.key = "nobody made it";
  EXPECT_EQ(refusal(wrong), "site_key.no_key");
  wrong = good;
  wrong.pin_file = "/nowhere/pin";
  EXPECT_EQ(refusal(wrong), "site_key.no_pin");
}

TEST_F(TokenKey, a_vault_moves_from_a_file_to_a_token_and_back) {
  storage::memory::MemoryVault store;
  const auto held = [&](std::uint8_t fill) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(fill);
    return std::make_unique<HeldSiteKey>(bytes, entropy_);
  };
  const vault::Place place{"node", "subject/A", "test.field"};
  FileKeyVault in_file({held(1), nullptr}, store, entropy_);
  const auto sealed =
      in_file.seal(kernel::Sensitive<std::string>("Anna"), KeyClass::trace, place).value();
  FileKeyVault to_token({open("first"), held(1)}, store, entropy_);
  EXPECT_EQ(to_token.rewrap_all().value(), 1U);
  FileKeyVault in_token({open("first"), nullptr}, store, entropy_);
  EXPECT_TRUE(in_token.check_site_key().has_value());
  EXPECT_EQ(in_token.open(sealed, place)->reveal(), "Anna");
  EXPECT_EQ(in_file.open(sealed, place).error(), VaultFault::not_authentic);
  FileKeyVault to_another({open("second"), open("first")}, store, entropy_);
  EXPECT_EQ(to_another.rewrap_all().value(), 1U);
  FileKeyVault to_file({held(2), open("second")}, store, entropy_);
  EXPECT_EQ(to_file.rewrap_all().value(), 1U);
  FileKeyVault back({held(2), nullptr}, store, entropy_);
  EXPECT_EQ(back.open(sealed, place)->reveal(), "Anna");
}

}  // namespace
}  // namespace veinline::conformance
