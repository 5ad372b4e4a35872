// SPDX-License-Identifier: Apache-2.0
// Who is told of the log elsewhere, how far, and what became of each attempt.
#include "gateway/http/answers.hpp"
#include "kernel/number.hpp"

namespace veinline::gateway::http {

using kernel::Array;
using kernel::Object;
using kernel::Value;
using net::HttpResponse;

namespace {

Value number(std::uint64_t n) {
  return Value(static_cast<std::int64_t>(n));
}

Object delivery_json(const outbox::Kept& kept) {
  const outbox::Delivery& delivery = kept.delivery;
  Object out;
  out.set("webhook", Value(delivery.webhook));
  out.set("seq", number(delivery.seq));
  out.set("fact", Value(delivery.fact));
  out.set("attempt", Value(delivery.attempt));
  out.set("at", Value(kernel::to_text(delivery.at)));
  out.set("took_ms", Value(delivery.took_ms));
  out.set("outcome", Value(text(delivery.outcome)));
  if (delivery.status != 0) out.set("status", Value(delivery.status));
  return out;
}

}  // namespace

HttpResponse list_webhooks(const ApiParts& parts, const Call& call) {
  if (parts.webhooks == nullptr) return call.problem("http.not_found", 404);
  Array all;
  for (const webhooks::WebhookStanding& standing : parts.webhooks->standings()) {
    auto last = parts.webhooks->deliveries().newest(standing.address, 0, 1);
    if (!last) return call.fault(last.error());
    Object one;
    one.set("webhook", Value(standing.address));
    if (!standing.wanted.empty()) one.set("wanted", Value(standing.wanted));
    if (!standing.site.empty()) one.set("site", Value("site/" + standing.site));
    one.set("position", number(standing.position));
    one.set("size", number(standing.size));
    one.set("attempts", Value(standing.attempts));
    one.set("broken", Value(standing.is_broken));
    if (!last->empty()) one.set("last", Value(delivery_json(last->front())));
    all.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("webhooks", Value(std::move(all)));
  return json(200, out);
}

HttpResponse list_deliveries(const ApiParts& parts, const Call& call) {
  if (parts.webhooks == nullptr) return call.problem("http.not_found", 404);
  const auto count = call.count(100);
  const std::string after = call.query("after");
  const auto before = after.empty() ? std::optional<std::uint64_t>(0) : kernel::whole_number(after);
  if (!count || !before || *before > static_cast<std::uint64_t>(kernel::integer_max)) {
    return call.problem("view.bad_page", 400);
  }
  auto kept = parts.webhooks->deliveries().newest(call.query("webhook"),
                                                  static_cast<std::int64_t>(*before), *count);
  if (!kept) return call.fault(kept.error());
  Array all;
  for (const outbox::Kept& one : *kept) all.push_back(Value(delivery_json(one)));
  Object out;
  out.set("deliveries", Value(std::move(all)));
  if (kept->size() == *count) out.set("next", Value(std::to_string(kept->back().number)));
  return json(200, out);
}

}  // namespace veinline::gateway::http
