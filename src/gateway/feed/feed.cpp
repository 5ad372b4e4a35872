// SPDX-License-Identifier: Apache-2.0
// One thread reads the log once for everybody, and finds once for whom each fact is. Who is behind
// is told from the store, a page at a time and never more than their connection takes.
#include "gateway/feed/feed.hpp"

#include <algorithm>
#include <array>

#include "views/view.hpp"

namespace veinline::gateway::feed {

using kernel::Result;
using ledger::Fault;

namespace {

constexpr std::uint32_t page = 256;
constexpr std::size_t waiting_bytes_max = net::outlet_bytes_max / 4;
constexpr std::chrono::milliseconds catching_up_pause{10};
using Clock = std::chrono::steady_clock;

bool wants(const Wanted& wanted, const views::FactSaid& said) {
  if (!said.fact.starts_with(wanted.fact)) return false;
  return wanted.thing.empty() ||
         std::find(said.things.begin(), said.things.end(), wanted.thing) != said.things.end();
}

/// What somebody is known by, or may hear, rests on it.
bool rights_rest_on(std::string_view thing) {
  static constexpr std::array<std::string_view, 5> kinds{"person/", "alias/token/", "alias/device/",
                                                         "staff/credentials/", "staff/passkeys/"};
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](std::string_view kind) { return thing.starts_with(kind); });
}

}  // namespace

Feed::Feed(const journey::Catalogue& catalogue, const ledger::Store& store, FeedOptions options)
    : catalogue_(catalogue),
      store_(store),
      options_(options),
      audiences_(catalogue, store),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Feed::~Feed() {
  end();
}

void Feed::end() {
  {
    const std::lock_guard lock(mutex_);
    is_ended_ = true;
  }
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
  for (std::vector<Listener>* all : {&listening_, &coming_}) {
    for (const Listener& one : *all) one.outlet->close();
    all->clear();
  }
  count_ = 0;
}

bool Feed::add(Listener listener) {
  const std::lock_guard lock(mutex_);
  if (is_ended_ || count_ >= options_.listeners_max) {
    listener.outlet->close();
    return false;
  }
  coming_.push_back(std::move(listener));
  ++count_;
  is_woken_ = true;
  changed_.notify_one();
  return true;
}

void Feed::wake() {
  if (count_ == 0) return;
  const std::lock_guard lock(mutex_);
  is_woken_ = true;
  changed_.notify_one();
}

void Feed::run(const std::stop_token& stop) {
  auto next_beat = Clock::now() + options_.beat;
  bool is_behind = false;
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      const auto until =
          is_behind ? std::min(next_beat, Clock::now() + catching_up_pause) : next_beat;
      changed_.wait_until(lock, stop, until, [&] { return is_woken_; });
      is_woken_ = false;
      std::move(coming_.begin(), coming_.end(), std::back_inserter(listening_));
      coming_.clear();
    }
    if (stop.stop_requested()) return;
    const Reading reading = listening_.empty() ? Reading::well : can_read_on();
    // A log that cannot be read has nothing to tell: who comes again is answered why. While a
    // database is away they wait for it as everybody does.
    if (reading == Reading::broken) with_all(stop, &Feed::let_go);
    if (reading == Reading::well) with_all(stop, &Feed::tell);
    note_lag();
    is_behind = std::any_of(listening_.begin(), listening_.end(),
                            [&](const Listener& one) { return one.after < read_to_; });
    if (Clock::now() < next_beat) continue;
    next_beat = Clock::now() + options_.beat;
    is_looking_up_ = std::exchange(rights_moved_, false);
    with_all(stop, &Feed::beat);
  }
}

std::int64_t Feed::now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now().time_since_epoch())
      .count();
}

Feed::Lag Feed::lag() const {
  const std::int64_t since = lag_since_ms_;
  return {lag_facts_, std::chrono::milliseconds(since == 0 ? 0 : now_ms() - since)};
}

void Feed::note_lag() {
  Seq furthest = read_to_;
  for (const Listener& one : listening_) furthest = std::min(furthest, one.after);
  lag_facts_ = listening_.empty() ? 0 : read_to_ - furthest;
  if (lag_facts_ == 0) {
    lag_since_ms_ = 0;
  } else if (lag_since_ms_ == 0) {
    lag_since_ms_ = now_ms();
  }
}

void Feed::with_all(const std::stop_token& stop, Step step) {
  const std::size_t gone = std::erase_if(listening_, [&](Listener& one) {
    if (stop.stop_requested()) return false;
    Next next = Next::goes;
    try {
      next = (this->*step)(one);
    } catch (...) {
      one.outlet->drop();
    }
    return next == Next::goes;
  });
  count_ -= gone;
}

Feed::Next Feed::let_go(Listener& listener) {
  listener.outlet->close();
  return Next::goes;
}

Result<Feed::Event, Fault> Feed::event_of(const ledger::StoredRecord& stored) const {
  TRY(const kernel::Object line, views::line_of(catalogue_, stored));
  Event out;
  out.said = views::said_in(line);
  for (const kernel::Value& changed : *line.find("changes")->array()) {
    out.moves_rights = out.moves_rights || rights_rest_on(*changed.string());
  }
  const std::string data = kernel::canonical_text(line);
  std::string text = "id: " + std::to_string(stored.seq) + "\nevent: fact\ndata: ";
  text.reserve(text.size() + data.size() + 2);  // thousands are kept: none with room to spare
  text.append(data).append("\n\n");
  out.text = std::make_shared<const std::string>(std::move(text));
  return out;
}

