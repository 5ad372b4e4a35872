// SPDX-License-Identifier: Apache-2.0
// Signed notes: a text with Ed25519 signatures under it (c2sp.org/signed-note).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/bad_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/result.hpp"

namespace veinline::ledger {

using kernel::BadText;
using kernel::Bytes;
using kernel::ByteView;
using kernel::Result;

constexpr std::size_t note_signatures_max = 64;     ///< the specification asks for 16 at least
constexpr std::size_t note_bytes_max = 512 * 1024;  ///< room for 64 post-quantum signatures
constexpr std::size_t key_name_bytes_max = 255;
constexpr std::size_t ed25519_key_bytes = 32;        ///< a public key, and a seed (RFC 8032)
constexpr std::size_t ed25519_signature_bytes = 64;  ///< RFC 8032

/// The signature types this program makes and checks. The numbers are the identifier bytes.
enum class KeyType : std::uint8_t {
  ed25519 = 0x01,         ///< over the text itself (c2sp.org/signed-note)
  cosignature_v1 = 0x04,  ///< over a time and a checkpoint (c2sp.org/tlog-cosignature)
};

/// True for a name a key may have: UTF-8, 1 to 255 bytes, no control, no Unicode space, no plus.
bool is_key_name(std::string_view name);
/// True for a text that can be signed: UTF-8, no control but newline, ending in newline.
bool is_note_text(std::string_view text);
/// What a cosignature/v1 signs: two lines, then the text. INVARIANT: not before 1970.
std::string cosigned_message(std::string_view text, std::chrono::sys_seconds time);

/// One line under a note. Who made it is a claim until a VerifierKey has verified it.
struct SignatureLine {
  std::string name;          ///< the key's name
  std::uint32_t key_id = 0;  ///< says which key and which type; not a strong hash
  Bytes signature;           ///< what follows the key id; its form depends on the key's type
  bool operator==(const SignatureLine&) const = default;
};
/// The whole line with em dash and newline.
std::string to_text(const SignatureLine& line);

/// A public key with its name and type. Made only by parsing, so that its key id is its own.
class VerifierKey {
 public:
  /// Refuses bad names and keys that are not 32 bytes.
  static Result<VerifierKey, BadText> make(std::string_view name, KeyType type,
                                           ByteView public_key);
  /// Reads a vkey, `name+530d903a+base64(type || key)`; refuses other types and a foreign key id.
  static Result<VerifierKey, BadText> parse(std::string_view vkey);
  /// The vkey.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] KeyType type() const { return type_; }
  /// SHA-256(name || 0x0A || type || public key)[:4], big end first.
  [[nodiscard]] std::uint32_t key_id() const { return key_id_; }
  [[nodiscard]] ByteView public_key() const { return public_key_; }
  /// True when name and key id of the line are those of this key.
  [[nodiscard]] bool is_named_by(const SignatureLine& line) const {
    return line.key_id == key_id_ && line.name == name_;
  }
  /// True when the line is this key's own, and its signature is good for exactly this text.
  [[nodiscard]] bool verifies(std::string_view text, const SignatureLine& line) const;
  bool operator==(const VerifierKey&) const = default;

 private:
  VerifierKey() = default;
  std::string name_;
  KeyType type_ = KeyType::ed25519;
  std::uint32_t key_id_ = 0;
  std::array<std::uint8_t, ed25519_key_bytes> public_key_{};
};

/// A private key. It lives in memory alone, cannot be copied or read, and is wiped on destruction.
class SigningKey {
 public:
  /// From the 32 byte seed of RFC 8032. The caller wipes its own copy of the seed.
  static Result<SigningKey, BadText> from_seed(std::string_view name, KeyType type, ByteView seed);

  [[nodiscard]] const VerifierKey& verifier_key() const { return verifier_key_; }
  /// Signs a text. INVARIANT: the type is ed25519 and is_note_text(text).
  [[nodiscard]] SignatureLine sign(std::string_view text) const;
  /// Signs a text and a time. INVARIANT: the type is cosignature_v1 and is_note_text(text).
  [[nodiscard]] SignatureLine cosign(std::string_view text, std::chrono::sys_seconds time) const;
  /// The whole note: the text, a blank line, and one line by this key. INVARIANT as sign.
  [[nodiscard]] std::string sign_note(std::string_view text) const;

 private:
  using Secret = std::array<std::uint8_t, 64>;
  struct Wipe {
    void operator()(Secret* secret) const noexcept;
  };
  // Behind a pointer, so that moving the key leaves no copy of the secret behind.
  using HeldSecret = std::unique_ptr<Secret, Wipe>;

  SigningKey(VerifierKey verifier_key, HeldSecret secret)
      : verifier_key_(std::move(verifier_key)), secret_(std::move(secret)) {}
  [[nodiscard]] Bytes raw_signature(std::string_view message) const;

  VerifierKey verifier_key_;
  HeldSecret secret_;
};

/// A note that was read. Its text means nothing until a trusted key has verified it: open_note.
struct Note {
  std::string text;  ///< with its last newline, without the blank line after it
  std::vector<SignatureLine> signatures;
  bool operator==(const Note&) const = default;
};
/// The text, the blank line, the signature lines.
std::string to_text(const Note& note);
/// Reads a note strictly; checks no signature.
Result<Note, BadText> parse_note(std::string_view text);

/// Why a note is not believed. Ordered: the first that applies is given.
enum class NoteFault : std::uint8_t {
  malformed,          ///< not a note at all, or not the kind of note that was expected
  signature_refused,  ///< a line names a key we know, and its signature is not good: tampering
  no_known_signer,    ///< well formed, and signed by nobody we know
  wrong_signer,       ///< signed by a key we know, but not by the log that it speaks for
};

/// A note at least one of our keys has signed.
struct OpenedNote {
  std::string text;
  std::vector<SignatureLine> verified;  ///< one for each key that signed
  std::vector<SignatureLine> ignored;   ///< by keys we do not know; says nothing
};
/// Opens a note as the specification asks: lines of unknown keys are ignored, one bad signature in
/// the name of a known key refuses the whole note, and at least one known key must have signed.
Result<OpenedNote, NoteFault> open_note(std::string_view text, std::span<const VerifierKey> keys);

}  // namespace veinline::ledger
