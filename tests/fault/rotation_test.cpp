// SPDX-License-Identifier: Apache-2.0
// A rotation of the site key that is cut short at any of its writes goes on where it was, and at no
// point a text is out of reach.
#include <gtest/gtest.h>

#include <map>

#include "node/system.hpp"
#include "storage/memory/memory_vault.hpp"
#include "vault/vault.hpp"

namespace veinline::fault {
namespace {

using vault::FileKeyVault;
using vault::HeldSiteKey;
using vault::KeyClass;
using vault::VaultFault;
using vault::VaultStore;

/// Whether the write that fails was done.
enum class Done : std::uint8_t { no, yes };

/// A store that fails at its k-th write, and from then on.
class FailingVault : public storage::memory::MemoryVault {
 public:
  void fail(std::size_t k, Done done) {
    left_ = k;
    done_ = done;
  }
  void mend() { left_ = 0; }
  kernel::Result<bool, VaultFault> rewrap(const WrappedKey& from, const WrappedKey& to) override {
    if (left_ == 0) return MemoryVault::rewrap(from, to);
    if (left_ > 1) {
      --left_;
      return MemoryVault::rewrap(from, to);
    }
    if (done_ == Done::yes) static_cast<void>(MemoryVault::rewrap(from, to));
    return kernel::Failure{VaultFault::unknown};
  }

 private:
  std::size_t left_ = 0;  ///< writes until it fails; 0: it does not
  Done done_ = Done::no;
};

class CutRotation : public testing::Test {
 protected:
  std::unique_ptr<vault::SiteKey> site_key(std::uint8_t number) {
    std::array<std::uint8_t, 32> bytes{};
    bytes.fill(number);
    return std::make_unique<HeldSiteKey>(bytes, entropy_);
  }
  static vault::Place place(const std::string& owner) { return {"node", owner, "test.field"}; }
  void fill(std::size_t count) {
    FileKeyVault vault({site_key(1), nullptr}, store_, entropy_);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string owner = "subject/" + std::to_string(i);
      texts_.emplace(
          owner, *vault.seal(kernel::Sensitive<std::string>(owner), KeyClass::trace, place(owner)));
    }
  }
  void all_open(FileKeyVault& vault) {
    for (const auto& [owner, sealed] : texts_) {
      const auto text = vault.open(sealed, place(owner));
      ASSERT_TRUE(text.has_value()) << owner;
      EXPECT_EQ(text->reveal(), owner);
    }
  }

  node::SystemEntropy entropy_;
  FailingVault store_;
  std::map<std::string, vault::Sealed> texts_;
};

TEST_F(CutRotation, at_any_write_goes_on_where_it_was_and_loses_no_text) {
  constexpr std::size_t count = 12;
  fill(count);
  std::uint8_t number = 1;
  for (const Done done : {Done::no, Done::yes}) {
    for (std::size_t k = 1; k <= count; ++k) {
      SCOPED_TRACE("write " + std::to_string(k) + (done == Done::yes ? ", done" : ", not done"));
      const std::uint8_t next = number + 1;
      {
        FileKeyVault both({site_key(next), site_key(number)}, store_, entropy_);
        store_.fail(k, done);
        EXPECT_EQ(both.rewrap_all().error(), VaultFault::unknown);
      }
      store_.mend();
      FileKeyVault started_again({site_key(next), site_key(number)}, store_, entropy_);
      ASSERT_TRUE(started_again.check_site_key().has_value());
      ASSERT_NO_FATAL_FAILURE(all_open(started_again));
      FileKeyVault without_the_old({site_key(next), nullptr}, store_, entropy_);
      const bool is_over = k == count && done == Done::yes;
      EXPECT_EQ(without_the_old.check_site_key().has_value(), is_over) << "too early is noticed";
      const auto moved = started_again.rewrap_all();
      ASSERT_TRUE(moved.has_value());
      EXPECT_EQ(*moved, count - k + (done == Done::no ? 1 : 0)) << "nothing is done twice";
      ASSERT_TRUE(without_the_old.check_site_key().has_value());
      ASSERT_NO_FATAL_FAILURE(all_open(without_the_old));
      number = next;
    }
  }
}

}  // namespace
}  // namespace veinline::fault
