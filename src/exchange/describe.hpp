// SPDX-License-Identifier: Apache-2.0
// Describe: what can be said here, for every kind of reader, from the catalogue and words/ alone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "exchange/words.hpp"
#include "journey/catalogue.hpp"
#include "kernel/canonical.hpp"

namespace veinline::exchange {

/// {name, title, help, kind, roles, signs?, needs_reason, fields}. A field has {name, type, help,
/// required, many, unit?, kinds?, choices?, syntax?, scheme?, fresh?, marks?, fields?}; roles and
/// choices are lists of {value, title}. `required` is what a sender must send: a fresh id is made
/// when it is left out.
kernel::Object describe_command(const journey::CommandType& type, Language language);
/// {stored_name, title, stage, kind, strand, read_as?, fields}, its fields with marks.
kernel::Object describe_fact(const journey::FactType& type, Language language);
/// {stages, commands, facts, rules, strange}; a rule has {code, rule, sentence}; what can be
/// strange about a history has {value, title}.
kernel::Object describe_all(const journey::Catalogue& catalogue, Language language);

/// One command for the command line: a few lines and an aligned table of its fields.
std::string describe_text(const journey::CommandType& type, Language language);

/// The types of all facts and commands for the page: web/src/generated/facts.ts.
std::string typescript(const journey::Catalogue& catalogue);
/// All commands and facts as tables: docs/reference.md and its Chinese sister.
std::string reference_markdown(const journey::Catalogue& catalogue, Language language);

/// Every file of the tree that is made from the catalogue: path and content. `veinline describe
/// --bless` writes them, tests/golden asks that they are up to date.
std::vector<std::pair<std::string, std::string>> generated_files(
    const journey::Catalogue& catalogue);

}  // namespace veinline::exchange
