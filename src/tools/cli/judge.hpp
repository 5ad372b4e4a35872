// SPDX-License-Identifier: Apache-2.0
// Judging a ledger in a folder: what verify says of a data folder, backup of its copy, and restore
// of what it put back.
#pragma once

#include <string>

#include "tools/cli/backup_files.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::cli {

verify::Verdict no_verdict(const std::string& why);
verify::Verdict broken(const std::string& why);

/// The file alone: no key of the node is needed, and a server may have it open meanwhile.
verify::Verdict judge_ledger(const std::string& path, const verify::Options& with);
/// The ledger in a database; its servers go on meanwhile.
verify::Verdict judge_database(const std::string& url, const verify::Options& with);
/// The ledger of a folder, that it is the one of the manifest, and the texts that it names.
verify::Verdict judge_content(const std::string& folder, const BackupManifest& manifest,
                              const verify::Options& with);
/// Takes away what SQLite puts beside databases that it only reads: empty, and no part of a backup.
void remove_side_files(const std::string& folder);
/// A backup: its files against its manifest, and its content.
verify::Verdict judge_backup(const std::string& folder, const verify::Options& with);

}  // namespace veinline::tools::cli
