// SPDX-License-Identifier: Apache-2.0
// Api: what can be asked over HTTP. The command line asks the same, with or without a network.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "commands/workers.hpp"
#include "gateway/http/call.hpp"
#include "gateway/http/parts.hpp"
#include "gateway/http/passes.hpp"
#include "gateway/http/recording.hpp"
#include "gateway/net/message.hpp"

namespace veinline::gateway::http {

/// Threads of its own for whatever is no command; commands have the desk's. Where only handle_as()
/// is called there need be none.
struct ApiThreads {
  unsigned reading;      ///< answer what is quick: files, tokens, views, the checkpoint, the health
  unsigned carrying;     ///< take files in and write evidence, which may last minutes
  unsigned hashing = 0;  ///< try passwords, each with 64 MiB; 0: where nobody signs in
  unsigned asking = 0;   ///< wait for a provider's answer; 0: where there is none
  std::size_t hashing_waiting_max = 32;
  std::size_t reading_waiting_max = commands::Workers::waiting_max;
  std::size_t carrying_waiting_max = 16;  ///< each may hold a whole file in memory
};

/// What the server refuses before it is a request, as a problem document in words/.
std::string worded(const net::HttpResponse& refusal, std::string_view accept_language);

class Api {
 public:
  /// At its end it finishes what was begun.
  Api(ApiParts parts, ApiThreads threads)
      : parts_(std::move(parts)),
        carrying_(threads.carrying, threads.carrying_waiting_max),
        hashing_(threads.hashing, threads.hashing_waiting_max),
        asking_(threads.asking, threads.hashing_waiting_max),
        reading_(threads.reading, threads.reading_waiting_max) {}
  ~Api();
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// For the server, before the body of a request is read: only a file to take in may be longer
  /// than a command, and only from a person whom the node knows.
  void admit(const net::HttpRequest& head, const net::Admit& admit);
  /// For the server: authenticates by the Authorization header, by the cookie of a session, or by
  /// the certificate that a device shows under TLS; with two of them nobody is known.
  void handle(net::HttpRequest request, const net::Respond& respond);
  /// For the command line on the data folder itself: the account is known.
  void handle_as(const std::string& account, net::HttpRequest request, const net::Respond& respond);
  /// For the server, of one thread at a time: records what was counted of those who asked.
  void record_what_was_counted(Moment moment) const { record_counted(parts_, moment); }

 private:
  using Then = std::function<void()>;
  /// Looks the bearer up on a thread for reading, or on one of those that decide where the decision
  /// reads the token; `then` goes on there when the person is known.
  void authenticate(const CallPointer& call, const net::Respond& respond, Then then);
  /// On the thread that looks it up: as whom it asks. Empty: as nobody, and it was answered.
  bool know_by_token(const CallPointer& call, const net::Respond& respond,
                     const std::string& token);
  bool know_by_certificate(const CallPointer& call, const net::Respond& respond);
  /// Tells the administrators that a certificate counted for nothing.
  void record_refused(const net::ShownCertificate& shown);
  bool know_by_session(const CallPointer& call, const net::Respond& respond,
                       const std::string& secret);
  /// The threads for what the route does; null: those that it is on already.
  commands::Workers* workers_for(const Call& call);
  /// Does it on these workers. When it breaks off, that is the answer.
  void post(commands::Workers& workers, const CallPointer& call, const net::Respond& respond,
            Then job);
  void answer(const CallPointer& call, const net::Respond& respond);
  /// Looks up what who asks may see; the answer, when they may not ask this at all.
  std::optional<net::HttpResponse> not_theirs(Call& call);
  /// Held by a job on threads that are not the API's own.
  std::shared_ptr<const void> under_way();
  /// The same, told to who watches.
  net::Respond watched(const CallPointer& call, const net::Respond& respond);
  net::Respond evened(const CallPointer& call, net::Respond respond) const;

  ApiParts parts_;
  std::atomic<std::uint64_t> asked_ = 0;
  /// Of files that are in memory, or on their way into it; each of up to 64 MiB.
  const Passes files_{8};
  std::shared_ptr<std::atomic<std::size_t>> elsewhere_ =
      std::make_shared<std::atomic<std::size_t>>(std::size_t{0});
  // Last, so that they finish before what they use goes; and those that read first, since they hand
  // over to those that carry.
  commands::Workers carrying_;
  commands::Workers hashing_;
  commands::Workers asking_;
  commands::Workers reading_;
};

}  // namespace veinline::gateway::http
