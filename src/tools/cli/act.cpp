// SPDX-License-Identifier: Apache-2.0
// The verbs that change something: do, init.
#include <filesystem>
#include <iostream>

#include "journey/catalogue.hpp"
#include "kernel/limits.hpp"
#include "storage/sqlite/data_folder.hpp"
#include "tools/cli/fields.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/proof.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

Result<Object, std::string> body_of(const DoOptions& options) {
  if (!options.json_file.empty()) {
    TRY(std::string text, whole_input(options.json_file));
    auto value = kernel::parse_json(text, kernel::command_json);
    if (!value || value->object() == nullptr) {
      return Failure{std::string("The body is no JSON object. Nothing was recorded.")};
    }
    return std::move(*value->object());
  }
  const journey::Catalogue catalogue = journey::whole_catalogue();
  const journey::CommandType* type = catalogue.command(options.command);
  if (type == nullptr) {
    return Failure{std::string("There is no such command; veinline describe lists them all.")};
  }
  TRY(Object data, data_of(*type, {options.fields, options.named_fields}));
  Object body;
  body.set("data", Value(std::move(data)));
  if (!options.at.empty()) body.set("at", Value(options.at));
  if (!options.happened_at.empty()) body.set("happened_at", Value(options.happened_at));
  if (!options.sign.empty()) body.set("sign", Value(options.sign));
  if (!options.reason.empty()) {
    Object reason;
    reason.set("code", Value(options.reason));
    if (!options.reason_text.empty()) reason.set("text", Value(options.reason_text));
    body.set("reason", Value(std::move(reason)));
  }
  return body;
}

}  // namespace

int run_do(const DoOptions& options) {
  auto body = body_of(options);
  if (!body) return cannot(body.error());
  if (!options.prove.empty()) {
    if (options.where.server.empty()) return cannot("A server asks for a proof: say --server URL.");
    if (options.prove == options.json_file) return cannot("Only one of two can be standard input.");
    auto proof = proof_from(options.prove);
    if (!proof) return cannot(proof.error());
    body->set("proof", Value(std::move(*proof)));
  }
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  const std::string key = options.key.empty() ? new_command_key() : options.key;
  auto answer = (*door)->ask(command_request(options.command, key, *body));
  if (!answer) {
    return cannot(answer.error() +
                  " It is not known whether it was recorded: ask again with --key " + key);
  }
  return show_answer(*answer, options.style, (*door)->language());
}

namespace {

bool has_keys(const std::string& data) {
  std::error_code error;
  const auto secrets = storage::sqlite::DataFolder::secret_files();
  return std::any_of(secrets.begin(), secrets.end(), [&](const char* secret) {
    return std::filesystem::exists(data + "/" + secret, error);
  });
}

std::string keys_without_node(const std::string& data) {
  return "The folder " + data +
         " holds the keys of a node, and no record is where you say. To add a server to that node, "
         "give its own database with --store; to begin a new record with these keys, say its "
         "--origin. Nothing was changed.";
}

/// A database that holds a ledger is joined: its node has one server more.
int join(const std::string& data, const std::string& store) {
  auto node = node::Node::join(data, store);
  if (!node) return cannot(node.error().sentence);
  std::cout << "A further server of " << (*node)->identity().origin << "\n";
  return 0;
}

}  // namespace

int run_init(const InitOptions& options) {
  // Keys that lie there are those of a node: with a wrong address it would be made a second time.
  const bool is_further = has_keys(options.data) && options.origin.empty();
  if (is_further && options.store.empty()) return cannot(keys_without_node(options.data));
  if (!options.store.empty()) {
    const auto holds = node::holds_something(options.store);
    if (!holds) return cannot(holds.error().sentence);
    if (is_further && !*holds) return cannot(keys_without_node(options.data));
    const auto vkey = node::prepare_database(options.store);
    if (!vkey) return cannot(vkey.error().sentence);
    if (!vkey->empty() && !options.origin.empty()) {
      return cannot(
          "This database holds the ledger of a node already, whose origin never changes: "
          "leave --origin away. Nothing was changed.");
    }
    if (!vkey->empty()) return join(options.data, options.store);
    if (is_further) return cannot(keys_without_node(options.data));
  }
  auto node = node::Node::create(options.data, options.origin, {.database = options.store});
  if (!node) return cannot(node.error().sentence);
  std::cout << "A new node: " << (*node)->identity().origin << "\n"
            << "Its key, to be written down by those who will check it:\n"
            << (*node)->identity().vkey << "\n";
  return 0;
}

}  // namespace veinline::tools::cli
