// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/recording.hpp"

#include <algorithm>
#include <functional>

#include "gateway/http/answers.hpp"
#include "journey/staff/devices.hpp"

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
  // Without an administrator nothing is taken: it waits for one.
  if (!parts.recorder) return;
  const auto recorder = parts.recorder();
  if (!recorder || !*recorder) return;
  std::vector<Order> orders;
  if (parts.denials != nullptr) add_denials(parts, moment, **recorder, orders);
  record_all(parts.desk, std::move(orders));
}

}  // namespace veinline::gateway::http
