// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/texts.hpp"

#include <vector>

#include "journey/codec.hpp"
#include "ledger/record.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;
using kernel::Sealed;
using kernel::Value;
using ledger::Fault;
using ledger::Seq;

namespace {

constexpr std::uint32_t records_at_once = 1000;

/// References look alike wherever they stand, so no description of a fact is asked: also those of
/// a fact that only a newer program knows are found.
void find_references(const Value& value, std::vector<Sealed>& out) {
  if (const kernel::Array* array = value.array()) {
    for (const Value& one : *array) find_references(one, out);
  }
  const kernel::Object* object = value.object();
  if (object == nullptr) return;
  if (auto sealed = journey::codec::Leaf<Sealed>::get(value)) {
    out.push_back(std::move(*sealed));
    return;
  }
  for (const auto& [name, member] : object->members()) find_references(member, out);
}

Result<bool, vault::VaultFault> is_there(const Sealed& sealed, vault::VaultStore& vault) {
  TRY(const auto ciphertext, vault.find(sealed.ciphertext));
  TRY(const auto key, vault.find_key(sealed.key_id));
  return ciphertext && key && kernel::sha256(*ciphertext) == sealed.ciphertext;
}

Result<kernel::Done, Fault> count(const ledger::StoredRecord& stored, vault::VaultStore& vault,
                                  TextCount& texts) {
  const auto record = ledger::parse_record(stored.bytes);
  if (!record) return Failure{Fault::damaged};
  std::vector<Sealed> references;
  find_references(Value(record->draft.data), references);
  const auto& reason = record->draft.reason;
  if (reason && reason->text) find_references(Value(*reason->text), references);
  for (const Sealed& sealed : references) {
    ++texts.named;
    const auto found = is_there(sealed, vault);
    if (!found) return Failure{Fault::unreadable};
    if (*found) continue;
    ++texts.missing;
    if (!texts.first_missing) texts.first_missing = stored.seq;
  }
  return kernel::Done{};
}

}  // namespace

Result<TextCount, Fault> count_texts(const ledger::Store& store, vault::VaultStore& vault) {
  TextCount texts;
  TRY(const ledger::Tip tip, store.tip());
  for (Seq from = 1; from <= tip.head.size();) {
    TRY(const std::vector<ledger::StoredRecord> some, store.read(from, records_at_once));
    if (some.empty()) return Failure{Fault::damaged};
    for (const ledger::StoredRecord& one : some) {
      TRY([[maybe_unused]] const kernel::Done counted, count(one, vault, texts));
    }
    from += some.size();
  }
  return texts;
}

}  // namespace veinline::tools::cli
