// SPDX-License-Identifier: Apache-2.0
// The verbs about how people sign in: user recover, user sessions, user
// credentials.
#include <iostream>

#include "exchange/json.hpp"
#include "tools/cli/accounts.hpp"
#include "tools/cli/door.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using kernel::Value;

namespace {

constexpr std::string_view person_prefix = "person/";
constexpr std::chrono::seconds link_lasts{3'600};

std::string id_of(const std::string& person) {
  return person.starts_with(person_prefix) ? person.substr(person_prefix.size()) : person;
}

/// The recovery that lets the person begin anew, or what to tell whoever asks.
kernel::Result<std::string, std::string> recovery_at_machine(node::Node& node,
                                                             const std::string& person,
                                                             exchange::Language language) {
  commands::Request request;
  request.account = node.console_person().value_or("");
  request.command = "staff/recover_at_machine";
  request.key = new_command_key();
  request.from = commands::From::machine;
  request.data.set("person", Value(person));
  const auto reply = node.desk().ask(std::move(request));
  const exchange::Words& words = exchange::Words::of(language);
  if (!reply) {
    return kernel::Failure{pretty(Value(exchange::problem_json(reply.error(), words)), words)};
  }
  return *reply->records.front().data.find("recovery")->string();
}

}  // namespace

int run_user_recover(const UserRecoverOptions& options) {
  auto node = node::Node::open(options.data, {});
  if (!node) return cannot(node.error().sentence);
  std::string person = id_of(options.person);
  if (person.empty()) person = (*node)->console_person().value_or("");
  const auto accounts = LiveAccounts::over(**node, {}, {});
  if (!accounts) return cannot(accounts.error());
  const auto recovery = recovery_at_machine(**node, person, language_for(options.language));
  if (!recovery) return cannot(recovery.error());
  const auto made = (*accounts)->get().enrolment.new_link(person, *recovery, link_lasts);
  if (!made) return cannot(std::string(ledger::sentence(made.error())));
  std::cout << "It is recorded that person/" << person
            << " begins anew. Start the server, and give them its address with this behind it, "
               "within an hour; it works once:\n#set-up="
            << made->secret.reveal() << "\n";
  return 0;
}

int run_user_credentials(const UserCredentialsOptions& options) {
  if (options.where.server.empty()) {
    return cannot("A server knows: say --server URL with --token-file FILE.");
  }
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/credentials";
  if (!options.person.empty()) {
    request.query["person"] = std::string(person_prefix) + id_of(options.person);
  }
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, (*door)->language());
}

int run_user_sessions(const UserSessionsOptions& options) {
  if (options.where.server.empty()) {
    return cannot("Sessions are of a server: say --server URL with --token-file FILE.");
  }
  const bool ends = options.what == Sessions::end;
  if (ends && options.person.empty()) return cannot("Say whose: person/ID. Nothing was ended.");
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  const std::string person =
      options.person.empty() ? "" : std::string(person_prefix) + id_of(options.person);
  HttpRequest request;
  request.method = ends ? "DELETE" : "GET";
  request.path = ends ? "/api/v1/sessions/" + person : "/api/v1/sessions";
  if (!ends && !person.empty()) request.query["person"] = person;
  auto answer = (*door)->ask(std::move(request));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, options.style, (*door)->language());
}

}  // namespace veinline::tools::cli
