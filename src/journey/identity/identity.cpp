// SPDX-License-Identifier: Apache-2.0
#include "journey/identity/identity.hpp"

#include <algorithm>

#include "journey/enrolment/enrolment.hpp"
#include "journey/identity/documents.hpp"
#include "journey/study/study.hpp"

namespace veinline::journey::identity {

using kernel::Result;
using kernel::Sealed;

namespace {

/// How many pseudonyms one human may have had before.
constexpr int pseudonyms_max = 100;

TextInVault sealed_by(std::string_view field, const Sealed& sealed) {
  return {sealed, std::string(field)};
}

void put(std::optional<TextInVault>& to, std::string_view field,
         const std::optional<Sealed>& sealed) {
  if (sealed) to = sealed_by(field, *sealed);
}

using Ids = std::optional<std::vector<SubjectId>>;

/// Who resembles somebody is resembled: both are marked.
void mark_alike(World& world, const SubjectId& subject, const Ids& resembles) {
  if (!resembles) return;
  world.change_if_any<IdentityState>(subject, [&](IdentityState& state) {
    for (const SubjectId& other : *resembles) state.resembles.insert(other.text());
  });
  for (const SubjectId& other : *resembles) {
    world.change_if_any<IdentityState>(
        other, [&](IdentityState& state) { state.resembles.insert(subject.text()); });
  }
}

/// What Registered and Resolved say alike, sealed by a command of this name.
template <class F>
void take_over(IdentityState& state, const F& fact, const std::string& command) {
  state.site = fact.site.text();
  state.name = sealed_by(command + ".name", fact.full_name);
  put(state.reading, command + ".reading", fact.reading);
  put(state.birth_date, command + ".birth_date", fact.birth_date);
  put(state.sex, command + ".sex", fact.sex);
  if (fact.same_human_as) state.same_human_as = fact.same_human_as->text();
  if (!fact.documents) return;
  for (const ToldDocument& one : *fact.documents) {
    state.documents.push_back({one.kind, sealed_by(command + ".number", one.number), {}});
  }
}

}  // namespace

bool IdentityState::is_temporary() const {
  return std::any_of(documents.begin(), documents.end(), [](const Document& one) {
    return !one.retired && codes::is_temporary(one.kind);
  });
}

Thing identities_of(const std::string& site) {
  return Thing("identity/" + site);
}

void evolve(World& world, const Told&, const Registered& fact) {
  world.make<IdentityState>(fact.subject, [&](IdentityState& state) {
    take_over(state, fact, std::string(Register::name));
  });
  mark_alike(world, fact.subject, fact.resembles);
}

void evolve(World& world, const Told&, const Resolved& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    state.former_names.push_back(state.name);
    for (Document& one : state.documents) {
      if (!one.retired && codes::is_temporary(one.kind)) one.retired = Retired::identified;
    }
    state.reading.reset();
    take_over(state, fact, std::string(Resolve::name));
  });
  mark_alike(world, fact.subject, fact.resembles);
}

void evolve(World& world, const Told&, const Corrected& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    if (fact.full_name) {
      state.name = sealed_by("identity/correct.name", *fact.full_name);
      state.reading.reset();  // of the wrong name
    }
    put(state.reading, "identity/correct.reading", fact.reading);
    put(state.birth_date, "identity/correct.birth_date", fact.birth_date);
    put(state.sex, "identity/correct.sex", fact.sex);
  });
  mark_alike(world, fact.subject, fact.resembles);
}

void evolve(World& world, const Told&, const NameChanged& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    state.former_names.push_back(state.name);
    state.name = sealed_by("identity/change_name.name", fact.full_name);
    state.reading.reset();
    put(state.reading, "identity/change_name.reading", fact.reading);
  });
  mark_alike(world, fact.subject, fact.resembles);
}

void evolve(World& world, const Told&, const DocumentAdded& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    state.documents.push_back(
        {fact.document, sealed_by("identity/add_document.number", fact.number), {}});
  });
  mark_alike(world, fact.subject, fact.resembles);
}

void evolve(World& world, const Told&, const DocumentRetired& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    const auto at = static_cast<std::size_t>(fact.document.value);
    if (at >= 1 && at <= state.documents.size()) state.documents[at - 1].retired = fact.why;
  });
}

void evolve(World& world, const Told&, const ContactSet& fact) {
  world.change<IdentityState>(fact.subject, [&](IdentityState& state) {
    state.contacts.erase(fact.contact);
    if (fact.value) {
      state.contacts[fact.contact] = sealed_by("identity/set_contact.value", *fact.value);
    }
  });
}

const Rule* names_forbidden(Reader& reader, const SiteId& site) {
  const auto* state = reader.find<study::SiteState>(site);
  const bool is_hospital = state != nullptr && state->kind == study::SiteKind::hospital;
  return is_hospital ? nullptr : &names_stay_at_hospitals;
}

Result<const IdentityState*, Refusal> own_identity(Reader& reader, const Asked& asked,
                                                   const SubjectId& subject) {
  if (const Rule* rule = names_forbidden(reader, asked.at)) return refuse(*rule, "at");
  const auto* state = reader.find<IdentityState>(subject);
  if (state == nullptr) return refuse(not_registered, "subject");
  if (state->site != asked.at.text()) return refuse(general::of_another_site, "subject");
  return state;
}

namespace {

/// The first pseudonym of a human, as far as it was said which are theirs.
std::string first_pseudonym(Reader& reader, std::string subject) {
  for (int i = 0; i < pseudonyms_max; ++i) {
    const auto* state = reader.find<IdentityState>(Thing("subject/" + subject));
    if (state == nullptr || state->same_human_as.empty()) break;
    subject = state->same_human_as;
  }
  return subject;
}

}  // namespace

