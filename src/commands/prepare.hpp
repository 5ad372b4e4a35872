// SPDX-License-Identifier: Apache-2.0
// Prepare: makes the data of a request ready to be decoded: fresh ids, aliases, texts for the
// vault.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/request.hpp"
#include "journey/catalogue.hpp"
#include "kernel/random.hpp"

namespace veinline::commands {

/// A new id text.
std::string fresh_id(kernel::Entropy& entropy);

/// Puts a new id wherever a fresh id field was left out.
void add_fresh_ids(const std::vector<journey::Field>& fields, kernel::Object& data,
                   kernel::Entropy& entropy);

/// Replaces "scheme:value" in id and thing fields by what the alias stands for. `find` gives the
/// thing key, or an empty text when it is not known (yet).
/// Returns the path of the first field whose alias is unknown or of another kind; empty: none.
std::string resolve_aliases(const std::vector<journey::Field>& fields, kernel::Object& data,
                            const std::function<std::string(const std::string& alias)>& find);

/// True: a sealed field has a value.
bool has_text(const std::vector<journey::Field>& fields, const kernel::Object& data);

/// Puts a reference to nothing wherever a text will be sealed, so that a request can be judged
/// before the vault holds anything of it. Returns the name of the first sealed field that holds
/// something else than a text; empty: none.
std::string put_stand_ins(const std::vector<journey::Field>& fields, kernel::Object& data);

/// Replaces every plain text in a sealed field by what `seal` makes of it. False: `seal` failed.
bool seal_texts(const std::vector<journey::Field>& fields, kernel::Object& data,
                const std::function<bool(const std::string& field, kernel::Value& text)>& seal);

}  // namespace veinline::commands
