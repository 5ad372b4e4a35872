// SPDX-License-Identifier: Apache-2.0
#include "exchange/people.hpp"

#include <map>

#include "history/states.hpp"
#include "journey/staff/devices.hpp"

namespace veinline::exchange {

using journey::staff::PersonState;
using journey::staff::TokenState;
using kernel::Array;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using ledger::Fault;

namespace {

constexpr std::string_view person_prefix = "person/";
constexpr std::string_view token_prefix = "alias/token/";
using journey::staff::device_prefix;
constexpr std::uint32_t tokens_at_once = 500;

/// Tokens or devices by person id: the things of this beginning, each called `name`.
Result<std::map<std::string, Array>, Fault> acting_by_person(const views::Sources& sources,
                                                             std::string_view prefix,
                                                             const char* name) {
  std::map<std::string, Array> out;
  std::string after;
  for (;;) {
    TRY(const std::vector<std::string> keys, sources.store.things(prefix, after, tokens_at_once));
    if (keys.empty()) return out;
    for (const std::string& key : keys) {
      TRY(const journey::ThingState state,
          history::state_as_of(sources.catalogue, sources.store, key, UINT64_MAX));
      const auto* token = state.aspects.find<TokenState>();
      if (token == nullptr) continue;
      Object one;
      one.set("expires", Value(kernel::to_text(token->expires)));
      one.set("revoked", Value(token->revoked));
      Array scopes;
      for (const auto scope : token->scopes) scopes.push_back(Value(journey::staff::text(scope)));
      one.set("scopes", Value(std::move(scopes)));
      one.set(name, Value(key.substr(prefix.size())));
      out[token->person].push_back(Value(std::move(one)));
    }
    after = keys.back();
  }
}

Object person_json(const std::string& key, const PersonState& person, Array tokens, Array devices) {
  Array roles;
  for (const journey::Role role : person.roles) roles.push_back(Value(journey::text(role)));
  Object out;
  out.set("devices", Value(std::move(devices)));
  out.set("person", Value(key));
  out.set("roles", Value(std::move(roles)));
  out.set("site", Value("site/" + person.site));
  out.set("tokens", Value(std::move(tokens)));
  return out;
}

Result<Object, Fault> page(const views::Sources& sources, const std::string& after,
                           std::uint32_t count_max) {
  TRY(auto tokens, acting_by_person(sources, token_prefix, "token"));
  TRY(auto devices, acting_by_person(sources, device_prefix, "device"));
  TRY(const std::vector<std::string> keys, sources.store.things(person_prefix, after, count_max));
  Array list;
  for (const std::string& key : keys) {
    TRY(const journey::ThingState state,
        history::state_as_of(sources.catalogue, sources.store, key, UINT64_MAX));
    if (const auto* person = state.aspects.find<PersonState>()) {
      const std::string id = key.substr(person_prefix.size());
      list.push_back(
          Value(person_json(key, *person, std::move(tokens[id]), std::move(devices[id]))));
    }
  }
  Object out;
  if (keys.size() == count_max) out.set("next", Value(keys.back()));
  out.set("people", Value(std::move(list)));
  return out;
}

/// Names that were asked for, each once.
class Names {
 public:
  explicit Names(const NameOf& name_of) : name_of_(name_of) {}
  /// Puts the names of who signed into "signatures" of what is shown.
  Result<kernel::Done, Fault> put(Object& shown) {
    const Value* list = shown.find("signatures");
    if (list == nullptr || list->array() == nullptr) return kernel::Done{};
    Array named;
    for (const Value& one : *list->array()) {
      Object signature = *one.object();
      const std::string& by = *signature.find("by")->string();
      if (!known_.contains(by)) {
        TRY(known_[by], name_of_(by));
      }
      if (const auto& name = known_[by]) signature.set("name", Value(name->reveal()));
      named.push_back(Value(std::move(signature)));
    }
    shown.set("signatures", Value(std::move(named)));
    return kernel::Done{};
  }

 private:
  const NameOf& name_of_;
  std::map<std::string, std::optional<kernel::Sensitive<std::string>>> known_;
};

}  // namespace

Result<Object, views::NoView> people(const views::Sources& sources, const std::string& after,
                                     std::uint32_t count_max) {
  // A database may keep what it is asked: only what can be the key of a person gets there.
  const bool is_key = after == person_prefix || (after.starts_with(person_prefix) &&
                                                 kernel::is_id(after.substr(person_prefix.size())));
  if (!after.empty() && !is_key) {
    return views::no_view(views::NoView::Kind::bad_question, "view.bad_page");
  }
  auto out = page(sources, after, count_max);
  if (!out) return views::no_view(out.error());
  return std::move(*out);
}

Result<kernel::Done, views::NoView> add_names(Object& people, const NameOf& name_of) {
  const Value* list = people.find("people");
  if (list == nullptr || list->array() == nullptr) return kernel::Done{};
  Array named;
  for (const Value& one : *list->array()) {
    Object person = *one.object();
    auto name = name_of(person.find("person")->string()->substr(person_prefix.size()));
    if (!name) return views::no_view(name.error());
    if (*name) person.set("name", Value((*name)->reveal()));
    named.push_back(Value(std::move(person)));
  }
  people.set("people", Value(std::move(named)));
  return kernel::Done{};
}

Result<kernel::Done, views::NoView> add_names_of_signers(Object& answer, const NameOf& name_of) {
  Names names(name_of);
  if (const auto put = names.put(answer); !put) return views::no_view(put.error());
  for (const char* list : {"backward", "facts", "forward"}) {
    const Value* all = answer.find(list);
    if (all == nullptr || all->array() == nullptr) continue;
    Array named;
    for (const Value& one : *all->array()) {
      Object shown = *one.object();
      if (const auto put = names.put(shown); !put) return views::no_view(put.error());
      named.push_back(Value(std::move(shown)));
    }
    answer.set(list, Value(std::move(named)));
  }
  return kernel::Done{};
}

}  // namespace veinline::exchange
