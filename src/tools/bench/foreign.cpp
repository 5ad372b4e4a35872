// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/foreign.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <future>
#include <random>

#include "gateway/http/api.hpp"
#include "views/eye.hpp"
#include "views/view.hpp"

namespace veinline::tools::bench {

namespace {

constexpr std::size_t questions = 2'000;  // of each kind
// Each of them waits for a whole step.
constexpr std::size_t questions_of_a_server = 1'000;
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

views::Sight sight_of_nobody_here() {
  return {.site = "NOWHERE", .person = "NOBODY", .roles = {journey::Role::quality}};
}

/// The API as a server has it (tools/cli/serve.cpp), asked by somebody of no site.
class Served {
 public:
  explicit Served(node::Node& node) : node_(node) {}

  /// Microseconds from the question to the answer, as whoever asks measures them.
  Measured<double> ask(const char* view, const std::string& bag) {
    gateway::net::HttpRequest request;
    request.method = "GET";
    request.path = std::string("/api/v1/") + view + "/material/" + bag;
    request.headers["authorization"] = "Bearer of-somebody";
    auto answer = std::make_shared<std::promise<int>>();
    const Stopwatch watch;
    api_.handle(std::move(request), [answer](const gateway::net::HttpResponse& response) {
      answer->set_value(response.status);
    });
    const int status = answer->get_future().get();
    const double time = watch.microseconds();
    if (status != 404) return not_measured("Somebody of no site is answered by the server");
    return time;
  }

 private:
  node::Node& node_;
  gateway::http::Evenly evenly_;  // outlives the answers of the API
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = node_.sources().for_eye(views::Eye::of_nobody()),
          .node_key = node_.key(),
          .identity = node_.identity(),
          .person_of_token =
              [](std::string_view, journey::staff::Scope) {
                return std::optional<std::string>("NOBODY");
              },
          .with_scratch_desk = {},
          .sight_of =
              [](const std::string&) {
                return kernel::Result<gateway::feed::SightPointer, ledger::Fault>(
                    std::make_shared<const views::Sight>(sight_of_nobody_here()));
              },
          .audiences = &node_.audiences(),
          .evenly = &evenly_},
      gateway::http::ApiThreads{.reading = 1, .carrying = 1}};
};

/// Asks about bags of the log and ids of nothing in turn, in a random order.
template <class Ask>
Measured<Times> measured(std::size_t count, const Plot& plot, std::uint64_t whole,
                         std::mt19937_64& chance, const Ask& one) {
  Times times;
  while (times.foreign.size() < count || times.absent.size() < count) {
    const bool is_foreign = chance() % 2 == 0;
    std::vector<double>& into = is_foreign ? times.foreign : times.absent;
    if (into.size() == count) continue;
    const std::string bag = is_foreign ? plot.things(chance() % whole).product : absent_id(chance);
    TRY(const double time, one(asked_views[chance() % std::size(asked_views)], bag));
    into.push_back(time);
  }
  return times;
}

void add(kernel::Object& figures, const std::string& name, const std::vector<double>& times) {
  for (const auto& [suffix, share] :
       {std::pair("_p10_us", 0.1), std::pair("_p50_us", 0.5), std::pair("_p99_us", 0.99)}) {
    figures.set(name + suffix, kernel::Value(decimal(quantile(times, share), 1)));
  }
}

}  // namespace

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

Measured<Part> measure_foreign(const History& log, std::uint64_t seed) {
  TRY(const auto node, open_node(log.folder));
  const Plot plot(node->catalogue(), seed);
  const std::uint64_t whole = log.treatments - std::min<std::uint64_t>(log.treatments, in_flight);
  if (whole == 0) return not_measured("The log has no whole treatment: ask for more facts");
  const views::Eye eye(sight_of_nobody_here(), node->audiences());
  const views::Sources sources{node->catalogue(), node->store(), node->follower(), eye};
  std::mt19937_64 chance(seed);
  TRY(const Times times,
      measured(questions, plot, whole, chance,
               [&](const char* view, const std::string& bag) { return ask(sources, view, bag); }));
  Served served(*node);
  TRY(const Times told,
      measured(questions_of_a_server, plot, whole, chance,
               [&](const char* view, const std::string& bag) { return served.ask(view, bag); }));
  const double auc = share_longer(told.foreign, told.absent);
  const double off = std::fabs(auc - 0.5) * 100;
  Part out;
  out.figures.set("auc", kernel::Value(decimal(auc, 3)));
  const double of_the_look = share_longer(times.foreign, times.absent);
  out.figures.set("auc_of_the_look", kernel::Value(decimal(of_the_look, 3)));
  add(out.figures, "absent", times.absent);
  add(out.figures, "foreign", times.foreign);
  add(out.figures, "told_absent", told.absent);
  add(out.figures, "told_foreign", told.foreign);
  out.figures.set("questions", kernel::Value(static_cast<std::int64_t>(2 * questions)));
  out.gates.push_back(gate("foreign.told_by_time", off, Bound::at_most, gate_hundredths));
  return out;
}

}  // namespace veinline::tools::bench
