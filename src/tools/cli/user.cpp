// SPDX-License-Identifier: Apache-2.0
// The verbs about people and their tokens: user add, user token, user revoke.
#include <iostream>
#include <optional>

#include "access/token.hpp"
#include "journey/staff/staff.hpp"
#include "node/system.hpp"
#include "tools/cli/new_file.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// Data of the first record of an answer, or what to tell the person.
Result<Object, std::string> recorded_data(Door& door, const std::string& command, Object data) {
  Object body;
  body.set("data", Value(std::move(data)));
  auto answer = door.ask(command_request(command, new_command_key(), body));
  if (!answer) return Failure{std::move(answer).error()};
  auto value = kernel::parse_json(answer->body, {4UL * 1024 * 1024, 64});
  if (answer->status >= 400 || !value) {
    return Failure{value ? pretty(*value, exchange::Words::of(door.language())) : answer->body};
  }
  const kernel::Array* records = value->object()->find("records")->array();
  return *(*records)[0].object()->find("data")->object();
}

/// The file for a token, if one was asked for; the error says why no token can be issued.
Result<std::optional<NewFile>, std::string> place_for(const WantedToken& wanted) {
  if (!wanted.expires.empty()) {
    const auto end = kernel::instant_from_text(wanted.expires);
    const kernel::Instant now = node::SystemClock().now();
    if (!end || *end <= now || *end > now + journey::staff::token_lasts_max) {
      return Failure{std::string(
          "--expires wants a time like 2027-01-31T00:00:00Z that lies ahead, 366 days at most. "
          "Nothing was recorded.")};
    }
  }
  std::optional<NewFile> file;
  if (wanted.token_out.empty()) return file;
  auto made = NewFile::create(wanted.token_out);
  if (!made) return Failure{made.error()};
  file.emplace(std::move(*made));
  return file;
}

/// A new token of the person, and until when it acts; the error says why it was not issued.
struct Issued {
  std::string token;
  std::string until;
};
Result<Issued, std::string> issue(Door& door, const std::string& person,
                                  const WantedToken& wanted) {
  node::SystemEntropy entropy;
  Issued out{access::new_token(entropy), {}};
  Object data;
  data.set("person", Value(person));
  data.set("token", Value(access::token_digest(out.token)));
  if (!wanted.expires.empty()) data.set("expires", Value(wanted.expires));
  if (!wanted.scopes.empty()) {
    kernel::Array scopes;
    for (const std::string& scope : wanted.scopes) scopes.push_back(Value(scope));
    data.set("scopes", Value(std::move(scopes)));
  }
  TRY(const Object told, recorded_data(door, "staff/issue_token", std::move(data)));
  if (const Value* end = told.find("expires")) out.until = *end->string();
  return out;
}

/// Writes the token into its file, or prints it.
int hand_out(const Issued& issued, std::optional<NewFile>& file) {
  std::cerr << "It acts until " << issued.until
            << ". Before that, issue another one: veinline user token.\n";
  if (!file) {
    std::cout << issued.token << "\n";
    return 0;
  }
  file->write(issued.token + "\n");
  return file->finish() ? 0 : cannot("The token file cannot be written.");
}

}  // namespace

int run_user_add(const UserOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  // Before anything is recorded: nobody is added whose token would be refused or cannot be kept.
  auto file = place_for(options.token);
  if (!file) return cannot(file.error());
  Object person;
  kernel::Array roles;
  for (const std::string& role : options.roles) roles.push_back(Value(role));
  const bool is_code = !kernel::is_id(options.site) && journey::Code::parse(options.site);
  person.set("name", Value(options.name));
  person.set("roles", Value(std::move(roles)));
  person.set("site", Value(is_code ? "site:" + options.site : options.site));
  auto added = recorded_data(**door, "staff/add_person", std::move(person));
  if (!added) return cannot(added.error());
  const std::string id = *added->find("person")->string();
  auto issued = issue(**door, id, options.token);
  if (!issued) {
    return cannot("The person " + id + " was added, but no token: " + issued.error());
  }
  std::cout << "person/" << id << "\n";
  if (added->find("roles") == nullptr) {
    std::cerr << "The roles wait for another administrator: veinline do staff/confirm_roles "
                 "--person "
              << id << " --roles ROLE. Until then the token acts for nobody.\n";
  }
  return hand_out(*issued, *file);
}

