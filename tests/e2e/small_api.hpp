// SPDX-License-Identifier: Apache-2.0
// SmallApi: the API over a founded node in memory, whose storage can be made to fail.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/store_decorator.hpp"
#include "support/test_node.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

/// Answers every reading of the log with `fault` while that is set.
class FailingStore : public support::StoreDecorator {
 public:
  using StoreDecorator::StoreDecorator;
  [[nodiscard]] kernel::Result<std::vector<ledger::StoredRecord>, ledger::Fault> read(
      ledger::Seq from, std::uint32_t count_max) const override {
    if (fault) return kernel::Failure{*fault};
    return StoreDecorator::read(from, count_max);
  }
  [[nodiscard]] kernel::Result<std::vector<kernel::Digest>, ledger::Fault> tile(
      ledger::TileId id) const override {
    if (fault) return kernel::Failure{*fault};
    return StoreDecorator::tile(id);
  }
  std::optional<ledger::Fault> fault;
};

class SmallApi {
 public:
  SmallApi() {
    INVARIANT(node_.found().has_value());
    make();
  }
  FailingStore& store() { return store_; }
  support::TestNode& node() { return node_; }
  /// Ends the API as the server does.
  void end() { api_.reset(); }
  std::function<void()> rehearsal = [] {};  ///< what every dry run does first

  /// Asks as the administrator, on this thread.
  gateway::net::HttpResponse ask(std::string method, std::string path, std::string body = {}) {
    std::promise<gateway::net::HttpResponse> answer;
    api_->handle_as(
        node_.administrator(), request(std::move(method), std::move(path), std::move(body)),
        [&](gateway::net::HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }

  /// Asks over the net's door, with a token. The answer comes when it comes.
  std::future<gateway::net::HttpResponse> send(std::string method, std::string path,
                                               std::map<std::string, std::string> query = {}) {
    auto answer = std::make_shared<std::promise<gateway::net::HttpResponse>>();
    gateway::net::HttpRequest asked = request(std::move(method), std::move(path), {});
    asked.headers["authorization"] = "Bearer token";
    asked.query = std::move(query);
    api_->handle(std::move(asked), [answer](gateway::net::HttpResponse response) {
      answer->set_value(std::move(response));
    });
    return answer->get_future();
  }

 private:
  static gateway::net::HttpRequest request(std::string method, std::string path, std::string body) {
    gateway::net::HttpRequest out;
    out.method = std::move(method);
    out.path = std::move(path);
    out.body = std::move(body);
    return out;
  }
  void make() {
    api_ = std::make_unique<gateway::http::Api>(
        gateway::http::ApiParts{
            node_.desk(),
            {node_.catalogue(), store_, follower_},
            node_.keys().key,
            node_.keys().identity,
            [this](std::string_view) { return std::optional(node_.administrator()); },
            [this](const std::function<void(commands::Desk&)>& use) {
              rehearsal();
              use(node_.desk());
            }},
        gateway::http::ApiThreads{.reading = 1, .carrying = 1});
  }

  support::TestNode node_{support::StoreKind::memory};
  FailingStore store_{node_.store()};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), store_, rows_};
  std::unique_ptr<gateway::http::Api> api_;
};

}  // namespace veinline::e2e
