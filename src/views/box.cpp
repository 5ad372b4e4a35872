// SPDX-License-Identifier: Apache-2.0
#include "views/box.hpp"

#include <algorithm>

#include "journey/custody/custody.hpp"
#include "journey/staff/staff.hpp"
#include "views/reading.hpp"

namespace veinline::views {

using journey::ConsignmentId;
using journey::Reader;
using journey::Thing;
using journey::transport::BoxCondition;
using journey::transport::BoxLimits;
using journey::transport::ConsignmentState;
using journey::transport::CourierLink;

namespace {

Result<Seq, NoView> end_of(const Sources& sources) {
  return position_of(sources, {});
}

/// What a site is called on labels; its id where nobody gave it a code.
Result<std::string, NoView> code_of(Reading& reading, const std::string& site) {
  TRY(const std::vector<journey::Happening> all,
      reading.effective("site/" + site, ledger::Touching::changes));
  for (const journey::Happening& one : all) {
    const Value* code = one.data.find("code");
    const bool says = one.fact.starts_with("study.site_registered/") && code != nullptr;
    if (says && code->string() != nullptr) return *code->string();
  }
  return site;
}

/// What is still in a box, and in whose hands.
struct Inside {
  std::int64_t items = 0;
  std::string seal{};
  std::string with = "another";
  std::string company{};  ///< id of the site that the courier works for; empty: it is not known
};

Inside inside(Reader& reader, const ConsignmentId& box, const ConsignmentState& state,
              const CourierLink& link) {
  Inside out;
  const auto* courier = reader.find<journey::staff::PersonState>(Thing("person/" + link.courier));
  if (courier != nullptr) out.company = courier->site;
  for (const journey::MaterialId& material : state.materials) {
    const auto* holding = reader.find<journey::custody::Holding>(material);
    if (holding == nullptr || holding->consignment != box.text()) continue;
    ++out.items;
    out.seal = holding->seal;
    if (holding->holder == Thing("person/" + link.courier)) out.with = "you";
    if (courier != nullptr && holding->holder == Thing("site/" + courier->site)) {
      out.with = "company";
    }
  }
  return out;
}

/// What its sender said of how it travels.
void add_limits(Object& out, const BoxLimits& limits) {
  if (limits.high) out.set("high", Value(limits.high->text()));
  if (limits.holds_until) out.set("holds_until", Value(kernel::to_text(*limits.holds_until)));
  if (limits.low) out.set("low", Value(limits.low->text()));
}

/// What was said of it when it was last to change hands.
void add_condition(Object& out, const BoxCondition& condition) {
  out.set("outcome", Value(journey::transport::text(condition.outcome)));
  if (condition.remark) out.set("remark", Value(journey::transport::text(*condition.remark)));
}

}  // namespace

Result<std::optional<CourierLink>, NoView> link_of(const Sources& sources,
                                                   const ConsignmentId& box) {
  TRY(const Seq end, end_of(sources));
  Reading reading(sources, end);
  TRY(const journey::ThingState state, reading.state(Thing(box).key));
  const auto* link = state.aspects.find<CourierLink>();
  return link == nullptr ? std::nullopt : std::optional(*link);
}

Result<std::optional<std::string>, NoView> courier_of(const Sources& sources,
                                                      const ConsignmentId& box,
                                                      std::string_view session,
                                                      kernel::Instant now) {
  TRY(const Seq end, end_of(sources));
  Reading reading(sources, end);
  return asked_until_whole(reading, [&](Reader& reader) {
    return journey::transport::link_lets(reader, box, session, now);
  });
}

Result<bool, NoView> was_exchanged_for(const Sources& sources, const ConsignmentId& box,
                                       std::string_view session) {
  TRY(const Seq end, end_of(sources));
  Reading reading(sources, end);
  TRY(const std::vector<journey::Happening> all,
      reading.history(Thing(box).key, ledger::Touching::changes));
  return std::any_of(all.begin(), all.end(), [&](const journey::Happening& one) {
    const Value* said = one.data.find("session");
    return one.fact == journey::transport::LinkOpened::stored_name && said != nullptr &&
           said->string() != nullptr && *said->string() == session;
  });
}

Result<Object, NoView> box(const Sources& sources, const ConsignmentId& box) {
  TRY(const Seq end, end_of(sources));
  TRY(const std::string thing, existing_thing(sources, Thing(box).key, end));
  Reading reading(sources, end);
  TRY(const journey::ThingState state, reading.state(thing));
  const auto* sent = state.aspects.find<ConsignmentState>();
  const auto* link = state.aspects.find<CourierLink>();
  if (sent == nullptr || link == nullptr) {
    return no_view(NoView::Kind::unknown_thing, "view.unknown_thing");
  }
  TRY(const Inside in, asked_until_whole(reading, [&](Reader& reader) {
        return inside(reader, box, *sent, *link);
      }));
  TRY(std::string from, code_of(reading, sent->from));
  TRY(std::string to, code_of(reading, sent->to));
  Object out;
  if (!in.company.empty()) out.set("company", Value("site/" + in.company));
  out.set("consignment", Value(thing));
  out.set("courier", Value("person/" + link->courier));
  out.set("from", Value(std::move(from)));
  out.set("to", Value(std::move(to)));
  out.set("items", Value(in.items));
  if (!in.seal.empty()) out.set("seal", Value(in.seal));
  out.set("until", Value(kernel::to_text(link->until)));
  out.set("with", Value(in.with));
  if (const auto* limits = state.aspects.find<BoxLimits>()) add_limits(out, *limits);
  if (const auto* condition = state.aspects.find<BoxCondition>()) add_condition(out, *condition);
  return out;
}

}  // namespace veinline::views
