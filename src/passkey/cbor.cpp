// SPDX-License-Identifier: Apache-2.0
// libcbor reads head after head; what may stand where is decided here.
#include "passkey/cbor.hpp"

#include <cbor.h>

#include <algorithm>
#include <limits>

#include "kernel/canonical.hpp"

namespace veinline::passkey {

using kernel::Failure;

namespace {

enum class HeadKind : std::uint8_t {
  none,
  null,
  boolean,
  positive,
  negative,
  bytes,
  text,
  array,
  map
};

/// One item without what is inside it.
struct Head {
  HeadKind kind = HeadKind::none;  // none: of a kind that is not taken here
  std::uint64_t number = 0;        // a negative n is -1 - number; of arrays and maps their length
  ByteView content;                // of bytes and text
  std::size_t size = 0;            // bytes, with the content
};

Failure<BadText> bad(const char* why) {
  return Failure{BadText{why}};
}

Head& head_at(void* context) {
  return *static_cast<Head*>(context);
}
template <HeadKind kind, class Number>
void take_number(void* context, Number number) {
  head_at(context).kind = kind;
  head_at(context).number = number;
}
template <HeadKind kind>
void take_string(void* context, cbor_data data, std::size_t size) {
  head_at(context).kind = kind;
  head_at(context).number = size;
  head_at(context).content = {data, size};
}
void take_null(void* context) {
  head_at(context).kind = HeadKind::null;
}

/// Whatever is not set here (tags, fractions, undefined, open lengths) leaves the kind at none.
cbor_callbacks callbacks_of_ours() {
  cbor_callbacks out = cbor_empty_callbacks;
  out.uint8 = take_number<HeadKind::positive, std::uint8_t>;
  out.uint16 = take_number<HeadKind::positive, std::uint16_t>;
  out.uint32 = take_number<HeadKind::positive, std::uint32_t>;
  out.uint64 = take_number<HeadKind::positive, std::uint64_t>;
  out.negint8 = take_number<HeadKind::negative, std::uint8_t>;
  out.negint16 = take_number<HeadKind::negative, std::uint16_t>;
  out.negint32 = take_number<HeadKind::negative, std::uint32_t>;
  out.negint64 = take_number<HeadKind::negative, std::uint64_t>;
  out.byte_string = take_string<HeadKind::bytes>;
  out.string = take_string<HeadKind::text>;
  out.array_start = take_number<HeadKind::array, std::size_t>;
  out.map_start = take_number<HeadKind::map, std::size_t>;
  out.null = take_null;
  out.boolean = take_number<HeadKind::boolean, bool>;
  return out;
}

/// How many bytes the head of this number needs (RFC 8949 section 4.2.1).
std::size_t shortest(std::uint64_t number) {
  if (number < 24) return 1;
  if (number <= std::numeric_limits<std::uint8_t>::max()) return 2;
  if (number <= std::numeric_limits<std::uint16_t>::max()) return 3;
  return number <= std::numeric_limits<std::uint32_t>::max() ? 5 : 9;
}

Result<Head, BadText> read_head(ByteView bytes) {
  static const cbor_callbacks callbacks = callbacks_of_ours();
  Head head;
  const cbor_decoder_result result =
      cbor_stream_decode(bytes.data(), bytes.size(), &callbacks, &head);
  if (result.status == CBOR_DECODER_NEDATA) return bad("the CBOR ends too early");
  if (result.status != CBOR_DECODER_FINISHED) return bad("not CBOR");
  if (head.kind == HeadKind::none) return bad("CBOR of a kind that authenticators do not write");
  head.size = result.read;
  if (head.size - head.content.size() != shortest(head.number)) {
    return bad("a number in CBOR is written with as few bytes as it needs");
  }
  return head;
}

Result<std::int64_t, BadText> number_of(const Head& head) {
  if (head.number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return bad("a number in CBOR has at most 63 bits and a sign");
  }
  const auto number = static_cast<std::int64_t>(head.number);
  return head.kind == HeadKind::negative ? -1 - number : number;
}

class Reader {
 public:
  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  Result<CborItem, BadText> item(std::size_t depth) {
    TRY(const Head head, next());
    switch (head.kind) {
      case HeadKind::null:
        return CborItem();
      case HeadKind::boolean:
        return CborItem(head.number != 0);
      case HeadKind::positive:
      case HeadKind::negative: {
        TRY(const std::int64_t number, number_of(head));
        return CborItem(number);
      }
      case HeadKind::bytes:
        return CborItem(head.content);
      case HeadKind::text: {
        TRY(const std::string_view text, text_of(head));
        return CborItem(text);
      }
      case HeadKind::array:
        return array(head.number, depth);
      case HeadKind::map:
        return map(head.number, depth);
      case HeadKind::none:
        break;  // read_head lets none through
    }
    kernel::broken_invariant("a head has a kind", __FILE__, __LINE__);
  }
  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  Result<Head, BadText> next() {
    if (++items_ > cbor_items_max) return bad("more CBOR items than one may hold");
    TRY(Head head, read_head(bytes_.subspan(at_)));
    at_ += head.size;
    return head;
  }

