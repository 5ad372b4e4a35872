// SPDX-License-Identifier: Apache-2.0
// SmallApi: the API over a founded node in memory, whose storage can be made to fail.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <vector>

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
  bool broken_look_up = false;
  std::vector<std::shared_ptr<const void>> passes;  ///< of bodies that were let in
  /// Ends the API as the server does.
  void end() { api_.reset(); }
  std::function<void()> rehearsal = [] {};    ///< what every dry run does first
  std::optional<ledger::Fault> no_rehearsal;  ///< why there can be none

  /// What the door lets in: the longest body, or the status of the refusal.
  std::pair<int, std::size_t> admits(std::string method, std::string path, std::string token) {
    std::promise<gateway::net::Admission> answer;
    gateway::net::HttpRequest head = request(std::move(method), std::move(path), {});
    if (!token.empty()) head.headers["authorization"] = "Bearer " + token;
    api_->admit(head, [&](gateway::net::Admission one) { answer.set_value(std::move(one)); });
    const gateway::net::Admission said = answer.get_future().get();
    if (const auto* limit = std::get_if<gateway::net::BodyLimit>(&said)) {
      passes.push_back(limit->pass);
      return {200, limit->bytes_max};
    }
    return {std::get<gateway::net::HttpResponse>(said).status, 0};
  }

  /// Asks as the administrator, on this thread.
  gateway::net::HttpResponse ask(std::string method, std::string path, std::string body = {},
                                 std::map<std::string, std::string> query = {}) {
    std::promise<gateway::net::HttpResponse> answer;
    gateway::net::HttpRequest asked = request(std::move(method), std::move(path), std::move(body));
    asked.query = std::move(query);
    api_->handle_as(
        node_.administrator(), std::move(asked),
        [&](gateway::net::HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }

  /// Asks over the net's door as a browser does that goes to an address. With a token where one is
  /// given.
  gateway::net::HttpResponse go_to(std::string path, std::string accept, std::string token = {}) {
    std::promise<gateway::net::HttpResponse> answer;
    gateway::net::HttpRequest asked = request("GET", std::move(path), {});
    asked.headers["accept"] = std::move(accept);
    if (!token.empty()) asked.headers["authorization"] = "Bearer " + token;
    api_->handle(std::move(asked), [&](gateway::net::HttpResponse response) {
      answer.set_value(std::move(response));
    });
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
            .desk = node_.desk(),
            .sources = {node_.catalogue(), store_, follower_, views::Eye::of_nobody()},
            .node_key = node_.keys().key,
            .identity = node_.keys().identity,
            .person_of_token =
                [this](std::string_view token, journey::staff::Scope) {
                  if (broken_look_up) throw std::bad_alloc();
                  return token == "token" ? std::optional(node_.administrator()) : std::nullopt;
                },
            .with_scratch_desk =
                [this](const std::function<void(commands::Desk&)>& use) {
                  if (no_rehearsal)
                    return kernel::Result<kernel::Done, ledger::Fault>(
                        kernel::Failure{*no_rehearsal});
                  rehearsal();
                  use(node_.desk());
                  return kernel::Result<kernel::Done, ledger::Fault>(kernel::Done{});
                },
            .sight_of =
                [this](const std::string& person) { return support::sight_of(node_, person); },
            .audiences = &audiences_,
            .tokens_sign = true,
            .patients = &node_.patients()},
        gateway::http::ApiThreads{.reading = 1, .carrying = 1});
  }

  support::TestNode node_{support::StoreKind::memory};
  FailingStore store_{node_.store()};
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), store_, rows_};
  views::SharedAudiences audiences_{node_.catalogue(), store_};
  std::unique_ptr<gateway::http::Api> api_;
};

}  // namespace veinline::e2e
