// SPDX-License-Identifier: Apache-2.0
// R43: nor does the time of an answer tell what is of others from what there is not. The long
// campaign, which has a machine to itself, judges every address and fails where it could not; every
// day a few are judged, and all are asked and must be given through the door that makes their times
// the same.
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
bool is_busy(const Times& times, std::chrono::milliseconds step) {
  return quantile(times.nothing, 0.9) >
         1.5 * std::chrono::duration<double, std::milli>(step).count();
}

/// What is decided by all that there is of a patient has longer steps.
std::chrono::milliseconds step_of(std::string_view address) {
  const bool is_wide = address.ends_with(" arm") || address.ends_with("erasure/ask");
  return is_wide ? views::wide_step : views::nothing_step;
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
  const bool is_of_a_paper = address.ends_with(" document") || address.ends_with(" document_bytes");
  if (is_of_a_paper) return "document/" + of.second_document;
  if (address.ends_with("release/release")) return of.product;
  const bool is_of_a_patient = address.ends_with("show_identity") ||
                               address.ends_with("erasure/ask") || address.ends_with("open_course");
  if (is_of_a_patient) return of.subject;
  const bool is_of_who_it_is = address.ends_with(" identity") || address.ends_with(" arm");
  return is_of_who_it_is ? "subject/" + of.subject : "material/" + of.product;
}

/// Somebody whose trade the address is for.
const std::string& asker_of(std::string_view address, const Cast& of) {
  if (address.ends_with("destroy")) return of.apheresis_nurse;
  for (const char* by_coordinator : {"erasure/ask", "open_course", " arm", "POST document"}) {
    if (address.ends_with(by_coordinator)) return of.coordinator;
  }
  const bool is_quality = address.ends_with("lift") || address.ends_with("release/release");
  return is_quality ? of.hospital_quality : of.infusion_nurse;
}

/// Asks about the one and the other in turn, in a random order.
class Asking {
 public:
  Asking() {
    house_.go_to();
    begin_document(house_.world.node, house_.other, house_.things);
  }
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

/// What became of one address.
struct Verdict {
  bool is_judged = false;  ///< in some round this machine was not too busy
  bool tells = false;      ///< each time
};

/// What is not the machine's own unrest comes again each time.
constexpr int rounds = 3;

/// `busy_max`: how many rounds are tried while this machine is too busy.
Verdict judged(Asking& asking, const char* address, std::size_t count, int busy_max) {
  Verdict out;
  int told = 0;
  for (int round = 0; round < rounds; ++round) {
    const Times times = asking.at(address, count);
    const bool is_told = tells(times);
    const bool counts = !is_busy(times, step_of(address));
    std::cout << std::left << std::setw(40) << address << said(times.foreign) << ", "
              << said(times.nothing) << ", apart by " << apart(times.foreign, times.nothing)
              << (!counts   ? ": not judged, this machine is busy\n"
                  : is_told ? ": tells\n"
                            : "\n");
    out.is_judged = out.is_judged || counts;
    told += counts && is_told ? 1 : 0;
    if (counts ? !is_told : round + 1 >= busy_max) break;
  }
  out.tells = told == rounds;
  return out;
}

TEST(ForeignTimes, a_busy_machine_is_known_by_what_it_says_of_nothing) {
  EXPECT_FALSE(is_busy({{}, std::vector<double>(40, 10.4)}, views::nothing_step));
  EXPECT_TRUE(is_busy({{}, std::vector<double>(40, 20.4)}, views::nothing_step));
}

// Every day some of the addresses, by the seed, with fewer questions; all of them in the campaign.
TEST(ForeignTimes, R43_how_long_an_answer_takes_tells_nothing_of_what_is_of_others) {
  const std::size_t count = campaign(20, 300);
  const std::size_t every = campaign(std::size(addresses) / 3, 1);
  const std::size_t first = seed_of_this_run() % every;
  Asking asking;
  std::cout << "ms until it is told, median / 9 of 10: foreign, of nothing\n";
  std::size_t asked = 0;
  std::size_t judged_of_them = 0;
  for (std::size_t i = 0; i < std::size(addresses); ++i) {
    if (i % every != first) {
      static_cast<void>(asking.at(addresses[i], 2));  // given through the door that evens it
      continue;
    }
    ++asked;
    // Longer steps, and no longer test.
    const std::size_t fewer = every == 1 || step_of(addresses[i]) == views::nothing_step ? 1 : 3;
    const Verdict verdict = judged(asking, addresses[i], count / fewer, every == 1 ? rounds : 1);
    judged_of_them += verdict.is_judged ? 1 : 0;
    EXPECT_FALSE(verdict.tells) << addresses[i]
                                << " tells each time what is there by how long it takes";
  }
  std::cout << judged_of_them << " of " << asked << " addresses were judged\n";
  EXPECT_GE(asked, 3U);
  // A day's machine may be busy with all the other tests; a campaign that judges nothing is none.
  if (every == 1) {
    EXPECT_GE(2 * judged_of_them, asked) << "this machine was too busy to judge";
  }
}

}  // namespace
}  // namespace veinline::e2e
