// SPDX-License-Identifier: Apache-2.0
#include "journey/staff/passkeys.hpp"

#include <algorithm>

#include "journey/staff/staff.hpp"

namespace veinline::journey::staff {

namespace {

bool is_small_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

Thing thing_of(const PasskeyDigest& passkey) {
  return Thing("alias/passkey/" + passkey.text());
}

}  // namespace

std::string Base64Syntax::why_not(std::string_view text) {
  constexpr std::size_t length_max = 2'000;
  if (text.empty() || text.size() > length_max || text.size() % 4 != 0) return "field.base64";
  const std::size_t end = text.find('=');
  const bool is_well_padded = end == text.npos || (text.size() - end <= 2 && text.back() == '=');
  const bool is_good =
      std::all_of(text.begin(), text.begin() + std::min(end, text.size()), [](char c) {
        return is_small_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
      });
  return is_good && is_well_padded ? "" : "field.base64";
}

std::string WebNameSyntax::why_not(std::string_view text) {
  constexpr std::size_t length_max = 260;
  const bool is_good = std::all_of(text.begin(), text.end(), [](char c) {
    return is_small_or_digit(c) || c == '.' || c == '-' || c == ':' || c == '/';
  });
  return !text.empty() && text.size() <= length_max && is_good ? "" : "field.web_name";
}

Thing passkeys_of(std::string_view person) {
  return Thing("staff/passkeys/" + std::string(person));
}

void evolve(World& world, const Told& told, const PasskeyRegistered& fact) {
  world.make<PasskeyState>(thing_of(fact.passkey),
                           [&](PasskeyState& one) { one.person = fact.person.text(); });
  world.make<PasskeysOf>(passkeys_of(fact.person.text()), [&](PasskeysOf& all) {
    all.had_any = true;
    all.live[fact.passkey.text()] = {fact.credential.text(), fact.public_key.text(),
                                     fact.party.text(), fact.origin.text(), told.recorded_at};
  });
}

void evolve(World& world, const Told&, const PasskeyRemoved& fact) {
  world.change<PasskeyState>(thing_of(fact.passkey),
                             [](PasskeyState& one) { one.is_removed = true; });
  world.change<PasskeysOf>(passkeys_of(fact.person.text()),
                           [&](PasskeysOf& all) { all.live.erase(fact.passkey.text()); });
}

Decision decide(Reader&, const Asked& asked, const RegisterPasskey& order) {
  return facts(PasskeyRegistered{order.passkey, asked.by, order.credential, order.public_key,
                                 order.party, order.origin});
}

Decision decide(Reader& reader, const Asked& asked, const RemovePasskey& order) {
  const auto* passkey = reader.find<PasskeyState>(thing_of(order.passkey));
  const auto person =
      PersonId::parse(passkey == nullptr ? std::string_view() : std::string_view(passkey->person));
  if (!person) return refuse(general::unknown_thing, "passkey");
  const auto* asker = reader.find<PersonState>(asked.by);
  const bool is_administrator = asker != nullptr && asker->has_anywhere(Role::administrator);
  if (*person != asked.by && !is_administrator) return refuse(passkey_of_another, "passkey");
  if (passkey->is_removed) return refuse(passkey_is_gone, "passkey");
  return facts(PasskeyRemoved{order.passkey, *person});
}

void tell_passkeys(Catalogue& catalogue) {
  catalogue.fact<PasskeyRegistered>(Kind::permission, Strand::record, Correctable::never);
  catalogue.fact<PasskeyRemoved>(Kind::permission, Strand::record, Correctable::never);
  catalogue.command<RegisterPasskey>();
  catalogue.command<RemovePasskey>();
  catalogue.rule(passkey_of_another);
  catalogue.rule(passkey_is_gone);
  catalogue.rule(second_factor_too_new);
}

}  // namespace veinline::journey::staff
