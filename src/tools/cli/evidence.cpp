// SPDX-License-Identifier: Apache-2.0
// export, restore and verify: evidence out, a node back in, and both checked.
#include "exchange/evidence.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>

#include "gateway/net/client.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/verbs.hpp"
#include "tools/verify/files.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using kernel::Failure;
using kernel::Result;
using verify::Verdict;

namespace {

int exported(const std::string& out) {
  std::cout << "The evidence is in " << out << "\n"
            << "Check it anywhere with: veinline-verify " << out << " --key VKEY\n";
  return 0;
}

int finish(NewFile& file, const std::string& path) {
  return file.finish() ? exported(path) : cannot("The file " + path + " cannot be written.");
}

int write_all(const ExportOptions& options) {
  auto node = node::Node::open(options.where.data, {});
  if (!node) return cannot(node.error().sentence);
  auto out = NewFile::create(options.out);
  if (!out) return cannot(out.error());
  auto count = exchange::export_all((*node)->sources(), (*node)->key(),
                                    [&](std::string_view bytes) { out->write(bytes); });
  if (!count) return cannot("The log could not be read: " + count.error().code);
  return finish(*out, options.out);
}

}  // namespace

int run_export(const ExportOptions& options) {
  if (options.all != options.id.empty()) {
    return cannot("Say either what the evidence is about, as kind/ID, or --all.");
  }
  if (options.all && options.where.data.empty()) {
    return cannot("--all exports a whole node and wants --data DIR; stop the server first.");
  }
  if (options.all) return write_all(options);
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/export/" + options.id;
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  if (answer->status >= 400) return show_answer(*answer, Style::people, (*door)->language());
  auto out = NewFile::create(options.out);
  if (!out) return cannot(out.error());
  out->write(answer->body);
  return finish(*out, options.out);
}

namespace {

constexpr std::size_t restored_at_once = 2000;

/// Puts the records of an open bundle into the node, verbatim.
Result<std::uint64_t, std::string> refill(node::Node& node, ledger::BundleReader& bundle) {
  std::vector<std::string> some;
  std::uint64_t count = 0;
  for (bool more = true; more;) {
    auto item = bundle.next();
    if (!item) return Failure{"The bundle cannot be read further: " + item.error().why};
    more = item->has_value();
    if (more) some.emplace_back((*item)->record);
    if (some.size() < restored_at_once && (more || some.empty())) continue;
    count += some.size();
    if (auto restored = node.store().restore(some, node.sealer()); !restored) {
      return Failure{"The records could not be written: " +
                     std::string(ledger::sentence(restored.error()))};
    }
    some.clear();
  }
  return count;
}

/// The node id stands in every record; the first one tells it.
Result<std::string, std::string> node_of(const std::string& file) {
  auto source = verify::FileSource::open(file);
  if (!source) return Failure{std::string("The bundle cannot be read.")};
  ledger::BundleReader reader(*source);
  auto head = reader.head();
  if (!head) return Failure{"This is no evidence bundle: " + head.error().why};
  if (!head->is_whole_log()) return Failure{std::string("Only a bundle of --all can be restored.")};
  auto item = reader.next();
  if (!item || !*item) return Failure{std::string("The bundle has no record.")};
  auto record = ledger::parse_record((*item)->record);
  if (!record) return Failure{std::string("The first record of the bundle is damaged.")};
  return record->draft.node;
}

/// Whether the node's log is as long as the bundle says, and has its root.
bool has_root_of(node::Node& node, const ledger::BundleHead& head) {
  auto tip = node.store().tip();
  const auto wanted = ledger::open_checkpoint(head.checkpoint_text, std::span(&head.key, 1));
  return tip && wanted && tip->head.size() == wanted->size && tip->head.tree.root() == wanted->root;
}

/// What to do about a folder that a restore left half made.
std::string again_into(const std::string& data) {
  return "The folder " + data +
         " is half made: a restore into it was cut short, or is still under way. Keep its keys "
         "folder, move everything else in it away, and restore again.";
}

int restore_into(const std::string& data, const std::string& file, const ledger::BundleHead& head,
                 ledger::BundleReader& reader) {
  auto node_id = node_of(file);
  if (!node_id) return cannot(node_id.error());
  auto node = node::Node::create_vacant(data, *node_id, head.key.name());
  if (!node) return cannot(node.error().sentence);
  if ((*node)->identity().vkey != head.key.text()) {
    return cannot("keys/node.key in " + data +
                  " is not the key of this log. Put the keys of its "
                  "backup there first; the folder was made and holds no record.");
  }
  auto count = refill(**node, reader);
  if (!count) return cannot(count.error() + " " + again_into(data));
  const bool same = has_root_of(**node, head);
  std::cout << *count
            << " records restored; the root is that of the bundle: " << (same ? "yes" : "no")
            << "\n";
  if (!same) {
    std::cerr << "veinline: " << again_into(data) << "\n";
    return 1;
  }
  auto finished = (*node)->finish();
  return finished ? 0 : cannot(finished.error().sentence);
}

}  // namespace

int run_restore(const std::string& file, const std::string& data) {
  if (storage::sqlite::DataFolder::is_half_made(data))
    return cannot(again_into(data) + " Nothing was changed.");
  if (!storage::sqlite::DataFolder::is_vacant(data)) {
    return cannot("The folder " + data + " is not empty. Nothing was changed.");
  }
  if (!std::filesystem::exists(data + "/keys/node.key")) {
    return cannot("A log is continued with its own keys: copy the keys folder of its backup to " +
                  data + "/keys first. Nothing was changed.");
  }
  auto first = verify::FileSource::open(file);
  if (!first) return cannot("The bundle cannot be read. Nothing was changed.");
  ledger::BundleReader peek(*first);
  auto head = peek.head();
  if (!head) return cannot("This is no evidence bundle: " + head.error().why);
  // Judged whole before the first record is written.
  auto judged = verify::FileSource::open(file);
  if (!judged) return cannot("The bundle cannot be read. Nothing was changed.");
  const Verdict verdict =
      verify::verify_bundle(*judged, {.key = head->key.text(), .since = {}, .witnesses = {}});
  if (verdict.result != Verdict::Result::intact) {
    std::cerr << verify::to_text(verdict);
    return verify::exit_code(verdict.result);
  }
  auto source = verify::FileSource::open(file);
  if (!source) return cannot("The bundle cannot be read.");
  ledger::BundleReader reader(*source);
  if (!reader.head()) return cannot("The bundle changed while it was read.");
  return restore_into(data, file, *head, reader);
}

namespace {

/// The log of a server: checkpoint and tiles, which are public, and with a token its entries.
class RemotePaths : public verify::PathSource {
 public:
  RemotePaths(gateway::net::Url url, const std::string& token)
      : client_(std::move(url), token), has_token_(!token.empty()) {}
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
  if (options.what.starts_with("http://")) {
    auto url = gateway::net::Url::parse(options.what);
    if (!url) return no_verdict(url.error().why);
    std::string token;
    if (!options.token_file.empty()) {
      auto line = first_line_of(options.token_file);
      if (!line) return no_verdict(line.error());
      token = std::move(*line);
    }
    return verify::verify_tiles(RemotePaths(std::move(*url), std::move(token)), with);
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
