// SPDX-License-Identifier: Apache-2.0
// The HTTP side of c2sp.org/tlog-witness: answers logs that ask us, and asks others about our own.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/net/client.hpp"
#include "gateway/net/message.hpp"
#include "kernel/bad_text.hpp"
#include "ledger/store.hpp"
#include "ledger/witness.hpp"

namespace veinline::gateway::http {

/// The status and body that the specification gives to each answer of a witness.
net::HttpResponse answer_of(const ledger::WitnessAnswer& answer);

/// Another witness: where it is asked, and whose cosignatures are its own.
struct WitnessPeer {
  net::Url url;             ///< its submission prefix
  ledger::VerifierKey key;  ///< of type cosignature_v1

  /// Reads "URL VKEY", one space between them.
  static kernel::Result<WitnessPeer, kernel::BadText> parse(std::string_view text);
};

/// What a peer said to the newest checkpoint.
enum class PeerAnswer : std::uint8_t {
  not_asked,     ///< yet
  cosigned,      ///< its cosignature is good
  unreachable,   ///< no answer, or one that is none
  unknown_log,   ///< it does not witness our log
  not_trusted,   ///< it knows our log by another key
  seen_longer,   ///< it saw a longer log of ours: ours was rolled back
  seen_another,  ///< what it saw is no beginning of ours: our log was forked
};
std::string_view text(PeerAnswer answer);

struct PeerReply {
  int status = 0;
  std::string body;
};
/// Sends the body of an add-checkpoint. Nothing: no answer came.
using AskPeer =
    std::function<std::optional<PeerReply>(const WitnessPeer&, const std::string& body)>;
/// By HTTP, over a connection of its own. Under https those authorities are believed that are in
/// this PEM file, or the system's when there is none.
AskPeer ask_by_http(std::string ca_file);

/// One peer, as the log knows it: asked again and again with growing checkpoints.
class PeerConversation {
 public:
  explicit PeerConversation(WitnessPeer peer) : peer_(std::move(peer)) {}

  /// Asks for a cosignature of the tip. A peer that remembers another size is asked once more from
  /// there. The line is given when the peer's own key verifies it.
  std::optional<ledger::SignatureLine> ask(const ledger::Store& store, const ledger::Tip& tip,
                                           const AskPeer& send);
  [[nodiscard]] PeerAnswer last() const { return last_; }
  [[nodiscard]] const WitnessPeer& peer() const { return peer_; }

 private:
  std::optional<ledger::SignatureLine> read_reply(const ledger::Tip& tip, const PeerReply& reply);

  WitnessPeer peer_;
  std::uint64_t known_size_ = 0;  ///< what the peer cosigned last, as far as we know
  PeerAnswer last_ = PeerAnswer::not_asked;
};

}  // namespace veinline::gateway::http
