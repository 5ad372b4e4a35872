// SPDX-License-Identifier: Apache-2.0
// CBOR: an item ends where it says, is read the same alone, and stays within its limits.
#include "passkey/cbor.hpp"

#include "fuzz/target.hpp"
#include "support/authenticator.hpp"

namespace veinline::fuzz {
namespace {

std::size_t items_of(const passkey::CborItem& item, std::size_t depth) {
  hold(depth <= passkey::cbor_depth_max, "nothing is nested deeper than the limit");
  std::size_t count = 1;
  if (const auto* list = item.array()) {
    for (const auto& one : *list) count += items_of(one, depth + 1);
  }
  if (const auto* map = item.map()) {
    for (std::size_t i = 0; i < map->size(); ++i) {
      hold(passkey::find(*map, map->keys[i]) == &map->values[i], "a key stands once");
      count += 1 + items_of(map->values[i], depth + 1);
    }
  }
  return count;
}

void one(std::string_view text) {
  const kernel::ByteView bytes = kernel::bytes_of(text);
  const auto prefix = passkey::read_cbor_prefix(bytes);
  const auto whole = passkey::read_cbor(bytes);
  hold(prefix.has_value() || !whole.has_value(), "what has no beginning is no whole");
  if (!prefix) {
    hold(!prefix.error().why.empty(), "every no has its sentence");
    return;
  }
  hold(prefix->size > 0 && prefix->size <= bytes.size(), "an item is a part of the bytes");
  hold(whole.has_value() == (prefix->size == bytes.size()), "a whole has nothing behind it");
  hold(passkey::read_cbor(bytes.first(prefix->size)).has_value(), "the part alone is a whole");
  hold(!passkey::read_cbor(bytes.first(prefix->size - 1)).has_value(), "a shorter one is none");
  hold(items_of(prefix->item, 0) <= passkey::cbor_items_max, "no more items than the limit");
}

Corpus seeds() {
  const support::Authenticator owner(passkey::CoseAlgorithm::es256);
  Corpus out;
  for (const char* hex : {"a4616182010220430102036162f51864f6", "1b7fffffffffffffff", "80", "a0",
                          "9f01ff", "c100", "fb3ff199999999999a", "8181818181818181f6"}) {
    out.emplace_back(kernel::text_of(*kernel::from_hex(hex)));
  }
  out.emplace_back(kernel::text_of(owner.unattested()));
  return out;
}

}  // namespace

Target cbor() {
  return {"cbor", one, seeds};
}

}  // namespace veinline::fuzz
