// SPDX-License-Identifier: Apache-2.0
// verify: a folder, a server or a bundle is checked.
#include "tools/verify/verify.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/net/client.hpp"
#include "tools/cli/half_made.hpp"
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

Verdict no_verdict(const std::string& why) {
  Verdict verdict;
  verdict.message = why;
  return verdict;
}

Verdict broken(const std::string& why) {
  Verdict verdict = no_verdict(why);
  verdict.result = Verdict::Result::broken;
  return verdict;
}

/// What the node decides by must say what its records say, or a fact could be passed over.
Verdict with_derived(Verdict verdict, const storage::sqlite::SqliteStore& store) {
  if (verdict.result == Verdict::Result::broken) return verdict;
  const auto astray = store.check_derived();
  if (astray && !*astray) return verdict;
  const bool unreadable = !astray && astray.error() != ledger::Fault::damaged;
  verdict.result = unreadable ? Verdict::Result::cannot_judge : Verdict::Result::broken;
  if (!astray) {
    verdict.message = "The tables beside the records cannot be read: " +
                      std::string(ledger::sentence(astray.error()));
    return verdict;
  }
  const std::string table((*astray)->table);
  if ((*astray)->seq != 0) verdict.first_bad = (*astray)->seq;
  verdict.message =
      ((*astray)->seq == 0 ? "The table " + table + " has rows that no record accounts for"
                           : "The table " + table + " does not say what record " +
                                 std::to_string((*astray)->seq) + " says") +
      ", and the node decides by it. The records are as they were sealed: export them and restore.";
  return verdict;
}

/// The ledger alone: no key is needed to check it, and a server may have it open meanwhile.
Verdict judge_ledger(const std::string& path, const verify::Options& with) {
  auto store = storage::sqlite::SqliteStore::open_to_read(path, {});
  if (!store) {
    const std::string why(ledger::sentence(store.error()));
    return store.error() == ledger::Fault::damaged ? broken(why) : no_verdict(why);
  }
  Verdict verdict = verify::verify_log(verify::StoreLog(**store), with);
  if (verdict.result == Verdict::Result::broken) return verdict;
  // The records are well; what the next start goes on from stands beside them.
  const auto key = ledger::VerifierKey::parse(verdict.found_vkey);
  const auto tip = (*store)->tip();
  if (key && tip && !node::is_signed_head(*tip, *key)) {
    return broken("The head of the ledger is not what its checkpoint says.");
  }
  return with_derived(std::move(verdict), **store);
}

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
    std::ifstream in(options.since, std::ios::binary);
    if (!in) return cannot("The checkpoint file cannot be read.");
    with.since.emplace(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  const Verdict verdict = judge(options, with);
  std::cout << (options.style == Style::json ? verify::to_json(verdict) : verify::to_text(verdict));
  return verify::exit_code(verdict.result);
}

}  // namespace veinline::tools::cli
