// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/served.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

#include "access/token.hpp"

namespace veinline::tools::bench {

using commands::Request;
using kernel::Object;
using kernel::Value;

namespace {

constexpr unsigned first_listeners = 8;
constexpr int told_facts = 40;
constexpr double hears_within_s = 30;

std::string envelope(const std::string& token, const Request& request) {
  Object body;
  body.set("data", Value(request.data));
  const std::string text = kernel::canonical_text(body);
  return "POST /api/v1/commands/" + request.command +
         " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
         "\r\nContent-Type: application/json\r\nIdempotency-Key: " + request.key +
         "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

/// The port in "veinline serves … at http://localhost:PORT/".
std::optional<std::uint16_t> port_of(const std::string& said) {
  const std::size_t colon = said.rfind(':');
  std::uint16_t port = 0;
  if (colon == std::string::npos) return std::nullopt;
  std::from_chars(said.data() + colon + 1, said.data() + said.size(), port);
  return port == 0 ? std::nullopt : std::optional(port);
}

}  // namespace

Measured<std::vector<Line>> Served::lines(std::size_t count) const {
  std::vector<Line> out;
  for (std::size_t i = 0; i < count; ++i) {
    TRY(Line line, Line::open(port_));
    out.push_back(std::move(line));
  }
  return out;
}

std::string Served::envelope_of(const Request& request) const {
  return envelope(tokens_.at(request.account), request);
}

double Served::resident_kib() const {
  std::ifstream in("/proc/" + std::to_string(child_.process()) + "/status");
  for (std::string word; in >> word;) {
    double kib = 0;
    if (word == "VmRSS:" && in >> kib) return kib;
  }
  return 0;
}

Measured<Tokens> give_tokens(node::Node& node, const Plot& plot, const HandOvers& work) {
  const auto console = node.console_person();
  if (!console) return not_measured("The node has nobody at its console");
  Tokens out;
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

Measured<Served> serve(const std::string& folder, Tokens tokens) {
  TRY(Child child, Child::start(this_program(),
                                {"serve", "--data", folder, "--listen", "127.0.0.1:0",
                                 "--limits-requests-per-second", "0", "--limits-workers",
                                 std::to_string(workers)},
                                Errors::dropped));
  const auto port = port_of(child.line());
  if (!port) return not_measured("The server did not start");
  return Served(std::move(child), *port, std::move(tokens));
}

namespace {

/// Line i leads to server i modulo their number.
Measured<std::vector<Line>> shared_out(const std::vector<const Served*>& servers, unsigned count) {
  std::vector<Line> out;
  for (unsigned i = 0; i < count; ++i) {
    TRY(std::vector<Line> one, servers[i % servers.size()]->lines(1));
    out.push_back(std::move(one.front()));
  }
  return out;
}

}  // namespace

Measured<Round> ask_for(const std::vector<const Served*>& servers, HandOvers& work, unsigned count,
                        double seconds) {
  TRY(auto lines, shared_out(servers, count));
  std::vector<Stopwatch> sent(count);
  const auto ask = [&](std::size_t slot) {
    sent[slot] = Stopwatch();
    const Request request = work.next(static_cast<unsigned>(slot));
    return lines[slot].say(servers[slot % servers.size()]->envelope_of(request));
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

namespace {

/// Lets so many listen to what nurses hand over; returns when each was let in.
Measured<std::vector<Line>> let_listen(const std::vector<const Served*>& servers,
                                       const std::string& token, unsigned count) {
  TRY(auto lines, shared_out(servers, count));
  for (Line& line : lines) {
    line.say(
        "GET /api/v1/feed?fact=custody. HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
        token + "\r\n\r\n");
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
    if (watch.seconds() > hears_within_s) return false;
    std::string& text = lines[which].heard;
    if (text.find("event: fact") == std::string::npos || !text.ends_with("\n\n")) return true;
    text.clear();
    times_ms.push_back(watch.microseconds() / 1000);
    return ++heard < lines.size();
  });
  const bool answered = listen_to(
      teller, [&](std::size_t) { return first_answer(teller.front().heard).length == 0; });
  teller.front().heard.clear();
  if (!well || !answered || heard < lines.size())
    return not_measured("A listener did not hear of a hand-over");
  return kernel::Done{};
}

}  // namespace

Measured<Feed> tell(const std::vector<const Served*>& servers, HandOvers& work,
                    unsigned listeners) {
  const Served& served = *servers.front();
  Feed out;
  TRY(auto teller, served.lines(1));
  // Each hears of what is at their own site: these have the rights of who hands over.
  const std::string& token = served.token_of(work.next(0).account);
  work.next(0);  // and back
  const double alone = served.resident_kib();
  // With the first listeners the feed begins to keep the newest facts, as many for one as for a
  // thousand. Once they heard something, it has read them all.
  TRY(auto first, let_listen(servers, token, first_listeners));
  std::vector<double> ignored;
  TRY([[maybe_unused]] const auto begun, hear_one(served, work, teller, first, ignored));
  const double before = served.resident_kib();
  TRY(auto lines, let_listen(servers, token, listeners));
  out.first_kib = before - alone;
  out.kib_a_stream = (served.resident_kib() - before) /
                     (static_cast<double>(listeners) / static_cast<double>(servers.size()));
  first.clear();
  for (int i = 0; i < told_facts; ++i) {
    TRY([[maybe_unused]] const auto told, hear_one(served, work, teller, lines, out.times_ms));
  }
  return out;
}

}  // namespace veinline::tools::bench
