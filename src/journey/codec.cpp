// SPDX-License-Identifier: Apache-2.0
#include "journey/codec.hpp"

#include <algorithm>

namespace veinline::journey::codec {
namespace {

kernel::Failure<kernel::BadValue> no(std::string code, std::vector<std::string> told = {}) {
  return kernel::Failure{kernel::BadValue{std::move(code), std::move(told)}};
}

const std::string* member_text(const kernel::Object& object, std::string_view key) {
  const kernel::Value* value = object.find(key);
  return value == nullptr ? nullptr : value->string();
}

}  // namespace

kernel::Result<Thing, kernel::BadValue> thing_from(const kernel::Value& value,
                                                   const std::string_view* kinds,
                                                   std::size_t count) {
  const std::string* text = value.string();
  const std::size_t slash = text == nullptr ? std::string::npos : text->find('/');
  const std::string_view kind =
      slash == std::string::npos ? "" : std::string_view(*text).substr(0, slash);
  if (std::find(kinds, kinds + count, kind) == kinds + count) {
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < count; ++i) wanted.push_back(std::string(kinds[i]) + "/ID");
    return no("field.thing", std::move(wanted));
  }
  std::string why = kernel::why_not_id(std::string_view(*text).substr(slash + 1));
  if (!why.empty()) return no(std::move(why));
  return Thing(*text);
}

kernel::Value Leaf<Count>::put(const Count& value) {
  return kernel::Value(value.value);
}
kernel::Result<Count, kernel::BadValue> Leaf<Count>::get(const kernel::Value& v) {
  const std::int64_t* n = v.integer();
  if (n == nullptr || *n < 0 || *n > count_max) {
    return no("field.count");
  }
  return Count{*n};
}

kernel::Value Leaf<RecordSeq>::put(const RecordSeq& value) {
  return kernel::Value(value.value);
}
kernel::Result<RecordSeq, kernel::BadValue> Leaf<RecordSeq>::get(const kernel::Value& v) {
  const std::int64_t* n = v.integer();
  if (n == nullptr || *n < 1) return no("field.record");
  return RecordSeq{*n};
}

kernel::Value Leaf<kernel::Decimal>::put(const kernel::Decimal& value) {
  return kernel::Value(value.text());
}
kernel::Result<kernel::Decimal, kernel::BadValue> Leaf<kernel::Decimal>::get(
    const kernel::Value& v) {
  const std::string* text = v.string();
  if (text == nullptr) return no("field.decimal");
  return kernel::Decimal::parse(*text);
}

kernel::Value Leaf<kernel::Quantity>::put(const kernel::Quantity& value) {
  kernel::Object out;
  out.set("unit", kernel::Value(value.unit));
  out.set("value", kernel::Value(value.value.text()));
  return kernel::Value(std::move(out));
}
kernel::Result<kernel::Quantity, kernel::BadValue> Leaf<kernel::Quantity>::get(
    const kernel::Value& v) {
  const kernel::Object* object = v.object();
  if (object == nullptr || object->members().size() != 2) return no("field.quantity");
  const std::string* amount = member_text(*object, "value");
  const std::string* unit = member_text(*object, "unit");
  if (amount == nullptr || unit == nullptr) return no("field.quantity");
  if (!kernel::is_unit(*unit)) return no("field.unit");
  TRY(kernel::Decimal decimal, kernel::Decimal::parse(*amount));
  if (decimal.is_negative()) return no("field.negative");
  return kernel::Quantity{decimal, *unit};
}

kernel::Value Leaf<kernel::Amount>::put(const kernel::Amount& value) {
  return Leaf<kernel::Quantity>::put(value);
}
kernel::Result<kernel::Amount, kernel::BadValue> Leaf<kernel::Amount>::get(const kernel::Value& v) {
  TRY(kernel::Quantity quantity, Leaf<kernel::Quantity>::get(v));
  if (quantity.value.is_zero()) return no("field.amount");
  return kernel::Amount{std::move(quantity)};
}

kernel::Value Leaf<kernel::Instant>::put(const kernel::Instant& value) {
  return kernel::Value(kernel::to_text(value));
}
kernel::Result<kernel::Instant, kernel::BadValue> Leaf<kernel::Instant>::get(
    const kernel::Value& v) {
  const std::string* text = v.string();
  if (text == nullptr) return no("field.time");
  return kernel::instant_from_text(*text);
}

kernel::Value Leaf<kernel::Date>::put(const kernel::Date& value) {
  return kernel::Value(kernel::to_text(value));
}
kernel::Result<kernel::Date, kernel::BadValue> Leaf<kernel::Date>::get(const kernel::Value& v) {
  const std::string* text = v.string();
  if (text == nullptr) return no("field.date");
  return kernel::date_from_text(*text);
}

kernel::Value Leaf<kernel::Sealed>::put(const kernel::Sealed& value) {
  kernel::Object out;
  out.set("ciphertext", kernel::Value(kernel::to_base64(value.ciphertext.view())));
  out.set("key_commitment", kernel::Value(kernel::to_base64(value.key_commitment.view())));
  out.set("key_id", kernel::Value(value.key_id));
  out.set("padded_length", kernel::Value(value.padded_length));
  out.set("suite", kernel::Value(value.suite));
  return kernel::Value(std::move(out));
}
kernel::Result<kernel::Sealed, kernel::BadValue> Leaf<kernel::Sealed>::get(const kernel::Value& v) {
  const kernel::Object* object = v.object();
  if (object == nullptr || object->members().size() != 5) return no("field.sealed");
  const std::string* suite = member_text(*object, "suite");
  const std::string* key_id = member_text(*object, "key_id");
  const std::string* commitment = member_text(*object, "key_commitment");
  const std::string* ciphertext = member_text(*object, "ciphertext");
  const kernel::Value* length = object->find("padded_length");
  if (suite == nullptr || key_id == nullptr || commitment == nullptr || ciphertext == nullptr ||
      length == nullptr || length->integer() == nullptr) {
    return no("field.sealed");
  }
  // Nothing but a reference passes: whatever stands here is in the record for ever, in clear.
  const auto& lengths = kernel::sealed_lengths;
  const bool of_the_vault =
      *suite == kernel::sealed_suite && kernel::is_hex_of(*key_id, 16) &&
      std::find(lengths.begin(), lengths.end(), *length->integer()) != lengths.end();
  const auto committed = kernel::digest_from_base64(*commitment);
  const auto digest = kernel::digest_from_base64(*ciphertext);
  if (!of_the_vault || !committed || !digest) return no("field.sealed");
  return kernel::Sealed{*suite, *key_id, *committed, *digest, *length->integer()};
}

kernel::Value Leaf<kernel::Object>::put(const kernel::Object& value) {
  return kernel::Value(value);
}
kernel::Result<kernel::Object, kernel::BadValue> Leaf<kernel::Object>::get(const kernel::Value& v) {
  if (const kernel::Object* object = v.object()) return *object;
  return no("field.object");
}

void refuse_surplus(const kernel::Object& object, const std::string_view* names, std::size_t count,
                    const std::string& path, std::vector<BadField>& bad) {
  for (const auto& [key, value] : object.members()) {
    if (std::find(names, names + count, key) == names + count) {
      bad.push_back({path, "field.unknown_member", {names, names + count}});
      return;  // one is enough: the unknown name itself may hold anything and is not repeated
    }
  }
}

}  // namespace veinline::journey::codec
