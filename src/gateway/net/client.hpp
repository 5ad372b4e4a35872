// SPDX-License-Identifier: Apache-2.0
// Client: a small blocking HTTP client for the command line.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/net/message.hpp"

namespace veinline::gateway::net {

class Client {
 public:
  Client(Url url, std::string bearer_token);
  ~Client();
  Client(Client&&) noexcept;

  /// One request; the connection is kept for the next. The error is a sentence.
  kernel::Result<HttpResponse, std::string> request(
      const std::string& method, const std::string& target, const std::string& body,
      const std::vector<std::pair<std::string, std::string>>& headers);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace veinline::gateway::net
