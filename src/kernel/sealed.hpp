// SPDX-License-Identifier: Apache-2.0
// Sealed: what a fact may hold of a text that lives in the vault. It says nothing about the text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/digest.hpp"

namespace veinline::kernel {

constexpr std::string_view sealed_suite = "xchacha20poly1305/1";
/// Begins what is sealed and kept where nothing beside it says the suite: secrets of accounts,
/// bytes of documents. What was sealed before begins with its random nonce, which is this by no
/// chance.
constexpr std::string_view sealed_mark = "veinline-sealed xchacha20poly1305/1\n";
/// To what lengths the vault pads a text, in bytes.
constexpr std::array<std::int64_t, 4> sealed_lengths{64, 256, 1024, 4096};

/// How long a text is kept: the keys of one subject can be destroyed apart from each other.
enum class KeyClass : std::uint8_t {
  trace,    ///< what links product and patient; kept as the law wants it (docs/keys.md)
  contact,  ///< how somebody can be reached
  trial     ///< what only a study needs
};
constexpr std::string_view text(KeyClass key_class) {
  switch (key_class) {
    case KeyClass::trace:
      return "trace";
    case KeyClass::contact:
      return "contact";
    case KeyClass::trial:
      return "trial";
  }
  return "";
}

/// A reference to one ciphertext in the vault. Layout: docs/formats/record.md, "Sealed text".
struct Sealed {
  std::string suite;           ///< sealed_suite
  std::string key_id;          ///< the data key, 32 hex characters
  Digest key_commitment;       ///< binds the one key that can open it
  Digest ciphertext;           ///< SHA-256 of the stored ciphertext
  std::int64_t padded_length;  ///< of the plaintext: one of sealed_lengths
  bool operator==(const Sealed&) const = default;
};

}  // namespace veinline::kernel
