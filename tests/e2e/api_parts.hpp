// SPDX-License-Identifier: Apache-2.0
// What an API over a node of tests stands on: a token is the person's id, and everybody sees what
// they would see of a server's. Whatever else a test wants, it adds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/parts.hpp"
#include "support/test_node.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

inline gateway::http::ApiParts parts_over(support::TestNode& node, views::Follower& follower,
                                          views::SharedAudiences& audiences) {
  return {
      .desk = node.desk(),
      .sources = {node.catalogue(), node.store(), follower, views::Eye::of_nobody()},
      .node_key = node.keys().key,
      .identity = node.keys().identity,
      .person_of_token = [](std::string_view token,
                            journey::staff::Scope) { return std::optional(std::string(token)); },
      .with_scratch_desk = {},
      .sight_of = [&node](const std::string& person) { return support::sight_of(node, person); },
      .audiences = &audiences};
}

}  // namespace veinline::e2e
