// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/witness_door.hpp"

#include "kernel/invariant.hpp"
#include "ledger/lines.hpp"

namespace veinline::gateway::http {

using kernel::BadText;
using kernel::Failure;
using kernel::Result;
using ledger::SignatureLine;
using ledger::WitnessReply;
using net::HttpResponse;

namespace {

constexpr int asks_max = 2;  // the second from the size that the peer remembers
constexpr std::chrono::seconds peer_wait_max{10};
constexpr std::size_t peer_bytes_max = 64 * 1024;

HttpResponse plain(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", std::move(body), {}};
}

}  // namespace

HttpResponse answer_of(const ledger::WitnessAnswer& answer) {
  switch (answer.reply) {
    case WitnessReply::cosigned: {
      std::string body;
      for (const SignatureLine& line : answer.lines) body += ledger::to_text(line);
      return plain(200, std::move(body));
    }
    case WitnessReply::malformed:
      return plain(400, "This is no request of c2sp.org/tlog-witness.\n");
    case WitnessReply::not_signed:
      return plain(403, "No trusted key of this log signed the checkpoint.\n");
    case WitnessReply::unknown_log:
      return plain(404, "This witness does not witness that log.\n");
    case WitnessReply::other_size:
      return {409, "text/x.tlog.size", std::to_string(answer.size) + "\n", {}};
    case WitnessReply::inconsistent:
      return plain(422, "The checkpoint does not grow out of the one that was cosigned before.\n");
    case WitnessReply::failed:
      return plain(500, "The witness cannot remember; nothing was cosigned.\n");
  }
  kernel::broken_invariant("an answer of a witness is one of those listed", __FILE__, __LINE__);
}

std::string_view text(PeerAnswer answer) {
  switch (answer) {
    case PeerAnswer::not_asked:
      return "not_asked";
    case PeerAnswer::cosigned:
      return "cosigned";
    case PeerAnswer::unreachable:
      return "unreachable";
    case PeerAnswer::unknown_log:
      return "unknown_log";
    case PeerAnswer::not_trusted:
      return "not_trusted";
    case PeerAnswer::seen_longer:
      return "seen_longer";
    case PeerAnswer::seen_another:
      return "seen_another";
  }
  kernel::broken_invariant("an answer of a peer is one of those listed", __FILE__, __LINE__);
}

Result<WitnessPeer, BadText> WitnessPeer::parse(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == text.npos) return Failure{BadText{"a witness is its URL, a space and its vkey"}};
  TRY(net::Url url, net::Url::parse(text.substr(0, space)));
  TRY(ledger::VerifierKey key, ledger::VerifierKey::parse(text.substr(space + 1)));
  if (key.type() != ledger::KeyType::cosignature_v1) {
    return Failure{BadText{"the vkey of a witness is of type 04, for cosignatures"}};
  }
  return WitnessPeer{std::move(url), std::move(key)};
}

AskPeer ask_by_http(std::string ca_file) {
  return [ca_file = std::move(ca_file)](const WitnessPeer& peer,
                                        const std::string& body) -> std::optional<PeerReply> {
    net::Client client(
        peer.url, "",
        {.wait_max = peer_wait_max, .body_bytes_max = peer_bytes_max, .ca_file = ca_file});
    auto answer = client.request("POST", "/add-checkpoint", body, {{"content-type", "text/plain"}});
    if (!answer) return std::nullopt;
    return PeerReply{answer->status, std::move(answer->body)};
  };
}

std::optional<SignatureLine> PeerConversation::read_reply(const ledger::Tip& tip,
                                                          const PeerReply& reply) {
  last_ = PeerAnswer::unreachable;
  if (reply.status == 404) last_ = PeerAnswer::unknown_log;
  if (reply.status == 403) last_ = PeerAnswer::not_trusted;
  if (reply.status == 422) last_ = PeerAnswer::seen_another;
  if (reply.status != 200) return std::nullopt;
  const auto note = ledger::parse_note(tip.checkpoint + reply.body);
  if (!note) return std::nullopt;
  for (const SignatureLine& line : note->signatures) {
    if (!peer_.key.verifies(note->text, line)) continue;
    last_ = PeerAnswer::cosigned;
    known_size_ = tip.head.size();
    return line;
  }
  return std::nullopt;
}

std::optional<SignatureLine> PeerConversation::ask(const ledger::Store& store,
                                                   const ledger::Tip& tip, const AskPeer& send) {
  for (int asked = 0; asked < asks_max; ++asked) {
    last_ = PeerAnswer::unreachable;
    ledger::AddCheckpoint request{known_size_, {}, tip.checkpoint};
    if (known_size_ > 0) {
      auto proof = ledger::consistency_proof(known_size_, tip.head.size(), store);
      if (!proof) return std::nullopt;
      request.proof = std::move(*proof);
    }
    const auto reply = send(peer_, ledger::to_text(request));
    if (!reply) return std::nullopt;
    if (reply->status != 409) return read_reply(tip, *reply);
    std::string_view body = reply->body;
    const auto line = ledger::take_line(body);
    const auto size = line ? ledger::parse_decimal(*line) : std::nullopt;
    if (!size) return std::nullopt;
    if (*size > tip.head.size()) {
      last_ = PeerAnswer::seen_longer;
      return std::nullopt;
    }
    known_size_ = *size;
  }
  return std::nullopt;
}

}  // namespace veinline::gateway::http
