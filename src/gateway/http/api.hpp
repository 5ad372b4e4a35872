// SPDX-License-Identifier: Apache-2.0
// Api: what can be asked over HTTP. The command line asks the same, with or without a network.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "commands/desk.hpp"
#include "exchange/words.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/http/witnessing.hpp"
#include "gateway/net/message.hpp"
#include "views/view.hpp"

namespace veinline::gateway::http {

/// What the API stands on. Everything outlives it.
struct ApiParts {
  commands::Desk& desk;
  views::Sources sources;
  const ledger::SigningKey& node_key;
  const ledger::Identity& identity;
  /// The person whom a bearer token acts for.
  std::function<std::optional<std::string>(std::string_view token)> person_of_token;
  /// A desk over a scratch copy of everything, for dry runs; it lives as long as the call. The
  /// fault says that there is none; then `use` was not called.
  std::function<kernel::Result<kernel::Done, ledger::Fault>(
      const std::function<void(commands::Desk&)>& use)>
      with_scratch_desk;
  ledger::Witness* witness = nullptr;      ///< none: this node witnesses nobody here
  ledger::CosignedNotes* notes = nullptr;  ///< none: nobody is asked from here
  Witnessing* witnessing = nullptr;
  feed::Feed* feed = nullptr;  ///< none: nobody can listen from here
};

/// Threads of its own for whatever is no command; commands have the desk's. Where only handle_as()
/// is called there need be none.
struct ApiThreads {
  unsigned reading;   ///< answer what is quick: files, tokens, views, the checkpoint, the health
  unsigned carrying;  ///< take files in and write evidence, which may last minutes
};

class Api {
 public:
  /// At its end it finishes what was begun.
  Api(ApiParts parts, ApiThreads threads)
      : parts_(std::move(parts)), carrying_(threads.carrying), reading_(threads.reading) {}

  /// For the server, before the body of a request is read: only a file to take in may be longer
  /// than a command, and only from a person whom the node knows.
  void admit(const net::HttpRequest& head, const net::Admit& admit);
  /// For the server: authenticates by the Authorization header.
  void handle(net::HttpRequest request, const net::Respond& respond);
  /// For the command line on the data folder itself: the account is known.
  void handle_as(const std::string& account, net::HttpRequest request, const net::Respond& respond);

 private:
  struct Call;
  using CallPointer = std::shared_ptr<Call>;
  using Then = std::function<void()>;
  /// Looks the bearer up on a thread for reading; `then` goes on there when the person is known.
  void authenticate(const CallPointer& call, const net::Respond& respond, Then then);
  /// Does it on these workers. When it breaks off, that is the answer.
  void post(commands::Workers& workers, const CallPointer& call, const net::Respond& respond,
            Then job);
  void answer_public(const Call& call, const net::Respond& respond);
  void answer_private(const CallPointer& call, const net::Respond& respond);
  void do_command(const Call& call, const net::Respond& respond);
  net::HttpResponse do_import(const Call& call);
  net::HttpResponse do_feed(const Call& call);
  net::HttpResponse do_label(const Call& call);
  net::HttpResponse do_scan(const Call& call);
  net::HttpResponse do_view(const Call& call);
  net::HttpResponse do_entries(const Call& call);
  net::HttpResponse do_describe(const Call& call);
  net::HttpResponse do_export(const Call& call);
  net::HttpResponse do_me(const Call& call);
  net::HttpResponse do_witness(const Call& call);
  net::HttpResponse do_witnessed(const Call& call);
  net::HttpResponse do_witnessing(const Call& call);
  net::HttpResponse do_people(const Call& call);
  static std::optional<std::uint32_t> count_of(const Call& call, std::uint32_t otherwise);
  net::HttpResponse do_log(const Call& call);

  ApiParts parts_;
  // Last, so that they finish before what they use goes; and those that read first, since they hand
  // over to those that carry.
  commands::Workers carrying_;
  commands::Workers reading_;
};

}  // namespace veinline::gateway::http
