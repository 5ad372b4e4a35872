// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/door.hpp"

#include <fstream>
#include <future>
#include <iostream>

#include "access/token.hpp"
#include "commands/keys.hpp"
#include "gateway/http/api.hpp"
#include "gateway/net/client.hpp"
#include "gateway/net/target.hpp"
#include "node/scratch.hpp"
#include "tools/cli/print.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Failure;
using kernel::Result;

namespace {

class LocalDoor : public Door {
 public:
  LocalDoor(std::unique_ptr<node::Node> owned, node::Node& node, std::string account)
      : owned_(std::move(owned)), node_(node), account_(std::move(account)) {}

  Result<HttpResponse, std::string> ask(HttpRequest request) override {
    auto answer = std::make_shared<std::promise<HttpResponse>>();
    std::future<HttpResponse> future = answer->get_future();
    api_.handle_as(account_, std::move(request),
                   [answer](HttpResponse response) { answer->set_value(std::move(response)); });
    return future.get();
  }

 private:
  std::unique_ptr<node::Node> owned_;
  node::Node& node_;
  std::string account_;
  gateway::http::Api api_{
      gateway::http::ApiParts{node_.desk(), node_.sources(), node_.key(), node_.identity(),
                              [](std::string_view) { return std::nullopt; },
                              [this](const std::function<void(commands::Desk&)>& use) {
                                return node::with_scratch_desk(node_, use);
                              }},
      {.reading = 0, .carrying = 0}};
};

class RemoteDoor : public Door {
 public:
  RemoteDoor(gateway::net::Url url, std::string token)
      : client_(std::move(url), std::move(token),
                gateway::net::ClientOptions{.wait_max = std::chrono::seconds(300),
                                            .body_bytes_max = 1024UL * 1024 * 1024}) {}

  Result<HttpResponse, std::string> ask(HttpRequest request) override {
    std::string target = gateway::net::encode_path(request.path);
    char separator = '?';
    for (const auto& [key, value] : request.query) {
      target +=
          separator + gateway::net::encode_query(key) + "=" + gateway::net::encode_query(value);
      separator = '&';
    }
    std::vector<std::pair<std::string, std::string>> headers(request.headers.begin(),
                                                             request.headers.end());
    return client_.request(request.method, target, request.body, headers);
  }

 private:
  gateway::net::Client client_;
};

}  // namespace

Result<std::string, std::string> first_line_of(const std::string& path) {
  std::ifstream in(path);
  std::string token;
  if (std::getline(in, token)) return token;
  return Failure{"The token file " + path + " cannot be read. Nothing was asked."};
}

Result<std::string, std::string> token_of(const std::string& path) {
  TRY(std::string token, first_line_of(path));
  token.erase(token.find_last_not_of(" \t\r") + 1);  // as some editors leave it
  if (access::is_token(token)) return token;
  return Failure{"The first line of the file " + path + " is no token. Nothing was asked."};
}

std::unique_ptr<Door> door_to(node::Node& node, const std::string& account) {
  return std::make_unique<LocalDoor>(nullptr, node, account);
}

Result<std::unique_ptr<Door>, std::string> open_door(const Where& where) {
  if (where.data.empty() == where.server.empty()) {
    return Failure{
        std::string("Say either --data DIR (a node that is not being served) or "
                    "--server URL with --token-file FILE.")};
  }
  if (!where.server.empty()) {
    auto url = gateway::net::Url::parse(where.server);
    if (!url) return Failure{url.error().why};
    std::string token;
    if (!where.token_file.empty()) {
      TRY(token, token_of(where.token_file));
    }
    return std::unique_ptr<Door>(std::make_unique<RemoteDoor>(std::move(*url), std::move(token)));
  }
  auto node = node::Node::open(where.data, {.workers = 1});
  if (!node) return Failure{node.error().sentence};
  std::string account = where.as.starts_with("person/") ? where.as.substr(7) : where.as;
  if (account.empty()) account = (*node)->console_person().value_or("");
  node::Node& reference = **node;
  return std::unique_ptr<Door>(
      std::make_unique<LocalDoor>(std::move(*node), reference, std::move(account)));
}

int show_answer(const HttpResponse& answer, Style style) {
  if (style == Style::json || answer.content_type.find("json") == std::string::npos) {
    (answer.status < 400 ? std::cout : std::cerr) << answer.body;
  } else {
    auto value = kernel::parse_json(answer.body, {256UL * 1024 * 1024, 64});
    if (!value) return cannot("The answer was no JSON.");
    (answer.status < 400 ? std::cout : std::cerr) << pretty(*value);
  }
  if (answer.status < 400) return 0;
  return answer.status >= 500 ? 2 : 1;
}

std::string new_command_key() {
  const node::SystemClock clock;
  node::SystemEntropy entropy;
  return commands::fresh_key(clock.now(), entropy);
}

HttpRequest command_request(const std::string& command, const std::string& key,
                            const kernel::Object& body) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/api/v1/commands/" + command;
  request.headers["idempotency-key"] = key;
  request.headers["content-type"] = "application/json";
  request.body = kernel::canonical_text(body);
  return request;
}

int cannot(const std::string& why) {
  std::cerr << "veinline: " << why << "\n";
  return 2;
}

}  // namespace veinline::tools::cli
