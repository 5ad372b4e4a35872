// SPDX-License-Identifier: Apache-2.0
// ServedWorld: a node with the people and things of one treatment behind its API, asked in this
// process or over a socket. A person's id is their token.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "gateway/http/api.hpp"
#include "gateway/net/server.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::bad_input {

namespace net = gateway::net;

/// A whole request but for its path, which says whom it is for.
struct Asking {
  std::string person;
  std::string method = "POST";
  std::string path;
  std::string body;
  std::map<std::string, std::string> query{};
  std::map<std::string, std::string> headers{};
};

class ServedWorld {
 public:
  explicit ServedWorld(support::StoreKind kind);

  /// Answers on this thread's time.
  net::HttpResponse ask(const Asking& asking);
  /// A hospital that has nothing to do with the treatment, and somebody there with every role.
  void add_another_site();
  /// How many facts there are.
  std::uint64_t facts();
  /// A server in front of the same API, on a port of its own. It ends with the world.
  std::uint16_t listen();

  support::TestNode node;
  support::Cast cast;
  support::Things things;
  support::Answers answers;
  std::string stranger;  ///< of the other site; empty: there is none

 private:
  storage::memory::MemoryRows rows_;
  views::Follower follower_;
  views::SharedAudiences audiences_;
  commands::Workers workers_;
  commands::Desk desk_;
  exchange::PdfHere pdfs_;
  const exchange::PaperShelf papers_{node.vault(), node.bytes(), node.entropy(),
                                     node.keys().identity.node, pdfs_};
  std::unique_ptr<support::TestNode> scratch_;
  std::unique_ptr<ledger::WitnessMemory> witness_memory_;
  ledger::SigningKey witness_key_;
  ledger::Witness witness_;
  gateway::feed::Feed feed_;
  std::unique_ptr<gateway::http::Api> api_;
  std::unique_ptr<net::Server> server_;
};

/// What a person would send for this command: signed and with a reason where it wants them.
kernel::Object body_of(const journey::CommandType& type, const kernel::Object& data);

}  // namespace veinline::bad_input
