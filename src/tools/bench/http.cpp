// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/http.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>

#include "access/token.hpp"
#include "tools/bench/child.hpp"
#include "tools/bench/hand_overs.hpp"
#include "tools/bench/lines.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Object;
using kernel::Value;

namespace {

constexpr double seconds_a_round = 3;
constexpr int rounds = 3;
constexpr unsigned few_lines = 8;
constexpr unsigned listeners = 1'000;
constexpr int told_facts = 40;

std::string envelope(const std::string& token, const Request& request) {
  Object body;
  body.set("data", Value(request.data));
  const std::string text = kernel::canonical_text(body);
  return "POST /api/v1/commands/" + request.command +
         " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
         "\r\nContent-Type: application/json\r\nIdempotency-Key: " + request.key +
         "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

/// A served node whose nurses have tokens.
class Served {
 public:
  Served(Child child, std::uint16_t port, std::map<std::string, std::string> tokens)
      : child_(std::move(child)), port_(port), tokens_(std::move(tokens)) {}

  [[nodiscard]] Measured<std::vector<Line>> lines(std::size_t count) const {
    std::vector<Line> out;
    for (std::size_t i = 0; i < count; ++i) {
      TRY(Line line, Line::open(port_));
      out.push_back(std::move(line));
    }
    return out;
  }
  [[nodiscard]] std::string envelope_of(const Request& request) const {
    return envelope(tokens_.at(request.account), request);
  }
  [[nodiscard]] const std::string& any_token() const { return tokens_.begin()->second; }
  /// Resident memory of the server in KiB.
  [[nodiscard]] double resident_kib() const {
    std::ifstream in("/proc/" + std::to_string(child_.process()) + "/status");
    for (std::string word; in >> word;) {
      double kib = 0;
      if (word == "VmRSS:" && in >> kib) return kib;
    }
    return 0;
  }

 private:
  Child child_;
  std::uint16_t port_;
  std::map<std::string, std::string> tokens_;
};

/// The port in "veinline serves … at http://localhost:PORT/".
std::optional<std::uint16_t> port_of(const std::string& said) {
  const std::size_t colon = said.rfind(':');
  std::uint16_t port = 0;
  if (colon == std::string::npos) return std::nullopt;
  std::from_chars(said.data() + colon + 1, said.data() + said.size(), port);
  return port == 0 ? std::nullopt : std::optional(port);
}

Measured<std::map<std::string, std::string>> give_tokens(node::Node& node, const Plot& plot,
                                                         const HandOvers& work) {
  const auto console = node.console_person();
  if (!console) return not_measured("The node has nobody at its console");
  std::map<std::string, std::string> out;
  for (const std::string& nurse : work.nurses()) {
    const std::string token = access::new_token(node.entropy());
    auto reply = node.desk().ask(
        plot.request(*console, key_of('t', out.size()), "staff/issue_token",
                     object({{"person", nurse}, {"token", access::token_digest(token)}})));
    if (!reply) return not_measured("A token was refused: " + reply.error().code);
    out.emplace(nurse, token);
  }
  return out;
}

/// It logs each request as servers do, to nobody.
Measured<Served> serve(const std::string& folder, std::map<std::string, std::string> tokens) {
  TRY(Child child, Child::start(this_program(),
                                {"serve", "--data", folder, "--listen", "127.0.0.1:0",
                                 "--limits-requests-per-second", "0", "--limits-workers",
                                 std::to_string(workers)},
                                Errors::dropped));
  const auto port = port_of(child.line());
  if (!port) return not_measured("The server did not start");
  return Served(std::move(child), *port, std::move(tokens));
}

struct Round {
  double facts_per_s = 0;
  std::vector<double> times_ms;
};

/// Every line sends a command, hears the answer, and sends the next.
Measured<Round> ask_for(const Served& served, HandOvers& work, unsigned count, double seconds) {
  TRY(auto lines, served.lines(count));
  std::vector<Stopwatch> sent(count);
  const auto ask = [&](std::size_t slot) {
    sent[slot] = Stopwatch();
    return lines[slot].say(served.envelope_of(work.next(static_cast<unsigned>(slot))));
  };
  Round out;
  std::string problem;
  std::size_t under_way = count;
  const Stopwatch watch;
  for (std::size_t slot = 0; slot < count; ++slot) ask(slot);
  const bool well = listen_to(lines, [&](std::size_t slot) {
    const Heard heard = first_answer(lines[slot].heard);
    if (heard.length == 0) return true;
    out.times_ms.push_back(sent[slot].microseconds() / 1000);
    if (heard.status != 200) problem = lines[slot].heard;
    lines[slot].heard.erase(0, heard.length);
    if (watch.seconds() < seconds && problem.empty()) return ask(slot);
    return --under_way > 0;
  });
  if (!well || !problem.empty()) return not_measured("A hand-over was not recorded: " + problem);
  out.facts_per_s = static_cast<double>(out.times_ms.size()) / watch.seconds();
  return out;
}

/// Lets so many listen to what nurses hand over; returns when each was let in.
Measured<std::vector<Line>> let_listen(const Served& served, unsigned count) {
  TRY(auto lines, served.lines(count));
  for (Line& line : lines) {
    line.say(
        "GET /api/v1/feed?fact=custody. HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
        served.any_token() + "\r\n\r\n");
  }
  unsigned begun = 0;
  const bool all_begin = listen_to(lines, [&](std::size_t which) {
    std::string& heard = lines[which].heard;
    if (heard.find("\r\n\r\n") == std::string::npos) return true;
    if (!heard.starts_with("HTTP/1.1 200 ")) return false;
    heard.clear();
    return ++begun < count;
  });
  if (!all_begin || begun < count) return not_measured("The listeners were not let in");
  return lines;
}

/// Says one hand-over, and adds how long each of them waited to hear of it.
Measured<kernel::Done> hear_one(const Served& served, HandOvers& work, std::vector<Line>& teller,
                                std::vector<Line>& lines, std::vector<double>& times_ms) {
  const Stopwatch watch;
  teller.front().say(served.envelope_of(work.next(0)));
  std::size_t heard = 0;
  const bool well = listen_to(lines, [&](std::size_t which) {
    std::string& text = lines[which].heard;
    if (text.find("event: fact") == std::string::npos || !text.ends_with("\n\n")) return true;
    text.clear();
    times_ms.push_back(watch.microseconds() / 1000);
    return ++heard < lines.size();
  });
  const bool answered = listen_to(
      teller, [&](std::size_t) { return first_answer(teller.front().heard).length == 0; });
  teller.front().heard.clear();
  if (!well || !answered) return not_measured("A listener did not hear of a hand-over");
  return kernel::Done{};
}

struct Feed {
  std::vector<double> times_ms;  ///< from the command's first byte to each listener
  double kib_a_stream = 0;
  double first_kib = 0;  ///< what the first listeners cost: the feed keeps the newest facts as text
};

/// A thousand listen while one nurse hands over. The command's own time is in each figure.
Measured<Feed> tell(const Served& served, HandOvers& work) {
  Feed out;
  TRY(auto teller, served.lines(1));
  const double alone = served.resident_kib();
  // With the first listeners the feed begins to keep the newest facts, as many for one as for a
  // thousand. Once they heard something, it has read them all.
  TRY(auto first, let_listen(served, few_lines));
  std::vector<double> ignored;
  TRY([[maybe_unused]] const auto begun, hear_one(served, work, teller, first, ignored));
  const double before = served.resident_kib();
  TRY(auto lines, let_listen(served, listeners));
  out.first_kib = before - alone;
  out.kib_a_stream = (served.resident_kib() - before) / listeners;
  first.clear();
  for (int i = 0; i < told_facts; ++i) {
    TRY([[maybe_unused]] const auto told, hear_one(served, work, teller, lines, out.times_ms));
  }
  return out;
}

struct Samples {
  std::vector<double> ours, raw, ratio, p99_few, p99_many;
};

}  // namespace

Measured<Part> measure_http(const std::string& folder, std::uint64_t seed) {
  const std::string data = folder + "/http";
  Shape shape;
  std::map<std::string, std::string> tokens;
  const journey::Catalogue catalogue = journey::whole_catalogue();
  const Plot plot(catalogue, seed);
  HandOvers work(plot);
  {
    TRY(const auto node, open_node(data));
    TRY([[maybe_unused]] const kernel::Done ready, give_bags(*node, plot));
    TRY(tokens, give_tokens(*node, plot, work));
    for (unsigned slot = 0; slot < 2; ++slot) {  // both nurses of a bag once
      auto reply = node->desk().ask(work.next(0));
      if (!reply) return not_measured("A hand-over was refused: " + reply.error().code);
    }
    TRY(shape, shape_of_last(node->store()));
  }
  TRY(const Served served, serve(data, std::move(tokens)));
  Samples samples;
  TRY([[maybe_unused]] const Round warm, ask_for(served, work, in_flight, 1));
  for (int i = 0; i < rounds; ++i) {
    TRY(const Object raw,
        run_beside("raw_append",
                   {folder + "/raw", std::to_string(shape.bytes), std::to_string(shape.changes),
                    std::to_string(shape.mentions), decimal(seconds_a_round, 0)}));
    const Value* rows = raw.find("rows_per_s");
    if (rows == nullptr || rows->integer() == nullptr) return not_measured("No raw figure");
    TRY(const Round many, ask_for(served, work, in_flight, seconds_a_round));
    TRY(const Round few, ask_for(served, work, few_lines, seconds_a_round));
    samples.ours.push_back(many.facts_per_s);
    samples.raw.push_back(static_cast<double>(*rows->integer()));
    samples.ratio.push_back(samples.ours.back() / std::max(1.0, samples.raw.back()));
    samples.p99_many.push_back(quantile(many.times_ms, 0.99));
    samples.p99_few.push_back(quantile(few.times_ms, 0.99));
  }
  TRY(const Feed feed, tell(served, work));
  Part out;
  out.figures = object({{"connections", static_cast<std::int64_t>(in_flight)},
                        {"facts_per_s", whole(median(samples.ours))},
                        {"feed_first_kib", whole(feed.first_kib)},
                        {"feed_kib_a_stream", decimal(feed.kib_a_stream, 1)},
                        {"feed_listeners", static_cast<std::int64_t>(listeners)},
                        {"feed_p50_ms", decimal(median(feed.times_ms), 1)},
                        {"feed_p95_ms", decimal(quantile(feed.times_ms, 0.95), 1)},
                        {"p99_ms", decimal(median(samples.p99_many), 1)},
                        {"p99_ms_at_8", decimal(median(samples.p99_few), 1)},
                        {"ratio", decimal(median(samples.ratio), 2)},
                        {"raw_rows_per_s", whole(median(samples.raw))}});
  out.gates.push_back(gate("served.ours_to_raw", median(samples.ratio), Bound::at_least, 0.33));
  out.gates.push_back(gate("served.p99_ms_at_8", median(samples.p99_few), Bound::at_most, 50));
  out.gates.push_back(
      gate("served.feed_p95_ms", quantile(feed.times_ms, 0.95), Bound::at_most, 100));
  out.gates.push_back(gate("served.feed_kib_a_stream", feed.kib_a_stream, Bound::at_most, 10));
  return out;
}

}  // namespace veinline::tools::bench
