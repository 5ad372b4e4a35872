// SPDX-License-Identifier: Apache-2.0
// Who is told of the log elsewhere, how far, and what became of each attempt.
#include <algorithm>

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

/// Whether who asks may know that there is this fact. One that the log does not have is for the
/// operator alone.
kernel::Result<bool, ledger::Fault> is_read(const ApiParts& parts, const Call& call,
                                            const outbox::Delivery& delivery) {
  const views::Sources seen = call.seen(parts.sources);
  if (seen.eye.is_operator()) return true;
  TRY(const std::vector<ledger::StoredRecord> records, seen.store.read(delivery.seq, 1));
  if (records.empty()) return false;
  return seen.eye.reads(records.front());
}

/// Attempts that are looked at for one answer at most.
constexpr std::size_t looked_at_max = 5'000;

struct Page {
  Array deliveries;
  std::int64_t next = 0;  ///< 0: nothing follows
};
/// The newest that who asks may know of: whether more follow is said of those alone.
kernel::Result<Page, ledger::Fault> page(const ApiParts& parts, const Call& call,
                                         std::int64_t before, std::uint32_t count) {
  Page out;
  std::int64_t shown = 0;
  for (std::size_t looked_at = 0; looked_at < looked_at_max;) {
    constexpr std::uint32_t together = 100;
    TRY(const std::vector<outbox::Kept> kept,
        parts.webhooks->deliveries().newest(call.query("webhook"), before, together));
    for (const outbox::Kept& one : kept) {
      TRY(const bool is_shown, is_read(parts, call, one.delivery));
      if (!is_shown) continue;
      if (out.deliveries.size() == count) {
        out.next = shown;
        return out;
      }
      out.deliveries.push_back(Value(delivery_json(one)));
      shown = one.number;
    }
    if (kept.size() < together) return out;
    before = kept.back().number;
    looked_at += kept.size();
  }
  out.next = before;
  return out;
}

/// Whether the deliveries of it may be asked for: it is one that is told from here. What is none is
/// asked of no database, which may keep what somebody typed.
bool is_one_of_ours(const ApiParts& parts, const std::string& webhook) {
  const std::vector<webhooks::WebhookStanding> all = parts.webhooks->standings();
  return webhook.empty() || std::any_of(all.begin(), all.end(),
                                        [&](const auto& one) { return one.address == webhook; });
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
    if (!last->empty()) {
      const auto is_told = is_read(parts, call, last->front().delivery);
      if (!is_told) return call.fault(is_told.error());
      if (*is_told) one.set("last", Value(delivery_json(last->front())));
    }
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
  kernel::Result<Page, ledger::Fault> told = Page{};
  if (is_one_of_ours(parts, call.query("webhook"))) {
    told = page(parts, call, static_cast<std::int64_t>(*before), *count);
  }
  if (!told) return call.fault(told.error());
  Object out;
  out.set("deliveries", Value(std::move(told->deliveries)));
  if (told->next != 0) out.set("next", Value(std::to_string(told->next)));
  return json(200, out);
}

}  // namespace veinline::gateway::http
