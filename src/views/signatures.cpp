// SPDX-License-Identifier: Apache-2.0
#include "views/signatures.hpp"

#include "history/states.hpp"
#include "journey/study/study.hpp"
#include "views/eye.hpp"

namespace veinline::views {

using kernel::Array;
using kernel::Done;

Result<std::string, Fault> Zones::of(const std::string& site) {
  const auto found = known_.find(site);
  if (found != known_.end()) return found->second;
  TRY(const journey::ThingState state,
      history::state_as_of(sources_.catalogue, sources_.store, "site/" + site, UINT64_MAX));
  const auto* known = state.aspects.find<journey::study::SiteState>();
  return known_[site] = known == nullptr ? "" : known->zone;
}

Result<Done, Fault> add_zones(Zones& zones, Object& line) {
  const Value* list = line.find("signatures");
  if (list == nullptr) return Done{};
  TRY(const std::string zone, zones.of(*line.find("at")->string()));
  if (zone.empty()) return Done{};
  Array signatures;
  for (const Value& one : *list->array()) {
    Object signature = *one.object();
    signature.set("zone", Value(zone));
    signatures.push_back(Value(std::move(signature)));
  }
  line.set("signatures", Value(std::move(signatures)));
  return Done{};
}

Result<Array, Fault> signatures_of(Zones& zones, const journey::Happening& happening) {
  Array out;
  for (const journey::SignedBy& signature : happening.signatures) {
    TRY(const std::string zone, zones.of(signature.at));
    Object one;
    one.set("by", Value(signature.by));
    one.set("meaning", Value(signature.meaning));
    one.set("suite", Value(signature.suite));
    one.set("time", Value(kernel::to_text(signature.time)));
    if (!signature.offset.empty()) one.set("offset", Value(signature.offset));
    if (!zone.empty()) one.set("zone", Value(zone));
    out.push_back(Value(std::move(one)));
  }
  return out;
}

Result<Array, Fault> signatures_among(const Sources& sources,
                                      const std::vector<journey::Happening>& happenings) {
  Zones zones(sources);
  Array out;
  for (const journey::Happening& happening : happenings) {
    if (happening.signatures.empty()) continue;
    TRY(const bool is_read, sources.eye.reads(happening));
    if (!is_read) continue;
    TRY(const Array signatures, signatures_of(zones, happening));
    for (const Value& signature : signatures) {
      Object one = *signature.object();
      one.set("fact", Value(happening.fact));
      one.set("seq", Value(static_cast<std::int64_t>(happening.told.seq)));
      out.push_back(Value(std::move(one)));
    }
  }
  return out;
}

}  // namespace veinline::views
