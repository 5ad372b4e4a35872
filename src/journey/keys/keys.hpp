// SPDX-License-Identifier: Apache-2.0
// Keys: that the site key, which wraps the keys of all texts, was replaced. No secret is in it.
#pragma once

#include <vector>

#include "journey/catalogue.hpp"

namespace veinline::journey::keys {

/// Where the bytes of a site key are.
enum class KeptIn : std::uint8_t { file, environment, token };
constexpr std::string_view text(KeptIn kept_in) {
  switch (kept_in) {
    case KeptIn::file:
      return "file";
    case KeptIn::environment:
      return "environment";
    case KeptIn::token:
      return "pkcs11";
  }
  return "";
}

/// Aspect of `keys/site`: the site key that was told last.
struct SiteKeyState {
  std::string id;
  KeptIn kept_in = KeptIn::file;
  bool operator==(const SiteKeyState&) const = default;
};
Thing site_key();

/// Every data key is wrapped by the new site key, and none by the old one any more.
struct SiteKeyReplaced {
  static constexpr std::string_view stored_name = "keys.site_key_replaced/1";
  KeyId from;
  KeyId to;
  KeptIn kept_in;
  [[nodiscard]] std::vector<Thing> also_changes() const { return {site_key()}; }
  static constexpr auto describe() {
    return std::tuple{field("from", &SiteKeyReplaced::from, "Id of the old site key."),
                      field("to", &SiteKeyReplaced::to, "Id of the new one."),
                      field("kept_in", &SiteKeyReplaced::kept_in, "Where the new one is.")};
  }
};

struct RecordReplacement {
  static constexpr std::string_view name = "keys/record_replacement";
  static constexpr std::string_view help =
      "Record that the site key was replaced; veinline key rotate does it.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::administrator};
  static constexpr bool live_only = true;
  KeyId from;
  KeyId to;
  KeptIn kept_in;
  static constexpr auto describe() {
    return std::tuple{field("from", &RecordReplacement::from, "Id of the old site key."),
                      field("to", &RecordReplacement::to, "Id of the new one."),
                      field("kept_in", &RecordReplacement::kept_in, "Where the new one is.")};
  }
};

}  // namespace veinline::journey::keys
