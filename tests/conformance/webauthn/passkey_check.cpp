// SPDX-License-Identifier: Apache-2.0
// Our half of what run.sh does with a browser: writes what the page asks the browser for, and
// judges what it made. One line of JSON in, one line out.
#include <iostream>
#include <string>

#include "access/webauthn_json.hpp"
#include "kernel/base64url.hpp"

namespace {

using namespace veinline;  // NOLINT: a program of one file
using kernel::Object;
using kernel::Value;

constexpr std::chrono::milliseconds wait_max{60'000};
constexpr kernel::JsonLimits line_limits{.bytes_max = 256 * 1024, .depth_max = 16};

std::string text_at(const Object& line, const char* member) {
  const Value* value = line.find(member);
  INVARIANT(value != nullptr && value->string() != nullptr);
  return *value->string();
}
kernel::Bytes bytes_at(const Object& line, const char* member) {
  return *kernel::from_base64url(text_at(line, member));
}
const Object& object_at(const Object& line, const char* member) {
  const Value* value = line.find(member);
  INVARIANT(value != nullptr && value->object() != nullptr);
  return *value->object();
}
Object fault(passkey::PasskeyFault why) {
  Object out;
  out.set("fault", code(why));
  return out;
}

Object object_of(const access::PasskeyCredential& credential) {
  constexpr std::string_view attestations[] = {"none", "own", "not_judged"};
  Object out;
  out.set("attestation", attestations[static_cast<std::size_t>(credential.attestation)]);
  out.set("backup_eligible", credential.backup_eligible);
  out.set("counter", std::int64_t{credential.counter});
  out.set("id", kernel::to_base64url(credential.id));
  out.set("public_key", kernel::to_base64url(credential.public_key));
  return out;
}
access::PasskeyCredential credential_of(const Object& json) {
  access::PasskeyCredential out;
  out.id = bytes_at(json, "id");
  out.public_key = bytes_at(json, "public_key");
  out.counter = static_cast<std::uint32_t>(*json.find("counter")->integer());
  out.backup_eligible = *json.find("backup_eligible")->boolean();
  return out;
}

Object registered(const Object& line, const access::RelyingParty& party) {
  const auto response = access::read_registration(object_at(line, "response"));
  if (!response) return fault(response.error());
  const auto made = access::verify_registration(party, bytes_at(line, "challenge"), *response);
  return made ? object_of(*made) : fault(made.error());
}

/// Signing in, and the same as a signature that is kept and judged offline.
Object signed_by(const Object& line, const access::RelyingParty& party) {
  const access::PasskeyCredential known = credential_of(object_at(line, "credential"));
  const kernel::Digest challenge = kernel::sha256(text_at(line, "record"));
  const auto response = access::read_assertion(object_at(line, "response"));
  if (!response) return fault(response.error());
  const auto used = access::verify_assertion(known, party, challenge.view(), *response);
  if (!used) return fault(used.error());
  const kernel::Bytes kept = passkey::to_bytes(*response);
  const auto read = passkey::parse_passkey_signature(kept);
  INVARIANT(read.has_value() && *read == *response);
  const auto offline = passkey::verify_offline(known.public_key, party, challenge, *read);
  if (!offline) return fault(offline.error());
  Object out = object_of(*used);
  out.set("bytes", static_cast<std::int64_t>(kept.size()));
  return out;
}

Object answer_to(const Object& line) {
  const auto party = access::RelyingParty::make(text_at(line, "rp"), text_at(line, "origin"));
  INVARIANT(party.has_value());
  const std::string what = text_at(line, "do");
  if (what == "create") {
    const access::PasskeyUser user{bytes_at(line, "user"), kernel::Sensitive<std::string>("ada"),
                                   kernel::Sensitive<std::string>("Ada")};
    return access::creation_options(*party, user, bytes_at(line, "challenge"), {}, wait_max);
  }
  if (what == "request") {
    const kernel::Digest challenge = kernel::sha256(text_at(line, "record"));
    const kernel::Bytes allowed[] = {bytes_at(line, "id")};
    return access::request_options(*party, challenge.view(), allowed, wait_max);
  }
  return what == "register" ? registered(line, *party) : signed_by(line, *party);
}

}  // namespace

int main() {
  for (std::string text; std::getline(std::cin, text);) {
    const auto line = kernel::parse_json(text, line_limits);
    INVARIANT(line.has_value() && line->object() != nullptr);
    std::cout << kernel::canonical_text(answer_to(*line->object())) << std::endl;
  }
  return 0;
}
