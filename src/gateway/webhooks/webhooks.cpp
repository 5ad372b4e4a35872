// SPDX-License-Identifier: Apache-2.0
#include "gateway/webhooks/webhooks.hpp"

#include "outbox/webhook.hpp"
#include "views/view.hpp"

namespace veinline::gateway::webhooks {

using kernel::BadText;
using kernel::Done;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using ledger::Fault;
using outbox::Delivery;
using outbox::Outcome;

namespace {

constexpr std::uint32_t page = 256;

bool is_taken(int status) {
  return status >= 200 && status < 300;
}

std::string text_at(const Object& line, const char* member) {
  const Value* value = line.find(member);
  const std::string* text = value == nullptr ? nullptr : value->string();
  return text == nullptr ? "" : *text;
}

struct Wants {
  std::string fact;
  std::string site;
};

/// Of "", "FACT", "site/ID" or "FACT site/ID".
Result<Wants, BadText> wants_of(std::string_view text) {
  constexpr std::string_view site = "site/";
  const std::size_t gap = text.rfind(' ');
  const std::string_view last = gap == text.npos ? text : text.substr(gap + 1);
  Wants out;
  if (last.starts_with(site)) {
    if (!kernel::is_id(last.substr(site.size()))) {
      return Failure{BadText{"what stands behind site/ is no id of a site"}};
    }
    out.site = last.substr(site.size());
    text = gap == text.npos ? "" : text.substr(0, gap);
  }
  if (text.find(' ') != text.npos) {
    return Failure{BadText{
        "behind the file with its secret a webhook has FACT, site/ID or both in this order"}};
  }
  out.fact = text;
  return out;
}

}  // namespace

Result<Webhook, BadText> Webhook::parse(
    std::string_view text,
    const std::function<std::optional<std::string>(const std::string&)>& read_file) {
  const std::size_t first = text.find(' ');
  if (first == std::string_view::npos) return Failure{BadText{"a webhook is \"URL SECRET-FILE\""}};
  const std::size_t second = std::min(text.find(' ', first + 1), text.size());
  const std::string_view address = text.substr(0, first);
  TRY(net::Url url, net::Url::parse(address));
  auto file = read_file(std::string(text.substr(first + 1, second - first - 1)));
  if (!file) return Failure{BadText{"the file with the secret of a webhook cannot be read"}};
  TRY(kernel::Bytes secret, outbox::read_secret(*file));
  const std::string_view rest = second < text.size() ? text.substr(second + 1) : "";
  TRY(Wants wants, wants_of(rest));
  std::string name(address);
  if (!rest.empty()) name += " " + std::string(rest);
  return Webhook{std::move(url), std::move(name), std::move(wants.fact), std::move(wants.site),
                 std::move(secret)};
}

Send send_by_http(const Webhook& webhook, std::string ca_file) {
  net::Url house = webhook.url;
  const std::string target = std::exchange(house.base_path, {});
  auto client =
      std::make_shared<net::Client>(std::move(house), "",
                                    net::ClientOptions{.wait_max = std::chrono::seconds(10),
                                                       .body_bytes_max = 64UL * 1024,
                                                       .ca_file = std::move(ca_file)});
  return
      [client, target = target.empty() ? "/" : target](
          const std::string& body,
          const std::vector<std::pair<std::string, std::string>>& headers) -> std::optional<int> {
        auto answer = client->request("POST", target, body, headers);
        if (!answer) return std::nullopt;
        return answer->status;
      };
}

struct Webhooks::Telling {
  Webhook webhook;
  Send send;
  views::Audiences audiences;  // of the thread
  Seq position = 0;            // of the thread; the next two are what it shows, under the mutex
  WebhookStanding standing{};
  std::jthread thread{};  // last: stops first
};

Webhooks::Webhooks(const journey::Catalogue& catalogue, const ledger::Store& store,
                   outbox::Deliveries& deliveries, const kernel::Clock& clock,
                   WebhooksOptions options)
    : catalogue_(catalogue),
      store_(store),
      deliveries_(deliveries),
      clock_(clock),
      options_(std::move(options)) {}

Webhooks::~Webhooks() {
  end();
}

Result<Done, Fault> Webhooks::add(const Webhook& webhook, Send send) {
  TRY(const ledger::Tip tip, store_.tip());
  TRY(const Seq position, deliveries_.begin(webhook.address, tip.head.size()));
  auto telling = std::make_unique<Telling>(webhook, std::move(send),
                                           views::Audiences(catalogue_, store_), position);
  telling->standing = {webhook.address, webhook.wanted, webhook.site, position};
  Telling& kept = *telling;
  const std::lock_guard lock(mutex_);
  tellings_.push_back(std::move(telling));
  kept.thread = std::jthread([this, &kept](const std::stop_token& stop) { run(kept, stop); });
  return Done{};
}

void Webhooks::wake() {
  const std::lock_guard lock(mutex_);
  ++woken_;
  changed_.notify_all();
}

void Webhooks::end() {
  for (const auto& telling : tellings_) telling->thread.request_stop();
  for (const auto& telling : tellings_) {
    if (telling->thread.joinable()) telling->thread.join();
  }
}

std::vector<WebhookStanding> Webhooks::standings() const {
  auto tip = store_.tip();
  std::vector<WebhookStanding> out;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& telling : tellings_) out.push_back(telling->standing);
  }
  for (WebhookStanding& standing : out) {
    if (tip) standing.size = tip->head.size();
    // Another server may be the one that tells it.
    const auto kept = deliveries_.position(standing.address);
    if (kept && *kept) standing.position = std::max(standing.position, **kept);
  }
  return out;
}

