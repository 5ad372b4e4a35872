// SPDX-License-Identifier: Apache-2.0
// verify: a folder, a server or a bundle is checked.
#include "tools/verify/verify.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/net/client.hpp"
#include "tools/cli/backup_files.hpp"
#include "tools/cli/half_made.hpp"
#include "tools/cli/judge.hpp"
#include "tools/cli/verbs.hpp"
#include "tools/verify/files.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;
using verify::Verdict;

namespace {

/// The log of a server: checkpoint and tiles, which are public, and with a token its entries.
class RemotePaths : public verify::PathSource {
 public:
  RemotePaths(gateway::net::Url url, const std::string& token, std::string ca_file)
      : client_(std::move(url), token, {.ca_file = std::move(ca_file)}),
        has_token_(!token.empty()) {}
  [[nodiscard]] Result<std::optional<std::string>, ledger::Fault> read(
      std::string_view path) const override {
    const bool entries = path.starts_with("tile/entries/");
    if (entries && !has_token_) return std::optional<std::string>{};
    const std::string target = (entries ? "/api/v1/log/" : "/log/") + std::string(path);
    auto answer = client_.request("GET", target, "", {});
    if (!answer) return Failure{ledger::Fault::unreadable};
    if (answer->status == 404) return std::optional<std::string>{};
    if (answer->status != 200) return Failure{ledger::Fault::unreadable};
    return std::optional(std::move(answer->body));
  }

 private:
  mutable gateway::net::Client client_;
  bool has_token_;
};

Verdict judge(const VerifyOptions& options, const verify::Options& with) {
  if (options.what.starts_with("http://") || options.what.starts_with("https://")) {
    auto url = gateway::net::Url::parse(options.what);
    if (!url) return no_verdict(url.error().why);
    std::string token;
    if (!options.token_file.empty()) {
      auto line = token_of(options.token_file);
      if (!line) return no_verdict(line.error());
      token = std::move(*line);
    }
    return verify::verify_tiles(RemotePaths(std::move(*url), std::move(token), options.ca_file),
                                with);
  }
  if (storage::sqlite::DataFolder::is_half_made(options.what))
    return no_verdict(again_into(options.what));
  if (is_backup(options.what)) return judge_backup(options.what, with);
  if (const std::string url = storage::sqlite::DataFolder::database_of(options.what);
      !url.empty()) {
    return judge_database(url, with);
  }
  if (const std::string ledger = options.what + "/ledger.db"; std::filesystem::exists(ledger)) {
    return judge_ledger(ledger, with);
  }
  if (std::filesystem::is_directory(options.what)) {
    return verify::verify_tiles(verify::FolderSource(options.what), with);
  }
  auto source = verify::FileSource::open(options.what);
  if (!source) return no_verdict("The file cannot be read.");
  return verify::verify_bundle(*source, with);
}

}  // namespace

int run_verify(const VerifyOptions& options) {
  verify::Options with;
  if (!options.key.empty()) with.key = options.key;
  if (!options.since.empty()) {
    auto since = whole_input(options.since);
    if (!since) return cannot(since.error());
    with.since = std::move(*since);
  }
  const Verdict verdict = judge(options, with);
  std::cout << (options.style == Style::json ? verify::to_json(verdict) : verify::to_text(verdict));
  return verify::exit_code(verdict.result);
}

}  // namespace veinline::tools::cli
