// SPDX-License-Identifier: Apache-2.0
// Prepare: makes the data of a request ready to be decoded: fresh ids, aliases, texts for the
// vault.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "commands/request.hpp"
#include "journey/catalogue.hpp"
#include "journey/naming.hpp"
#include "kernel/random.hpp"

namespace veinline::commands {

/// A new id text.
std::string fresh_id(kernel::Entropy& entropy);
/// A number that nobody foresees.
std::uint64_t chance(kernel::Entropy& entropy);

/// Puts a new id wherever a fresh id field was left out.
void add_fresh_ids(const std::vector<journey::Field>& fields, kernel::Object& data,
                   kernel::Entropy& entropy);

/// Why a code in a field names nothing.
struct Unnamed {
  std::string path;                     ///< of the field
  const journey::Rule* rule = nullptr;  ///< that refuses it; null: it cannot be read
  std::string why;                      ///< words/ has the sentence: it cannot be read
};
struct Namer {
  std::function<journey::Naming(const codes::Scan&, const journey::Field&)> name;
  /// Whether the label contradicts what is recorded of the thing.
  std::function<bool(const codes::Scan&, const journey::Thing&)> differs;
  /// Whether it is a label of ours that is void, or was never scanned back.
  std::function<bool(const codes::Scan&, const journey::Field&)> is_dead;
};

/// Replaces what a scanner gives of a label, and "scheme:value", in id and thing fields by what it
/// names. Returns the first that names nothing; none: all do. A number that is no code of any kind
/// is left as it is, when it names nothing: it may be a mistyped id.
std::optional<Unnamed> resolve_codes(const std::vector<journey::Field>& fields,
                                     kernel::Object& data, const Namer& namer);

/// True: a sealed field has a value.
bool has_text(const std::vector<journey::Field>& fields, const kernel::Object& data);

/// Puts a reference to nothing wherever a text will be sealed, so that a request can be judged
/// before the vault holds anything of it. Returns the path of the first sealed field that holds
/// something else than a text; empty: none.
std::string put_stand_ins(const std::vector<journey::Field>& fields, kernel::Object& data);

/// Replaces every plain text in a sealed field by what `seal` makes of it. False: `seal` failed.
bool seal_texts(const std::vector<journey::Field>& fields, kernel::Object& data,
                const std::function<bool(const journey::Field& field, kernel::Value& text)>& seal);

}  // namespace veinline::commands
