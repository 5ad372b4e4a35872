// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/foreign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "views/eye.hpp"
#include "views/nothing.hpp"
#include "views/view.hpp"

namespace veinline::tools::bench {

namespace {

constexpr std::size_t questions = 2'000;  // of each kind
constexpr double gate_hundredths = 5;
constexpr const char* asked_views[] = {"timeline", "trace", "lineage"};

/// An id that nothing has, of the form of ours.
std::string absent_id(std::mt19937_64& chance) {
  std::array<std::uint8_t, 10> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(chance() >> 56);
  return kernel::id_text(bytes);
}

struct Times {
  std::vector<double> foreign, absent;
};

/// Microseconds of one question, which must be answered as one about nothing.
Measured<double> ask(const views::Sources& sources, const char* view, const std::string& bag) {
  views::Question question;
  question.id = "material/" + bag;
  const Stopwatch watch;
  const auto answer = views::answer(sources, view, question);
  const double time = watch.microseconds();
  if (answer || answer.error().kind != views::NoView::Kind::unknown_thing) {
    return not_measured("Somebody of no site is answered");
  }
  return time;
}

/// The share of pairs in which one of `a` is longer than one of `b`; of equals a half.
double share_longer(const std::vector<double>& a, std::vector<double> b) {
  std::sort(b.begin(), b.end());
  double longer = 0;
  for (const double one : a) {
    const auto below = std::lower_bound(b.begin(), b.end(), one);
    const auto above = std::upper_bound(below, b.end(), one);
    longer += static_cast<double>(below - b.begin()) + static_cast<double>(above - below) / 2;
  }
  return longer / (static_cast<double>(a.size()) * static_cast<double>(b.size()));
}

/// What whoever asks the server measures of them: it answers in whole steps.
std::vector<double> answered(const std::vector<double>& times) {
  std::vector<double> out;
  for (const double time : times) {
    const std::chrono::nanoseconds took(static_cast<std::int64_t>(time * 1'000));
    out.push_back(static_cast<double>(views::given_after(took).count()) / 1'000);
  }
  return out;
}

void add(kernel::Object& figures, const std::string& name, const std::vector<double>& times) {
  for (const auto& [suffix, share] :
       {std::pair("_p10_us", 0.1), std::pair("_p50_us", 0.5), std::pair("_p99_us", 0.99)}) {
    figures.set(name + suffix, kernel::Value(decimal(quantile(times, share), 1)));
  }
}

}  // namespace

Measured<Part> measure_foreign(const History& log, std::uint64_t seed) {
  TRY(const auto node, open_node(log.folder));
  const Plot plot(node->catalogue(), seed);
  const std::uint64_t whole = log.treatments - std::min<std::uint64_t>(log.treatments, in_flight);
  if (whole == 0) return not_measured("The log has no whole treatment: ask for more facts");
  const views::Eye eye({.site = "NOWHERE", .person = "NOBODY", .roles = {journey::Role::quality}},
                       node->audiences());
  const views::Sources sources{node->catalogue(), node->store(), node->follower(), eye};
  std::mt19937_64 chance(seed);
  Times times;
  while (times.foreign.size() < questions || times.absent.size() < questions) {
    const bool is_foreign = chance() % 2 == 0;
    std::vector<double>& into = is_foreign ? times.foreign : times.absent;
    if (into.size() == questions) continue;
    const std::string bag = is_foreign ? plot.things(chance() % whole).product : absent_id(chance);
    TRY(const double time, ask(sources, asked_views[chance() % std::size(asked_views)], bag));
    into.push_back(time);
  }
  const double auc = share_longer(answered(times.foreign), answered(times.absent));
  const double off = std::fabs(auc - 0.5) * 100;
  Part out;
  out.figures.set("auc", kernel::Value(decimal(auc, 3)));
  const double of_the_look = share_longer(times.foreign, times.absent);
  out.figures.set("auc_of_the_look", kernel::Value(decimal(of_the_look, 3)));
  add(out.figures, "absent", times.absent);
  add(out.figures, "foreign", times.foreign);
  out.figures.set("questions", kernel::Value(static_cast<std::int64_t>(2 * questions)));
  out.gates.push_back(gate("foreign.told_by_time", off, Bound::at_most, gate_hundredths));
  return out;
}

}  // namespace veinline::tools::bench