Result<bool, Fault> Feed::is_told(const Listener& listener, const Event& event) {
  if (listener.sight == nullptr) return false;
  if (!wants(listener.wanted, event.said)) return false;
  TRY(const views::Audience audience, audiences_.of(event.said));
  return views::may_hear(*listener.sight, audience);
}

Feed::Reading Feed::can_read_on() {
  try {
    const auto done = read_on();
    if (done) return Reading::well;
    return done.error() == Fault::out_of_reach ? Reading::away : Reading::broken;
  } catch (...) {
    return Reading::broken;  // memory, say: the process goes on, and who listens comes again
  }
}

/// Keeps the newest facts as text. When nobody listened for long, those in between are not kept:
/// who wants them is told from the store.
Result<kernel::Done, Fault> Feed::read_on() {
  TRY(const ledger::Tip tip, store_.tip());
  const Seq end = tip.head.size();
  if (end > read_to_ + options_.kept_max) {
    newest_.clear();
    read_to_ = end - options_.kept_max;
    rights_moved_ = true;  // for all that is known
  }
  while (read_to_ < end) {
    const auto count = static_cast<std::uint32_t>(std::min<Seq>(page, end - read_to_));
    TRY(const auto records, store_.read(read_to_ + 1, count));
    if (records.empty()) return kernel::Failure{Fault::damaged};
    for (const ledger::StoredRecord& stored : records) {
      TRY(Event event, event_of(stored));
      TRY(event.audience, audiences_.of(event.said));
      rights_moved_ = rights_moved_ || event.moves_rights;
      // Of what is kept, for whom it is was found while a study was blinded, or not yet.
      if (event.said.fact.starts_with("blinding.study_")) newest_.clear();
      read_to_ = stored.seq;
      newest_.push_back(std::move(event));
      if (newest_.size() > options_.kept_max) newest_.pop_front();
    }
  }
  return kernel::Done{};
}

/// A page at the most, so that nobody keeps another waiting; who has more to hear has it in the
/// next round. Who takes too little for long is let go.
Feed::Next Feed::tell(Listener& listener) {
  if (listener.after >= read_to_) {
    listener.slow_since.reset();
    return Next::stays;
  }
  if (listener.outlet->waiting() >= waiting_bytes_max) {
    if (!listener.slow_since) listener.slow_since = Clock::now();
    if (Clock::now() - *listener.slow_since < options_.behind_max) return Next::stays;
    listener.outlet->drop();
    return Next::goes;
  }
  listener.slow_since.reset();
  if (newest_.empty() || listener.after + 1 < newest_.front().said.seq) {
    return tell_from_store(listener);
  }
  for (std::uint32_t i = 0; i < page && listener.after < read_to_; ++i) {
    if (listener.outlet->waiting() >= waiting_bytes_max) break;
    const Event& event =
        newest_[static_cast<std::size_t>(listener.after + 1 - newest_.front().said.seq)];
    listener.after = event.said.seq;
    if (listener.sight == nullptr || !views::may_hear(*listener.sight, event.audience)) continue;
    if (!wants(listener.wanted, event.said)) continue;
    if (!listener.outlet->send(event.text)) return Next::goes;
  }
  return Next::stays;
}

Feed::Next Feed::tell_from_store(Listener& listener) {
  const Seq from = listener.after + 1;
  const Seq last = newest_.empty() ? read_to_ : newest_.front().said.seq - 1;
  const auto records =
      store_.read(from, static_cast<std::uint32_t>(std::min<Seq>(page, last - from + 1)));
  if (!records && records.error() == Fault::out_of_reach) return Next::stays;
  if (!records || records->empty()) return let_go(listener);
  std::string text;
  for (const ledger::StoredRecord& stored : *records) {
    const auto event = event_of(stored);
    if (!event) return let_go(listener);
    const auto is_for_them = is_told(listener, *event);
    if (!is_for_them && is_for_them.error() == Fault::out_of_reach) break;
    if (!is_for_them) return let_go(listener);
    listener.after = stored.seq;
    if (*is_for_them) text += *event->text;
    // A page of large records is more than an outlet takes at once.
    if (text.size() >= waiting_bytes_max) break;
  }
  if (text.empty()) return Next::stays;
  const bool told = listener.outlet->send(std::make_shared<const std::string>(std::move(text)));
  return told ? Next::stays : Next::goes;
}

/// The next beat would be too late.
bool Feed::is_to_be_looked_up(const Listener& listener) const {
  if (is_looking_up_ || !listener.looked_up) return true;
  return Clock::now() + options_.beat >= *listener.looked_up + options_.look_again;
}

/// Says how far they were told: who comes again goes on from there, also when nothing that they
/// want and may hear has happened for long. Who may not listen any more hears nothing of what still
/// waits; whose rights have changed is told by the new ones from here on. Rights are facts, which
/// all go by here: they are looked up when such a one did, and once after somebody came. What ends
/// without a fact, a session or the time of a token, is found by asking again.
Feed::Next Feed::beat(Listener& listener) {
  if (listener.sight_now && is_to_be_looked_up(listener)) {
    auto now = listener.sight_now();
    listener.looked_up = now ? std::optional(Clock::now()) : std::nullopt;
    if (now && *now == nullptr) {
      listener.outlet->drop();
      return Next::goes;
    }
    // What cannot be looked up now cannot be told now either.
    if (now) listener.sight = std::move(*now);
  }
  auto text = std::make_shared<const std::string>("id: " + std::to_string(listener.after) +
                                                  "\nevent: beat\ndata: {}\n\n");
  return listener.outlet->send(std::move(text)) ? Next::stays : Next::goes;
}

}  // namespace veinline::gateway::feed
