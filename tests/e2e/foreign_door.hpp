// SPDX-License-Identifier: Apache-2.0
// Foreign door: a node with its API, asked about what is of others, and all that an answer tells.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <utility>

#include "gateway/http/api.hpp"
#include "kernel/canonical.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/given.hpp"
#include "support/two_hospitals.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Value;
using support::sight_of;
using support::TestNode;

/// A node with its API.
class Door {
 public:
  explicit Door(TestNode& node) : node_(node) {}

  HttpResponse ask(const std::string& person, HttpRequest request) {
    std::promise<HttpResponse> answer;
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  TestNode& node() { return node_; }

 private:
  TestNode& node_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), node_.store(), rows_};
  views::SharedAudiences audiences_{node_.catalogue(), node_.store()};
  gateway::http::Denials denials_;
  gateway::http::Pending pending_;
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = {node_.catalogue(), node_.store(), follower_, views::Eye::of_nobody()},
          .node_key = node_.keys().key,
          .identity = node_.keys().identity,
          .person_of_token =
              [](std::string_view token, journey::staff::Scope) {
                return std::optional(std::string(token));
              },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(node_, person); },
          .audiences = &audiences_,
          .denials = &denials_,
          .pending = &pending_,
          .recorder =
              [this] {
                return kernel::Result<std::optional<std::string>, ledger::Fault>(
                    node_.administrator());
              },
          .patients = &node_.patients()},
      gateway::http::ApiThreads{.reading = 0, .carrying = 0}};
};

/// All that tells two answers apart, but what names the request itself, and how long the log is,
/// which everybody may know.
inline std::string told(const HttpResponse& answer) {
  std::string out = std::to_string(answer.status) + "\n" + answer.content_type + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (name != "x-request-id") out += name + ": " + value + "\n";
  }
  std::string body = answer.body;
  constexpr std::string_view length = "\"as_of\":";
  if (const std::size_t at = body.find(length); at != std::string::npos) {
    const std::size_t from = at + length.size();
    body.erase(from, body.find_first_not_of("0123456789", from) - from);
  }
  return out + body;
}

}  // namespace veinline::e2e
