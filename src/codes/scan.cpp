// SPDX-License-Identifier: Apache-2.0
#include "codes/scan.hpp"

#include <algorithm>

#include "kernel/canonical.hpp"
#include "kernel/id.hpp"

namespace veinline::codes {

using kernel::Failure;

namespace {

constexpr std::size_t scheme_length_max = 24;

bool is_scheme(std::string_view text) {
  return !text.empty() && text.size() <= scheme_length_max &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

bool is_own_kind(std::string_view text) {
  return !text.empty() && text.size() <= scheme_length_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

/// "kind/ID", or the end of a URL that is one, or an ID alone.
std::optional<std::string> own_of(std::string_view text) {
  if (kernel::is_id(text)) return std::string(text);
  const std::size_t slash = text.rfind('/');
  if (slash == text.npos || !kernel::is_id(text.substr(slash + 1))) return std::nullopt;
  const std::size_t before = text.substr(0, slash).find_last_of("/#");
  const std::size_t from = before == text.npos ? 0 : before + 1;
  if (from > 0 && !text.starts_with("http://") && !text.starts_with("https://")) {
    return std::nullopt;
  }
  if (!is_own_kind(text.substr(from, slash - from))) return std::nullopt;
  return std::string(text.substr(from));
}

Scan of_isbt(const Isbt& isbt) {
  Scan out;
  out.kind = Kind::isbt;
  if (const auto container = isbt.container()) out.aliases.push_back("mpho/" + *container);
  // A part of a donation is not the donation, also where its label does not say who made it.
  constexpr std::string_view undivided = "000000";
  if (isbt.donation_number && isbt.division && *isbt.division != undivided) {
    out.aliases.push_back("part/" + *isbt.donation_number + "." + *isbt.division);
  }
  if (isbt.donation_number) out.aliases.push_back("din/" + *isbt.donation_number);
  if (out.aliases.empty() && isbt.chain_of_identity) {
    out.aliases.push_back("coi/" + *isbt.chain_of_identity);
  } else {
    out.chain_of_identity = isbt.chain_of_identity;
  }
  out.expires = isbt.expires;
  out.flags = isbt.flags;
  return out;
}

LabelTime last_moment(std::string_view yymmdd) {
  const auto part = [&](std::size_t at) {
    return (yymmdd[at] - '0') * 10 + (yymmdd[at + 1] - '0');
  };
  const auto month = std::chrono::year(2000 + part(0)) / part(2);
  if (part(4) != 0) return {month / part(4), std::nullopt};
  return {std::chrono::year_month_day(month / std::chrono::last), std::nullopt};
}

Scan of_gs1(const Gs1& gs1) {
  Scan out;
  out.kind = Kind::gs1;
  const auto value = [&](std::string_view ai) { return std::string(gs1.value(ai)); };
  const auto name = [&](std::string_view scheme, std::string_view ai, std::string_view beside) {
    if (value(ai).empty()) return;
    const std::string behind = value(beside);
    out.aliases.push_back(std::string(scheme) + "/" + value(ai) + (behind.empty() ? "" : ".") +
                          behind);
  };
  if (!value("21").empty()) name("sgtin", "01", "21");
  if (!value("10").empty()) name("lot", "01", "10");
  name("gtin", "01", "");
  name("sscc", "00", "");
  name("gsrn", "8018", "");
  name("gsrn", "8017", "");
  name("gln", "414", "254");
  name("grai", "8003", "");
  name("giai", "8004", "");
  name("gdti", "253", "");
  if (const std::string day = value("17"); !day.empty()) out.expires = last_moment(day);
  if (const std::string time = value("7003"); !time.empty()) {
    out.expires = last_moment(time.substr(0, 6));
    out.expires->minute = std::chrono::hours(std::stoi(time.substr(6, 2))) +
                          std::chrono::minutes(std::stoi(time.substr(8, 2)));
  }
  return out;
}

Scan named(std::string_view scheme, std::string_view value) {
  Scan out;
  out.kind = Kind::alias;
  out.aliases.push_back(std::string(scheme) + "/" + std::string(value));
  return out;
}

/// The eye-readable forms are typed with spaces between their groups.
std::string without_gaps(std::string_view text) {
  std::string out;
  std::copy_if(text.begin(), text.end(), std::back_inserter(out),
               [](char c) { return c != ' ' && c != '-'; });
  return out;
}

/// The elements of a trade item with more behind it, or of a logistic unit, from a reader that
/// tells no symbology: 01 and 14 digits, or 00 and 18.
bool looks_like_bare_elements(std::string_view text) {
  const auto digits = [&](std::size_t count) {
    return text.size() >= count &&
           std::all_of(text.begin(), text.begin() + static_cast<long>(count),
                       [](char c) { return c >= '0' && c <= '9'; });
  };
  return (text.starts_with("01") && digits(16)) || (text.starts_with("00") && digits(20));
}

/// A donation number or chain-of-identity id as printed for the eye, its check character at the
/// end. Nothing: it is neither.
std::optional<Result<Scan, BadCode>> eye_readable(std::string_view text) {
  const std::string bare = without_gaps(text);
  const bool is_din = is_donation_number(std::string_view(bare).substr(0, 13));
  const bool is_coi = is_chain_of_identity(std::string_view(bare).substr(0, 15));
  const std::size_t length = is_coi ? 15 : 13;
  if (!is_din && !is_coi) return std::nullopt;
  if (bare.size() == length) return Failure{BadCode::check_character_missing};
  if (bare.size() != length + 1) return std::nullopt;
  const std::string value = bare.substr(0, length);
  if (bare.back() != check_character(value)) return Failure{BadCode::wrong_check_character};
  return named(is_coi ? "coi" : "din", value);
}

Result<Scan, BadCode> typed(std::string_view text) {
  if (const auto own = own_of(text)) {
    Scan out;
    out.kind = Kind::own;
    out.own = *own;
    return out;
  }
  if (auto read = eye_readable(text)) return std::move(*read);
  // Our label, as it is printed for the eye: its id has check characters.
  constexpr std::string_view label = "label:";
  if (text.starts_with(label) && kernel::is_id(text.substr(label.size()))) {
    return named("label", text.substr(label.size()));
  }
  const std::string bare = without_gaps(text);
  const bool like_own =
      bare.size() == kernel::id_length && std::all_of(bare.begin(), bare.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
      });
  return Failure{like_own ? BadCode::wrong_check_character : BadCode::check_character_missing};
}

}  // namespace

std::string_view text(Kind kind) {
  switch (kind) {
    case Kind::own:
      return "own";
    case Kind::isbt:
      return "isbt128";
    case Kind::gs1:
      return "gs1";
    case Kind::alias:
      return "alias";
    case Kind::plain:
      return "plain";
  }
  kernel::broken_invariant("a kind of code is one of those listed", __FILE__, __LINE__);
}

Result<Scan, BadCode> read_scan(std::string_view given, How how) {
  const std::string_view text = trimmed(given);
  if (text.empty()) return Failure{BadCode::empty};
  if (text.size() > scan_bytes_max) return Failure{BadCode::too_long};
  if (how == How::typed) return typed(text);
  Scan out;
  if (const auto own = own_of(text)) {
    out.kind = Kind::own;
    out.own = *own;
    return out;
  }
  if (looks_like_isbt(text)) {
    TRY(const Isbt isbt, read_isbt(text));
    return of_isbt(isbt);
  }
  if (looks_like_elements(text)) {
    TRY(const Gs1 gs1, read_elements(text));
    return of_gs1(gs1);
  }
  if (looks_like_digital_link(text)) {
    TRY(const Gs1 gs1, read_digital_link(text));
    return of_gs1(gs1);
  }
  if (text.starts_with('(') && text.find(')') != text.npos) {
    TRY(const Gs1 gs1, read_bracketed(text));
    return of_gs1(gs1);
  }
  const bool has_control = std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (has_control || !kernel::is_utf8(text)) return Failure{BadCode::not_text};
  if (const std::size_t colon = text.find(':');
      colon != text.npos && is_scheme(text.substr(0, colon)) && colon + 1 < text.size()) {
    return named(text.substr(0, colon), text.substr(colon + 1));
  }
  // What other structures say with their identifiers names the same without them.
  if (is_donation_number(text)) return named("din", text);
  if (is_chain_of_identity(text)) return named("coi", text);
  if (looks_like_bare_elements(text)) {
    if (const auto gs1 = read_elements("]d2" + std::string(text))) return of_gs1(*gs1);
  }
  if (how == How::either) {
    // Without its check character it may be what a scanner read from a plain bar code.
    auto read = eye_readable(text);
    if (read && (read->has_value() || read->error() == BadCode::wrong_check_character)) {
      return std::move(*read);
    }
  }
  out.plain = std::string(text);
  return out;
}

}  // namespace veinline::codes
