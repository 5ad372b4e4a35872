// SPDX-License-Identifier: Apache-2.0
// Said: what somebody says to prove who they are, out of the body of a request.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "access/sign_in.hpp"
#include "kernel/canonical.hpp"

namespace veinline::gateway::http {

class Said {
 public:
  /// `body` outlives it. Only these members are known; all are texts.
  Said(const kernel::Object& body, std::initializer_list<std::string_view> known);
  /// Nothing else was said, and all of it in texts: what is misspelt would be silence.
  [[nodiscard]] bool is_well_formed() const { return is_well_formed_; }
  [[nodiscard]] bool has(std::string_view name) const { return body_.find(name) != nullptr; }
  /// Empty: it was not said.
  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] access::Secret secret(std::string_view name) const {
    return access::Secret(text(name));
  }
  [[nodiscard]] access::Proof proof() const {
    return {secret("password"), secret("code"), secret("pin")};
  }

 private:
  const kernel::Object& body_;
  bool is_well_formed_ = true;
};

}  // namespace veinline::gateway::http
