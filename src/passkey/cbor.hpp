// SPDX-License-Identifier: Apache-2.0
// CBOR as authenticators write it (CTAP 2.1 section 8, "canonical CBOR"), read strictly and without
// a copy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"

namespace veinline::passkey {

using kernel::BadText;
using kernel::Bytes;
using kernel::ByteView;
using kernel::Result;

constexpr std::size_t cbor_bytes_max = 16 * 1024;  ///< an attestation with certificates has 6 KiB
constexpr std::size_t cbor_depth_max = 8;
constexpr std::size_t cbor_items_max = 256;

/// WebAuthn and COSE name members by whole numbers and by texts.
using CborKey = std::variant<std::int64_t, std::string_view>;
class CborItem;
using CborArray = std::vector<CborItem>;
/// In the order of the bytes, each key once; the value of keys[i] is values[i].
struct CborMap {
  std::vector<CborKey> keys;
  CborArray values;
  [[nodiscard]] std::size_t size() const { return keys.size(); }
};

/// Texts and byte strings are parts of the bytes that were read, which must outlive the item.
class CborItem {
 public:
  CborItem() = default;  ///< null
  explicit CborItem(bool truth) : kind_(Kind::boolean), truth_(truth) {}
  explicit CborItem(std::int64_t number) : kind_(Kind::integer), number_(number) {}
  explicit CborItem(ByteView bytes) : kind_(Kind::bytes), bytes_(bytes) {}
  explicit CborItem(std::string_view text) : kind_(Kind::text), text_(text) {}
  explicit CborItem(CborArray array) : kind_(Kind::array), array_(std::move(array)) {}
  explicit CborItem(CborMap map) : kind_(Kind::map), map_(std::move(map)) {}

  [[nodiscard]] const bool* boolean() const { return when(Kind::boolean, truth_); }
  [[nodiscard]] const std::int64_t* integer() const { return when(Kind::integer, number_); }
  [[nodiscard]] const ByteView* bytes() const { return when(Kind::bytes, bytes_); }
  [[nodiscard]] const std::string_view* text() const { return when(Kind::text, text_); }
  [[nodiscard]] const CborArray* array() const { return when(Kind::array, array_); }
  [[nodiscard]] const CborMap* map() const { return when(Kind::map, map_); }

 private:
  enum class Kind : std::uint8_t { null, boolean, integer, bytes, text, array, map };
  template <class T>
  [[nodiscard]] const T* when(Kind kind, const T& held) const {
    return kind_ == kind ? &held : nullptr;
  }

  // Not a variant: GCC 12 sees uninitialised bytes where one that holds lists is moved.
  Kind kind_ = Kind::null;
  bool truth_ = false;
  std::int64_t number_ = 0;
  ByteView bytes_;
  std::string_view text_;
  CborArray array_;
  CborMap map_;
};

/// The value of that key, or null when there is none.
const CborItem* find(const CborMap& map, const CborKey& key);

struct CborPrefix {
  CborItem item;
  std::size_t size = 0;  ///< how many bytes it has
};
/// Reads the item that the bytes begin with. Refuses lengths that are not said at the beginning,
/// numbers longer than they need to be or beyond 64 bits with sign, tags, fractions, undefined,
/// texts that are no UTF-8, keys that are neither a number nor a text, a key twice, and more than
/// the three limits above. The order of keys is not looked at: authenticators disagree about it.
Result<CborPrefix, BadText> read_cbor_prefix(ByteView bytes);
/// The same, and nothing may stand behind the item.
Result<CborItem, BadText> read_cbor(ByteView bytes);

}  // namespace veinline::passkey
