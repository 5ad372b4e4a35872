// SPDX-License-Identifier: Apache-2.0
#include "patients/card.hpp"

#include "codes/person_name.hpp"

namespace veinline::patients {

using journey::erasure::Erasure;
using journey::erasure::Purpose;
using journey::erasure::Reading;
using journey::identity::IdentityState;
using journey::identity::TextInVault;
using kernel::Failure;
using kernel::KeyClass;
using vault::VaultFault;

Fault fault_of(VaultFault fault) {
  switch (fault) {
    case VaultFault::out_of_reach:
      return Fault::out_of_reach;
    case VaultFault::unknown:
      return Fault::unknown_outcome;
    case VaultFault::not_authentic:
      return Fault::damaged;
    case VaultFault::too_long:
    case VaultFault::not_there:
    case VaultFault::erased:
    case VaultFault::unreadable:
      return Fault::unreadable;
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

namespace {

/// Opens the texts of one subject.
class Opening {
 public:
  Opening(const std::string& subject, const Erasure* erasure, Purpose purpose, vault::Vault& vault,
          const std::string& node)
      : erasure_(erasure),
        purpose_(purpose),
        vault_(vault),
        node_(node),
        owner_("subject/" + subject) {}

  Result<Text, Fault> text(const TextInVault& text, KeyClass of = KeyClass::trace) {
    if (may_read(erasure_, of, purpose_) != Reading::allowed) return Text{};
    auto opened = vault_.open(text.sealed, {node_, owner_, text.field});
    if (opened) return Text(Wiped(opened->reveal()));
    const bool is_gone =
        opened.error() == VaultFault::erased || opened.error() == VaultFault::not_there;
    if (is_gone) return Text{};
    return Failure{fault_of(opened.error())};
  }
  Result<Text, Fault> text(const std::optional<TextInVault>& text_or_none) {
    if (!text_or_none) return Text{};
    return text(*text_or_none);
  }

 private:
  const Erasure* erasure_;
  const Purpose purpose_;
  vault::Vault& vault_;
  const std::string& node_;
  const std::string owner_;
};

std::string_view said(const Text& text) {
  return text ? text->reveal() : std::string_view();
}

CardName found_by(Text name, std::string_view given_reading) {
  CardName out;
  out.key = Wiped(codes::name_key(said(name)));
  out.reading = Wiped(codes::reading_key(given_reading.empty() ? said(name) : given_reading));
  out.initials = Wiped(codes::initials(said(name), given_reading));
  out.name = std::move(name);
  return out;
}

}  // namespace

Result<Card, Fault> card_of(const std::string& subject, const IdentityState& state,
                            const Erasure* erasure, vault::Vault& vault, const std::string& node,
                            Wish wish) {
  Opening opening(subject, erasure, wish.purpose, vault, node);
  Card out;
  out.is_withheld = may_read(erasure, KeyClass::trace, wish.purpose) == Reading::restricted;
  out.subject = subject;
  out.site = state.site;
  TRY(Text name, opening.text(state.name));
  TRY(out.given_reading, opening.text(state.reading));
  out.name = found_by(std::move(name), said(out.given_reading));
  TRY(out.birth_date, opening.text(state.birth_date));
  for (const TextInVault& former : state.former_names) {
    TRY(Text before, opening.text(former));
    out.former_names.push_back(found_by(std::move(before), {}));
  }
  for (const journey::identity::Document& one : state.documents) {
    TRY(Text number, opening.text(one.number));
    out.documents.push_back({one.kind, std::move(number), one.retired});
  }
  out.resembles.assign(state.resembles.begin(), state.resembles.end());
  out.same_human_as = state.same_human_as;
  out.is_temporary = state.is_temporary();
  out.has_reading = state.reading.has_value();
  out.has_birth_date = state.birth_date.has_value();
  out.has_sex = state.sex.has_value();
  if (wish.extent == Extent::to_find) {
    out.name.name.reset();
    for (CardName& former : out.former_names) former.name.reset();
    return out;
  }
  TRY(out.sex, opening.text(state.sex));
  for (const auto& [kind, contact] : state.contacts) {
    TRY(out.contacts[kind], opening.text(contact, KeyClass::contact));
  }
  return out;
}

void withhold(Card& card) {
  card.name = CardName{};
  for (Text* text : {&card.given_reading, &card.birth_date, &card.sex}) text->reset();
  card.former_names.clear();
  card.documents.clear();
  card.contacts.clear();
  card.is_withheld = true;
}

}  // namespace veinline::patients
