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
  std::string fact;  ///< empty: the record was entered in error
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

bool changes(const Catalogue& catalogue, const Happening& happening, const Thing& thing) {
  const FactType* type = catalogue.fact(happening.fact);
  if (type == nullptr) return true;  // opaque: assume that it does, and be marked
  const std::vector<std::string> things = touched(*type, happening.data).changes;
  return std::find(things.begin(), things.end(), thing.key) != things.end();
}

bool is_correction(const Happening& happening) {
  return happening.fact == correction_name;
}

/// The original of a correction, as the correction itself knows it: for a thing whose history holds
/// only the replacement.
Happening original_told_by(const Happening& correction) {
  Happening out = correction;
  out.told.record_id = correction.corrects;
  if (const std::string* by = text_of(correction.data, "of_by")) out.told.by = *by;
  if (const std::string* at = text_of(correction.data, "of_at")) out.told.at = *at;
  const auto read = [&](const char* name, kernel::Instant& into) {
    const std::string* text = text_of(correction.data, name);
    if (text == nullptr) return;
    if (auto instant = kernel::instant_from_text(*text)) into = *instant;
  };
  read("of_happened_at", out.told.happened_at);
  read("of_recorded_at", out.told.recorded_at);
  return out;
}

/// A permission that stands between a record and its correction was given on other data.
bool decided_between(const Catalogue& catalogue, const std::vector<Happening>& happenings) {
  for (const Happening& correction : happenings) {
    if (!is_correction(correction)) continue;
    const Correction what = read_correction(correction);
    for (const Happening& h : happenings) {
      if (rests_on_records(catalogue, h.fact) && h.told.record_id != correction.corrects &&
          h.told.seq < correction.told.seq &&
          std::tie(h.clock_ms, h.clock_n) > std::tie(what.ms, what.n)) {
        return true;
      }
    }
  }
  return false;
}

std::vector<Amended> amendments(const std::vector<Happening>& happenings) {
  std::vector<Amended> out;
  for (const Happening& correction : happenings) {
    if (!is_correction(correction)) continue;
    for (const Happening& h : happenings) {
      if (h.told.record_id == correction.corrects) {
        out.push_back({h.told.seq, correction.told.seq});
      }
    }
  }
  return out;
}

ThingState refold(const Catalogue& catalogue, const Thing& thing,
                  const std::vector<Happening>& happenings) {
  World world;
  world.load(thing, ThingState{});
  for (const Happening& h : with_corrections(happenings)) {
    // A replacement may name other things than the original did.
    if (changes(catalogue, h, thing)) fold_one(catalogue, world, thing, h.told, h.fact, h.data);
  }
  ThingState state = std::move(*world.find(thing));
  if (decided_between(catalogue, happenings)) state.mark(Strange::decided_before_correction);
  state.amended = amendments(happenings);
  return state;
}

}  // namespace

bool rests_on_records(const Catalogue& catalogue, std::string_view fact) {
  const FactType* type = catalogue.fact(fact);
  return type != nullptr && type->kind == Kind::permission && fact != correction_name &&
         fact != agreement_name;
}

std::optional<ThingState> fold_on(const Catalogue& catalogue, const Thing& thing, ThingState from,
                                  const std::vector<Happening>& happenings) {
  if (happenings.empty()) return from;
  const bool corrected = std::any_of(happenings.begin(), happenings.end(),
                                     [](const auto& h) { return h.fact == correction_name; });
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

std::vector<Happening> with_corrections(std::vector<Happening> happenings) {
  if (std::none_of(happenings.begin(), happenings.end(), is_correction)) return happenings;
  std::map<std::string, const Happening*> newest;  // by the id of the corrected record
  std::map<std::string, const Happening*> originals;
  for (const Happening& h : happenings) {
    if (is_correction(h)) newest[h.corrects] = &h;
    originals[h.told.record_id] = &h;
  }
  std::vector<Happening> out;
  for (const Happening& h : happenings) {
    if (!is_correction(h) && !newest.contains(h.told.record_id)) out.push_back(h);
  }
  for (const auto& [of, correction] : newest) {
    const Correction what = read_correction(*correction);
    if (what.data == nullptr) continue;
    const auto original = originals.find(of);
    // A thing that only the replacement names has no original in its history.
    Happening stands =
        original == originals.end() ? original_told_by(*correction) : *original->second;
    stands.fact = what.fact;
    stands.data = *what.data;
    stands.signatures = correction->signatures;
    stands.clock_ms = what.ms;
    stands.clock_n = what.n;
    stands.corrects.clear();
    out.push_back(std::move(stands));
  }
  std::stable_sort(out.begin(), out.end(), [](const Happening& a, const Happening& b) {
    return std::tie(a.clock_ms, a.clock_n) < std::tie(b.clock_ms, b.clock_n);
  });
  return out;
}

}  // namespace veinline::journey
