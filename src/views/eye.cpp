// SPDX-License-Identifier: Apache-2.0
#include "views/eye.hpp"

#include "ledger/record.hpp"

namespace veinline::views {

using kernel::Failure;
using kernel::Result;
using ledger::Fault;

const Eye& Eye::of_operator() {
  static const Eye eye(Sight{.is_everything = true});
  return eye;
}

const Eye& Eye::of_nobody() {
  static const Eye eye(Sight{});
  return eye;
}

Eye Eye::of_one(std::string thing) {
  return Eye(Sight{.is_of_every_study = false, .alone = std::move(thing)});
}

Result<bool, Fault> Eye::sees(const std::string& thing) const {
  if (!sight_.alone.empty()) return thing == sight_.alone;
  if (is_operator() || about_of(thing) == About::house) return true;
  if (audiences_ == nullptr) return false;
  TRY(const Audience audience, audiences_->of_thing(thing));
  return may_hear(sight_, audience);
}

Result<bool, Fault> Eye::is_blind_to(const std::string& thing) const {
  if (audiences_ == nullptr || about_of(thing) != About::patients) return false;
  TRY(const Audience audience, audiences_->of_thing(thing));
  return !may_know_arm(sight_, audience);
}

Result<bool, Fault> Eye::reads(const ledger::StoredRecord& stored) const {
  if (is_operator()) return true;
  auto record = ledger::parse_record(stored.bytes);
  if (!record || !stored.is_intact()) return Failure{Fault::damaged};
  FactSaid said{.seq = UINT64_MAX, .fact = record->draft.fact, .at = record->draft.at};
  said.things = record->draft.changes;
  said.things.insert(said.things.end(), record->draft.mentions.begin(),
                     record->draft.mentions.end());
  return reads(said);
}

Result<bool, Fault> Eye::reads(const journey::Happening& happening) const {
  if (is_operator()) return true;
  return reads(FactSaid{.seq = UINT64_MAX,
                        .fact = happening.fact,
                        .at = happening.told.at,
                        .things = happening.changes});
}

Result<bool, Fault> Eye::reads(const FactSaid& said) const {
  if (audiences_ == nullptr) return false;
  TRY(const Audience audience, audiences_->of(said));
  return may_hear(sight_, audience);
}

}  // namespace veinline::views
