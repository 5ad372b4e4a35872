// SPDX-License-Identifier: Apache-2.0
// Two logs and their witnesses: who is asked when, and what a peer that lies brings about.
#include "gateway/http/witnessing.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "support/small_log.hpp"

namespace veinline::gateway::http {
namespace {

using ledger::Checkpoint;
using tests::support::SetClock;
using tests::support::SmallLog;

/// Remembers in memory, both sides of the port.
struct Memory : ledger::WitnessMemory, ledger::CosignedNotes {
  std::map<std::string, Checkpoint, std::less<>> all;
  std::string note;
  std::uint64_t size = 0;
  kernel::Result<std::optional<Checkpoint>, ledger::Fault> newest(
      std::string_view origin) override {
    const auto found = all.find(origin);
    if (found == all.end()) return std::optional<Checkpoint>{};
    return std::optional(found->second);
  }
  kernel::Result<bool, ledger::Fault> replace(const std::optional<Checkpoint>&,
                                              const Checkpoint& next) override {
    all.insert_or_assign(next.origin, next);
    return true;
  }
  kernel::Result<std::optional<std::string>, ledger::Fault> newest_note() override {
    if (note.empty()) return std::optional<std::string>{};
    return std::optional(note);
  }
  kernel::Result<kernel::Done, ledger::Fault> keep_note(const std::string& given,
                                                        std::uint64_t of) override {
    note = given;
    size = of;
    return kernel::Done{};
  }
};

/// Another party: a witness that answers as its HTTP door would.
struct Party {
  ledger::SigningKey key;
  SetClock clock{};
  Memory memory{};
  ledger::Witness witness;
  std::atomic<bool> is_up = true;
  std::atomic<int> asked = 0;

