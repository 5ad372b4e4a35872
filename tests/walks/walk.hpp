// SPDX-License-Identifier: Apache-2.0
// Walk: one random history through the desk, valid and invalid commands mixed, beside the naive
// model.
#pragma once

#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "support/naive_sight.hpp"
#include "support/treatment.hpp"
#include "walks/naive.hpp"

namespace veinline::walks {

/// Two patients, one bag at the hospital and one still at the factory; and somebody at another
/// hospital, who has every role there and is wrong wherever they turn up.
class Walk {
 public:
  explicit Walk(std::uint64_t seed, support::StoreKind kind = support::StoreKind::memory);
  void go();
  support::World& world() { return world_; }
  const Naive& naive() { return naive_; }
  /// How often each answer was given, and each cause found: what a walk has been to.
  [[nodiscard]] const std::map<std::string, int>& been() const { return been_; }

 private:
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(random_); }
  template <class Container>
  const auto& any(const Container& from) {
    return *std::next(from.begin(), roll(static_cast<int>(from.size())));
  }

  void add_stranger();
  void learn();
  void learn_times();
  void tick(Seconds seconds);
  void step();
  void check();
  void thaw();
  void confirm();
  void infuse();
  void hand_over();
  void send();
  void receive();
  void collect();
  void start_collection(const std::string& by, const std::string& course);
  void record_collection(const std::string& by, const std::string& course);
  void abort_collection(const std::string& by, const std::string& course);
  void start_batch();
  void record_product();
  void hold_or_lift();
  void result();
  void release();
  void close();
  void close(const std::string& by, const std::string& deviation, const std::string& thing,
             bool reject);
  void lift(const std::string& by, const std::string& thing, std::int64_t hold);
  void put_right(const NaiveMaterial& m);

  /// Sends a command that happened then: now or a permission of the past is one from a file.
  std::string ask(const std::string& person, std::string_view command, kernel::Object data,
                  Seconds at);
  std::string ask(const std::string& person, std::string_view command, kernel::Object data) {
    return ask(person, command, std::move(data), naive_.now);
  }
  NaiveCheck& check_of(NaiveMaterial& m, Seconds at) {
    return at == naive_.now ? m.check : m.file_check;
  }
  /// Which holds and deviations an answer has told to somebody at that site.
  void note(const commands::Answer& answer, const std::string& at, const std::string& by);
  /// Whether the thing is theirs to read, as the words of the records say.
  bool sees(const std::string& person, const std::string& thing);
  /// What they are told who ask about these: of what is not theirs to read, that there is no such
  /// thing, unless it is permitted (R43).
  std::string within_reach(const std::string& person, const std::vector<std::string>& things,
                           const std::string& want);
  /// An answer as the naive model wants it; true when that is the fact.
  bool expect(const std::string& said, const std::string& want, const std::string& fact);
  /// The answer to an observation, with a hold and a deviation for that cause when there is one.
  void expect_recorded(const std::string& said, const std::string& fact, const std::string& cause);

  /// Mostly now.
  Seconds some_time();
  /// Mostly whose the material is.
  std::string any_wristband(const std::string& material);
  std::string any_course();
  std::string any_quality();
  /// Mostly the bag that stands nearest to a patient.
  std::string any_material();
  /// Mostly somebody of the hospital, or who has it in hand.
  std::string bedside_person(const std::string& material);
  /// The person who has it in hand; somebody else when nobody has.
  std::string who_has(const std::string& material);
  /// Anything that can be held; mostly what is, or what stands nearest to a patient.
  std::string any_thing();
  /// The material is at the site of this person from then on, in no box.
  void arrive(NaiveMaterial& m, const std::string& by, Seconds at);

  std::mt19937_64 random_;
  support::World world_;
  support::Things second_;
  std::string elsewhere_, stranger_;
  Naive naive_;
  support::NaiveSight sight_;
  commands::Seq heard_ = 0;                   ///< the last record that it heard
  std::map<std::string, std::string> about_;  ///< deviation -> thing
  std::vector<std::string> boxes_, numbers_;
  int made_ = 0;  ///< numbers and divisions given so far
  std::optional<support::TestNode::Reply> last_;
  std::map<std::string, int> been_;
};

}  // namespace veinline::walks
