// SPDX-License-Identifier: Apache-2.0
// Notes and checkpoints: read strictly, and believed only when the text is the one that was signed.
#include "ledger/note.hpp"

#include <algorithm>
#include <array>

#include "fuzz/keys.hpp"
#include "fuzz/target.hpp"
#include "ledger/tree.hpp"

namespace veinline::fuzz {
namespace {

using ledger::KeyType;

Corpus signed_notes() {
  const kernel::Digest root = kernel::sha256("root");
  Corpus out = {signed_checkpoint(5, root), signed_checkpoint(0, ledger::empty_root())};
  auto cosigned = ledger::parse_note(out.front());
  INVARIANT(cosigned.has_value());
  cosigned->signatures.push_back(
      ledger::cosign(cosigned->text, key_of(KeyType::cosignature_v1),
                     std::chrono::sys_seconds(std::chrono::seconds(1'772'438'400))));
  out.push_back(ledger::to_text(*cosigned));
  return out;
}

bool was_signed(std::string_view text) {
  static const Corpus notes = signed_notes();
  return std::any_of(notes.begin(), notes.end(), [&](const std::string& note) {
    return ledger::parse_note(note)->text == text;
  });
}

void one(std::string_view bytes) {
  const std::array keys = {log_key().verifier_key(),
                           key_of(KeyType::cosignature_v1).verifier_key()};
  if (const auto vkey = ledger::VerifierKey::parse(bytes)) {
    hold(vkey->text() == bytes, "a key has one text");
  }
  if (const auto checkpoint = ledger::parse_checkpoint(bytes);
      checkpoint && ledger::is_key_name(checkpoint->origin)) {
    hold(bytes.starts_with(ledger::to_text(*checkpoint)), "a checkpoint has one text");
  }
  const auto note = ledger::parse_note(bytes);
  const auto opened = ledger::open_note(bytes, keys);
  hold(note.has_value() || !opened.has_value(), "what is no note opens nothing");
  hold(!opened || was_signed(opened->text), "what is believed was signed");
  const auto checkpoint = ledger::open_checkpoint(bytes, keys);
  hold(!checkpoint || opened.has_value(), "a checkpoint that is believed is a note that is");
  if (!note) return;
  hold(ledger::to_text(*note) == bytes, "a note has one text");
  for (const auto& line : note->signatures) static_cast<void>(ledger::read_cosignature(line));
  static_cast<void>(ledger::check_cosignatures(*note, keys));
}

Corpus seeds() {
  Corpus out = signed_notes();
  out.push_back(log_key().verifier_key().text());
  out.push_back(ledger::parse_note(out.front())->text);
  return out;
}

}  // namespace

Target note() {
  return {"note", one, seeds};
}

}  // namespace veinline::fuzz
