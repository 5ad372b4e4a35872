// SPDX-License-Identifier: Apache-2.0
#include "journey/fold.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace veinline::journey {
namespace {

/// One fact onto one loaded thing.
void fold_one(const Catalogue& catalogue, World& world, const Thing& thing, const Told& told,
              std::string_view name, const kernel::Object& data) {
  const Current now = current(catalogue, name, data);
  if (now.type == nullptr || !now.type->evolve(world, told, now.data)) {
    world.mark(thing, Strange::unknown_fact);
  }
}

const std::string* text_of(const kernel::Object& object, std::string_view key) {
  const kernel::Value* value = object.find(key);
  return value == nullptr ? nullptr : value->string();
}

/// What a correction says: which clock position it corrects, and what stands there now.
struct Correction {
  std::int64_t ms = 0;
  std::int64_t n = 0;
  std::string fact;                  ///< empty: the record was entered in error
  const kernel::Object* data = nullptr;
};

Correction read_correction(const Happening& happening) {
  Correction out;
  if (const std::string* at = text_of(happening.data, "of_recorded_at")) {
    if (auto instant = kernel::instant_from_text(*at)) out.ms = instant->time_since_epoch().count();
  }
  const kernel::Value* n = happening.data.find("of_clock_n");
  if (n != nullptr && n->integer() != nullptr) out.n = *n->integer();
  if (const kernel::Value* replacement = happening.data.find("replacement")) {
    if (const kernel::Object* object = replacement->object()) {
      const std::string* fact = text_of(*object, "fact");
      const kernel::Value* data = object->find("data");
      if (fact != nullptr && data != nullptr && data->object() != nullptr) {
        out.fact = *fact;
        out.data = data->object();
      }
    }
  }
  return out;
}

/// A step of the refold: an original fact, or the replacement that stands in its place.
struct Step {
  std::int64_t ms;
  std::int64_t n;
  const Told* told;
  std::string fact;
  const kernel::Object* data;
  bool corrected;
};

bool names(const Catalogue& catalogue, std::string_view fact, const kernel::Object& data,
           const Thing& thing) {
  const FactType* type = catalogue.fact(fact);
  if (type == nullptr) return true;  // opaque: assume that it does, and be marked
  const std::vector<std::string> changes = touched(*type, data).changes;
  return std::find(changes.begin(), changes.end(), thing.key) != changes.end();
}

ThingState refold(const Catalogue& catalogue, const Thing& thing,
                  const std::vector<Happening>& happenings) {
  std::map<std::string, const Happening*> last_correction;  // of record id -> newest correction
  for (const Happening& h : happenings) {
    if (h.fact == correction_name) last_correction[h.corrects] = &h;
  }
  std::vector<Step> steps;
  for (const Happening& h : happenings) {
    if (h.fact == correction_name || last_correction.contains(h.told.record_id)) continue;
    steps.push_back({h.clock_ms, h.clock_n, &h.told, h.fact, &h.data, false});
  }
  for (const auto& [of, correction] : last_correction) {
    const Correction what = read_correction(*correction);
    if (what.data == nullptr) continue;
    if (!names(catalogue, what.fact, *what.data, thing)) continue;
    const auto original = std::find_if(happenings.begin(), happenings.end(), [&](const auto& h) {
      return h.told.record_id == of;
    });
    const Told* told = original == happenings.end() ? &correction->told : &original->told;
    steps.push_back({what.ms, what.n, told, what.fact, what.data, true});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tie(a.ms, a.n) < std::tie(b.ms, b.n);
  });

  World world;
  world.load(thing, ThingState{});
  for (const Step& step : steps) {
    fold_one(catalogue, world, thing, *step.told, step.fact, *step.data);
  }
  ThingState state = std::move(*world.find(thing));
  // A permission that stands between a record and its correction was given on other data.
  for (const auto& [of, correction] : last_correction) {
    const Correction what = read_correction(*correction);
    for (const Happening& h : happenings) {
      const FactType* type = catalogue.fact(h.fact);
      if (type != nullptr && type->kind == Kind::permission && h.told.record_id != of &&
          std::tie(h.clock_ms, h.clock_n) > std::tie(what.ms, what.n) &&
          h.told.seq < correction->told.seq) {
        state.mark(Strange::decided_before_correction);
      }
    }
  }
  return state;
}

}  // namespace

std::optional<ThingState> fold_on(const Catalogue& catalogue, const Thing& thing, ThingState from,
                                  const std::vector<Happening>& happenings) {
  if (happenings.empty()) return from;
  const bool corrected = std::any_of(happenings.begin(), happenings.end(), [](const auto& h) {
    return h.fact == correction_name;
  });
  ThingState out;
  if (corrected) {
    if (from.exists()) return std::nullopt;
    out = refold(catalogue, thing, happenings);
  } else {
    World world;
    world.load(thing, std::move(from));
    for (const Happening& h : happenings) {
      fold_one(catalogue, world, thing, h.told, h.fact, h.data);
    }
    out = std::move(*world.find(thing));
  }
  if (out.since == 0) out.since = happenings.front().told.seq;
  out.head = happenings.back().told.seq;
  return out;
}

ThingState fold_all(const Catalogue& catalogue, const Thing& thing,
                    const std::vector<Happening>& happenings) {
  std::optional<ThingState> state = fold_on(catalogue, thing, ThingState{}, happenings);
  INVARIANT(state.has_value());
  return std::move(*state);
}

}  // namespace veinline::journey
