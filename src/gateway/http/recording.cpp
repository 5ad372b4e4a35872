// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/recording.hpp"

#include <algorithm>
#include <functional>

#include "gateway/http/routes.hpp"
#include "journey/disclosure/reading.hpp"
#include "journey/staff/devices.hpp"
#include "journey/staff/refusals.hpp"
#include "kernel/number.hpp"
#include "ledger/record.hpp"

namespace veinline::gateway::http {

using kernel::Value;

namespace {

/// So many become durable at once.
constexpr std::size_t together_max = 64;

commands::Request asked_here(const commands::Desk& desk, const std::string& by,
                             std::string_view command) {
  commands::Request out;
  out.account = by;
  out.from = commands::From::machine;  // who asked was known here
  out.command = command;
  out.key = desk.fresh_key();
  return out;
}

/// What is to be recorded, and what becomes of it if it cannot be.
struct Order {
  commands::Request request;
  std::function<void()> keep;
};

void record_all(commands::Desk& desk, std::vector<Order> orders) {
  for (std::size_t from = 0; from < orders.size(); from += together_max) {
    const std::size_t end = std::min(orders.size(), from + together_max);
    std::vector<commands::Request> requests;
    for (std::size_t i = from; i < end; ++i) requests.push_back(std::move(orders[i].request));
    const std::vector<commands::Desk::Reply> replies = desk.ask_together(std::move(requests));
    for (std::size_t i = from; i < end; ++i) {
      if (!replies[i - from]) orders[i].keep();
    }
  }
}

void tell_lost(const ApiParts& parts, std::string_view what, std::int64_t times) {
  if (times == 0 || parts.watched == nullptr || !parts.watched->lost) return;
  parts.watched->lost(what, times);
}

void add_denials(const ApiParts& parts, Moment moment, const std::string& by,
                 std::vector<Order>& orders) {
  const kernel::Instant now = parts.desk.now();
  auto all =
      moment == Moment::of_a_beat ? parts.denials->take_due(now) : parts.denials->take_all(now);
  for (Denials::Kept& one : all) {
    if (one.person == Denials::unknown) {  // of these the operator is told, and no log
      if (parts.watched != nullptr && parts.watched->unknown_caller) {
        parts.watched->unknown_caller(one.about, one.times);
      }
      continue;
    }
    auto request = one.person == Denials::device
                       ? refused_device_request(parts.desk, by, one.about, one.times)
                       : denial_request(parts.desk, by, one);
    orders.push_back({std::move(request),
                      [denials = parts.denials, one = std::move(one)] { denials->put_back(one); }});
  }
  tell_lost(parts, "denials", parts.denials->take_lost());
}

Value words_of(const std::set<std::string>& words) {
  kernel::Array out;
  for (const std::string& word : words) out.emplace_back(word);
  return Value(std::move(out));
}

void add_span(const KeptCounts::One& one, kernel::Object& data) {
  data.set("times", Value(one.times));
  data.set("first", Value(kernel::to_text(one.first)));
  data.set("last", Value(kernel::to_text(one.last)));
}

commands::Request reading_request(const commands::Desk& desk, const std::string& by,
                                  const KeptCounts::One& one) {
  commands::Request out = asked_here(desk, by, journey::disclosure::RecordReading::name);
  out.data.set("person", Value(one.person));
  if (!one.about.empty()) out.data.set("thing", Value(one.about));
  out.data.set("ways", words_of(one.ways));
  add_span(one, out.data);
  return out;
}

commands::Request refusal_request(const commands::Desk& desk, const std::string& by,
                                  const KeptCounts::One& one) {
  commands::Request out = asked_here(desk, by, journey::staff::RecordRefusedSignIn::name);
  if (!one.person.empty()) out.data.set("person", Value(one.person));
  out.data.set("whys", words_of(one.ways));
  add_span(one, out.data);
  return out;
}

/// Counts that become facts each by one command.
struct Counts {
  KeptCounts& all;
  std::string_view what;
  const std::string& by;
  commands::Request (*request)(const commands::Desk&, const std::string& by,
                               const KeptCounts::One&);
};

void add_counts(const ApiParts& parts, Moment moment, const Counts& counts,
                std::vector<Order>& orders) {
  const kernel::Instant now = parts.desk.now();
  auto due = moment == Moment::of_the_end ? counts.all.take_all(now) : counts.all.take(now);
  for (KeptCounts::One& one : due) {
    auto request = counts.request(parts.desk, counts.by, one);
    orders.push_back(
        {std::move(request), [all = &counts.all, one = std::move(one)] { all->put_back(one); }});
  }
  tell_lost(parts, counts.what, counts.all.take_lost());
}

bool is_way(std::string_view word) {
  using journey::disclosure::Way;
  for (int i = 0; !text(static_cast<Way>(i)).empty(); ++i) {
    if (text(static_cast<Way>(i)) == word) return true;
  }
  return false;
}

}  // namespace

commands::Request denial_request(const commands::Desk& desk, const std::string& by,
                                 const Denials::Kept& one) {
  commands::Request out = asked_here(desk, by, journey::staff::RecordDenial::name);
  out.data.set("asked", Value(one.about));
  out.data.set("times", Value(one.times));
  if (by != one.person) out.data.set("person", Value(one.person));
  return out;
}

commands::Request refused_device_request(const commands::Desk& desk, const std::string& by,
                                         const std::string& key, std::int64_t times) {
  commands::Request out = asked_here(desk, by, journey::staff::RecordRefusedDevice::name);
  if (!key.empty()) out.data.set("key", Value(key));
  out.data.set("times", Value(times));
  return out;
}

void record_counted(const ApiParts& parts, Moment moment) {
  const bool has_none = parts.readings == nullptr && parts.refusals == nullptr;
  if (has_none && moment == Moment::of_a_look) return;
  // Without an administrator nothing is taken: it waits for one.
  if (!parts.recorder) return;
  const auto recorder = parts.recorder();
  if (!recorder || !*recorder) return;
  std::vector<Order> orders;
  if (parts.denials != nullptr && moment != Moment::of_a_look) {
    add_denials(parts, moment, **recorder, orders);
  }
  if (parts.readings != nullptr) {
    add_counts(parts, moment, {*parts.readings, "readings", **recorder, reading_request}, orders);
  }
  if (parts.refusals != nullptr) {
    add_counts(parts, moment, {*parts.refusals, "sign_ins", **recorder, refusal_request}, orders);
  }
  record_all(parts.desk, std::move(orders));
}

bool tells_readings(const Call& call) {
  const std::string_view route = call.route->name;
  if (route == "timeline") return call.rest.starts_with("access/");
  return route == "audit" || route == "entries";
}

void count_reading(const ApiParts& parts, const Call& call, const std::string& thing) {
  using journey::disclosure::ReadThingSyntax;
  if (parts.readings == nullptr) return;
  if (!thing.empty() && !ReadThingSyntax::why_not(thing).empty()) return;
  std::string way = std::string(call.route->name) + "_read";
  if (!is_way(way)) return;
  const kernel::Instant now = parts.desk.now();
  parts.readings->count({call.account, thing, {std::move(way)}, 1, now, now});
}

void count_reading_of_record(const ApiParts& parts, const Call& call, const std::string& seq) {
  using journey::disclosure::ReadThingSyntax;
  const auto number = kernel::whole_number(seq);
  if (parts.readings == nullptr || !number) return;
  const auto stored = parts.sources.store.read(*number, 1);
  if (!stored || stored->empty()) return;
  const auto record = ledger::parse_record(stored->front().bytes);
  if (!record) return;
  const auto of_patients = [](const std::string& thing) {
    return ReadThingSyntax::why_not(thing).empty();
  };
  const auto& changes = record->draft.changes;
  const bool changes_some = std::any_of(changes.begin(), changes.end(), of_patients);
  for (const std::string& thing : changes_some ? changes : record->draft.mentions) {
    if (of_patients(thing)) count_reading(parts, call, thing);
  }
}

}  // namespace veinline::gateway::http
