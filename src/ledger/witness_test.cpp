// SPDX-License-Identifier: Apache-2.0
// A witness never cosigns a fork, a roll-back or a wrong proof, whatever comes in whatever order.
#include "ledger/witness.hpp"

#include <gtest/gtest.h>

#include <map>

#include "ledger/memory_tiles.hpp"

namespace veinline::ledger {
namespace {

SigningKey party_key(std::string_view name, KeyType type, std::uint8_t seed) {
  const Bytes bytes(ed25519_key_bytes, seed);
  return SigningKey::from_seed(name, type, bytes).value();
}

struct StandingClock : kernel::Clock {
  kernel::Instant now() const override {
    return kernel::Instant(std::chrono::milliseconds(1'679'315'147'999));
  }
};

struct MapMemory : WitnessMemory {
  std::map<std::string, Checkpoint, std::less<>> all;
  bool is_broken = false;
  Result<std::optional<Checkpoint>, Fault> newest(std::string_view origin) override {
    const auto found = all.find(origin);
    if (found == all.end()) return std::optional<Checkpoint>{};
    return std::optional(found->second);
  }
  Result<bool, Fault> replace(const std::optional<Checkpoint>& before,
                              const Checkpoint& next) override {
    if (is_broken) return kernel::Failure{Fault::disk_full};
    const auto found = all.find(next.origin);
    if ((found == all.end()) == before.has_value()) return false;
    if (before && !(found->second == *before)) return false;
    all.insert_or_assign(next.origin, next);
    return true;
  }
};

/// A log of numbered leaves; two of different `branch` are the same up to `fork_at`.
class WitnessedLog {
 public:
  explicit WitnessedLog(std::uint64_t fork_at, char branch) : fork_at_(fork_at), branch_(branch) {}
  Checkpoint at(std::uint64_t size) {
    while (tiles_.frontier().size() < size) {
      const std::uint64_t n = tiles_.frontier().size();
      tiles_.add(leaf_hash(std::to_string(n) + (n < fork_at_ ? 'a' : branch_)));
    }
    return {"log.example", size, root_from_tiles(size, tiles_).value()};
  }
  ConsistencyProof proof(std::uint64_t from, std::uint64_t to) {
    at(to);
    return consistency_proof(from, to, tiles_).value();
  }

 private:
  std::uint64_t fork_at_;
  char branch_;
  MemoryTiles tiles_;
};

class WitnessOf : public testing::Test {
 protected:
  const SigningKey log_key = party_key("log.example", KeyType::ed25519, 1);
  const SigningKey witness_key = party_key("witness.example", KeyType::cosignature_v1, 2);
  StandingClock clock;
  MapMemory memory;
  Witness witness{witness_key, {log_key.verifier_key()}, memory, clock};
  WitnessedLog log{0, 'a'};