Result<Ids, Refusal> look_alikes(Reader& reader, const Asked& asked, const SubjectId& subject,
                                 const std::optional<SubjectId>& same_human_as) {
  if (same_human_as) {
    const auto* earlier = reader.find<IdentityState>(*same_human_as);
    const bool is_known = earlier != nullptr && earlier->site == asked.at.text();
    if (!is_known || *same_human_as == subject) return refuse(not_registered, "same_human_as");
  }
  const std::string self =
      first_pseudonym(reader, same_human_as ? same_human_as->text() : subject.text());
  std::vector<SubjectId> out;
  for (const Alike& one : asked.alike) {
    const bool is_same = one.likeness == Likeness::same_document;
    if (one.subject == subject) {
      if (is_same) return refuse(document_known, "subject");
      continue;
    }
    if (first_pseudonym(reader, one.subject.text()) == self) continue;
    if (is_same) return refuse(same_document, Thing(one.subject).key);
    out.push_back(one.subject);
  }
  if (out.empty()) return Ids{};
  return Ids(std::move(out));
}

namespace {

/// With their numbers, which were made where they were left out.
std::optional<std::vector<ToldDocument>> told(
    const std::optional<std::vector<TellDocument>>& documents) {
  if (!documents) return std::nullopt;
  std::vector<ToldDocument> out;
  for (const TellDocument& one : *documents) {
    INVARIANT(one.number.has_value());
    out.push_back({one.kind, *one.number});
  }
  return out;
}

}  // namespace

Decision decide(Reader& reader, const Asked& asked, const Register& order) {
  if (const Rule* rule = names_forbidden(reader, asked.at)) return refuse(*rule, "at");
  const auto* subject = reader.find<enrolment::SubjectState>(order.subject);
  if (subject == nullptr) return refuse(general::unknown_thing, "subject");
  if (subject->site != asked.at.text()) return refuse(general::of_another_site, "subject");
  if (reader.find<IdentityState>(order.subject) != nullptr) {
    return refuse(already_registered, "subject");
  }
  TRY(const Ids alike, look_alikes(reader, asked, order.subject, order.same_human_as));
  return facts(Registered{order.subject, asked.at, order.full_name, order.reading, order.birth_date,
                          order.sex, told(order.documents), alike, order.same_human_as});
}

Decision decide(Reader& reader, const Asked& asked, const Resolve& order) {
  TRY(const IdentityState* state, own_identity(reader, asked, order.subject));
  if (!state->is_temporary()) return refuse(not_temporary, "subject");
  TRY(const Ids alike, look_alikes(reader, asked, order.subject, order.same_human_as));
  return facts(Resolved{order.subject, asked.at, order.full_name, order.reading, order.birth_date,
                        order.sex, told(order.documents), alike, order.same_human_as});
}

Decision decide(Reader& reader, const Asked& asked, const Correct& order) {
  TRY([[maybe_unused]] const IdentityState* state, own_identity(reader, asked, order.subject));
  if (!order.full_name && !order.reading && !order.birth_date && !order.sex) {
    return refuse(nothing_corrected, "name");
  }
  TRY(const Ids alike, look_alikes(reader, asked, order.subject, {}));
  return facts(Corrected{order.subject, asked.at, order.full_name, order.reading, order.birth_date,
                         order.sex, alike});
}

Decision decide(Reader& reader, const Asked& asked, const ChangeName& order) {
  TRY([[maybe_unused]] const IdentityState* state, own_identity(reader, asked, order.subject));
  TRY(const Ids alike, look_alikes(reader, asked, order.subject, {}));
  return facts(NameChanged{order.subject, asked.at, order.full_name, order.reading, alike});
}

Decision decide(Reader& reader, const Asked& asked, const AddDocument& order) {
  TRY([[maybe_unused]] const IdentityState* state, own_identity(reader, asked, order.subject));
  INVARIANT(order.number.has_value());  // one was made where it was left out
  TRY(const Ids alike, look_alikes(reader, asked, order.subject, {}));
  return facts(DocumentAdded{order.subject, asked.at, order.document, *order.number, alike});
}

Decision decide(Reader& reader, const Asked& asked, const RetireDocument& order) {
  TRY(const IdentityState* state, own_identity(reader, asked, order.subject));
  const auto at = static_cast<std::size_t>(order.document.value);
  const bool is_there = at >= 1 && at <= state->documents.size();
  if (!is_there || state->documents[at - 1].retired) return refuse(no_such_document, "document");
  return facts(DocumentRetired{order.subject, asked.at, order.document, order.why});
}

Decision decide(Reader& reader, const Asked& asked, const SetContact& order) {
  TRY([[maybe_unused]] const IdentityState* state, own_identity(reader, asked, order.subject));
  return facts(ContactSet{order.subject, asked.at, order.contact, order.value});
}

void tell(Catalogue& catalogue) {
  catalogue.stage("identity");
  // Never corrected as a record: each has a command of its own that puts it right.
  catalogue.fact<Registered>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<Resolved>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<Corrected>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<NameChanged>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<DocumentAdded>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<DocumentRetired>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.fact<ContactSet>(Kind::permission, Strand::identity, Correctable::never);
  catalogue.command<Register>();
  catalogue.command<Resolve>();
  catalogue.command<Correct>();
  catalogue.command<ChangeName>();
  catalogue.command<AddDocument>();
  catalogue.command<RetireDocument>();
  catalogue.command<SetContact>();
  for (const Rule* rule :
       {&names_stay_at_hospitals, &already_registered, &not_registered, &same_document,
        &document_known, &no_such_document, &not_temporary, &nothing_corrected}) {
    catalogue.rule(*rule);
  }
}

}  // namespace veinline::journey::identity
