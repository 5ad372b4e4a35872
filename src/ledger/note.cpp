// SPDX-License-Identifier: Apache-2.0
// Reading, signing and opening notes; the only file of the ledger that calls libsodium.
#include "ledger/note.hpp"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "kernel/canonical.hpp"
#include "ledger/lines.hpp"

namespace veinline::ledger {

using kernel::bytes_of;
using kernel::Failure;
using kernel::text_of;

static_assert(crypto_sign_PUBLICKEYBYTES == ed25519_key_bytes);
static_assert(crypto_sign_SEEDBYTES == ed25519_key_bytes);
static_assert(crypto_sign_BYTES == ed25519_signature_bytes);

namespace {

constexpr std::string_view em_dash = "\xE2\x80\x94 ";
constexpr std::size_t key_id_bytes = 4;
constexpr std::size_t time_bytes = 8;

// Every code point with the Unicode property White_Space that is not a control below U+0020.
constexpr std::string_view unicode_spaces[] = {" ",
                                               "\xC2\x85",
                                               "\xC2\xA0",
                                               "\xE1\x9A\x80",
                                               "\xE2\x80\x80",
                                               "\xE2\x80\x81",
                                               "\xE2\x80\x82",
                                               "\xE2\x80\x83",
                                               "\xE2\x80\x84",
                                               "\xE2\x80\x85",
                                               "\xE2\x80\x86",
                                               "\xE2\x80\x87",
                                               "\xE2\x80\x88",
                                               "\xE2\x80\x89",
                                               "\xE2\x80\x8A",
                                               "\xE2\x80\xA8",
                                               "\xE2\x80\xA9",
                                               "\xE2\x80\xAF",
                                               "\xE2\x81\x9F",
                                               "\xE3\x80\x80"};

// libsodium asks for this once before first use; it is safe from several threads.
void ready_sodium() {
  static const int outcome = sodium_init();
  INVARIANT(outcome >= 0);
}

bool is_control(char letter) {
  return static_cast<unsigned char>(letter) < 0x20;
}

void put_big_endian(std::uint64_t value, std::size_t count, Bytes& out) {
  for (std::size_t byte = count; byte-- > 0;) {
    out.push_back(static_cast<std::uint8_t>((value >> (8 * byte)) & 0xFFU));
  }
}

std::uint64_t big_endian(ByteView bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = (value << 8U) | byte;
  return value;
}

std::uint32_t key_id_of(std::string_view name, KeyType type, ByteView public_key) {
  std::string hashed(name);
  hashed += '\n';
  hashed += static_cast<char>(type);
  hashed += text_of(public_key);
  return static_cast<std::uint32_t>(big_endian(kernel::sha256(hashed).view().first(key_id_bytes)));
}

std::optional<KeyType> key_type_of(std::uint8_t number) {
  for (const KeyType type : {KeyType::ed25519, KeyType::cosignature_v1}) {
    if (static_cast<std::uint8_t>(type) == number) return type;
  }
  return std::nullopt;
}

Failure<BadText> bad_note(const char* why) {
  return Failure{BadText{why}};
}

// One line under a note, without its newline.
Result<SignatureLine, BadText> parse_signature(std::string_view line) {
  if (!line.starts_with(em_dash)) return bad_note("a signature line begins with an em dash");
  line.remove_prefix(em_dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos) return bad_note("a signature line is a name and base64");
  const std::string_view name = line.substr(0, space);
  if (!is_key_name(name)) return bad_note("a signature line has a name no key may have");
  TRY(const Bytes bytes, kernel::from_base64(line.substr(space + 1)));
  if (bytes.size() <= key_id_bytes) return bad_note("a signature is longer than its key id");
  const ByteView view(bytes);
  const ByteView signature = view.subspan(key_id_bytes);
  return SignatureLine{.name = std::string(name),
                       .key_id = static_cast<std::uint32_t>(big_endian(view.first(key_id_bytes))),
                       .signature = Bytes(signature.begin(), signature.end())};
}

}  // namespace

bool is_key_name(std::string_view name) {
  if (name.empty() || name.size() > key_name_bytes_max || !kernel::is_utf8(name)) return false;
  if (name.find('+') != std::string_view::npos || std::ranges::any_of(name, is_control)) {
    return false;
  }
  return std::ranges::none_of(unicode_spaces, [name](std::string_view space) {
    return name.find(space) != std::string_view::npos;
  });
}

bool is_note_text(std::string_view text) {
  const auto bad = [](char letter) { return is_control(letter) && letter != '\n'; };
  return text.ends_with('\n') && kernel::is_utf8(text) && std::ranges::none_of(text, bad);
}

std::string cosigned_message(std::string_view text, std::chrono::sys_seconds time) {
  const auto seconds = time.time_since_epoch().count();
  INVARIANT(seconds >= 0);
  std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n";
  message += text;
  return message;
}

std::string to_text(const SignatureLine& line) {
  Bytes bytes;
  put_big_endian(line.key_id, key_id_bytes, bytes);
  bytes.insert(bytes.end(), line.signature.begin(), line.signature.end());
  return std::string(em_dash) + line.name + " " + kernel::to_base64(bytes) + "\n";
}

Result<VerifierKey, BadText> VerifierKey::make(std::string_view name, KeyType type,
                                               ByteView public_key) {
  if (!is_key_name(name)) return bad_note("a key's name has no space, no plus and no control");
  if (public_key.size() != ed25519_key_bytes) return bad_note("an Ed25519 key has 32 bytes");
  VerifierKey key;
  key.name_ = name;
  key.type_ = type;
  key.key_id_ = key_id_of(name, type, public_key);
  std::ranges::copy(public_key, key.public_key_.begin());
  return key;
}

Result<VerifierKey, BadText> VerifierKey::parse(std::string_view vkey) {
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return bad_note("a verifier key is name+id+base64");
  TRY(const Bytes typed, kernel::from_base64(vkey.substr(second + 1)));
  const auto type = typed.empty() ? std::nullopt : key_type_of(typed.front());
  if (!type) return bad_note("a verifier key of a type this program does not know");
  TRY(VerifierKey key, make(vkey.substr(0, first), *type, ByteView(typed).subspan(1)));
  // One key has one text: this compares the key id, and refuses upper case hex.
  if (key.text() != vkey) return bad_note("a verifier key whose id is not its own");
  return key;
}

std::string VerifierKey::text() const {
  Bytes id;
  put_big_endian(key_id_, key_id_bytes, id);
  Bytes typed{static_cast<std::uint8_t>(type_)};
  typed.insert(typed.end(), public_key_.begin(), public_key_.end());
  return name_ + "+" + kernel::to_hex(id) + "+" + kernel::to_base64(typed);
}

bool VerifierKey::verifies(std::string_view text, const SignatureLine& line) const {
  if (!is_named_by(line)) return false;
  ByteView signature(line.signature);
  std::string message(text);
  switch (type_) {
    case KeyType::ed25519:
      break;
    case KeyType::cosignature_v1: {
      if (signature.size() != time_bytes + ed25519_signature_bytes) return false;
      const auto seconds = static_cast<std::int64_t>(big_endian(signature.first(time_bytes)));
      if (seconds < 0) return false;
      message = cosigned_message(text, std::chrono::sys_seconds(std::chrono::seconds(seconds)));
      signature = signature.subspan(time_bytes);
      break;
    }
  }
  if (signature.size() != ed25519_signature_bytes) return false;
  ready_sodium();
  const ByteView bytes = bytes_of(message);
  return crypto_sign_verify_detached(signature.data(), bytes.data(), bytes.size(),
                                     public_key_.data()) == 0;
}

void SigningKey::Wipe::operator()(Secret* secret) const noexcept {
  sodium_memzero(secret->data(), secret->size());
  delete secret;
}

Result<SigningKey, BadText> SigningKey::from_seed(std::string_view name, KeyType type,
                                                  ByteView seed) {
  static_assert(crypto_sign_SECRETKEYBYTES == std::tuple_size_v<Secret>);
  if (seed.size() != ed25519_key_bytes) return bad_note("an Ed25519 seed has 32 bytes");
  ready_sodium();
  HeldSecret secret(new Secret{});
  std::array<std::uint8_t, ed25519_key_bytes> public_key{};
  const int outcome = crypto_sign_seed_keypair(public_key.data(), secret->data(), seed.data());
  INVARIANT(outcome == 0);
  TRY(VerifierKey verifier_key, VerifierKey::make(name, type, public_key));
  return SigningKey(std::move(verifier_key), std::move(secret));
}

Bytes SigningKey::raw_signature(std::string_view message) const {
  INVARIANT(secret_ != nullptr);  // null only after a move
  ready_sodium();
  Bytes signature(ed25519_signature_bytes);
  const ByteView bytes = bytes_of(message);
  const int outcome =
      crypto_sign_detached(signature.data(), nullptr, bytes.data(), bytes.size(), secret_->data());
  INVARIANT(outcome == 0);
  return signature;
}

SignatureLine SigningKey::sign(std::string_view text) const {
  INVARIANT(verifier_key_.type() == KeyType::ed25519);
  INVARIANT(is_note_text(text));
  return {.name = verifier_key_.name(),
          .key_id = verifier_key_.key_id(),
          .signature = raw_signature(text)};
}

SignatureLine SigningKey::cosign(std::string_view text, std::chrono::sys_seconds time) const {
  INVARIANT(verifier_key_.type() == KeyType::cosignature_v1);
  INVARIANT(is_note_text(text));
  const Bytes raw = raw_signature(cosigned_message(text, time));
  Bytes timed;
  put_big_endian(static_cast<std::uint64_t>(time.time_since_epoch().count()), time_bytes, timed);
  timed.insert(timed.end(), raw.begin(), raw.end());
  return {.name = verifier_key_.name(),
          .key_id = verifier_key_.key_id(),
          .signature = std::move(timed)};
}

std::string SigningKey::sign_note(std::string_view text) const {
  return to_text(Note{.text = std::string(text), .signatures = {sign(text)}});
}

std::string to_text(const Note& note) {
  std::string out = note.text + "\n";
  for (const SignatureLine& line : note.signatures) out += to_text(line);
  return out;
}

Result<Note, BadText> parse_note(std::string_view text) {
  if (text.size() > note_bytes_max) return bad_note("a note is not that long");
  if (!is_note_text(text)) return bad_note("a note is UTF-8 lines without control characters");
  const std::size_t blank = text.rfind("\n\n");
  if (blank == std::string_view::npos) return bad_note("a note has a blank line after its text");
  Note note{.text = std::string(text.substr(0, blank + 1)), .signatures = {}};
  std::string_view rest = text.substr(blank + 2);
  while (const auto line = take_line(rest)) {
    if (note.signatures.size() == note_signatures_max) {
      return bad_note("a note has at most 64 signatures");
    }
    TRY(SignatureLine signature, parse_signature(*line));
    note.signatures.push_back(std::move(signature));
  }
  if (note.signatures.empty()) return bad_note("a note has at least one signature");
  return note;
}

Result<OpenedNote, NoteFault> open_note(std::string_view text, std::span<const VerifierKey> keys) {
  auto note = parse_note(text);
  if (!note) return Failure{NoteFault::malformed};
  OpenedNote opened{.text = std::move(note->text), .verified = {}, .ignored = {}};
  for (SignatureLine& line : note->signatures) {
    const auto named = [&line](const VerifierKey& key) { return key.is_named_by(line); };
    const auto key = std::ranges::find_if(keys, named);
    if (key == keys.end()) {
      opened.ignored.push_back(std::move(line));
      continue;
    }
    if (!key->verifies(opened.text, line)) return Failure{NoteFault::signature_refused};
    const auto same = [&key](const SignatureLine& other) { return key->is_named_by(other); };
    if (std::ranges::none_of(opened.verified, same)) opened.verified.push_back(std::move(line));
  }
  if (opened.verified.empty()) return Failure{NoteFault::no_known_signer};
  return opened;
}

}  // namespace veinline::ledger
