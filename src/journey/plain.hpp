// SPDX-License-Identifier: Apache-2.0
// Plain: what a command says of a person in plain words, on its way to the vault. A stage checks it
// and brings it into the form that is kept; no decision sees it, and no fact has it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codes/identity_documents.hpp"
#include "journey/codec.hpp"
#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "kernel/sensitive.hpp"

namespace veinline::journey {

struct PlainDocument {
  codes::DocumentKind kind;
  std::string number;  ///< as read_document() keeps it
};

/// What is said of a person; what is not said is empty.
struct PlainPerson {
  std::string subject;  ///< id; may be no id yet
  std::string name;
  std::string reading;     ///< as the family says it, in Latin letters
  std::string birth_date;  ///< 2026-11-23
  std::vector<PlainDocument> documents;
};

struct PlainTexts {
  kernel::Object data;        ///< of the command, its texts in the form that is kept
  std::vector<BadField> bad;  ///< what is wrong with them; then nothing else counts
  kernel::Sensitive<PlainPerson> person{PlainPerson{}};
};

/// What the texts of a command are read with beside them.
struct PlainGiven {
  std::uint64_t chance = 0;  ///< for a number that we make
  kernel::Date today;        ///< in UTC; tomorrow is today somewhere
};

}  // namespace veinline::journey
