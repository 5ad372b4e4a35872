// SPDX-License-Identifier: Apache-2.0
// Card: what is known of one patient, read from the vault: to find them by, and to be shown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journey/erasure/erasure.hpp"
#include "journey/identity/identity.hpp"
#include "kernel/result.hpp"
#include "kernel/wiped.hpp"
#include "ledger/fault.hpp"
#include "vault/vault.hpp"

namespace veinline::patients {

using kernel::Result;
using kernel::Wiped;
using ledger::Fault;

/// A text of the vault; none: its key was destroyed, or it is not read for that.
using Text = std::optional<Wiped>;

struct CardDocument {
  codes::DocumentKind kind;
  Text number;
  std::optional<journey::identity::Retired> retired;
};

/// A name with what it is found by.
struct CardName {
  Text name;
  Wiped key;       ///< codes::name_key
  Wiped reading;   ///< codes::reading_key, of the reading that the family gives where there is one
  Wiped initials;  ///< codes::initials
};

struct Card {
  std::string subject;  ///< id
  std::string site;     ///< id
  CardName name;
  Text given_reading;
  Text birth_date;
  Text sex;
  std::vector<CardName> former_names;
  std::vector<CardDocument> documents;
  std::map<journey::identity::ContactKind, Text> contacts;
  std::vector<std::string> resembles;  ///< ids of subjects
  std::string same_human_as;           ///< id; empty: nobody said so
  bool is_temporary = false;
  /// Its texts are kept for the law alone, and were not read for this.
  bool is_withheld = false;
  // What was told, whether the vault still has it or not.
  bool has_reading = false;
  bool has_birth_date = false;
  bool has_sex = false;
};

/// Which texts a card is made of.
enum class Extent : std::uint8_t {
  to_find,  ///< without contacts, sex and the name as it is written
  whole
};

/// What is read, and what for.
struct Wish {
  Extent extent;
  journey::erasure::Purpose purpose;
};

/// What the vault says of a subject. A text whose key was destroyed, or that is restricted and not
/// read for that purpose, is none and stays closed; any fault of the vault is one. `erasure` null:
/// nobody ever asked for one.
Result<Card, Fault> card_of(const std::string& subject,
                            const journey::identity::IdentityState& state,
                            const journey::erasure::Erasure* erasure, vault::Vault& vault,
                            const std::string& node, Wish wish);
/// Takes the texts away from somebody who was found, where they are not to be told for whatever a
/// search is for: whose texts are restricted is found, since they may be at the bedside, but it is
/// not said who they are.
void withhold(Card& card);

/// What a fault of the vault is to who asked.
Fault fault_of(vault::VaultFault fault);

}  // namespace veinline::patients
