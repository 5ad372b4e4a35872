// SPDX-License-Identifier: Apache-2.0
// witness: what this node is as a witness, and who witnesses it.
#include <iostream>

#include "gateway/net/client.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

int run_witness_key(const WitnessOptions& options) {
  if (!options.where.data.empty()) {
    auto node = node::Node::open(options.where.data, {});
    if (!node) return cannot(node.error().sentence);
    std::cout << (*node)->witness_key().verifier_key().text() << "\n";
    return 0;
  }
  auto url = gateway::net::Url::parse(options.where.server);
  if (!url) return cannot("Say --data DIR, or --server URL: " + url.error().why + ".");
  gateway::net::Client client(std::move(*url), "", {.ca_file = options.where.ca_file});
  auto answer = client.request("GET", "/witness/key", "", {});
  if (!answer) return cannot(answer.error());
  (answer->status == 200 ? std::cout : std::cerr) << answer->body;
  return answer->status == 200 ? 0 : exit_cannot;
}

int run_witness_status(const WitnessOptions& options) {
  if (options.where.server.empty()) return cannot("A server knows: say --server URL.");
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  gateway::net::HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/witnessing";
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, (*door)->language());
}

}  // namespace veinline::tools::cli