int run_user_token(const UserTokenOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  auto file = place_for(options.token);
  if (!file) return cannot(file.error());
  constexpr std::string_view prefix = "person/";
  const bool is_key = options.person.starts_with(prefix);
  auto issued = issue(**door, options.person.substr(is_key ? prefix.size() : 0), options.token);
  if (!issued) return cannot(issued.error());
  return hand_out(*issued, *file);
}

namespace {

const std::string* text_at(const Object& object, std::string_view key) {
  const Value* value = object.find(key);
  return value == nullptr ? nullptr : value->string();
}

/// The digests of the tokens of a person that still act.
std::vector<std::string> acting(const Object& person) {
  std::vector<std::string> out;
  const Value* tokens = person.find("tokens");
  if (tokens == nullptr || tokens->array() == nullptr) return out;
  for (const Value& one : *tokens->array()) {
    if (one.object() == nullptr) continue;
    const Value* revoked = one.object()->find("revoked");
    const std::string* digest = text_at(*one.object(), "token");
    const bool acts = revoked != nullptr && revoked->boolean() != nullptr && !*revoked->boolean();
    if (acts && digest != nullptr) out.push_back(*digest);
  }
  return out;
}

/// The same of the person of that key, looked for page by page.
Result<std::vector<std::string>, std::string> acting_of(Door& door, const std::string& person) {
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/people";
  request.query["count"] = "1000";
  for (;;) {
    auto answer = door.ask(request);
    if (!answer) return Failure{std::move(answer).error()};
    auto page = kernel::parse_json(answer->body, {16UL * 1024 * 1024, 16});
    if (answer->status >= 400 || !page || page->object() == nullptr) {
      return Failure{page ? pretty(*page, exchange::Words::of(door.language())) : answer->body};
    }
    const Value* people = page->object()->find("people");
    if (people == nullptr || people->array() == nullptr) return Failure{answer->body};
    for (const Value& one : *people->array()) {
      const std::string* key = one.object() == nullptr ? nullptr : text_at(*one.object(), "person");
      if (key != nullptr && *key == person) return acting(*one.object());
    }
    const std::string* next = text_at(*page->object(), "next");
    if (next == nullptr) return Failure{"There is no " + person + ". Nothing was revoked."};
    request.query["after"] = *next;
  }
}

}  // namespace

int run_user_revoke(const UserRevokeOptions& options) {
  if (options.person.empty() == options.token.empty()) {
    return cannot("Say either the person, or --token FILE with the token. Nothing was revoked.");
  }
  std::vector<std::string> digests;
  if (!options.token.empty()) {
    auto token = token_of(options.token);
    if (!token) return cannot(token.error());
    digests.push_back(access::token_digest(*token));
  }
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  if (!options.person.empty()) {
    const bool is_key = options.person.starts_with("person/");
    auto found = acting_of(**door, is_key ? options.person : "person/" + options.person);
    if (!found) return cannot(found.error());
    digests = std::move(*found);
  }
  for (const std::string& digest : digests) {
    Object data;
    data.set("token", Value(digest));
    auto revoked = recorded_data(**door, "staff/revoke_token", std::move(data));
    if (!revoked) return cannot(revoked.error());
  }
  std::cout << digests.size() << (digests.size() == 1 ? " token acts" : " tokens act")
            << " for nobody any more.\n";
  return 0;
}

}  // namespace veinline::tools::cli