bool Webhooks::is_telling() const {
  const std::lock_guard lock(mutex_);
  return !tellings_.empty();
}

/// Where that cannot be known, nobody is told: another server may be doing it.
bool Webhooks::is_ours(const Telling& telling) {
  const auto ours = deliveries_.is_ours(telling.webhook.address);
  return ours && *ours;
}

bool Webhooks::wait(const std::stop_token& stop, std::chrono::milliseconds time_max,
                    const std::function<bool()>& until) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time_max, until);
  return !stop.stop_requested();
}

void Webhooks::run(Telling& telling, const std::stop_token& stop) {
  std::uint64_t seen = 0;
  while (!stop.stop_requested()) {
    try {
      tell_all(telling, stop);
    } catch (...) {
      wait(stop, options_.look, [] { return false; });  // out of memory: later
    }
    wait(stop, options_.look, [&] { return woken_ != seen; });
    const std::lock_guard lock(mutex_);
    seen = woken_;
  }
}

void Webhooks::tell_all(Telling& telling, const std::stop_token& stop) {
  if (!is_ours(telling)) return;
  const auto reached = deliveries_.position(telling.webhook.address);
  if (!reached) return;
  if (*reached) telling.position = std::max(telling.position, **reached);  // another server's work
  for (;;) {
    auto records = store_.read(telling.position + 1, page);
    if (!records || records->empty()) return;  // a log that cannot be read has nothing to tell now
    for (const ledger::StoredRecord& stored : *records) {
      if (!tell(telling, stored, stop)) return;
    }
    // Facts that it does not want leave no delivery behind. Where this cannot be kept, they are
    // passed over once more after the next start.
    [[maybe_unused]] const auto kept =
        deliveries_.move_to(telling.webhook.address, telling.position);
  }
}

bool Webhooks::broken(Telling& telling) {
  const std::lock_guard lock(mutex_);
  telling.standing.is_broken = true;
  return false;
}

/// A system at a site is told what a person there may hear whom no fact names (views/sight.hpp).
Result<bool, Fault> Webhooks::wants(Telling& telling, const Object& line) {
  const Webhook& webhook = telling.webhook;
  if (!text_at(line, "fact").starts_with(webhook.wanted)) return false;
  if (webhook.site.empty()) return true;
  TRY(const views::Audience audience, telling.audiences.of(views::said_in(line)));
  return views::may_hear({.site = webhook.site}, audience);
}

/// What became of an attempt is kept before the next fact is told: where that cannot be done, the
/// same fact is told again. False: it ends.
bool Webhooks::tell(Telling& telling, const ledger::StoredRecord& stored,
                    const std::stop_token& stop) {
  auto line = views::line_of(catalogue_, stored);
  if (!line) return broken(telling);
  const auto is_wanted = wants(telling, *line);
  if (!is_wanted) return broken(telling);
  for (std::int64_t tries = 1; *is_wanted; ++tries) {
    if (!is_ours(telling)) return false;
    Delivery delivery = attempt(telling, stored.seq, *line);
    delivery.attempt = tries;
    const bool is_kept = deliveries_.keep(delivery).has_value();
    if (is_kept && delivery.outcome == Outcome::delivered) break;
    {
      const std::lock_guard lock(mutex_);
      telling.standing.attempts = tries;
      telling.standing.is_broken = !is_kept;
    }
    if (!wait(stop, options_.pause(tries), [] { return false; })) return false;
  }
  telling.position = stored.seq;
  const std::lock_guard lock(mutex_);
  telling.standing.position = stored.seq;
  telling.standing.attempts = 0;
  telling.standing.is_broken = false;
  return !stop.stop_requested();
}

Delivery Webhooks::attempt(Telling& telling, Seq seq, const Object& line) {
  Object message;
  message.set("type", Value(text_at(line, "fact")));
  message.set("timestamp", Value(text_at(line, "recorded_at")));
  message.set("data", Value(line));
  const std::string body = kernel::canonical_text(message);
  const kernel::Instant now = clock_.now();
  const std::int64_t seconds = now.time_since_epoch().count() / 1000;
  const std::string id = "msg_" + text_at(line, "record");
  const auto begun = std::chrono::steady_clock::now();
  const std::optional<int> status = telling.send(
      body, {{"Content-Type", "application/json"},
             {"webhook-id", id},
             {"webhook-timestamp", std::to_string(seconds)},
             {"webhook-signature", outbox::signature(telling.webhook.secret, id, seconds, body)}});
  const auto took = std::chrono::steady_clock::now() - begun;
  Delivery out;
  out.webhook = telling.webhook.address;
  out.seq = seq;
  out.fact = text_at(line, "fact");
  out.at = now;
  out.took_ms = std::chrono::duration_cast<std::chrono::milliseconds>(took).count();
  out.status = status.value_or(0);
  if (status) out.outcome = is_taken(*status) ? Outcome::delivered : Outcome::refused;
  return out;
}

}  // namespace veinline::gateway::webhooks
