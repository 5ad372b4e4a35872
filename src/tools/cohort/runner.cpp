// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/runner.hpp"

#include <algorithm>
#include <array>

#include "commands/keys.hpp"
#include "journey/quality/quality.hpp"

namespace veinline::tools::cohort {

using commands::Request;
using kernel::Done;
using kernel::Failure;
using kernel::Instant;
using kernel::Object;
using kernel::Result;

namespace {

/// What is drawn from the machine and not from the seed.
constexpr std::string_view unseeded[] = {"name", "token"};

/// Without what the vault has: its references are of the machine too.
Object without_sealed(const Object& data, const std::vector<journey::Field>& fields) {
  Object out;
  for (const auto& [key, value] : data.members()) {
    const auto field = std::find_if(
        fields.begin(), fields.end(),
        [&, name = std::string_view(key)](const journey::Field& one) { return one.name == name; });
    if (field == fields.end()) {
      out.set(key, value);
    } else if (field->type == journey::FieldType::group && value.array() != nullptr) {
      kernel::Array items;
      for (const kernel::Value& item : *value.array()) {
        items.push_back(item.object() == nullptr
                            ? item
                            : kernel::Value(without_sealed(*item.object(), field->fields)));
      }
      out.set(key, kernel::Value(std::move(items)));
    } else if (field->type != journey::FieldType::sealed) {
      out.set(key, value);
    }
  }
  return out;
}

bool opened_a_deviation(const commands::Answer& answer) {
  return std::any_of(answer.records.begin(), answer.records.end(), [](const auto& record) {
    return record.fact == journey::quality::DeviationOpened::stored_name;
  });
}

std::string told(const commands::Desk::Reply& reply) {
  if (!reply) {
    return reply.error().code +
           (reply.error().about.empty() ? "" : " about " + reply.error().about);
  }
  return opened_a_deviation(*reply) ? "recorded, with a deviation" : "recorded";
}

std::string wanted(const Step& step) {
  switch (step.outcome) {
    case Outcome::recorded:
      return "recorded";
    case Outcome::deviation:
      return "recorded, with a deviation";
    case Outcome::refused:
      return step.code;
  }
  kernel::broken_invariant("an outcome is one of those listed", __FILE__, __LINE__);
}

bool is_as_planned(const Step& step, const commands::Desk::Reply& reply) {
  if (step.outcome == Outcome::refused) {
    return !reply && reply.error().kind == commands::ProblemKind::refused &&
           reply.error().code == step.code;
  }
  return reply && opened_a_deviation(*reply) == (step.outcome == Outcome::deviation);
}

}  // namespace

void Runner::add(std::string name, Instant midnight, Arc arc) {
  if (arc.steps.empty()) return;
  due_.emplace(midnight + arc.steps.front().at, ways_.size());
  ways_.push_back({std::move(name), midnight, std::move(arc.steps), {}, {}});
}

Request Runner::request_of(Way& way) {
  Step& step = way.steps.front();
  if (step.fill) step.fill(step.data, way.answers);
  const Instant now = clock_.now();
  Request out;
  out.account = step.by;
  std::array<std::uint8_t, 10> rest{};
  for (std::uint8_t& byte : rest) byte = static_cast<std::uint8_t>(dice_.next() >> 56);
  out.key =
      commands::uuid_of_time(static_cast<std::uint64_t>(now.time_since_epoch().count()), rest);
  out.command = step.command;
  out.from = commands::From::machine;
  out.data = step.data;
  const journey::CommandType* type = catalogue_.command(step.command);
  INVARIANT(type != nullptr);
  out.sign = type->signs;
  out.reason_code = step.reason;
  if (!step.reason_text.empty()) out.reason_text = kernel::Sensitive(step.reason_text);
  if (step.seen_before.count() > 0) {
    // Told later than it happened, as people do, but never before what they told last.
    out.happened_at =
        ledger::HappenedAt{std::max(now - step.seen_before, way.asked), "person", "+08:00", 60};
  }
  return out;
}

void Runner::note(const commands::Answer& answer) {
  for (const commands::Recorded& record : answer.records) {
    const journey::FactType* type = catalogue_.fact(record.fact);
    INVARIANT(type != nullptr);
    Object kept;
    const Object data = without_sealed(record.data, type->fields);
    for (const auto& [key, value] : data.members()) {
      if (std::find(std::begin(unseeded), std::end(unseeded), key) == std::end(unseeded)) {
        kept.set(key, value);
      }
    }
    digest_ = kernel::sha256(kernel::to_hex(digest_.view()) + "\n" + std::to_string(record.seq) +
                             "\n" + kernel::to_text(clock_.now()) + "\n" + record.record_id + "\n" +
                             record.fact + "\n" + kernel::canonical_text(kept));
  }
}

Result<Done, std::string> Runner::take(Way& way, const commands::Desk::Reply& reply) {
  Step& step = way.steps.front();
  if (!is_as_planned(step, reply)) {
    return Failure{way.name + ", step \"" + step.name + "\" (" + std::string(step.command) +
                   ") should have come out as: " + wanted(step) +
                   "; it came out as: " + told(reply) + "."};
  }
  ++counts_.commands;
  if (reply) {
    counts_.facts += reply->records.size();
    if (step.outcome == Outcome::deviation) ++counts_.deviations;
    note(*reply);
    if (step.is_kept) way.answers.insert_or_assign(step.name, *reply);
  } else {
    ++counts_.refusals;
  }
  way.asked = clock_.now();
  way.steps.pop_front();
  return Done{};
}

Instant Runner::next_round() const {
  const Instant first = due_.begin()->first;
  auto last = due_.begin();
  for (std::size_t i = 1; i < pace_.wanted && std::next(last) != due_.end(); ++i) ++last;
  return std::min(last->first, first + pace_.lag);
}

Result<Done, std::string> Runner::run_until(Instant until) {
  while (!due_.empty() && due_.begin()->first <= until) {
    clock_.go_to(std::min(next_round(), until));
    std::vector<std::size_t> asking;
    std::vector<Request> requests;
    while (!due_.empty() && due_.begin()->first <= clock_.now() &&
           asking.size() < pace_.in_flight) {
      const std::size_t index = due_.begin()->second;
      due_.erase(due_.begin());
      asking.push_back(index);
      requests.push_back(request_of(ways_[index]));
    }
    ++counts_.groups;
    const std::vector<commands::Desk::Reply> replies = desk_.ask_together(std::move(requests));
    for (std::size_t i = 0; i < asking.size(); ++i) {
      Way& way = ways_[asking[i]];
      TRY([[maybe_unused]] const Done taken, take(way, replies[i]));
      if (!way.steps.empty()) due_.emplace(way.midnight + way.steps.front().at, asking[i]);
    }
  }
  return Done{};
}

}  // namespace veinline::tools::cohort
