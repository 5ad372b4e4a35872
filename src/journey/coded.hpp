// SPDX-License-Identifier: Apache-2.0
// Coded values: short texts with a syntax. A fact has no free text, so every text is one of these.
#pragma once

#include <string>
#include <string_view>

#include "kernel/bad_value.hpp"
#include "kernel/result.hpp"

namespace veinline::journey {

/// A text of one Syntax, made only by parsing. Syntax has `name`, `scheme` (the alias scheme, or
/// empty when the value is no alias) and `std::string why_not(std::string_view)`: the code of the
/// sentence that says why not, empty when it is one.
template <class Syntax>
class Coded {
 public:
  using syntax = Syntax;
  static kernel::Result<Coded, kernel::BadValue> parse(std::string_view text) {
    if (std::string why = Syntax::why_not(text); !why.empty()) {
      return kernel::Failure{kernel::BadValue{std::move(why)}};
    }
    return Coded(std::string(text));
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  auto operator<=>(const Coded&) const = default;

 private:
  explicit Coded(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// A site's own short code: 1 to 40 of A-Z 0-9 . _ - (a protocol number, a test, a seal).
struct CodeSyntax {
  static constexpr std::string_view name = "code";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using Code = Coded<CodeSyntax>;

/// Donation identification number, 13 characters without flags and check character
/// (ISBT 128 structure 001: facility identification number, year, sequence).
struct DonationNumberSyntax {
  static constexpr std::string_view name = "donation number";
  static constexpr std::string_view scheme = "din";
  static std::string why_not(std::string_view text);
};
using DonationNumber = Coded<DonationNumberSyntax>;

/// A donation number as it stands on a label. It names nothing by itself: another label may have
/// the same.
struct DonationLabelSyntax {
  static constexpr std::string_view name = DonationNumberSyntax::name;
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text) { return DonationNumberSyntax::why_not(text); }
};
using DonationLabel = Coded<DonationLabelSyntax>;

/// Chain-of-identity identifier, 15 characters "CH" + facility + year + six alphanumerics
/// (ISBT 128 structure 040 content).
struct ChainOfIdentitySyntax {
  static constexpr std::string_view name = "chain-of-identity id";
  static constexpr std::string_view scheme = "coi";
  static std::string why_not(std::string_view text);
};
using ChainOfIdentity = Coded<ChainOfIdentitySyntax>;

/// SHA-256 in lower-case hex: of a token, of a filed document, of an imported file.
struct HexDigestSyntax {
  static constexpr std::string_view name = "SHA-256 in hex";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using HexDigest = Coded<HexDigestSyntax>;

/// An IANA time zone name, e.g. "Asia/Shanghai".
struct ZoneSyntax {
  static constexpr std::string_view name = "time zone";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using Zone = Coded<ZoneSyntax>;

/// The id of a record: 32 lower-case hex characters.
struct RecordIdSyntax {
  static constexpr std::string_view name = "record id";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text);
};
using RecordId = Coded<RecordIdSyntax>;

/// The id of a site key: 32 lower-case hex characters. It says nothing about the key.
struct KeyIdSyntax {
  static constexpr std::string_view name = "key id";
  static constexpr std::string_view scheme = "";
  static std::string why_not(std::string_view text) { return RecordIdSyntax::why_not(text); }
};
using KeyId = Coded<KeyIdSyntax>;

}  // namespace veinline::journey
