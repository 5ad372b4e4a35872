// SPDX-License-Identifier: Apache-2.0
// Record: a sealed fact in canonical bytes, and its way there from a draft. docs/formats/record.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/canonical.hpp"
#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "ledger/note.hpp"

namespace veinline::ledger {

using kernel::Instant;

/// Hybrid logical clock: strictly rising from record to record of one node.
struct HybridClock {
  std::int64_t ms = 0;  ///< milliseconds since 1970 of recorded_at
  std::int64_t n = 0;   ///< counts the records of one millisecond
  auto operator<=>(const HybridClock&) const = default;
};

/// When it happened, as opposed to when it was recorded.
struct HappenedAt {
  Instant time{};
  std::string source;             ///< "server", "device", "person" or "instrument"
  std::string offset = "+00:00";  ///< of the source's local time
  std::int64_t uncertainty_s = 0;
  bool operator==(const HappenedAt&) const = default;
};

/// The command that a record came from.
struct CommandRef {
  std::string key;
  std::int64_t index = 0;  ///< of this record among the command's records
  kernel::Digest
      body;  ///< keyed digest (HMAC) of the command's body, so that it gives nothing away
  bool operator==(const CommandRef&) const = default;
};

/// Why, in a code; the words, if any, are in the vault.
struct Reason {
  std::string code;
  std::optional<kernel::Object> text;  ///< sealed text
  bool operator==(const Reason&) const = default;
};

/// Countersigned by the node for a person whom it knew by a token of theirs.
constexpr std::string_view suite_node = "ed25519-node/1";
/// Countersigned by the node for a person who proved by all components, as they signed, that it was
/// they: 21 CFR 11.200(a)(1).
constexpr std::string_view suite_node_full = "ed25519-node-full/1";
/// Countersigned by the node for a person who proved it by one component, in a session in which
/// they had signed with all of them before: 21 CFR 11.200(a)(1)(i).
constexpr std::string_view suite_node_one = "ed25519-node-one/1";
/// Countersigned by the node for a second person at somebody else's device, who had joined there
/// and proved with badge and PIN, both, as they signed, that it was they.
constexpr std::string_view suite_node_badge = "ed25519-node-badge/1";
/// Countersigned by the node for a person whom a file of an import named: it had not met them.
constexpr std::string_view suite_node_import = "ed25519-node-import/1";
/// Signed by a passkey of the person: docs/formats/record.md. The node's key says nothing about it.
constexpr std::string_view suite_passkey = "webauthn/1";
constexpr bool is_known_suite(std::string_view suite) {
  return suite == suite_node || suite == suite_node_full || suite == suite_node_one ||
         suite == suite_node_badge || suite == suite_node_import;
}

/// One signature over a record: docs/formats/record.md, "Signatures".
struct Signature {
  std::string by;       ///< person id
  std::string meaning;  ///< of the closed list that the catalogue's commands ask for
  Instant time{};
  std::string suite;  ///< one of is_known_suite, or one that a newer program knows
  kernel::Bytes value;
  bool operator==(const Signature&) const = default;
};

/// A record before it has its place: all but recorded_at and clock.
struct Draft {
  std::vector<std::string> after;    ///< ids of causal parents
  std::string at;                    ///< site id
  std::string by;                    ///< person id
  std::vector<std::string> changes;  ///< thing keys
  CommandRef command;
  std::string corrects;  ///< record id, or empty
  kernel::Object data;
  std::string fact;  ///< stored name
  HappenedAt happened_at;
  std::string id;                     ///< 32 hex characters
  std::vector<std::string> mentions;  ///< thing keys
  std::string node;
  std::optional<Reason> reason;
  std::vector<Signature> signatures;
  bool operator==(const Draft&) const = default;
};

/// The place that the writer gives a record.
struct Stamp {
  Instant recorded_at{};
  HybridClock clock;
  bool operator==(const Stamp&) const = default;
};

struct Record {
  Draft draft;
  Stamp stamp;
  bool operator==(const Record&) const = default;
};

/// Canonical bytes with two gaps: what can be encoded before the writer stamps.
struct Unfinished {
  std::string to_clock;        ///< up to the value of "clock"
  std::string to_recorded_at;  ///< from there up to the value of "recorded_at"
  std::string to_end;
  /// Bytes of the finished record.
  [[nodiscard]] std::size_t size() const {
    return to_clock.size() + to_recorded_at.size() + to_end.size() + 64;
  }
};
Unfinished encode(const Draft& draft);
std::string finish(const Unfinished& unfinished, const Stamp& stamp);

/// What a signature covers: the canonical record without signatures, recorded_at, clock and id.
kernel::Digest signed_digest(const Draft& draft);
/// The text that is signed: five lines that bind signer, meaning, time and record.
std::string signature_text(const Signature& signature, const kernel::Digest& record);
/// Signs for a person; the suite says how the node came to know them. INVARIANT: the key is of type
/// ed25519, and is_known_suite.
Signature countersign(const Draft& draft, std::string by, std::string meaning, Instant time,
                      const SigningKey& node_key, std::string_view suite = suite_node);
/// SHA-256 of the text that is signed.
kernel::Digest signature_digest(const Signature& signature, const Draft& draft);
/// What a person's own key signs of the records of one command: a line, and then the digests of
/// their texts, in order. One gesture signs them all, and each can be checked without the others.
std::string statement_of(const std::vector<kernel::Digest>& texts);
/// SHA-256 of that.
kernel::Digest challenge_of(const std::vector<kernel::Digest>& texts);
/// True when the signature is of a suite that this program knows, and good for this record.
bool signature_holds(const Draft& draft, const Signature& signature, const VerifierKey& node_key);

/// Why bytes are no record. Holds no part of them.
struct RecordFault {
  std::string why;
};
/// Reads a record strictly: canonical bytes, known members only, format version 1.
Result<Record, RecordFault> parse_record(std::string_view bytes);

}  // namespace veinline::ledger
