// SPDX-License-Identifier: Apache-2.0
// key rotate, key status: the site key of a node. Every step of a rotation may be the last one of
// its process; said again, it goes on. docs/keys.md.
#include <iostream>
#include <map>

#include "journey/keys/keys.hpp"
#include "node/node.hpp"
#include "node/site_keys.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using kernel::Value;
using storage::sqlite::DataFolder;
using storage::sqlite::SiteKeyFiles;
using storage::sqlite::SiteKeyIn;
using storage::sqlite::SiteKeySlot;
using storage::sqlite::SiteKeySource;

namespace {

constexpr SiteKeyIn places[] = {SiteKeyIn::file, SiteKeyIn::environment, SiteKeyIn::token};

/// Where the next key is to lie; the error is a sentence.
Result<SiteKeySource, std::string> wanted(const KeyRotateOptions& options,
                                          const SiteKeySource& now) {
  const std::string to = options.to.empty() ? std::string(text(now.where)) : options.to;
  for (const SiteKeyIn place : places) {
    if (to != text(place)) continue;
    SiteKeySource out{place, options.token.token};
    // What is written is what is read again: nothing is missing, and no line too many.
    const auto read = storage::sqlite::parse_site_key_source(to_text(out));
    if (place == SiteKeyIn::token && (!read || *read != out)) {
      return Failure{std::string(
          "A key in a token wants --module, --token, --key and --pin-file. Nothing was changed.")};
    }
    if (place == SiteKeyIn::token && out == now) {
      return Failure{std::string("This is the key that there is. Nothing was changed.")};
    }
    if (place != SiteKeyIn::token) out.token = {};
    return out;
  }
  return Failure{std::string("--to wants file, environment or pkcs11. Nothing was changed.")};
}

/// Says where the next key lies, or goes on with what was said before.
Result<Done, std::string> begin(const KeyRotateOptions& options) {
  auto folder = DataFolder::open(options.data);
  if (!folder) return Failure{folder.error().sentence};
  const SiteKeyFiles files = folder->site_key_files();
  if (files.is_rotating()) {
    if (options.to.empty()) return Done{};
    return Failure{std::string(
        "A rotation is under way. Say the same without --to to finish it; nothing was changed.")};
  }
  const auto now = files.source(SiteKeySlot::current);
  if (!now) return Failure{std::string("keys/site.source cannot be read. Nothing was changed.")};
  TRY(const SiteKeySource next, wanted(options, *now));
  node::SystemEntropy entropy;
  if (auto prepared = node::prepare_site_key(next, entropy); !prepared) {
    return Failure{prepared.error().sentence};
  }
  if (files.begin(next, entropy)) return Done{};
  return Failure{std::string("The new key could not be written. Look whether there is room.")};
}

journey::keys::KeptIn kept_in(std::string_view suite, SiteKeyIn where) {
  if (suite == vault::suite_of_token) return journey::keys::KeptIn::token;
  return where == SiteKeyIn::environment ? journey::keys::KeptIn::environment
                                         : journey::keys::KeptIn::file;
}

/// Records that it happened. Done again it is the same command, and the same fact.
Result<Done, std::string> record(node::Node& node, const KeyRotateOptions& options) {
  const vault::SiteKeys& keys = node.vault().site_keys();
  const auto where = SiteKeyFiles(options.data).source(SiteKeySlot::next);
  commands::Request request;
  request.account = options.by.empty() ? node.console_person().value_or("") : options.by;
  request.key = "site-key/" + keys.previous->id() + "/" + keys.current->id();
  request.command = journey::keys::RecordReplacement::name;
  request.data.set("from", Value(keys.previous->id()));
  request.data.set("to", Value(keys.current->id()));
  request.data.set("kept_in", Value(journey::keys::text(kept_in(
                                  keys.current->suite(), where ? where->where : SiteKeyIn::file))));
  const auto reply = node.desk().ask(std::move(request));
  if (reply) return Done{};
  return Failure{"Everything is under the new key, but that could not be recorded (" +
                 reply.error().code +
                 "), so the old one is still there. Say the same again with --as PERSON, an "
                 "administrator."};
}

}  // namespace

int run_key_rotate(const KeyRotateOptions& options) {
  if (auto begun = begin(options); !begun) return cannot(begun.error());
  if (options.is_preparation) {
    std::cout << "The new site key is made, and wraps nothing yet. Copy " << options.data
              << "/keys to the other servers of this node, and start each again; then say "
                 "`veinline key rotate` here, and on each of them.\n";
    return 0;
  }
  auto node = node::Node::open(options.data, {.database = options.store});
  if (!node) return cannot(node.error().sentence);
  const vault::SiteKeys& keys = (*node)->vault().site_keys();
  // The same twice: it was cut short after its last word, when the new one lay in the old one's
  // place already.
  if (keys.previous != nullptr && keys.previous->id() != keys.current->id()) {
    const auto moved = (*node)->vault().rewrap_all();
    if (!moved) {
      return cannot(
          "The keys could not all be wrapped anew: " + std::string(vault::sentence(moved.error())) +
          " Both site keys are kept; say the same again.");
    }
    std::cout << *moved << " keys were wrapped anew\n";
    if (auto recorded = record(**node, options); !recorded) return cannot(recorded.error());
  }
  if (auto finished = (*node)->finish_rotation(); !finished) {
    return cannot(finished.error().sentence + " Say the same again.");
  }
  std::cout << "The site key is now " << keys.current->id()
            << "; the old one is gone from the folder. Destroy its other copies when no backup "
               "needs it any more.\n";
  return 0;
}

int run_key_status(const KeyStatusOptions& options) {
  auto node = node::Node::open(options.data, {.database = options.store});
  if (!node) return cannot(node.error().sentence);
  std::map<std::string, std::uint64_t> under;
  std::uint64_t destroyed = 0;
  for (std::string after;;) {
    const auto some = (*node)->vault_store().keys_after(after, 1'000);
    if (!some) return cannot(std::string(vault::sentence(some.error())));
    if (some->empty()) break;
    for (const vault::VaultStore::OwnedKey& one : *some) {
      if (one.key.is_destroyed()) {
        ++destroyed;
      } else {
        ++under[one.key.site_key.empty() ? "(of before they had ids)" : one.key.site_key];
      }
    }
    after = some->back().key.key_id;
  }
  const vault::SiteKeys& keys = (*node)->vault().site_keys();
  std::cout << "site key   " << keys.current->id() << "  " << keys.current->suite() << "\n";
  if (keys.previous != nullptr) {
    std::cout << "takes the place of " << keys.previous->id() << "  " << keys.previous->suite()
              << "\n";
  }
  for (const auto& [id, count] : under) std::cout << count << " data keys under " << id << "\n";
  std::cout << destroyed << " data keys destroyed\n";
  return 0;
}

}  // namespace veinline::tools::cli
