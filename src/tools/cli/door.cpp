// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/door.hpp"

#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>

#include "access/token.hpp"
#include "commands/keys.hpp"
#include "exchange/import.hpp"
#include "exchange/pdf_process.hpp"
#include "gateway/http/api.hpp"
#include "gateway/net/client.hpp"
#include "gateway/net/target.hpp"
#include "node/scratch.hpp"
#include "tools/cli/print.hpp"
#include "tools/verify/files.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Failure;
using kernel::Result;

namespace {

std::unique_ptr<exchange::PdfWork> pdf_work(const std::string& program) {
  if (program.empty()) return std::make_unique<exchange::PdfHere>();
  return std::make_unique<exchange::PdfProcess>(exchange::PdfProcessOptions{.program = program});
}

class LocalDoor : public Door {
 public:
  LocalDoor(exchange::Language language, std::unique_ptr<node::Node> node, std::string account,
            const std::string& program)
      : Door(language),
        owned_(std::move(node)),
        node_(*owned_),
        account_(std::move(account)),
        pdfs_(pdf_work(program)) {}

 private:
  Result<HttpResponse, std::string> carry(HttpRequest request) override {
    auto answer = std::make_shared<std::promise<HttpResponse>>();
    std::future<HttpResponse> future = answer->get_future();
    api_.handle_as(account_, std::move(request),
                   [answer](HttpResponse response) { answer->set_value(std::move(response)); });
    return future.get();
  }
  Result<HttpResponse, std::string> carry_on(
      HttpRequest, const std::function<bool(std::string_view)>&) override {
    return Failure{
        std::string("Nobody records into a folder while this has it open: say --server URL.")};
  }

  std::unique_ptr<node::Node> owned_;
  node::Node& node_;
  std::string account_;
  const std::unique_ptr<exchange::PdfWork> pdfs_;
  const exchange::PaperShelf papers_{node_.vault(), node_.bytes(), node_.entropy(),
                                     node_.identity().node, *pdfs_};
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = node_.sources().for_eye(views::Eye::of_nobody()),
          .node_key = node_.key(),
          .identity = node_.identity(),
          .person_of_token = [](std::string_view, journey::staff::Scope) { return std::nullopt; },
          .with_scratch_desk =
              [this](const std::function<void(commands::Desk&)>& use) {
                return node::with_scratch_desk(node_, use);
              },
          .sight_of = [this](const std::string& person) { return node_.sight_of(person); },
          .audiences = &node_.audiences(),
          .name_of = [this](const std::string& person) { return node_.name_of(person); },
          .patients = &node_.patients(),
          .papers = &papers_},
      {.reading = 0, .carrying = 0}};
};

class RemoteDoor : public Door {
 public:
  RemoteDoor(exchange::Language language, gateway::net::Url url, std::string token,
             const std::string& ca_file)
      : Door(language),
        url_(std::move(url)),
        token_(std::move(token)),
        ca_file_(ca_file),
        client_(url_, token_,
                gateway::net::ClientOptions{.wait_max = std::chrono::seconds(300),
                                            .body_bytes_max = 1024UL * 1024 * 1024,
                                            .ca_file = ca_file}) {}

 private:
  static std::string target_of(const HttpRequest& request) {
    std::string target = gateway::net::encode_path(request.path);
    char separator = '?';
    for (const auto& [key, value] : request.query) {
      target +=
          separator + gateway::net::encode_query(key) + "=" + gateway::net::encode_query(value);
      separator = '&';
    }
    return target;
  }
  static std::vector<std::pair<std::string, std::string>> headers_of(const HttpRequest& request) {
    return {request.headers.begin(), request.headers.end()};
  }
  Result<HttpResponse, std::string> carry(HttpRequest request) override {
    return client_.request(request.method, target_of(request), request.body, headers_of(request));
  }
  Result<HttpResponse, std::string> carry_on(
      HttpRequest request, const std::function<bool(std::string_view)>& told) override {
    // The feed gives a sign of life every five seconds.
    gateway::net::Client client(url_, token_,
                                {.wait_max = std::chrono::seconds(12), .ca_file = ca_file_});
    return client.follow(target_of(request), headers_of(request), told);
  }

  const gateway::net::Url url_;
  const std::string token_;
  const std::string ca_file_;
  gateway::net::Client client_;
};

}  // namespace

Result<std::string, std::string> whole_input(const std::string& path) {
  if (path == "-") {
    return std::string(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
  }
  auto text = verify::read_file(path, exchange::import_bytes_max);
  if (!text) {
    return Failure{"The file " + path +
                   " cannot be read, or is longer than 64 MiB. Nothing was recorded."};
  }
  return std::move(*text);
}

Result<std::string, std::string> first_line_of(const std::string& path) {
  std::ifstream in(path);
  std::string token;
  if (std::getline(in, token)) return token;
  return Failure{"The token file " + path + " cannot be read. Nothing was asked."};
}

exchange::Language language_for(const std::string& asked) {
  if (!asked.empty()) return exchange::language_of(asked);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    // "zh_CN.UTF-8": a locale has an underline where a language tag has a hyphen.
    const std::string locale(value);
    return exchange::language_of(locale.substr(0, locale.find_first_of("_.@")));
  }
  return exchange::Language::en;
}

Result<HttpResponse, std::string> Door::ask(HttpRequest request) {
  request.headers["accept-language"] = exchange::text(language_);
  return carry(std::move(request));
}

Result<HttpResponse, std::string> Door::follow(HttpRequest request,
                                               const std::function<bool(std::string_view)>& told) {
  request.headers["accept-language"] = exchange::text(language_);
  return carry_on(std::move(request), told);
}

Result<std::string, std::string> token_of(const std::string& path) {
  TRY(std::string token, first_line_of(path));
  token.erase(token.find_last_not_of(" \t\r") + 1);  // as some editors leave it
  if (access::is_token(token)) return token;
  return Failure{"The first line of the file " + path + " is no token. Nothing was asked."};
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
    return std::unique_ptr<Door>(std::make_unique<RemoteDoor>(
        language_for(where.language), std::move(*url), std::move(token), where.ca_file));
  }
  auto node = node::Node::open(where.data, {.workers = 1});
  if (!node) return Failure{node.error().sentence};
  std::string account = where.as.starts_with("person/") ? where.as.substr(7) : where.as;
  if (account.empty()) account = (*node)->console_person().value_or("");
  return std::unique_ptr<Door>(std::make_unique<LocalDoor>(
      language_for(where.language), std::move(*node), std::move(account), where.program));
}

int show_answer(const HttpResponse& answer, Style style, exchange::Language language) {
  if (style == Style::json || answer.content_type.find("json") == std::string::npos) {
    (answer.status < 400 ? std::cout : std::cerr) << answer.body;
  } else {
    auto value = kernel::parse_json(answer.body, {256UL * 1024 * 1024, 64});
    if (!value) return cannot("The answer was no JSON.");
    (answer.status < 400 ? std::cout : std::cerr) << pretty(*value, exchange::Words::of(language));
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
  return exit_cannot;
}

}  // namespace veinline::tools::cli
