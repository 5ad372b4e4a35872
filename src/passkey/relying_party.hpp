// SPDX-License-Identifier: Apache-2.0
// RelyingParty: the name that passkeys are made for, and the page where they are used (WebAuthn
// sections 4 and 5.1.3).
#pragma once

#include <string>
#include <string_view>

#include "kernel/bad_text.hpp"
#include "kernel/result.hpp"

namespace veinline::passkey {

/// Made only by make, so that the name is one that a browser would take for the origin.
class RelyingParty {
 public:
  /// `id` is a host name in lower case (veinline.example), no address; `origin` is written as a
  /// browser writes it: https://HOST[:PORT], or http://localhost[:PORT], the port only where it is
  /// not the usual one, and HOST is `id` or ends in "." and it. Whether a registry sells names
  /// under `id` is not known here; browsers know, and refuse.
  static kernel::Result<RelyingParty, kernel::BadText> make(std::string_view id,
                                                            std::string_view origin);
  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const std::string& origin() const { return origin_; }
  bool operator==(const RelyingParty&) const = default;

 private:
  RelyingParty(std::string_view id, std::string_view origin) : id_(id), origin_(origin) {}
  std::string id_;
  std::string origin_;
};

}  // namespace veinline::passkey
