// SPDX-License-Identifier: Apache-2.0
#include "views/follower.hpp"

#include <algorithm>
#include <future>
#include <iterator>
#include <optional>

#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/infusion/infusion.hpp"
#include "journey/manufacture/manufacture.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/study/study.hpp"
#include "views/reading.hpp"

namespace veinline::views {

using journey::Happening;
using journey::Thing;
using journey::ThingState;
using kernel::Done;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

namespace {

constexpr std::uint32_t records_at_once = 2000;
constexpr std::uint32_t rows_taken_at_once = 1000;
constexpr std::size_t followed_max = 20'000;

template <class A, class Alike>
bool alike(const ThingState& a, const ThingState& b, Alike&& same) {
  const A* left = a.aspects.find<A>();
  const A* right = b.aspects.find<A>();
  return left == nullptr || right == nullptr ? left == right : same(*left, *right);
}

/// Whatever rests on a thing stands as before: the same holds, the same grounds. Most facts (a
/// hand-over, a result) change neither, and the rows above need not be made again for them.
/// tests/walks/views_test.cpp asks that this says all that the lists look at.
bool stands_alike(const ThingState& a, const ThingState& b) {
  using journey::Material;
  using journey::custody::Holding;
  using journey::enrolment::CourseState;
  using journey::infusion::Infused;
  using journey::infusion::Thaw;
  using journey::manufacture::BatchState;
  using journey::quality::Standing;
  using journey::study::StudyState;
  return a.strange == b.strange && a.exists() == b.exists() &&
         alike<Standing>(a, b,
                         [](const Standing& x, const Standing& y) {
                           return x.held() == y.held() && x.rejected == y.rejected &&
                                  x.open_deviations.empty() == y.open_deviations.empty();
                         }) &&
         alike<Material>(a, b,
                         [](const Material& x, const Material& y) {
                           return x.batch == y.batch && x.course == y.course &&
                                  x.source == y.source && x.expires == y.expires &&
                                  has_something(x) == has_something(y);
                         }) &&
         alike<Infused>(a, b, [](const Infused&, const Infused&) { return true; }) &&
         alike<Thaw>(a, b, [](const Thaw& x, const Thaw& y) { return x == y; }) &&
         alike<StudyState>(a, b,
                           [](const StudyState& x, const StudyState& y) {
                             return x.bedside_window_min == y.bedside_window_min;
                           }) &&
         alike<Holding>(
             a, b,
             [](const Holding& x, const Holding& y) { return x.consignment == y.consignment; }) &&
         alike<BatchState>(a, b,
                           [](const BatchState& x, const BatchState& y) {
                             return x.course == y.course && x.inputs == y.inputs;
                           }) &&
         alike<CourseState>(a, b, [](const CourseState& x, const CourseState& y) {
           return x.subject == y.subject && x.study == y.study;
         });
}

bool belongs(const std::string& thing) {
  return thing.starts_with("material/") || thing.starts_with("batch/");
}

void add_belongings(const Happening& happening, Belongings& out) {
  std::copy_if(happening.changes.begin(), happening.changes.end(), std::inserter(out, out.end()),
               belongs);
}

const ListType* list_of(const std::string& thing) {
  for (const ListType& list : all_lists()) {
    if (thing.starts_with(list.kind)) return &list;
  }
  return nullptr;
}

}  // namespace

void Follower::forget() {
  states_.clear();
  followed_.clear();
  known_.clear();
  number_of_.clear();
  resting_on_.clear();
  seen_.reset();
  position_.reset();
  counts_.forget();
}

bool Follower::remember(const std::string& key, const std::string& body) {
  const kernel::Digest digest = kernel::sha256(body);
  const auto [found, is_new] = number_of_.try_emplace(key, static_cast<RowNumber>(known_.size()));
  if (is_new) known_.push_back({key, {}});
  return std::exchange(known_[found->second].body, digest) != digest || is_new;
}

void Follower::rest(const std::string& key, std::span<const std::string> grounds) {
  const RowNumber number = number_of_.at(key);
  for (const std::string& ground : grounds) {
    const std::size_t hash = std::hash<std::string>{}(ground);
    const auto [first, last] = resting_on_.equal_range(hash);
    const bool there =
        std::any_of(first, last, [&](const auto& entry) { return entry.second == number; });
    if (!there) resting_on_.emplace(hash, number);
  }
}

Result<bool, Fault> Follower::learn(Seq position) {
  TRY(const bool counted_here, counts_.learn(rows_, position));
  if (!counted_here) return false;
  for (const ListType& list : all_lists()) {
    for (Seq after = 0;;) {
      TRY(const std::vector<Row> rows,
          rows_.read(std::string(list.name), position, after, rows_taken_at_once));
      if (rows.empty()) break;
      after = rows.back().since;
      for (const Row& row : rows) {
        const auto body = kernel::parse_json(row.body, row_json);
        const kernel::Value* grounds =
            body && body->object() != nullptr ? body->object()->find(rests_on) : nullptr;
        if (grounds == nullptr || grounds->array() == nullptr) return false;
        if (body->object()->find(seen_at) == nullptr) return false;
        if (body->object()->find(all_ends) == nullptr) return false;
        std::vector<std::string> things;
        for (const kernel::Value& thing : *grounds->array()) {
          if (thing.string() != nullptr) things.push_back(*thing.string());
        }
        remember(row.key, row.body);
        rest(row.key, things);
      }
    }
  }
  position_ = position;
  return true;
}

bool Follower::advance(const std::string& thing, const Happening& happening) {
  const bool is_new =
      seen_ && is_told_as_a_whole(thing) && seen_->insert(std::hash<std::string>{}(thing)).second;
  if (is_new) {
    states_.emplace(thing, std::make_shared<const ThingState>());
    if (list_of(thing) != nullptr) followed_.try_emplace(thing);
  }
  const auto found = states_.find(thing);
  if (found == states_.end()) return true;
  auto next = journey::fold_on(catalogue_, Thing(thing), *found->second, {happening});
  if (!next) {  // a correction: folded from the beginning when it is asked for
    states_.erase(found);
    return true;
  }
  const bool alike = stands_alike(*found->second, *next);
  found->second = std::make_shared<const ThingState>(std::move(*next));
  return !alike;
}

Result<history::StatePointer, Fault> Follower::state(const std::string& thing, Seq up_to) {
  const auto found = states_.find(thing);
  if (found != states_.end()) return found->second;
  TRY(ThingState folded, history::state_as_of(catalogue_, store_, thing, up_to));
  return states_.emplace(thing, std::make_shared<const ThingState>(std::move(folded)))
      .first->second;
}

Result<Follower::Followed*, Fault> Follower::followed(const std::string& key, Seq up_to) {
  const auto [found, is_new] = followed_.try_emplace(key);
  if (is_new) {
    TRY(const std::vector<Happening> history,
        history::history_of(store_, key, ledger::Touching::changes, 0, up_to));
    for (const Happening& one : history) add_belongings(one, found->second.belongings);
  }
  return &found->second;
}

Follower::Worked Follower::judge(const ListType& list, const std::string& key,
                                 const Happening& happening, Followed& own) {
  journey::Slice slice;
  // Most of what it rests on now is what it rested on before, and what this fact changed.
  std::vector<std::string> wanted = own.grounds;
  std::copy_if(happening.changes.begin(), happening.changes.end(), std::back_inserter(wanted),
               [&](const std::string& thing) { return states_.contains(thing); });
  for (;;) {
    for (const std::string& thing : wanted) {
      TRY(history::StatePointer known, state(thing, happening.told.seq));
      slice.emplace(thing, std::move(known));
    }
    journey::Reader reader(slice);
    own.stands = list.stands(reader, Thing(key), own.belongings);
    wanted = reader.wanted();
    if (!wanted.empty()) continue;
    own.stands.bars.strange = strange_among(reader);
    own.grounds.clear();
    for (const auto& [thing, head] : reader.reads()) own.grounds.push_back(thing);
    own.is_judged = true;
    return Done{};
  }
}

Follower::Worked Follower::write(const std::string& key, const Happening& happening,
                                 Changes& changes) {
  const ListType& list = *list_of(key);
  const Seq seq = happening.told.seq;
  TRY(Followed* const own, followed(key, seq));
  const std::vector<std::string> before = own->grounds;
  if (!own->is_judged) {
    TRY([[maybe_unused]] Done judged, judge(list, key, happening, *own));
  }
  TRY(const history::StatePointer now, state(key, seq));
  kernel::Object row = list.row(*now, own->stands);
  row.set(rests_on, kernel::Value(kernel::Array(own->grounds.begin(), own->grounds.end())));
  std::string body = kernel::canonical_text(row);
  const bool is_other = remember(key, body);
  std::vector<std::string> fresh;
  std::set_difference(own->grounds.begin(), own->grounds.end(), before.begin(), before.end(),
                      std::back_inserter(fresh));
  rest(key, fresh);
  if (is_other) {
    changes.push_back({std::string(list.name), key, now->since, seq, std::move(body)});
  }
  return Done{};
}

std::set<std::string> Follower::touched_by(const Happening& happening) {
  std::set<std::string> rows;
  const auto judge_again = [&](const std::string& key) {
    if (auto own = followed_.find(key); own != followed_.end()) own->second.is_judged = false;
  };
  for (const std::string& thing : happening.changes) {
    const bool moved = advance(thing, happening);
    if (list_of(thing) != nullptr) {
      rows.insert(thing);
      if (auto own = followed_.find(thing); own != followed_.end()) {
        const std::size_t before = own->second.belongings.size();
        add_belongings(happening, own->second.belongings);
        if (moved || own->second.belongings.size() != before) own->second.is_judged = false;
      }
    }
    if (!moved) continue;
    const auto [first, last] = resting_on_.equal_range(std::hash<std::string>{}(thing));
    for (auto it = first; it != last; ++it) {
      rows.insert(known_[it->second].key);
      judge_again(known_[it->second].key);
    }
  }
  return rows;
}

Follower::Worked Follower::follow(const Happening& happening, Changes& changes) {
  for (const std::string& key : touched_by(happening)) {
    TRY([[maybe_unused]] Done written, write(key, happening, changes));
  }
  counts_.follow(happening, changes);
  if (states_.size() >= followed_max) {
    states_.clear();
    followed_.clear();
  }
  return Done{};
}

Result<Seq, Fault> Follower::catch_up(Seq wanted) {
  const std::lock_guard lock(mutex_);
  auto reached = follow_to(wanted);
  // What was folded past the position of the rows would be folded again by the next try.
  if (!reached) forget();
  return reached;
}

Follower::Worked Follower::check_history() {
  const std::uint64_t era = store_.era();
  if (checked_in_ == era) return Done{};
  if (checked_in_) forget();
  TRY(const Seq position, rows_.position());
  if (position > 0) {
    TRY(const std::string made_from, rows_.last_record());
    TRY(const std::vector<ledger::StoredRecord> records, store_.read(position, 1));
    std::string found;
    if (!records.empty()) {
      TRY(const Happening happening, history::happening_of(records.front()));
      found = happening.told.record_id;
    }
    if (found != made_from) {
      TRY([[maybe_unused]] Done cleared, rows_.clear());
    }
  }
  checked_in_ = era;
  return Done{};
}

Result<Seq, Fault> Follower::follow_to(Seq wanted) {
  TRY([[maybe_unused]] Done checked, check_history());
  TRY(Seq position, rows_.position());
  // Rows that were not learnt yet may be those of an older program, which say less.
  if (position >= wanted && wanted != 0 && position_) return position;
  if (position_ != position) {
    forget();
    TRY(const bool learnt, learn(position));
    if (!learnt) {
      forget();
      TRY([[maybe_unused]] Done cleared, rows_.clear());
      position = 0;
    }
    if (position == 0) seen_.emplace();
  }
  TRY(Happenings some, happenings_after(position));
  while (!some.empty()) {
    if (store_.era() != checked_in_) return follow_to(wanted);  // perhaps of two primaries
    // A full page has another behind it: that is read and parsed while this one is folded.
    std::optional<std::future<Result<Happenings, Fault>>> next;
    const Seq last = some.back().told.seq;
    const std::string last_id = some.back().told.record_id;
    if (some.size() >= records_at_once) {
      next = std::async(std::launch::async, [this, last] { return happenings_after(last); });
    }
    Changes changes;
    for (const Happening& happening : some) {
      TRY([[maybe_unused]] Done done, follow(happening, changes));
    }
    TRY([[maybe_unused]] Done applied, rows_.apply(last, last_id, changes));
    position = last;
    position_ = position;
    TRY(some, next ? next->get() : happenings_after(position));
  }
  return position;
}

Result<Follower::Happenings, Fault> Follower::happenings_after(Seq position) const {
  TRY(const std::vector<ledger::StoredRecord> records, store_.read(position + 1, records_at_once));
  Happenings out;
  out.reserve(records.size());
  for (const ledger::StoredRecord& stored : records) {
    TRY(Happening happening, history::happening_of(stored));
    out.push_back(std::move(happening));
  }
  return out;
}

Result<Seq, Fault> Follower::rebuild() {
  {
    const std::lock_guard lock(mutex_);
    forget();
    TRY([[maybe_unused]] Done cleared, rows_.clear());
  }
  return catch_up(0);
}

}  // namespace veinline::views
