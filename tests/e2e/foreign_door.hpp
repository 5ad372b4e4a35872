// SPDX-License-Identifier: Apache-2.0
// Foreign door: a node with its API, asked about what is of others, and all that an answer tells.
#pragma once

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <utility>

#include "e2e/api_parts.hpp"
#include "exchange/papers.hpp"
#include "gateway/feed/feed.hpp"
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
  /// The same over the net's door, which gives what must not tell in whole steps of time.
  HttpResponse send(const std::string& person, HttpRequest request) {
    request.headers["authorization"] = "Bearer " + person;
    const auto answer = std::make_shared<std::promise<HttpResponse>>();
    api_.handle(std::move(request),
                [answer](HttpResponse response) { answer->set_value(std::move(response)); });
    return answer->get_future().get();
  }
  TestNode& node() { return node_; }

 private:
  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = parts_over(node_, follower_, audiences_);
    out.denials = &denials_;
    out.pending = &pending_;
    out.recorder = [this] {
      return kernel::Result<std::optional<std::string>, ledger::Fault>(node_.administrator());
    };
    out.patients = &node_.patients();
    out.feed = &feed_;
    out.papers = &papers_;
    out.tokens_sign = true;
    out.evenly = &evenly_;
    return out;
  }

  TestNode& node_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), node_.store(), rows_};
  views::SharedAudiences audiences_{node_.catalogue(), node_.store()};
  gateway::feed::Feed feed_{node_.catalogue(), node_.store()};
  exchange::PdfHere pdfs_;
  const exchange::PaperShelf papers_{node_.vault(), node_.bytes(), node_.entropy(),
                                     node_.keys().identity.node, pdfs_};
  gateway::http::Denials denials_;
  gateway::http::Pending pending_;
  gateway::http::Evenly evenly_;  // outlives the answers of the API
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 1, .carrying = 1}};
};

/// All that tells two answers apart, but what names the request itself, and how long the log is,
/// which everybody may know.
inline std::string told(const HttpResponse& answer) {
  std::string out = std::to_string(answer.status) + "\n" + answer.content_type + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (name != "x-request-id") out += name + ": " + value + "\n";
  }
  std::string body = answer.body;
  for (const std::string_view length : {"\"as_of\":", "retry: 1000\nid: "}) {
    if (const std::size_t at = body.find(length); at != std::string::npos) {
      const std::size_t from = at + length.size();
      body.erase(from, body.find_first_not_of("0123456789", from) - from);
    }
  }
  return out + body;
}

}  // namespace veinline::e2e
