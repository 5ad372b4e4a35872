// SPDX-License-Identifier: Apache-2.0
// SmallApi: the API over a founded node in memory, whose storage can be made to fail.
#pragma once

#include <functional>
#include <future>
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

  /// Asks as the administrator, on this thread.
  gateway::net::HttpResponse ask(std::string method, std::string path, std::string body = {}) {
    std::promise<gateway::net::HttpResponse> answer;
    api_->handle_as(
        node_.administrator(), request(std::move(method), std::move(path), std::move(body)),
        [&](gateway::net::HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
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
    api_ = std::make_unique<gateway::http::Api>(gateway::http::ApiParts{
        node_.desk(),
        workers_,
        {node_.catalogue(), store_, follower_},
        node_.keys().key,
        node_.keys().identity,
        node_.clock(),
        entropy_,
        [this](std::string_view) { return std::optional(node_.administrator()); },
        [this](const std::function<void(commands::Desk&)>& use) { use(node_.desk()); }});
  }

  support::TestNode node_{support::StoreKind::memory};
  FailingStore store_{node_.store()};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), store_, rows_};
  support::SeededEntropy entropy_{1};
  commands::Workers workers_{2};
  std::unique_ptr<gateway::http::Api> api_;
};

}  // namespace veinline::e2e
