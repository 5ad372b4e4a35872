// SPDX-License-Identifier: Apache-2.0
#include "exchange/disclosure.hpp"

#include <algorithm>

#include "codes/person_name.hpp"
#include "exchange/json.hpp"
#include "history/states.hpp"
#include "journey/blinding/blinding.hpp"
#include "journey/identity/identity.hpp"
#include "journey/staff/staff.hpp"
#include "views/eye.hpp"

namespace veinline::exchange {

using journey::BadField;
using journey::disclosure::By;
using journey::disclosure::Purpose;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;
using patients::Card;
using patients::CardDocument;
using patients::Text;

namespace {

/// A shorter number would be told whole by its last four characters.
constexpr std::size_t number_with_end_min = 6;
constexpr std::size_t shown_end = 4;

Failure<DisclosureAnswer> no(int status, Object body) {
  return Failure{DisclosureAnswer{status, std::move(body)}};
}

Failure<DisclosureAnswer> wrong(const Disclosing& asked, const char* path, const char* code,
                                std::vector<std::string> told = {}) {
  return no(400, problem_json(BadField{path, code, std::move(told)}, asked.words));
}

Failure<DisclosureAnswer> no(const Disclosing& asked, const commands::Problem& problem) {
  auto out = no(status_of(problem), problem_json(problem, asked.words));
  if (problem.kind == commands::ProblemKind::refused) out.error.rule = problem.rule;
  return out;
}

Failure<DisclosureAnswer> no(const Disclosing& asked, ledger::Fault fault) {
  const views::NoView none = views::no_view(fault).error;
  return no(status_of(none), problem_json(none.code, status_of(none), asked.words));
}

template <class E>
std::vector<std::string> all_of() {
  std::vector<std::string> out;
  for (int i = 0; !text(static_cast<E>(i)).empty(); ++i) {
    out.emplace_back(text(static_cast<E>(i)));
  }
  return out;
}

template <class E>
std::optional<E> one_of(const std::string& word) {
  const std::vector<std::string> all = all_of<E>();
  const auto found = std::find(all.begin(), all.end(), word);
  if (found == all.end()) return std::nullopt;
  return static_cast<E>(found - all.begin());
}

/// The texts of a body that has these members and no other; one that is not there is empty.
Result<std::pair<std::string, std::string>, DisclosureAnswer> two_texts(const Disclosing& asked,
                                                                        const Object& body,
                                                                        const char* first,
                                                                        const char* second) {
  for (const auto& [key, value] : body.members()) {
    if (key != first && key != second) {
      return wrong(asked, "", "field.unknown_member", {first, second});
    }
    const bool is_text = value.string() != nullptr || value.is_null();
    if (!is_text) return wrong(asked, key == first ? first : second, "field.text");
  }
  const auto at = [&](const char* key) {
    const Value* value = body.find(key);
    return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
  };
  return std::pair(at(first), at(second));
}

Result<kernel::Done, DisclosureAnswer> not_too_often(const Disclosing& asked) {
  if (asked.throttle == nullptr) return kernel::Done{};
  const std::uint32_t wait = asked.throttle->take(asked.by.account, asked.desk.now());
  if (wait == 0) return kernel::Done{};
  constexpr int too_many = 429;
  DisclosureAnswer out{too_many, problem_json("http.too_many_looks", too_many, asked.words), wait};
  return Failure{std::move(out)};
}

/// The site of the asker, where their roles may look at all; empty: what is asked of the desk is
/// refused, and nothing is read before.
Result<std::string, DisclosureAnswer> site_to_look_at(const Disclosing& asked,
                                                      const journey::Roles& roles) {
  auto state = history::state_as_of(asked.sources.catalogue, asked.sources.store,
                                    "person/" + asked.by.account, UINT64_MAX);
  if (!state) return no(asked, state.error());
  const auto* person = state->aspects.find<journey::staff::PersonState>();
  const bool may = person != nullptr && std::any_of(person->roles.begin(), person->roles.end(),
                                                    [&](auto role) { return roles.has(role); });
  return may ? person->site : std::string();
}

/// Of a patient of another study nobody learns whether there is one: they are told what they are
/// told of nobody. It is recorded as the denial that it is.
commands::Problem as_of_nobody(commands::Problem problem) {
  if (problem.code != journey::general::of_another_study.code) return problem;
  problem.code = journey::general::unknown_thing.code;
  problem.rule = journey::general::unknown_thing.id;
  return problem;
}

/// Where the card of the subject is: at the asker's own site; for a monitor, who is of no site,
/// wherever it is.
Result<std::string, DisclosureAnswer> site_of_card(const Disclosing& asked,
                                                   const std::string& subject) {
  using journey::disclosure::ShowIdentity;
  TRY(std::string own, site_to_look_at(asked, ShowIdentity::roles));
  if (own.empty()) return own;
  auto person = history::state_as_of(asked.sources.catalogue, asked.sources.store,
                                     "person/" + asked.by.account, UINT64_MAX);
  if (!person) return no(asked, person.error());
  const auto* state = person->aspects.find<journey::staff::PersonState>();
  if (state == nullptr || !state->has_anywhere(journey::Role::monitor)) return own;
  auto whom = history::state_as_of(asked.sources.catalogue, asked.sources.store,
                                   "subject/" + subject, UINT64_MAX);
  if (!whom) return no(asked, whom.error());
  const auto* identity = whom->aspects.find<journey::identity::IdentityState>();
  return identity == nullptr ? std::string() : identity->site;
}

/// Records it in the name of the asker. The failure is why it may not be.
Result<commands::Answer, DisclosureAnswer> recorded(const Disclosing& asked,
                                                    std::string_view command, Object data) {
  commands::Request request;
  commands::ask_as(request, asked.by);
  request.key = asked.desk.fresh_key();
  request.command = command;
  request.data = std::move(data);
  auto reply = asked.desk.ask(std::move(request));
  if (!reply) {
    auto told = no(asked, as_of_nobody(reply.error()));
    told.error.rule = reply.error().rule;
    told.error.is_of_hidden = reply.error().is_of_hidden;
    return told;
  }
  return std::move(*reply);
}

std::string_view said(const Text& text) {
  return text ? text->reveal() : std::string_view();
}

Value masked(const Card& card) {
  Object out;
  out.set("subject", Value("subject/" + card.subject));
  out.set("name", Value(codes::masked_name(said(card.name.name))));
  out.set("born", Value(said(card.birth_date).substr(0, 4)));
  Array documents;
  for (const CardDocument& one : card.documents) {
    if (one.retired || !one.number) continue;
    const std::string_view number = one.number->reveal();
    Object document;
    document.set("kind", Value(text(one.kind)));
    const bool is_long = number.size() >= number_with_end_min;
    document.set("ends", Value(is_long ? number.substr(number.size() - shown_end) : ""));
    documents.push_back(Value(std::move(document)));
  }
  out.set("documents", Value(std::move(documents)));
  out.set("name_alert", Value(!card.resembles.empty()));
  out.set("restricted", Value(card.is_withheld));
  out.set("temporary", Value(card.is_temporary));
  return Value(std::move(out));
}

/// Found as the asker says, or as the text looks; what looks like initials may be a short name.
/// Who was given studies has to do with no other patients: nor do these make too many.
Result<patients::Found, DisclosureAnswer> found(const Disclosing& asked, const std::string& site,
                                                const std::string& text, By by, bool is_guess) {
  if (site.empty()) return patients::Found{by, {}, false};
  const patients::Sees sees = [&](const std::string& subject) {
    return asked.sources.eye.sees("subject/" + subject);
  };
  auto out = asked.patients.find(site, text, by, sees);
  const bool is_nobody = out && out->cards.empty() && !out->is_too_many;
  if (is_nobody && is_guess && by == By::initials) {
    out = asked.patients.find(site, text, By::reading, sees);
  }
  if (!out) return no(asked, out.error());
  return std::move(*out);
}

Result<Object, DisclosureAnswer> found_json(const Disclosing& asked, const Object& body) {
  TRY(const auto texts, two_texts(asked, body, "text", "kind"));
  const auto& [wanted, kind] = texts;
  const auto guess = patients::PatientIndex::meaning_of(wanted);
  if (!guess) return wrong(asked, "text", "field.find_text");
  const auto said_kind = one_of<By>(kind);
  if (!kind.empty() && !said_kind) return wrong(asked, "kind", "field.choice", all_of<By>());
  TRY([[maybe_unused]] const kernel::Done may, not_too_often(asked));
  using journey::disclosure::Search;
  TRY(const std::string site, site_to_look_at(asked, Search::roles));
  TRY(const patients::Found who,
      found(asked, site, wanted, said_kind.value_or(*guess), kind.empty()));
  Object data;
  const std::size_t hits = who.is_too_many ? patients::hits_max + 1 : who.cards.size();
  data.set("kind", Value(text(who.by)));
  data.set("hits", Value(static_cast<std::int64_t>(hits)));
  TRY([[maybe_unused]] const commands::Answer answer, recorded(asked, Search::name, data));
  Array list;
  for (const Card& card : who.cards) list.push_back(masked(card));
  Object out;
  out.set("kind", Value(text(who.by)));
  out.set("too_many", Value(who.is_too_many));
  out.set("hits", Value(std::move(list)));
  return out;
}

/// A text that was told; one whose key was destroyed is named in `erased`.
void put(Object& out, Array& erased, const char* member, const Text& text, bool was_told) {
  if (text) {
    out.set(member, Value(text->reveal()));
  } else if (was_told) {
    erased.push_back(Value(member));
  }
}

Value document_json(const CardDocument& one, std::size_t number) {
  Object out;
  out.set("document", Value(static_cast<std::int64_t>(number)));
  out.set("kind", Value(text(one.kind)));
  if (one.number) out.set("number", Value(one.number->reveal()));
  if (one.retired) out.set("retired", Value(text(*one.retired)));
  return Value(std::move(out));
}

Array subjects_json(const std::vector<std::string>& ids) {
  Array out;
  for (const std::string& id : ids) out.push_back(Value("subject/" + id));
  return out;
}

Object card_json(const Card& card, Purpose purpose) {
  Object out;
  Array erased;
  out.set("subject", Value("subject/" + card.subject));
  put(out, erased, "name", card.name.name, true);
  put(out, erased, "reading", card.given_reading, card.has_reading);
  put(out, erased, "birth_date", card.birth_date, card.has_birth_date);
  put(out, erased, "sex", card.sex, card.has_sex);
  Array former;
  for (const patients::CardName& one : card.former_names) {
    if (one.name) former.push_back(Value(one.name->reveal()));
  }
  out.set("former_names", Value(std::move(former)));
  Array documents;
  for (std::size_t i = 0; i < card.documents.size(); ++i) {
    documents.push_back(document_json(card.documents[i], i + 1));
  }
  out.set("documents", Value(std::move(documents)));
  if (purpose == Purpose::contact) {
    Object contacts;
    for (const auto& [kind, contact] : card.contacts) {
      put(contacts, erased, std::string(text(kind)).c_str(), contact, true);
    }
    out.set("contacts", Value(std::move(contacts)));
  }
  out.set("resembles", Value(subjects_json(card.resembles)));
  if (!card.same_human_as.empty()) out.set("same_human_as", Value("subject/" + card.same_human_as));
  out.set("temporary", Value(card.is_temporary));
  out.set("erased", Value(std::move(erased)));
  return out;
}

Result<Object, DisclosureAnswer> shown_json(const Disclosing& asked, const Object& body) {
  TRY(const auto texts, two_texts(asked, body, "subject", "purpose"));
  std::string subject = texts.first;
  if (subject.starts_with("subject/")) subject.erase(0, 8);
  if (const std::string why = kernel::why_not_id(subject); !why.empty()) {
    return wrong(asked, "subject", why.c_str());
  }
  const auto purpose = one_of<Purpose>(texts.second);
  if (!purpose) return wrong(asked, "purpose", "field.choice", all_of<Purpose>());
  TRY([[maybe_unused]] const kernel::Done may, not_too_often(asked));
  using journey::disclosure::ShowIdentity;
  TRY(const std::string site, site_of_card(asked, subject));
  std::optional<Card> card;
  if (!site.empty()) {
    auto known = asked.patients.show(subject, site, read_for(*purpose));
    if (!known) return no(asked, known.error());
    card = std::move(*known);
  }
  Object data;
  data.set("subject", Value(subject));
  data.set("purpose", Value(text(*purpose)));
  TRY(const commands::Answer answer, recorded(asked, ShowIdentity::name, data));
  if (!card) {  // registered while it was asked
    auto known = asked.patients.show(subject, site, read_for(*purpose));
    if (!known) return no(asked, known.error());
    card = std::move(*known);
  }
  if (!card) return no(asked, ledger::Fault::unreadable);
  Object out = card_json(*card, *purpose);
  out.set("recorded", Value(static_cast<std::int64_t>(answer.records.front().seq)));
  return out;
}

Result<Object, DisclosureAnswer> arm_json(const Disclosing& asked, const Object& body) {
  for (const auto& [key, value] : body.members()) {
    if (key != "subject") return wrong(asked, "", "field.unknown_member", {"subject"});
  }
  const Value* said = body.find("subject");
  std::string subject = said == nullptr || said->string() == nullptr ? "" : *said->string();
  if (subject.starts_with("subject/")) subject.erase(0, 8);
  if (const std::string why = kernel::why_not_id(subject); !why.empty()) {
    return wrong(asked, "subject", why.c_str());
  }
  TRY([[maybe_unused]] const kernel::Done may, not_too_often(asked));
  Object data;
  data.set("subject", Value(subject));
  // Nothing is opened before it is recorded.
  TRY(const commands::Answer answer, recorded(asked, journey::blinding::ShowArm::name, data));
  auto arm = asked.patients.arm(subject);
  if (!arm) return no(asked, arm.error());
  Object out;
  out.set("subject", Value("subject/" + subject));
  if (*arm) out.set("arm", Value((*arm)->reveal()));
  out.set("erased", Value(!arm->has_value()));
  out.set("recorded", Value(static_cast<std::int64_t>(answer.records.front().seq)));
  return out;
}

DisclosureAnswer answered(Result<Object, DisclosureAnswer> told) {
  if (!told) return std::move(told).error();
  return {200, std::move(*told)};
}

}  // namespace

DisclosureAnswer find_patients(const Disclosing& asked, const Object& body) {
  DisclosureAnswer out = answered(found_json(asked, body));
  out.is_given_evenly = out.status == 200;
  return out;
}

DisclosureAnswer show_identity(const Disclosing& asked, const Object& body) {
  return answered(shown_json(asked, body));
}

DisclosureAnswer show_arm(const Disclosing& asked, const Object& body) {
  return answered(arm_json(asked, body));
}

}  // namespace veinline::exchange