  static Result<std::string_view, BadText> text_of(const Head& head) {
    const std::string_view text = kernel::text_of(head.content);
    if (!kernel::is_utf8(text)) return bad("a text in CBOR is UTF-8");
    return text;
  }

  Result<CborItem, BadText> array(std::uint64_t length, std::size_t depth) {
    if (depth == cbor_depth_max) return bad("CBOR is nested too deep");
    CborArray out;
    for (std::uint64_t i = 0; i < length; ++i) {
      TRY(CborItem one, item(depth + 1));
      out.push_back(std::move(one));
    }
    return CborItem(std::move(out));
  }

  Result<CborKey, BadText> key() {
    TRY(const Head head, next());
    if (head.kind == HeadKind::text) {
      TRY(const std::string_view text, text_of(head));
      return CborKey(text);
    }
    if (head.kind != HeadKind::positive && head.kind != HeadKind::negative) {
      return bad("a key in CBOR is a number or a text");
    }
    TRY(const std::int64_t number, number_of(head));
    return CborKey(number);
  }

  Result<CborItem, BadText> map(std::uint64_t length, std::size_t depth) {
    if (depth == cbor_depth_max) return bad("CBOR is nested too deep");
    CborMap out;
    for (std::uint64_t i = 0; i < length; ++i) {
      TRY(const CborKey name, key());
      if (find(out, name) != nullptr) return bad("a key stands twice in one map of CBOR");
      TRY(CborItem value, item(depth + 1));
      out.keys.push_back(name);
      out.values.push_back(std::move(value));
    }
    return CborItem(std::move(out));
  }

  ByteView bytes_;
  std::size_t at_ = 0;
  std::size_t items_ = 0;
};

}  // namespace

const CborItem* find(const CborMap& map, const CborKey& key) {
  const auto found = std::find(map.keys.begin(), map.keys.end(), key);
  if (found == map.keys.end()) return nullptr;
  return &map.values[static_cast<std::size_t>(found - map.keys.begin())];
}

Result<CborPrefix, BadText> read_cbor_prefix(ByteView bytes) {
  if (bytes.size() > cbor_bytes_max) return bad("more CBOR than an authenticator writes");
  Reader reader(bytes);
  TRY(CborItem item, reader.item(0));
  return CborPrefix{std::move(item), reader.at()};
}

Result<CborItem, BadText> read_cbor(ByteView bytes) {
  TRY(CborPrefix prefix, read_cbor_prefix(bytes));
  if (prefix.size != bytes.size()) return bad("something stands behind the CBOR");
  return std::move(prefix.item);
}

}  // namespace veinline::passkey
