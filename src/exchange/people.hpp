// SPDX-License-Identifier: Apache-2.0
// People: whom the node knows, what they may do, and which tokens act for them. No names: those are
// in the vault.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "kernel/canonical.hpp"
#include "kernel/result.hpp"
#include "kernel/sensitive.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// A page of people in the order of their ids, after the person of key `after` (empty: from the
/// first): {"people": [{"person", "site", "roles", "tokens": [{"token", "revoked", "scopes",
/// "expires"?}]}], "next"?}.
kernel::Result<kernel::Object, views::NoView> people(const views::Sources& sources,
                                                     const std::string& after,
                                                     std::uint32_t count_max);

/// The name of a person by their id; empty: there is none any more.
using NameOf =
    std::function<kernel::Result<std::optional<kernel::Sensitive<std::string>>, ledger::Fault>(
        const std::string& person)>;
/// Puts the names of the people beside them: the printed name that a signature is shown with
/// (21 CFR 11.50).
kernel::Result<kernel::Done, views::NoView> add_names(kernel::Object& people,
                                                      const NameOf& name_of);
/// Puts the name of who signed into each signature that the answer of a view shows: of facts, of
/// what a thing came out of and went into, of the thing itself. Who has no name any more has none.
kernel::Result<kernel::Done, views::NoView> add_names_of_signers(kernel::Object& answer,
                                                                 const NameOf& name_of);

}  // namespace veinline::exchange
