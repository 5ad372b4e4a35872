// SPDX-License-Identifier: Apache-2.0
// Call: one request to the API with who asks and in which language; and the answers it is given.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "access/sign_in.hpp"
#include "commands/request.hpp"
#include "exchange/words.hpp"
#include "gateway/net/message.hpp"
#include "kernel/canonical.hpp"
#include "ledger/fault.hpp"
#include "views/eye.hpp"
#include "views/view.hpp"

namespace veinline::gateway::http {

struct Route;

/// Whether the problem is that there is no such thing, or none of theirs.
bool is_of_nothing(const kernel::Object& problem);
net::HttpResponse json(int status, const kernel::Object& object);
/// The answer to what changes something, refused for whatever reason: it may be of a thing that is
/// not theirs, so that when it is given must not tell.
net::HttpResponse evened(net::HttpResponse answer);
net::HttpResponse plain(std::string text);
/// Empty: there is none of that name.
std::string header(const net::HttpRequest& request, const std::string& name);

struct Call {
  net::HttpRequest request;
  std::string account;  ///< empty where nobody need be known
  std::string token;    ///< what the decision is to read of it; empty: it was looked up
  const exchange::Words& words;
  const Route* route = nullptr;  ///< none: there is nothing at this address
  std::string rest{};            ///< what stands in the place of the route's "{…}"
  commands::From from = commands::From::network;
  /// By which they are known; none: by a token, or at the machine. It is not locked, unless the
  /// route says that this does not matter.
  std::optional<access::Session> session{};
  std::optional<views::Eye> eye{};  ///< of who asks; none where nobody need be known

  /// Whether they sit at it themself, and did not join the session of another.
  [[nodiscard]] bool is_in_main_session() const {
    return session && session->kind == access::SessionKind::main;
  }
  /// How the person of the session showed who they are, and when.
  [[nodiscard]] std::optional<access::Authentication> authentication() const {
    if (!session) return std::nullopt;
    return access::authentication_of(*session);
  }
  /// Who asks, for what is recorded of it.
  [[nodiscard]] commands::AskedBy asked_by() const {
    return {account, token,
            session ? access::credentials_of(*session) : std::vector<std::string>{}};
  }
  /// What there is, as who asks may see it.
  [[nodiscard]] views::Sources seen(const views::Sources& all) const {
    return all.for_eye(eye ? *eye : views::Eye::of_nobody());
  }

  /// A parameter of the address; empty: there is none of that name.
  [[nodiscard]] std::string query(const std::string& name) const;
  [[nodiscard]] net::HttpResponse problem(const std::string& code, int status,
                                          const std::string& about = {}) const;
  [[nodiscard]] net::HttpResponse no_view(const views::NoView& none) const;
  /// What the log does not have is not at this address. Any other fault is ours, and must not read
  /// like an answer: who checks the log would call it cut off.
  [[nodiscard]] net::HttpResponse fault(ledger::Fault fault, int status = 500) const;
  /// A misspelt parameter must not give the answer to another question: the present for the past, a
  /// real import for a rehearsal. The names that are known are told, never the one that came.
  [[nodiscard]] std::optional<net::HttpResponse> unknown_parameter() const;
  /// The page size that was asked for; empty: none that is allowed.
  [[nodiscard]] std::optional<std::uint32_t> count(std::uint32_t otherwise) const;
  /// The body, which is an object.
  [[nodiscard]] kernel::Result<kernel::Object, net::HttpResponse> body() const;
};
using CallPointer = std::shared_ptr<Call>;

struct Watched;
/// Answers with `respond`, and then tells who watches. It may be called when the API is gone.
net::Respond seen_by(std::shared_ptr<const Watched> watched, CallPointer call, std::string id,
                     net::Respond respond);

}  // namespace veinline::gateway::http
