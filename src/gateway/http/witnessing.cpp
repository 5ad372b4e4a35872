// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/witnessing.hpp"

#include <algorithm>

#include "ledger/record.hpp"

namespace veinline::gateway::http {

namespace {
constexpr std::uint32_t looked_at_once = 2'000;
}

Witnessing::Witnessing(const ledger::Store& store, ledger::CosignedNotes& notes,
                       const kernel::Clock& clock, WitnessingOptions options, AskPeer send)
    : store_(store),
      notes_(notes),
      clock_(clock),
      options_(std::move(options)),
      send_(std::move(send)) {
  for (const WitnessPeer& peer : options_.peers) conversations_.emplace_back(peer);
  const auto note = notes_.newest_note();
  if (!note || !*note) return;
  const auto parsed = ledger::parse_note(**note);
  const auto checkpoint =
      parsed ? ledger::parse_checkpoint(parsed->text) : kernel::Failure{kernel::BadText{}};
  if (checkpoint) witnessed_ = checkpoint->size;
  asked_size_ = witnessed_;
  looked_at_ = witnessed_;
}

void Witnessing::start() {
  if (options_.peers.empty()) return;
  thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

void Witnessing::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      const auto tip = store_.tip();
      if (tip && is_due(tip->head.size(), std::chrono::steady_clock::now())) ask_now();
    } catch (...) {
      const std::lock_guard one_round(asking_);
      waits_ = {};  // out of memory: the next look tries again
    }
    std::unique_lock lock(waiting_);
    stopping_.wait_for(lock, stop, options_.look, [] { return false; });
  }
}

bool Witnessing::is_due(std::uint64_t size, std::chrono::steady_clock::time_point now) {
  const std::lock_guard one_round(asking_);
  const bool urgent = has_urgent_until(size);
  std::uint64_t witnessed = 0;
  {
    const std::lock_guard lock(mutex_);
    witnessed = witnessed_;
  }
  if (size <= witnessed) return false;
  // What was asked and not given is asked again after a pause, whether or not the log has grown.
  const bool grew = size > asked_size_;
  return (grew && (urgent || size - asked_size_ >= options_.facts_max)) ||
         now - asked_at_ >= waits_;
}

bool Witnessing::has_urgent_until(std::uint64_t size) {
  bool urgent = false;
  while (looked_at_ < size) {
    const auto records = store_.read(looked_at_ + 1, looked_at_once);
    if (!records || records->empty()) return urgent;
    for (const ledger::StoredRecord& stored : *records) {
      const auto record = ledger::parse_record(stored.bytes);
      urgent = urgent || (record && options_.asked_at_once.contains(record->draft.fact));
      looked_at_ = stored.seq;
    }
  }
  return urgent;
}

bool Witnessing::ask_now() {
  const std::lock_guard one_round(asking_);
  const auto tip = store_.tip();
  if (!tip) return false;
  asked_at_ = std::chrono::steady_clock::now();
  asked_size_ = tip->head.size();
  auto note = ledger::parse_note(tip->checkpoint);
  if (!note) return false;
  std::vector<PeerConversation> conversations;
  {
    const std::lock_guard lock(mutex_);
    conversations = conversations_;
  }
  std::size_t cosigned = 0;
  for (PeerConversation& conversation : conversations) {
    const PeerAnswer before = conversation.last();
    const auto line = conversation.ask(store_, *tip, send_);
    if (options_.changed && conversation.last() != before) {
      options_.changed(conversation.peer().key.name(), conversation.last());
    }
    if (!line) continue;
    note->signatures.push_back(*line);
    ++cosigned;
  }
  set_wait(conversations);
  const bool enough = cosigned >= options_.wanted && cosigned > 0;
  const bool kept = enough && notes_.keep_note(ledger::to_text(*note), tip->head.size());
  const std::lock_guard lock(mutex_);
  conversations_ = std::move(conversations);
  if (kept) witnessed_ = std::max(witnessed_, tip->head.size());
  return kept;
}

/// A witness that starts at the same time as this node is not kept waiting for the whole pause.
void Witnessing::set_wait(const std::vector<PeerConversation>& conversations) {
  const bool is_lost = std::any_of(
      conversations.begin(), conversations.end(),
      [](const PeerConversation& one) { return one.last() == PeerAnswer::unreachable; });
  const std::chrono::milliseconds pause = options_.pause;
  waits_ = is_lost ? std::min(pause, was_lost_ ? 2 * waits_ : options_.retry) : pause;
  was_lost_ = is_lost;
}

Standing Witnessing::standing() {
  Standing out;
  {
    const std::lock_guard lock(mutex_);
    out.witnessed = witnessed_;
    for (const PeerConversation& conversation : conversations_) {
      out.peers.emplace_back(conversation.peer().key.name(), conversation.last());
    }
  }
  const auto tip = store_.tip();
  if (!tip) return out;
  out.size = tip->head.size();
  if (out.size <= out.witnessed) return out;
  const auto first = store_.read(out.witnessed + 1, 1);
  if (!first || first->empty()) return out;
  const auto record = ledger::parse_record(first->front().bytes);
  if (record) {
    out.unwitnessed_age =
        std::max(std::chrono::milliseconds(0), clock_.now() - record->stamp.recorded_at);
  }
  return out;
}

}  // namespace veinline::gateway::http
