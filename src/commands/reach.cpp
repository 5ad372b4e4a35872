// SPDX-License-Identifier: Apache-2.0
#include "commands/reach.hpp"

#include <algorithm>

#include "commands/blinded.hpp"
#include "journey/material.hpp"

namespace veinline::commands {

using journey::Reader;
using journey::Thing;

namespace {

/// Not a name that was typed for an id: that is asked of no database.
bool may_be_there(const journey::Named& named) {
  return !named.field->scheme.empty() || kernel::is_id(named.thing.id());
}

}  // namespace

Reach::Reach(const journey::Slice& slice, Reader& reader, const journey::CommandType& type,
             const Request& request, const journey::Asked& asked)
    : slice_(slice), reader_(reader), type_(type), request_(request), asked_(asked) {
  const journey::ThingState* person = reader.look(Thing(asked.by));
  if (person != nullptr) sight_ = views::sight_of(asked.by.text(), *person, asked.now);
  // An opening is for reading: whatever else is done is decided as it was before it.
  if (sight_ && !type.reads_opened) sight_->opened.clear();
}

bool Reach::hides_at_once() const {
  return type_.kind == journey::Kind::observation &&
         std::any_of(type_.fields.begin(), type_.fields.end(), [](const journey::Field& field) {
           return field.type == journey::FieldType::thing;
         });
}

bool Reach::tells_all() const {
  return type_.at_hand || request_.link.has_value();
}

void Reach::hide(const kernel::Object& data) {
  for (const journey::Named& named : journey::named_things(type_.fields, data)) {
    if (!may_be_there(named)) continue;
    const auto* material = reader_.find<journey::Material>(named.thing);
    if (material == nullptr || material->course.empty() || is_of_others(named.thing)) continue;
    told_beside_.insert("course/" + material->course);
  }
  is_hiding_ = true;
}

// These are no reads of the decision, which does not rest on them, unless something is hidden: then
// the refusal holds as long as nobody moves it to where the asker is.
template <class Audience>
bool Reach::is_out_of_sight(const Audience& audience_by) {
  if (!sight_ || sight_->is_everything) return false;
  Reader own(slice_);
  views::Audience audience = audience_by(own);
  audience.tells_arm = false;
  for (const std::string& thing : own.wanted()) static_cast<void>(reader_.look(Thing(thing)));
  if (!own.wanted().empty() || may_hear(*sight_, audience)) return false;
  for (const auto& [thing, head] : own.reads()) static_cast<void>(reader_.look(Thing(thing)));
  return true;
}

bool Reach::is_of_others(const Thing& thing) {
  if (told_beside_.contains(thing.key)) return false;
  return is_out_of_sight([&](Reader& own) { return views::audience_of_thing(own, thing); });
}

bool Reach::hides(const journey::Named& named) {
  if (!may_be_there(named) || !reader_.exists(named.thing)) return false;
  const bool is_hidden = commands::is_hidden(reader_, type_.kind, named, asked_) ||
                         (is_hiding_ && is_of_others(named.thing));
  has_hidden_ = has_hidden_ || is_hidden;
  return is_hidden;
}

bool Reach::hides_record(const journey::Catalogue& catalogue, const journey::Asked& asked) {
  if (!asked.original) return false;
  const journey::Original& original = *asked.original;
  const auto audience_by = [&](Reader& own) {
    views::FactSaid said{.seq = UINT64_MAX,
                         .fact = original.fact,
                         .at = original.at ? original.at->text() : "",
                         .things = original.changes};
    said.things.insert(said.things.end(), original.mentions.begin(), original.mentions.end());
    return views::audience_of(catalogue, own, said);
  };
  const bool is_hidden =
      is_hidden_record(reader_, catalogue, asked) || (is_hiding_ && is_out_of_sight(audience_by));
  has_hidden_ = has_hidden_ || is_hidden;
  return is_hidden;
}

}  // namespace veinline::commands
