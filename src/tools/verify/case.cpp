// SPDX-License-Identifier: Apache-2.0
// The checks, in the order of how much they say; and their sentences.
#include "tools/verify/case.hpp"

#include <span>

#include "kernel/limits.hpp"

namespace veinline::tools::verify {

using ledger::Checkpoint;
using ledger::KeyType;
using ledger::NoteFault;
using ledger::VerifierKey;

namespace {

std::string_view sentence_of(NoteFault fault) {
  switch (fault) {
    case NoteFault::malformed:
      return "The checkpoint is not a signed checkpoint.";
    case NoteFault::signature_refused:
      return "The signature under the checkpoint is not good: the checkpoint was altered.";
    case NoteFault::no_known_signer:
      return "The checkpoint is not signed by this key.";
    case NoteFault::wrong_signer:
      return "The checkpoint is not signed by the log it speaks for.";
  }
  kernel::broken_invariant("a note fault is one of those listed", __FILE__, __LINE__);
}

std::string id_of(const ledger::SignatureLine& line) {
  std::string id = line.name + "+";
  for (int shift = 28; shift >= 0; shift -= 4) {
    id += "0123456789abcdef"[(line.key_id >> static_cast<unsigned>(shift)) & 0xFU];
  }
  return id;
}

}  // namespace

void Case::broken(std::string message, std::optional<Seq> first_bad) {
  verdict_.result = Verdict::Result::broken;
  verdict_.message = std::move(message);
  verdict_.first_bad = first_bad;
}

void Case::cannot_judge(std::string message) {
  verdict_.result = Verdict::Result::cannot_judge;
  verdict_.message = std::move(message);
}

void Case::fault(Fault fault) {
  if (fault == Fault::damaged) return broken(std::string(ledger::sentence(fault)));
  cannot_judge(std::string(ledger::sentence(fault)));
}

void Case::bad_record(Seq seq, std::string_view why) {
  broken("Record " + std::to_string(seq) + " " + std::string(why), seq);
}

bool Case::choose_key(std::string_view checkpoint_text,
                      const std::optional<std::string>& claimed_vkey) {
  if (claimed_vkey) verdict_.found_vkey = *claimed_vkey;
  if (options_.key) {
    auto key = VerifierKey::parse(*options_.key);
    if (!key || key->type() != KeyType::ed25519) {
      cannot_judge("The key you gave is not a verifier key (name+id+base64).");
      return false;
    }
    if (claimed_vkey && *claimed_vkey != *options_.key) {
      broken("This is not signed by the key you trust, but by another.");
      return false;
    }
    key_ = std::move(*key);
  } else if (claimed_vkey) {
    auto key = VerifierKey::parse(*claimed_vkey);
    if (!key || key->type() != KeyType::ed25519) {
      verdict_.found_vkey.clear();
      broken("The key that this names as its own is no key.");
      return false;
    }
    key_ = std::move(*key);
  }
  const auto note = ledger::parse_note(checkpoint_text);
  if (note && verdict_.found_vkey.empty()) verdict_.found_vkey = id_of(note->signatures.front());
  if (note) verdict_.cosignatures = ledger::check_cosignatures(*note, options_.witnesses);
  return true;
}

bool Case::open(std::string_view checkpoint_text, const std::optional<std::string>& claimed_vkey) {
  if (!choose_key(checkpoint_text, claimed_vkey)) return false;
  if (key_) {
    auto opened = ledger::open_checkpoint(checkpoint_text, std::span(&*key_, 1));
    if (!opened) {
      broken(std::string(sentence_of(opened.error())));
      return false;
    }
    checkpoint_ = std::move(*opened);
  } else {
    const auto note = ledger::parse_note(checkpoint_text);
    auto parsed = note ? ledger::parse_checkpoint(note->text)
                       : kernel::Result<Checkpoint, kernel::BadText>(
                             kernel::Failure{kernel::BadText{"no note"}});
    if (!parsed) {
      broken(std::string(sentence_of(NoteFault::malformed)));
      return false;
    }
    checkpoint_ = std::move(*parsed);
  }
  verdict_.origin = checkpoint_.origin;
  verdict_.size = checkpoint_.size;
  verdict_.root_base64 = kernel::to_base64(checkpoint_.root.view());
  return open_since();
}

bool Case::open_since() {
  if (!options_.since) return true;
  const auto note = ledger::parse_note(*options_.since);
  auto parsed = note ? ledger::parse_checkpoint(note->text)
                     : kernel::Result<Checkpoint, kernel::BadText>(
                           kernel::Failure{kernel::BadText{"no note"}});
  if (!parsed) {
    cannot_judge("The older checkpoint that you hold is not a checkpoint.");
    return false;
  }
  if (parsed->origin != checkpoint_.origin) {
    broken("This is another log than that of the checkpoint you hold.");
    return false;
  }
  if (key_ && !ledger::open_checkpoint(*options_.since, std::span(&*key_, 1))) {
    broken("The checkpoint you hold is not signed by the key that signed this.");
    return false;
  }
  since_ = std::move(*parsed);
  return true;
}

bool Case::reaches_since() {
  if (!since_ || since_->size <= checkpoint_.size) return true;
  broken("The log is shorter than the checkpoint you hold: it was truncated. It has " +
         std::to_string(checkpoint_.size) + " records, and had " + std::to_string(since_->size) +
         ".");
  return false;
}

void Case::settle_signatures() {
  if (signatures_ == nullptr) return;
  const SignatureChecks::Found found = signatures_->finish();
  signatures_.reset();
  verdict_.signatures = found.held;
  verdict_.imported_signatures = found.imported;
  if (found.first_not_known) not_understood(*found.first_not_known);
  if (!found.first_bad) return;
  // The records were read on meanwhile: an earlier bad one goes before what was found since.
  if (verdict_.first_bad && *verdict_.first_bad < found.first_bad->seq) return;
  bad_record(found.first_bad->seq, found.first_bad->why);
}

void Case::not_understood(Seq seq) {
  if (!not_understood_ || seq < *not_understood_) not_understood_ = seq;
}

Verdict Case::verdict() && {
  settle_signatures();
  return std::move(verdict_);
}

bool Case::record(Seq seq, const Digest& leaf, std::string_view bytes) {
  const auto bad = [&](std::string_view why) {
    bad_record(seq, why);
    return false;
  };
  if (ledger::leaf_hash(bytes) != leaf) {
    return bad("was altered: its bytes do not have the hash that was stored for it.");
  }
  if (bytes.size() > kernel::record_bytes_max) return bad("is longer than a record can be.");
  const auto seen = glance(bytes);
  if (!seen && seen.error() == GlanceFault::newer_version) {
    not_understood(seq);
    ++verdict_.records;
    return true;
  }
  if (!seen) return bad("is not a record of this format.");
  if (seen->recorded_at.time_since_epoch().count() != seen->clock.ms) {
    return bad("says two different times at which it was recorded.");
  }
  if (last_clock_ && seen->recorded_at < last_time_) {
    return bad("was recorded earlier than the one before it: the order was changed.");
  }
  if (last_clock_ && seen->clock <= *last_clock_) {
    return bad("does not come after the one before it: the order was changed.");
  }
  if (last_clock_ ? seen->node != node_ : seen->node.empty()) {
    return bad("comes from another node than the records before it.");
  }
  if (!last_clock_) node_ = seen->node;
  last_clock_ = seen->clock;
  last_time_ = seen->recorded_at;
  if (seen->is_signed) {
    if (signatures_ == nullptr) signatures_ = std::make_unique<SignatureChecks>(key_);
    signatures_->add(seq, bytes);
  }
  ++verdict_.records;
  return true;
}

bool Case::close_tree() {
  note_since();
  if (tree_.size() != checkpoint_.size || tree_.root() != checkpoint_.root) {
    broken(
        "The records do not have the root that the checkpoint was signed for: records were "
        "altered, added, removed or moved, together with their hashes.");
    return false;
  }
  if (since_ && (!root_at_since_ || *root_at_since_ != since_->root)) {
    broken("The log was forked: its first " + std::to_string(since_->size) +
           " records are not those of the checkpoint you hold.");
    return false;
  }
  return true;
}

void Case::close(std::string what_holds) {
  settle_signatures();
  if (verdict_.first_bad) return;
  if (not_understood_) {
    return cannot_judge("Record " + std::to_string(*not_understood_) +
                        " holds something that only a newer program can judge. " + what_holds);
  }
  if (!options_.key) {
    const std::string whose = key_ ? "everything fits together under the key that it names itself"
                                   : "the hashes fit together, and no signature was checked";
    return cannot_judge("You gave no key, and anybody could have made this: " + whose +
                        ". Compare the key with the one you trust and give it with --key.");
  }
  verdict_.result = Verdict::Result::intact;
  verdict_.message = std::move(what_holds);
}

}  // namespace veinline::tools::verify
