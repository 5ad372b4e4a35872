// SPDX-License-Identifier: Apache-2.0
// Verbs about callers that are not people with accounts.
#include "tools/cli/verbs_described.hpp"

namespace veinline::tools::cli {

namespace {

void add_certificate(CLI::App* verb, DeviceOptions& given) {
  verb->add_option("certificate", given.certificate,
                   "file with the certificate (PEM), or the SHA-256 of its public key")
      ->required();
}

void add_device_key(CLI::App& device, int& code) {
  auto given = std::make_shared<DeviceOptions>();
  CLI::App* key = device.add_subcommand("key", "the SHA-256 of the public key of a certificate");
  add_certificate(key, *given);
  add_examples(key, {"veinline device key logger.pem"});
  key->callback([given, &code] { code = run_device_key(*given); });
}

void add_device_register(CLI::App& device, int& code) {
  auto given = std::make_shared<DeviceOptions>();
  CLI::App* one = device.add_subcommand("register", "let a device act for a person");
  add_certificate(one, *given);
  one->add_option("--person", given->person, "person/ID: who was added for the device")->required();
  one->add_option("--expires", given->expires,
                  "from when on it acts for nobody, like 2027-01-31T00:00:00Z")
      ->required();
  add_suggestions(one->add_option("--scope", given->scopes,
                                  "what it may be used for; may be repeated; both when left out"),
                  {"read", "act"});
  add_where(one, given->where);
  add_json(one, given->style);
  add_examples(one, {"veinline device register logger.pem --person person/ID --expires "
                     "2027-01-31T00:00:00Z --data DIR"});
  one->callback([given, &code] { code = run_device_register(*given); });
}

void add_device_revoke(CLI::App& device, int& code) {
  auto given = std::make_shared<DeviceOptions>();
  CLI::App* one = device.add_subcommand("revoke", "let a device act for nobody any more");
  add_certificate(one, *given);
  add_where(one, given->where);
  add_json(one, given->style);
  add_examples(one, {"veinline device revoke logger.pem --data DIR"});
  one->callback([given, &code] { code = run_device_revoke(*given); });
}

}  // namespace

void add_device(CLI::App& app, int& code) {
  CLI::App* device = app.add_subcommand("device", "devices that are known by a certificate");
  device->require_subcommand(1);
  add_device_key(*device, code);
  add_device_register(*device, code);
  add_device_revoke(*device, code);
}

void add_courier(CLI::App& app, int& code) {
  CLI::App* courier = app.add_subcommand("courier", "couriers without an account");
  courier->require_subcommand(1);
  auto given = std::make_shared<CourierOptions>();
  CLI::App* link = courier->add_subcommand(
      "link", "issue the link of one box; prints it, once, and the one before counts no more");
  link->add_option("consignment", given->consignment, "consignment/ID")->required();
  link->add_option("--courier", given->courier, "person/ID: who has the box, or fetches it")
      ->required();
  link->add_option("--hours", given->hours, "for how long, 72 at most; 24 when left out")
      ->check(CLI::Range(1, 72));
  link->add_option("--address", given->address,
                   "under which couriers reach the server, like https://node.clinic.example; "
                   "--server when left out");
  add_where(link, given->where);
  add_json(link, given->style);
  add_examples(link, {"veinline courier link consignment/ID --courier person/ID --server URL "
                      "--token-file FILE"});
  link->callback([given, &code] { code = run_courier_link(*given); });
}

}  // namespace veinline::tools::cli
