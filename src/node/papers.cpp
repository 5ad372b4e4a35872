// SPDX-License-Identifier: Apache-2.0
#include "node/papers.hpp"

#include <set>
#include <string>

#include "history/states.hpp"
#include "journey/papers/papers.hpp"

namespace veinline::node {

using kernel::Failure;
using kernel::Result;
using ledger::Fault;

namespace {

constexpr std::uint32_t at_once = 500;

/// Names, in hex, of all bytes that the facts of a document name.
Result<std::set<std::string>, Fault> named_bytes(const journey::Catalogue& catalogue,
                                                 const ledger::Store& store) {
  std::set<std::string> out;
  for (std::string after;;) {
    TRY(const std::vector<std::string> keys, store.things("document/", after, at_once));
    if (keys.empty()) return out;
    for (const std::string& key : keys) {
      TRY(const journey::ThingState state, history::state_as_of(catalogue, store, key, UINT64_MAX));
      const auto* document = state.aspects.find<journey::papers::DocumentState>();
      // What this program cannot read whole may name bytes that it does not see.
      const bool is_whole = document != nullptr && state.strange == 0;
      if (!is_whole && state.exists()) return Failure{Fault::newer_format};
      if (document == nullptr) continue;
      for (const journey::papers::Version& version : document->versions) {
        out.insert(version.stored);
      }
    }
    after = keys.back();
  }
}

}  // namespace

Result<std::uint64_t, Fault> collect_bytes(const journey::Catalogue& catalogue,
                                           const ledger::Store& store, vault::ByteStore& bytes,
                                           kernel::Instant now) {
  // First what is kept, then what is named: whatever is named in between is seen.
  std::vector<vault::ByteStore::Kept> old;
  std::optional<kernel::Digest> after;
  for (;;) {
    const auto some = bytes.kept_after(after, at_once);
    if (!some) return Failure{Fault::unreadable};
    if (some->empty()) break;
    for (const vault::ByteStore::Kept& one : *some) {
      if (one.kept_at < now - unnamed_bytes_last) old.push_back(one);
    }
    after = some->back().name;
  }
  std::uint64_t removed = 0;
  if (old.empty()) return removed;
  TRY(const std::set<std::string> named, named_bytes(catalogue, store));
  for (const vault::ByteStore::Kept& one : old) {
    if (named.contains(kernel::to_hex(one.name.view()))) continue;
    if (!bytes.remove(one)) return Failure{Fault::unreadable};
    ++removed;
  }
  return removed;
}

}  // namespace veinline::node
