// SPDX-License-Identifier: Apache-2.0
// export and restore: evidence out, a node back in.
#include "exchange/evidence.hpp"

#include <filesystem>
#include <iostream>
#include <span>

#include "tools/cli/half_made.hpp"
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
  // Without digest.key no repeated command would be known again, and be done twice.
  for (const char* key : {"/keys/node.key", "/keys/digest.key"}) {
    if (std::filesystem::exists(data + key)) continue;
    return cannot("A log is continued with its own keys: copy the keys folder of its backup to " +
                  data + "/keys first; there is no " + (key + 1) + ". Nothing was changed.");
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

}  // namespace veinline::tools::cli
