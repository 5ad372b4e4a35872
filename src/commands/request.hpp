// SPDX-License-Identifier: Apache-2.0
// What is asked of the desk, and what it answers: facts recorded, or a problem that says why not.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journey/codec.hpp"
#include "kernel/canonical.hpp"
#include "kernel/digest.hpp"
#include "kernel/instant.hpp"
#include "kernel/sensitive.hpp"
#include "ledger/record.hpp"

namespace veinline::commands {

using Seq = std::uint64_t;

constexpr std::size_t key_length_max = 100;

/// How the node knows the person whose command it is: what it may say when it signs for them.
enum class Presence : std::uint8_t {
  authenticated,    ///< by a token that may sign for them, or at the console of the machine
  signed_in,        ///< in a session of theirs; they proved nothing as they asked this
  confirmed,        ///< in a session, and by one component as they asked this
  at_device,        ///< beside somebody else at a device, by badge and PIN as they asked this
  reauthenticated,  ///< by all components that they have as they asked this: a password may be all
  twice_proved,     ///< by two of them, a password and something that they have
  imported          ///< a file named them; only the account that imports it was authenticated
};

/// From where the person asks: some things are done at the machine of the node alone.
enum class From : std::uint8_t { network, machine };

/// The link of one box, by which somebody asks who has no account here.
struct ByLink {
  std::string consignment;  ///< id
  std::string session;      ///< SHA-256 of the secret that the link was exchanged for, in hex
};

/// Who asks, and what lets them: each decision that comes of it reads it again (decision 0043).
struct AskedBy {
  std::string account;  ///< person id
  /// Alias of the token or of the device by which they are known; empty: in another way.
  std::string token{};
  /// Ids of the credentials that opened the session in which they ask; empty: in another way.
  std::vector<std::string> credentials{};
};

/// One command of one person. Everything but the account comes from outside and is checked.
struct Request {
  std::string account;  ///< person id: who asks
  /// Alias of the token or of the device by which they are known; empty: in another way.
  std::string token;
  std::optional<ByLink> link{};  ///< by which they are known; none: in another way
  /// Ids of the credentials that opened the session in which they ask; empty: in another way.
  std::vector<std::string> credentials{};
  /// Who brings it in the name of the account; none: the account itself.
  std::optional<AskedBy> brought_by{};
  Presence presence = Presence::authenticated;  ///< exchange/import alone says otherwise
  From from = From::network;                    ///< machine: whoever may read the data folder
  std::string at;                               ///< site id; empty: the person's own site
  std::string source;   ///< of an imported line: the other system, whose keys are a space apart
  std::string key;      ///< 1 to 100 printable ASCII characters, unique to the account
  std::string command;  ///< "custody/hand_over"
  kernel::Object data;
  kernel::Object beside{};  ///< members of the data that the program adds, at each try its own
  bool kept_bytes = false;  ///< the bytes that it names are durable (CommandType::with_bytes)
  /// Makes them durable, once it was decided that the command may be recorded and its key was not
  /// used before; gives members of the data, which take the place of those that stood for them
  /// until then. Called once at most. Empty: they were not kept, and nothing is recorded.
  std::function<std::optional<kernel::Object>()> keep_bytes{};
  std::optional<ledger::HappenedAt> happened_at;  ///< empty: now, by the server's clock
  std::string reason_code;
  std::optional<kernel::Sensitive<std::string>> reason_text;
  std::string sign;                ///< the meaning that the person signs with; empty: none
  std::vector<std::string> after;  ///< record ids of causes
};

/// Asked as who asks, with what lets them.
inline void ask_as(Request& request, const AskedBy& by) {
  request.account = by.account;
  request.token = by.token;
  request.credentials = by.credentials;
}

/// What a command will record once its signer has signed it. Nothing of it is recorded yet.
struct Prepared {
  struct Fact {
    std::string name;  ///< stored name
    kernel::Object data;
    std::vector<std::string> changes;  ///< thing keys
  };
  std::string id;  ///< 32 hex characters that nobody can guess
  std::vector<Fact> facts;
  std::string account;              ///< person id: who has to sign it
  std::string meaning;              ///< of the signature; empty: it wants none
  kernel::Instant time{};           ///< that the signature will bear
  kernel::Digest challenge{};       ///< what a key of the signer signs: ledger::challenge_of
  bool is_of_hidden = false;        ///< as of a problem: nothing of it is recorded yet
  std::shared_ptr<void> under_way;  ///< the desk's own
  /// Until when what it was decided on holds as time goes on, not included; empty: for ever.
  std::optional<kernel::Instant> valid_until{};
  /// All that it was decided on stood so at this position of the log.
  Seq as_of = 0;
};
using PreparedPointer = std::shared_ptr<const Prepared>;

/// What the authenticator of a passkey gave for the challenge. The caller has verified it.
struct PasskeyGiven {
  kernel::Bytes signature;  ///< docs/formats/passkey-signature.md
  std::string digest{};     ///< of the passkey, as it was registered
};

struct Recorded {
  Seq seq = 0;
  std::string record_id;
  std::string fact;
  kernel::Digest leaf;
  kernel::Object data;
};

/// It is recorded, durably.
struct Answer {
  std::vector<Recorded> records;
  std::shared_ptr<const std::string> checkpoint;  ///< covers all of them
  bool again = false;  ///< the command key was used before with this body: this is its answer
};

/// What kind of no.
enum class ProblemKind : std::uint8_t {
  bad_input,   ///< the request itself is wrong
  refused,     ///< a rule says no
  key_reused,  ///< the command key was used for another body
  busy,        ///< too much at once: try again later
  failed,      ///< the program could not; nothing was recorded
  unknown      ///< it is not known whether it was recorded: ask again with the same key
};
std::string_view text(ProblemKind kind);

struct Problem {
  ProblemKind kind;
  std::string code;   ///< keys the sentence in words/: "custody.not_the_holder", "input.bad_fields"
  std::string rule;   ///< R01…R48, or empty
  std::string about;  ///< field path or thing key; pseudonymous
  std::vector<journey::BadField> fields;  ///< of bad input
  /// It names something that is there and that its asker could not read. Never told to them: it is
  /// for who oversees the node.
  bool is_of_hidden = false;
};

}  // namespace veinline::commands
