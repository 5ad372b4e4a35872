// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/texts.hpp"

#include <functional>
#include <vector>

#include "journey/codec.hpp"
#include "ledger/record.hpp"

namespace veinline::tools::cli {

using kernel::Done;
using kernel::Failure;
using kernel::Result;
using kernel::Sealed;
using kernel::Value;
using ledger::Fault;
using ledger::Seq;

namespace {

constexpr std::uint32_t records_at_once = 1000;
constexpr std::uint32_t keys_at_once = 1000;

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

enum class Text : std::uint8_t { there, erased, missing };

Result<Text, vault::VaultFault> look_for(const Sealed& sealed, vault::VaultStore& vault) {
  TRY(const auto key, vault.find_key(sealed.key_id));
  // What nobody can open again need not be there.
  if (key && key->is_destroyed()) return Text::erased;
  TRY(const auto ciphertext, vault.find(sealed.ciphertext));
  const bool is_whole = ciphertext && key && kernel::sha256(*ciphertext) == sealed.ciphertext;
  return is_whole ? Text::there : Text::missing;
}

Result<std::vector<Sealed>, Fault> references_of(const ledger::StoredRecord& stored) {
  const auto record = ledger::parse_record(stored.bytes);
  if (!record) return Failure{Fault::damaged};
  std::vector<Sealed> out;
  find_references(Value(record->draft.data), out);
  const auto& reason = record->draft.reason;
  if (reason && reason->text) find_references(Value(*reason->text), out);
  return out;
}

/// Every text that a ledger names, in the order of its records.
using Each = std::function<Result<Done, Fault>(Seq seq, const Sealed& sealed)>;
Result<Done, Fault> for_each_text(const ledger::Store& store, const Each& each) {
  TRY(const ledger::Tip tip, store.tip());
  for (Seq from = 1; from <= tip.head.size();) {
    TRY(const std::vector<ledger::StoredRecord> some, store.read(from, records_at_once));
    if (some.empty()) return Failure{Fault::damaged};
    for (const ledger::StoredRecord& one : some) {
      TRY(const std::vector<Sealed> references, references_of(one));
      for (const Sealed& sealed : references) {
        TRY([[maybe_unused]] const Done done, each(one.seq, sealed));
      }
    }
    from += some.size();
  }
  return Done{};
}

Result<Done, vault::VaultFault> copy_keys(vault::VaultStore& from, vault::VaultStore& to) {
  for (std::string after;;) {
    TRY(const auto some, from.keys_after(after, keys_at_once));
    if (some.empty()) return Done{};
    for (const vault::VaultStore::OwnedKey& one : some) {
      TRY([[maybe_unused]] const auto kept, to.put_key(one.owner, one.key_class, one.key));
    }
    after = some.back().key.key_id;
  }
}

}  // namespace

Result<TextCount, Fault> count_texts(const ledger::Store& store, vault::VaultStore& vault) {
  TextCount texts;
  TRY([[maybe_unused]] const Done counted,
      for_each_text(store, [&](Seq seq, const Sealed& sealed) -> Result<Done, Fault> {
        ++texts.named;
        const auto found = look_for(sealed, vault);
        if (!found) return Failure{Fault::unreadable};
        if (*found == Text::erased) ++texts.erased;
        if (*found != Text::missing) return Done{};
        ++texts.missing;
        if (!texts.first_missing) texts.first_missing = seq;
        return Done{};
      }));
  return texts;
}

Result<Done, Fault> copy_texts(const ledger::Store& store, vault::VaultStore& from,
                               vault::VaultStore& to) {
  if (!copy_keys(from, to)) return Failure{Fault::unreadable};
  return for_each_text(store, [&](Seq, const Sealed& sealed) -> Result<Done, Fault> {
    const auto text = from.find(sealed.ciphertext);
    if (!text) return Failure{Fault::unreadable};
    if (*text && !to.put(sealed.ciphertext, **text)) return Failure{Fault::unreadable};
    return Done{};
  });
}

}  // namespace veinline::tools::cli