  WitnessAnswer send(std::uint64_t from, const Checkpoint& to, ConsistencyProof proof) {
    return witness.add_checkpoint(
        to_text(AddCheckpoint{from, std::move(proof), sign_checkpoint(to, log_key)}));
  }
  WitnessAnswer grow(std::uint64_t from, std::uint64_t to) {
    return send(from, log.at(to), from == 0 ? ConsistencyProof{} : log.proof(from, to));
  }
};

TEST_F(WitnessOf, a_growing_log_cosigns_each_step_with_the_second_it_was_seen) {
  std::uint64_t before = 0;
  for (const std::uint64_t size : {1U, 2U, 7U, 7U, 300U}) {
    const WitnessAnswer answer = grow(before, size);
    ASSERT_EQ(answer.reply, WitnessReply::cosigned) << size;
    Note note = parse_note(sign_checkpoint(log.at(size), log_key)).value();
    note.signatures.push_back(answer.lines.front());
    const VerifierKey keys[] = {witness_key.verifier_key()};
    const auto good = check_cosignatures(note, keys);
    ASSERT_EQ(good.size(), 1U);
    EXPECT_EQ(good.front().time.time_since_epoch().count(), 1'679'315'147);
    before = size;
  }
}

TEST_F(WitnessOf, R40_a_log_that_forked_is_never_cosigned) {
  ASSERT_EQ(grow(0, 10).reply, WitnessReply::cosigned);
  WitnessedLog fork(5, 'b');
  for (std::uint64_t size = 10; size < 40; ++size) {
    EXPECT_EQ(send(10, fork.at(size), fork.proof(10, size)).reply, WitnessReply::inconsistent);
    EXPECT_EQ(send(10, fork.at(size), log.proof(10, size)).reply, WitnessReply::inconsistent);
  }
  EXPECT_EQ(memory.all.at("log.example"), log.at(10));
}

TEST_F(WitnessOf, R40_a_log_that_was_rolled_back_is_never_cosigned) {
  ASSERT_EQ(grow(0, 20).reply, WitnessReply::cosigned);
  for (std::uint64_t size = 0; size < 20; ++size) {
    EXPECT_EQ(grow(0, size).reply, WitnessReply::other_size);
    EXPECT_EQ(send(20, log.at(size), {}).reply, WitnessReply::malformed);
    EXPECT_EQ(grow(size, 25).reply, WitnessReply::other_size);
    EXPECT_EQ(grow(size, 25).size, 20U);
  }
}

TEST_F(WitnessOf, a_wrong_proof_is_never_believed) {
  ASSERT_EQ(grow(0, 6).reply, WitnessReply::cosigned);
  const ConsistencyProof good = log.proof(6, 21);
  for (std::size_t i = 0; i < good.size(); ++i) {
    ConsistencyProof flipped = good;
    flipped[i].bytes[7] ^= 1;
    EXPECT_EQ(send(6, log.at(21), flipped).reply, WitnessReply::inconsistent);
    ConsistencyProof shorter = good;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(send(6, log.at(21), shorter).reply, WitnessReply::inconsistent);
  }
  ConsistencyProof longer = good;
  longer.push_back(good.front());
  EXPECT_EQ(send(6, log.at(21), longer).reply, WitnessReply::inconsistent);
  EXPECT_EQ(send(6, log.at(21), good).reply, WitnessReply::cosigned);
}

TEST_F(WitnessOf, strangers_are_told_so) {
  const SigningKey other = party_key("log.example", KeyType::ed25519, 9);
  const SigningKey stranger = party_key("stranger.example", KeyType::ed25519, 9);
  const auto ask = [&](const Checkpoint& checkpoint, const SigningKey& key) {
    return witness.add_checkpoint(to_text(AddCheckpoint{0, {}, sign_checkpoint(checkpoint, key)}))
        .reply;
  };
  EXPECT_EQ(ask(log.at(3), other), WitnessReply::not_signed);
  Checkpoint theirs = log.at(3);
  theirs.origin = "stranger.example";
  EXPECT_EQ(ask(theirs, stranger), WitnessReply::unknown_log);
  std::string altered = sign_checkpoint(log.at(3), log_key);
  altered[altered.size() - 5] = altered[altered.size() - 5] == 'A' ? 'B' : 'A';
  EXPECT_EQ(witness.add_checkpoint("old 0\n\n" + altered).reply, WitnessReply::not_signed);
  EXPECT_TRUE(memory.all.empty());
}

TEST_F(WitnessOf, an_empty_log_has_the_empty_root) {
  EXPECT_EQ(send(0, {"log.example", 0, empty_root()}, {}).reply, WitnessReply::cosigned);
  memory.all.clear();
  EXPECT_EQ(send(0, {"log.example", 0, leaf_hash("x")}, {}).reply, WitnessReply::inconsistent);
  EXPECT_EQ(send(0, log.at(3), {empty_root()}).reply, WitnessReply::inconsistent);
}

TEST_F(WitnessOf, what_cannot_be_remembered_is_not_cosigned) {
  memory.is_broken = true;
  const WitnessAnswer answer = grow(0, 3);
  EXPECT_EQ(answer.reply, WitnessReply::failed);
  EXPECT_TRUE(answer.lines.empty());
}

TEST_F(WitnessOf, a_request_is_read_strictly) {
  const std::string good =
      to_text(AddCheckpoint{1, log.proof(1, 3), sign_checkpoint(log.at(3), log_key)});
  ASSERT_TRUE(parse_add_checkpoint(good).has_value());
  EXPECT_EQ(to_text(*parse_add_checkpoint(good)), good);
  for (const std::string& bad :
       {std::string(), "old 1\n" + good, "old 01" + good.substr(5), "old -1" + good.substr(5),
        "new 1" + good.substr(5), good.substr(0, good.size() - 1), good + "x",
        std::string("old 1\n\n"), "old 1\n" + std::string(70'000, 'A')}) {
    EXPECT_EQ(witness.add_checkpoint(bad).reply, WitnessReply::malformed);
  }
}

}  // namespace
}  // namespace veinline::ledger
