// SPDX-License-Identifier: Apache-2.0
// The verbs about callers that are not people with accounts: device, courier.
#include <chrono>
#include <iostream>

#include "access/secrets.hpp"
#include "gateway/net/certificate.hpp"
#include "node/system.hpp"
#include "tools/cli/print.hpp"
#include "tools/cli/verbs.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Object;
using kernel::Result;
using kernel::Value;

namespace {

/// The digest of the public key: of the certificate in a file, or as it was said.
Result<std::string, std::string> key_said(const std::string& file_or_key) {
  if (journey::HexDigest::parse(file_or_key)) return file_or_key;
  auto text = whole_input(file_or_key);
  if (!text) return Failure{std::move(text).error()};
  auto key = gateway::net::key_of_certificate(*text);
  if (!key) return Failure{std::string("The file holds no certificate in PEM.")};
  return std::move(*key);
}

/// Asks a command and prints what it recorded, or why not.
int ask_and_show(Door& door, const std::string& command, Object data, Style style) {
  Object body;
  body.set("data", Value(std::move(data)));
  auto answer = door.ask(command_request(command, new_command_key(), body));
  if (!answer) return cannot(answer.error());
  return show_answer(*answer, style, door.language());
}

std::string id_of(const std::string& key, std::string_view kind) {
  return key.starts_with(kind) ? key.substr(kind.size()) : key;
}

}  // namespace

int run_device_key(const DeviceOptions& options) {
  const auto key = key_said(options.certificate);
  if (!key) return cannot(key.error());
  std::cout << *key << "\n";
  return 0;
}

int run_device_register(const DeviceOptions& options) {
  const auto key = key_said(options.certificate);
  if (!key) return cannot(key.error());
  if (!kernel::instant_from_text(options.expires)) {
    return cannot("--expires wants a time like 2027-01-31T00:00:00Z. Nothing was recorded.");
  }
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  Object data;
  data.set("person", Value(id_of(options.person, "person/")));
  data.set("device", Value(*key));
  data.set("expires", Value(options.expires));
  if (!options.scopes.empty()) {
    kernel::Array scopes;
    for (const std::string& scope : options.scopes) scopes.push_back(Value(scope));
    data.set("scopes", Value(std::move(scopes)));
  }
  return ask_and_show(**door, "staff/register_device", std::move(data), options.style);
}

int run_device_revoke(const DeviceOptions& options) {
  const auto key = key_said(options.certificate);
  if (!key) return cannot(key.error());
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  Object data;
  data.set("device", Value(*key));
  return ask_and_show(**door, "staff/revoke_device", std::move(data), options.style);
}

int run_courier_link(const CourierOptions& options) {
  auto door = open_door(options.where);
  if (!door) return cannot(door.error());
  std::string address = options.address.empty() ? options.where.server : options.address;
  if (address.empty()) return cannot("Say --address URL: under which couriers reach the server.");
  while (address.ends_with('/')) address.pop_back();
  node::SystemEntropy entropy;
  const std::string secret = access::new_courier_secret(entropy);
  const std::string box = id_of(options.consignment, "consignment/");
  const kernel::Instant until = node::SystemClock().now() + std::chrono::hours(options.hours);
  Object data;
  data.set("consignment", Value(box));
  data.set("courier", Value(id_of(options.courier, "person/")));
  data.set("link", Value(access::secret_digest(secret)));
  data.set("until", Value(kernel::to_text(until)));
  Object body;
  body.set("data", Value(std::move(data)));
  auto answer = (*door)->ask(command_request("transport/issue_link", new_command_key(), body));
  if (!answer) return cannot(answer.error());
  if (answer->status != 200) return show_answer(*answer, options.style, (*door)->language());
  // Behind the #: no browser sends it, and no proxy writes it down.
  std::cout << address << "/courier#" << box << "." << secret << "\n";
  return 0;
}

}  // namespace veinline::tools::cli
