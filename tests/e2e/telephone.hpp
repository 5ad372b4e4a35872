// SPDX-License-Identifier: Apache-2.0
// Telephone: the cookies that a courier's telephone keeps, one for each box that it opened.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veinline::e2e {

/// A telephone: what it keeps and sends.
struct Telephone {
  /// The secrets of its boxes, by their ids, in the order in which they came.
  std::vector<std::pair<std::string, std::string>> boxes{};
  std::string csrf{};  ///< that its page knows

  void take(const std::string& set_cookie) {
    EXPECT_NE(set_cookie.find("; Path=/; Secure; HttpOnly; SameSite=Strict"), std::string::npos)
        << set_cookie;
    constexpr std::string_view name = "__Host-veinline-courier-";
    ASSERT_TRUE(set_cookie.starts_with(name)) << set_cookie;
    const std::size_t equals = set_cookie.find('=');
    const std::string box = set_cookie.substr(name.size(), equals - name.size());
    const std::string secret = set_cookie.substr(equals + 1, set_cookie.find(';') - equals - 1);
    const auto held =
        std::find_if(boxes.begin(), boxes.end(), [&](const auto& one) { return one.first == box; });
    if (held == boxes.end()) {
      boxes.emplace_back(box, secret);
    } else if (secret.empty()) {
      boxes.erase(held);
    } else {
      held->second = secret;
    }
  }
};

}  // namespace veinline::e2e
