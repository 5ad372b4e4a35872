// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/kept_bytes.hpp"

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "journey/papers/papers.hpp"
#include "ledger/record.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using ledger::Fault;
using ledger::Seq;

namespace {

constexpr std::uint32_t records_at_once = 1000;

/// The name of the bytes that a record files; empty: it files none.
Result<std::optional<kernel::Digest>, Fault> name_in(const ledger::StoredRecord& stored) {
  const auto record = ledger::parse_record(stored.bytes);
  if (!record) return Failure{Fault::damaged};
  if (record->draft.fact != journey::papers::VersionFiled::stored_name) {
    return std::optional<kernel::Digest>{};
  }
  const kernel::Value* said = record->draft.data.find("stored");
  const auto bytes = kernel::from_hex(
      said == nullptr || said->string() == nullptr ? std::string_view() : *said->string());
  kernel::Digest out;
  if (!bytes || bytes->size() != out.bytes.size()) return Failure{Fault::damaged};
  std::copy(bytes->begin(), bytes->end(), out.bytes.begin());
  return std::optional(out);
}

using Each = std::function<Result<Done, Fault>(Seq seq, const kernel::Digest& name)>;
Result<Done, Fault> for_each_name(const ledger::Store& store, const Each& each) {
  TRY(const ledger::Tip tip, store.tip());
  for (Seq from = 1; from <= tip.head.size();) {
    TRY(const std::vector<ledger::StoredRecord> some, store.read(from, records_at_once));
    if (some.empty()) return Failure{Fault::damaged};
    for (const ledger::StoredRecord& one : some) {
      TRY(const std::optional<kernel::Digest> name, name_in(one));
      if (!name) continue;
      TRY([[maybe_unused]] const Done done, each(one.seq, *name));
    }
    from += some.size();
  }
  return Done{};
}

}  // namespace

Result<BytesCount, Fault> count_bytes(const ledger::Store& store, vault::ByteStore& bytes) {
  BytesCount out;
  TRY([[maybe_unused]] const Done counted,
      for_each_name(store, [&](Seq seq, const kernel::Digest& name) -> Result<Done, Fault> {
        ++out.named;
        const auto found = bytes.find(name);
        if (!found) return Failure{Fault::unreadable};
        if (*found && kernel::sha256(**found) == name) return Done{};
        ++out.missing;
        if (!out.first_missing) out.first_missing = seq;
        return Done{};
      }));
  return out;
}

Result<Done, Fault> copy_bytes(const ledger::Store& store, vault::ByteStore& from,
                               vault::ByteStore& to, kernel::Instant kept_at) {
  return for_each_name(store, [&](Seq, const kernel::Digest& name) -> Result<Done, Fault> {
    const auto found = from.find(name);
    if (!found) return Failure{Fault::unreadable};
    if (*found && !to.put(name, **found, kept_at)) return Failure{Fault::unreadable};
    return Done{};
  });
}

}  // namespace veinline::tools::cli
