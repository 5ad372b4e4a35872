// SPDX-License-Identifier: Apache-2.0
#include "tools/verify/passkeys.hpp"

#include <algorithm>

#include "passkey/signature.hpp"

namespace veinline::tools::verify {

using kernel::Bytes;
using kernel::Object;
using kernel::Value;

namespace {

constexpr std::string_view registered = "staff.passkey_registered/1";
constexpr std::string_view removed = "staff.passkey_removed/1";

std::string text_at(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
}

/// What a record keeps of the signature: docs/formats/record.md.
struct Kept {
  passkey::PasskeySignature signature;
  std::vector<kernel::Digest> texts;
};
std::optional<Kept> kept_in(const ledger::Signature& signature) {
  const auto value = kernel::parse_json(kernel::text_of(signature.value), {64UL * 1024, 8});
  if (!value || value->object() == nullptr) return std::nullopt;
  const auto bytes = kernel::from_base64(text_at(*value->object(), "signature"));
  const Value* texts = value->object()->find("texts");
  if (!bytes || texts == nullptr || texts->array() == nullptr) return std::nullopt;
  auto parsed = passkey::parse_passkey_signature(*bytes);
  if (!parsed) return std::nullopt;
  Kept out{std::move(*parsed), {}};
  for (const Value& one : *texts->array()) {
    if (one.string() == nullptr) return std::nullopt;
    auto digest = kernel::digest_from_base64(*one.string());
    if (!digest) return std::nullopt;
    out.texts.push_back(*digest);
  }
  return out;
}

}  // namespace

void KnownPasskeys::learn(Seq seq, std::string_view bytes) {
  if (bytes.find("\"staff.passkey_re") == bytes.npos) return;
  const auto record = ledger::parse_record(bytes);
  if (!record) return;
  const Object& data = record->draft.data;
  const std::string digest = text_at(data, "passkey"), person = text_at(data, "person");
  const std::lock_guard lock(mutex_);
  if (record->draft.fact == registered) {
    of_person_[person].push_back({text_at(data, "credential"), text_at(data, "public_key"),
                                  text_at(data, "party"), text_at(data, "origin"), seq});
    person_of_[digest] = person;
  } else if (record->draft.fact == removed) {
    for (Known& one : of_person_[person]) {
      const auto id = kernel::from_base64(one.credential);
      const bool is_it =
          id && kernel::to_hex(kernel::sha256(kernel::text_of(*id)).view()) == digest;
      if (is_it) one.until = std::min(one.until, seq);
    }
  }
}

KnownPasskeys::Verdict KnownPasskeys::judge(Seq seq, const ledger::Draft& draft,
                                            const ledger::Signature& signature) const {
  const auto kept = kept_in(signature);
  if (!kept) return Verdict::bad;
  const kernel::Digest text = ledger::signature_digest(signature, draft);
  if (std::find(kept->texts.begin(), kept->texts.end(), text) == kept->texts.end()) {
    return Verdict::bad;
  }
  const std::string credential = kernel::to_base64(kept->signature.credential_id);
  const std::lock_guard lock(mutex_);
  const auto theirs = of_person_.find(signature.by);
  if (theirs == of_person_.end()) return Verdict::no_key;
  for (const Known& one : theirs->second) {
    if (one.credential != credential || seq <= one.from || seq > one.until) continue;
    const auto key = kernel::from_base64(one.public_key);
    const auto party = passkey::RelyingParty::make(one.party, one.origin);
    if (!key || !party) return Verdict::bad;
    const bool is_good =
        passkey::verify_offline(*key, *party, ledger::challenge_of(kept->texts), kept->signature)
            .has_value();
    return is_good ? Verdict::good : Verdict::bad;
  }
  return Verdict::no_key;
}

}  // namespace veinline::tools::verify
