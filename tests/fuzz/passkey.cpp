// SPDX-License-Identifier: Apache-2.0
// Passkeys: whatever bytes stand for a signature, a key or an authenticator's data, none but the
// one that was made is believed.
#include "fuzz/target.hpp"
#include "passkey/signature.hpp"
#include "support/authenticator.hpp"

namespace veinline::fuzz {
namespace {

using passkey::CoseAlgorithm;
using passkey::PasskeySignature;
using support::Authenticator;

const kernel::Digest& record() {
  static const kernel::Digest digest = kernel::sha256("a record");
  return digest;
}
const Authenticator& owner() {
  static const Authenticator one(CoseAlgorithm::es256);
  return one;
}
const PasskeySignature& made() {
  static const PasskeySignature one = owner().get(record().view());
  return one;
}

void read_signature(kernel::ByteView bytes) {
  const auto signature = passkey::parse_passkey_signature(bytes);
  if (!signature) return;
  const kernel::Bytes again = passkey::to_bytes(*signature);
  hold(std::equal(again.begin(), again.end(), bytes.begin(), bytes.end()),
       "a signature has one text");
  const bool believed =
      passkey::verify_offline(owner().public_key(), support::here(), record(), *signature)
          .has_value();
  const bool is_made = signature->authenticator_data == made().authenticator_data &&
                       signature->client_data_json == made().client_data_json &&
                       signature->signature == made().signature;
  hold(believed == is_made, "what was made is believed, and nothing else");
}

void one(std::string_view text) {
  const kernel::ByteView bytes = kernel::bytes_of(text);
  read_signature(bytes);
  const auto key = passkey::parse_cose_key(bytes);
  const bool is_owners = text == kernel::text_of(owner().public_key());
  if (key) {
    const bool verifies =
        key->verifies(passkey::signed_message(made().authenticator_data, made().client_data_json),
                      made().signature);
    hold(!verifies || is_owners, "no other bytes are the owner's key");
  }
  const auto data = passkey::parse_authenticator_data(bytes);
  if (data && data->credential) {
    hold(data->credential->id.size() <= passkey::credential_id_bytes_max, "an id has a limit");
    hold(passkey::read_cbor(data->credential->public_key).has_value(), "a key is a whole map");
  }
  static_cast<void>(
      passkey::check_client_data(text, passkey::Ceremony::get, support::here(), record().view()));
}

Corpus seeds() {
  Corpus out;
  const auto add = [&](const kernel::Bytes& bytes) { out.emplace_back(kernel::text_of(bytes)); };
  add(passkey::to_bytes(made()));
  add(owner().public_key());
  add(Authenticator(CoseAlgorithm::eddsa).public_key());
  add(Authenticator(CoseAlgorithm::rs256).public_key());
  add(owner().registered());
  add(Authenticator::data({.extensions = support::cbor_map({{support::cbor_text("x"), {0xf5}}})}));
  out.push_back(made().client_data_json);
  return out;
}

}  // namespace

Target passkeys() {
  return {"passkey", one, seeds, 1'000};
}

}  // namespace veinline::fuzz
