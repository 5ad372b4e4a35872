// SPDX-License-Identifier: Apache-2.0
// R43: nor does the time of an answer tell what is of others from what there is not. It is judged
// in the long campaign alone, which has a machine to itself; every day both are asked a few times
// and must be given through the door that makes their times the same.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <random>
#include <sstream>
#include <vector>

#include "e2e/foreign_questions.hpp"
#include "tools/bench/figures.hpp"
#include "tools/bench/foreign.hpp"
#include "views/nothing.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using tools::bench::quantile;
using tools::bench::share_longer;

/// Milliseconds.
struct Times {
  std::vector<double> foreign, nothing;
};

/// How far from a half the share of pairs is in which one of the first is longer: 0 tells nothing,
/// 0.5 everything (the rank test of Mann and Whitney).
double apart(const std::vector<double>& one, const std::vector<double>& other) {
  return std::fabs(share_longer(one, other) - 0.5);
}

/// The same of two halves of one kind, as they came: what this machine does by itself.
double noise(const std::vector<double>& all) {
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  return apart({all.begin(), middle}, {middle, all.end()});
}

/// By a single answer's time one could guess better than this machine's own unrest explains.
constexpr double apart_max = 0.1;
bool tells(const Times& times) {
  return apart(times.foreign, times.nothing) >
         apart_max + std::max(noise(times.foreign), noise(times.nothing));
}

/// What is longer than a step tells by the number of its steps, as long as so much else is done
/// here (docs/decisions/0038): that an answer about nothing comes later is this machine's doing.
bool is_busy(const Times& times) {
  constexpr double step = std::chrono::duration<double, std::milli>(views::nothing_step).count();
  return quantile(times.nothing, 0.9) > 1.5 * step;
}

std::string said(const std::vector<double>& times) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(2) << quantile(times, 0.5) << " / "
      << quantile(times, 0.9);
  return out.str();
}

/// What of the other patient an address takes: an id, with its kind where it wants that.
std::string name_for(std::string_view address, const Things& of) {
  if (address.ends_with("label")) return of.second_label;
  if (address.ends_with("destroy")) return of.second_label;
  if (address.ends_with("logger")) return of.box;
  if (address.ends_with("release/release")) return of.product;
  const bool is_of_a_patient = address.ends_with("show_identity") ||
                               address.ends_with("erasure/ask") || address.ends_with("open_course");
  if (is_of_a_patient) return of.subject;
  return address.ends_with(" identity") ? "subject/" + of.subject : "material/" + of.product;
}

/// Somebody whose trade the address is for.
const std::string& asker_of(std::string_view address, const Cast& of) {
  if (address.ends_with("destroy")) return of.apheresis_nurse;
  if (address.ends_with("erasure/ask") || address.ends_with("open_course")) return of.coordinator;
  const bool is_quality = address.ends_with("lift") || address.ends_with("release/release");
  return is_quality ? of.hospital_quality : of.infusion_nurse;
}

/// Asks about the one and the other in turn, in a random order.
class Asking {
 public:
  Asking() { house_.go_to(); }
  Times at(const char* address, std::size_t count) {
    const std::string& person = asker_of(address, house_.world.cast);
    const std::string theirs = name_for(address, house_.things);
    const std::string kind = theirs.substr(0, theirs.find('/') + 1);
    Times out;
    while (out.foreign.size() < count || out.nothing.size() < count) {
      const bool is_foreign = chance_() % 2 == 0;
      std::vector<double>& into = is_foreign ? out.foreign : out.nothing;
      if (into.size() == count) continue;
      const std::string name = is_foreign ? theirs : kind + door_.node().fresh_id();
      auto request = request_for(address, name, door_.node());
      const tools::bench::Stopwatch watch;
      const HttpResponse told = door_.send(person, std::move(request));
      into.push_back(watch.seconds() * 1'000);
      EXPECT_TRUE(told.is_of_nothing) << address << " of " << name << ": " << told.body;
    }
    return out;
  }

 private:
  TwoHospitals house_{StoreKind::memory};
  Door door_{house_.world.node};
  std::mt19937_64 chance_{seed_of_this_run()};
};

TEST(ForeignTimes, the_judge_finds_a_difference_and_none_where_there_is_none) {
  std::mt19937_64 chance(7);
  const auto some = [&](double more) {
    std::vector<double> out;
    for (int i = 0; i < 400; ++i) {
      out.push_back(10 + static_cast<double>(chance() % 1'000) / 1'000 + more);
    }
    return out;
  };
  EXPECT_FALSE(tells({some(0), some(0)}));
  EXPECT_TRUE(tells({some(0.5), some(0)}));
  EXPECT_TRUE(tells({some(0), some(10)})) << "another step";
  std::vector<double> mixed = some(0);
  for (std::size_t i = 0; i < mixed.size(); i += 2) mixed[i] += 10;
  EXPECT_TRUE(tells({mixed, some(0)})) << "each second one a step later";
  EXPECT_FALSE(tells({mixed, mixed}));
}

TEST(ForeignTimes, R43_how_long_an_answer_takes_tells_nothing_of_what_is_of_others) {
  const std::size_t count = campaign(2, 300);
  const bool is_judged = count > 2;
  Asking asking;
  if (is_judged) std::cout << "ms until it is told, median / 9 of 10: foreign, of nothing\n";
  for (const char* address : addresses) {
    int told = 0;
    // What is not the machine's own unrest comes again each time.
    for (int round = 0; round < 3; ++round) {
      const Times times = asking.at(address, count);
      if (!is_judged) break;
      const bool is_told = tells(times);
      const bool counts = is_told && !is_busy(times);
      std::cout << std::left << std::setw(40) << address << said(times.foreign) << ", "
                << said(times.nothing) << ", apart by " << apart(times.foreign, times.nothing)
                << (counts    ? ": tells\n"
                    : is_told ? ": not judged, this machine is busy\n"
                              : "\n");
      if (!is_told) break;
      told += counts ? 1 : 0;
    }
    EXPECT_LT(told, 3) << address << " tells each time what is there by how long it takes";
  }
}

}  // namespace
}  // namespace veinline::e2e
