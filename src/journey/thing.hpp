// SPDX-License-Identifier: Apache-2.0
// Things: what facts are about. A thing is named by a key, "<kind>/<id>", and by nothing else.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/id.hpp"

namespace veinline::journey {

/// Declares a noun: the kind in the thing key.
#define VEINLINE_NOUN(Name, kind_text)                  \
  struct Name##Noun {                                   \
    static constexpr std::string_view kind = kind_text; \
  };                                                    \
  using Name##Id = kernel::Id<Name##Noun>

VEINLINE_NOUN(Subject, "subject");
VEINLINE_NOUN(Study, "study");
VEINLINE_NOUN(Site, "site");
VEINLINE_NOUN(Course, "course");
VEINLINE_NOUN(Material, "material");
VEINLINE_NOUN(Batch, "batch");
VEINLINE_NOUN(Consignment, "consignment");
VEINLINE_NOUN(Label, "label");
VEINLINE_NOUN(Person, "person");
VEINLINE_NOUN(Deviation, "deviation");
VEINLINE_NOUN(Import, "import");
VEINLINE_NOUN(Disclosure, "disclosure");
VEINLINE_NOUN(Credential, "credential");
VEINLINE_NOUN(Recovery, "recovery");
VEINLINE_NOUN(Document, "document");

#undef VEINLINE_NOUN

/// The key of a thing: "material/3F7K…", or of a part of one: "study/S/site/T/approval".
struct Thing {
  std::string key;

  Thing() = default;
  explicit Thing(std::string text) : key(std::move(text)) {}
  template <class Noun>
  Thing(const kernel::Id<Noun>& id) : key(std::string(Noun::kind) + "/" + id.text()) {}  // NOLINT
  [[nodiscard]] std::string_view kind() const {
    return std::string_view(key).substr(0, key.find('/'));
  }
  /// What stands after the kind.
  [[nodiscard]] std::string_view id() const {
    return std::string_view(key).substr(key.find('/') + 1);
  }
  auto operator<=>(const Thing&) const = default;
};

/// Whether a thing could have that key: printable ASCII without a blank. What somebody types where
/// a code belongs is asked of no database when it could not: its log may keep what is asked.
constexpr bool may_be_key(std::string_view text) {
  for (const char c : text) {
    if (c <= ' ' || c > '~') return false;
  }
  return true;
}

/// Whoever or whatever can hold a material: a site (its team on duty) or a person.
struct Holder {
  Thing thing;
  static constexpr std::string_view kinds[] = {"site", "person"};
  auto operator<=>(const Holder&) const = default;
};

/// Anything that quality can put on hold or correct.
struct AnyThing {
  Thing thing;
  static constexpr std::string_view kinds[] = {"material", "batch", "course", "subject",
                                               "consignment"};
  auto operator<=>(const AnyThing&) const = default;
};

}  // namespace veinline::journey