  Party(const std::string& name, std::uint8_t seed, const SmallLog& watched)
      : key(ledger::SigningKey::from_seed(name, ledger::KeyType::cosignature_v1,
                                          kernel::Bytes(32, seed))
                .value()),
        witness(key, {watched.key().verifier_key()}, memory, clock) {}
  WitnessPeer peer() const { return {{"localhost", 1, ""}, key.verifier_key()}; }
};

AskPeer ask_them(const std::vector<Party*>& parties) {
  return [parties](const WitnessPeer& peer, const std::string& body) -> std::optional<PeerReply> {
    for (Party* party : parties) {
      if (!(party->key.verifier_key() == peer.key)) continue;
      ++party->asked;
      if (!party->is_up) return std::nullopt;
      const net::HttpResponse answer =
          gateway::http::answer_of(party->witness.add_checkpoint(body));
      return PeerReply{answer.status, answer.body};
    }
    return std::nullopt;
  };
}

class Witnessed : public testing::Test {
 protected:
  Witnessed() { log.grow(20); }
  WitnessingOptions options(std::size_t wanted) {
    WitnessingOptions out;
    out.peers = {factory.peer(), sponsor.peer()};
    out.wanted = wanted;
    return out;
  }
  SmallLog log;
  Party factory{"factory.example", 11, log};
  Party sponsor{"sponsor.example", 12, log};
  Memory notes;
  SetClock clock;
};

TEST_F(Witnessed, a_checkpoint_counts_when_enough_witnesses_cosigned_it) {
  Witnessing two(log.store(), notes, clock, options(2), ask_them({&factory, &sponsor}));
  sponsor.is_up = false;
  EXPECT_FALSE(two.ask_now());
  EXPECT_EQ(two.standing().witnessed, 0U);
  EXPECT_EQ(two.standing().peers[0].second, PeerAnswer::cosigned);
  EXPECT_EQ(two.standing().peers[1].second, PeerAnswer::unreachable);
  sponsor.is_up = true;
  log.grow(5);
  EXPECT_TRUE(two.ask_now());
  EXPECT_EQ(two.standing().witnessed, 25U);
  const ledger::VerifierKey keys[] = {factory.key.verifier_key(), sponsor.key.verifier_key()};
  EXPECT_EQ(ledger::check_cosignatures(ledger::parse_note(notes.note).value(), keys).size(), 2U);
}

TEST_F(Witnessed, a_peer_that_remembers_another_size_is_asked_again_from_there) {
  Witnessing first(log.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_TRUE(first.ask_now());
  log.grow(7);
  Witnessing after_a_restart(log.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_TRUE(after_a_restart.ask_now());
  EXPECT_EQ(factory.asked, 3);
  EXPECT_EQ(after_a_restart.standing().witnessed, 27U);
}

TEST_F(Witnessed, R40_a_log_that_was_rolled_back_or_forked_hears_it_from_its_witness) {
  Witnessing honest(log.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_TRUE(honest.ask_now());
  SmallLog shorter;
  shorter.grow(10);
  Witnessing rolled(shorter.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_FALSE(rolled.ask_now());
  EXPECT_EQ(rolled.standing().peers[0].second, PeerAnswer::seen_longer);
  SmallLog forked;
  forked.grow(10);
  forked.grow(30, "otherwise");
  Witnessing other(forked.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_FALSE(other.ask_now());
  EXPECT_EQ(other.standing().peers[0].second, PeerAnswer::seen_another);
  EXPECT_EQ(notes.size, 20U);
}

TEST_F(Witnessed, a_line_that_the_peer_did_not_sign_is_not_taken) {
  const AskPeer liar = [&](const WitnessPeer&, const std::string&) -> std::optional<PeerReply> {
    const auto body = ledger::parse_note(log.checkpoint()).value().text;
    return PeerReply{200, ledger::to_text(ledger::cosign(body + "more\n", factory.key,
                                                         std::chrono::sys_seconds{}))};
  };
  Witnessing lied_to(log.store(), notes, clock, options(1), liar);
  EXPECT_FALSE(lied_to.ask_now());
  EXPECT_TRUE(notes.note.empty());
}

TEST_F(Witnessed, the_age_counts_from_the_first_fact_that_no_witness_has_seen) {
  Witnessing one(log.store(), notes, clock, options(1), ask_them({&factory, &sponsor}));
  EXPECT_TRUE(one.ask_now());
  EXPECT_EQ(one.standing().unwitnessed_age.count(), 0);
  log.grow(1);
  const auto record = ledger::parse_record(log.records().back().bytes).value();
  clock.time = record.stamp.recorded_at + std::chrono::minutes(16);
  EXPECT_EQ(one.standing().unwitnessed_age, std::chrono::minutes(16));
}

TEST_F(Witnessed, is_asked_at_once_after_a_fact_that_cannot_wait_and_else_after_the_pause) {
  WitnessingOptions quick = options(1);
  quick.look = std::chrono::milliseconds(5);
  quick.pause = std::chrono::seconds(3'600);
  quick.facts_max = 1'000'000;
  quick.asked_at_once = {"collection.collected@1"};
  Witnessing urgent(log.store(), notes, clock, quick, ask_them({&factory, &sponsor}));
  quick.asked_at_once = {};
  Witnessing patient(log.store(), notes, clock, quick, ask_them({&factory, &sponsor}));
  EXPECT_TRUE(urgent.ask_now());
  EXPECT_TRUE(patient.ask_now());
  log.grow(1);
  urgent.start();
  patient.start();
  for (int i = 0; i < 1000 && urgent.standing().witnessed < 21; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(urgent.standing().witnessed, 21U);
  std::this_thread::sleep_for(10 * quick.look);
  EXPECT_EQ(patient.standing().witnessed, 20U);
}

TEST_F(Witnessed, a_witness_that_was_not_reached_is_asked_again_before_the_pause_is_over) {
  WitnessingOptions patient = options(2);
  patient.look = std::chrono::milliseconds(2);
  patient.retry = std::chrono::milliseconds(10);
  patient.pause = std::chrono::seconds(3'600);
  sponsor.is_up = false;
  Witnessing early(log.store(), notes, clock, patient, ask_them({&factory, &sponsor}));
  early.start();
  const auto until = [](const auto& is_so) {
    for (int i = 0; i < 1000 && !is_so(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return is_so();
  };
  EXPECT_TRUE(until([&] { return sponsor.asked >= 2; })) << "nobody grew, and it is asked again";
  EXPECT_EQ(early.standing().witnessed, 0U);
  sponsor.is_up = true;
  EXPECT_TRUE(until([&] { return early.standing().witnessed == 20; }));
}

}  // namespace
}  // namespace veinline::gateway::http
