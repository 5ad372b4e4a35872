// SPDX-License-Identifier: Apache-2.0
// SiteKeys: the site keys that a data folder speaks of, from file, environment or token.
#pragma once

#include "storage/sqlite/data_folder.hpp"
#include "vault/site_key.hpp"

namespace veinline::node {

/// Opens the key of the folder; while another takes its place, that one as well, and it wraps. A
/// key in the environment is read once and wiped there: "site_key.not_given" when it is not there
/// (any more), "site_key.bad_text". `entropy` outlives them.
kernel::Result<vault::SiteKeys, storage::sqlite::FolderFault> site_keys_of(
    const storage::sqlite::SiteKeyFiles& files, kernel::Entropy& entropy);

/// Makes the next key where it is to lie in a token and is not there, so that nothing is begun that
/// cannot go on.
kernel::Result<kernel::Done, storage::sqlite::FolderFault> prepare_site_key(
    const storage::sqlite::SiteKeySource& next, kernel::Entropy& entropy);

}  // namespace veinline::node
