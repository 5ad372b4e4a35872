// SPDX-License-Identifier: Apache-2.0
// What proves the log: checkpoints, tiles, entries, and what witnesses ask and answer.
#include "gateway/http/answers.hpp"
#include "gateway/http/recording.hpp"
#include "ledger/tiles.hpp"
#include "views/reading.hpp"

namespace veinline::gateway::http {

using kernel::Object;
using kernel::Value;
using net::HttpResponse;

HttpResponse say_health(const ApiParts& parts, const Call& call) {
  auto tip = parts.sources.store.tip();
  // While a database is away the server lives: whoever restarts it for that helps nobody.
  const bool is_away = !tip && tip.error() == ledger::Fault::out_of_reach;
  if (!tip && !is_away) return call.fault(tip.error(), 503);
  return plain("ok\n");
}

HttpResponse give_checkpoint(const ApiParts& parts, const Call& call) {
  auto tip = parts.sources.store.tip();
  if (!tip) return call.fault(tip.error());
  return plain(tip->checkpoint);
}

HttpResponse give_witnessed(const ApiParts& parts, const Call& call) {
  if (parts.notes == nullptr) return call.problem("http.not_found", 404);
  auto note = parts.notes->newest_note();
  if (!note) return call.fault(note.error());
  if (!*note) return call.problem("witness.none_yet", 404);
  return plain(**note);
}

HttpResponse give_key(const ApiParts& parts, const Call& /*call*/) {
  return plain(parts.identity.vkey + "\n");
}

HttpResponse give_tile(const ApiParts& parts, const Call& call) {
  auto id = ledger::parse_tile_path(call.rest);
  if (!id) return call.problem("http.not_found", 404);
  auto tile = parts.sources.store.tile(*id);
  if (!tile) return call.fault(tile.error());
  return {200,
          "application/octet-stream",
          ledger::tile_bytes(*tile),
          {{"cache-control", "public, max-age=31536000, immutable"}}};
}

// Entry bundles are not public: what they hold is pseudonymous, and personal data all the same.
// Records are whole here, so that they are for nobody who is blinded somewhere.
HttpResponse give_entries(const ApiParts& parts, const Call& call) {
  auto id = ledger::parse_bundle_path(call.rest);
  if (!id) return call.problem("http.not_found", 404);
  const auto may = views::may_know_every_arm(call.seen(parts.sources));
  if (!may) return call.no_view(may.error());
  if (!*may) return call.problem("auth.blinded", 403);
  auto records = parts.sources.store.read(id->index * ledger::tile_width_max + 1,
                                          static_cast<std::uint32_t>(id->width));
  if (!records) return call.fault(records.error());
  if (records->size() != static_cast<std::size_t>(id->width)) {
    return call.fault(ledger::Fault::not_there);
  }
  count_reading(parts, call, "");
  std::vector<std::string> entries;
  for (ledger::StoredRecord& record : *records) entries.push_back(std::move(record.bytes));
  return {200, "application/octet-stream", ledger::bundle_bytes(entries), {}};
}

/// What c2sp.org/tlog-witness asks of us, for whoever has a log that we witness.
HttpResponse cosign(const ApiParts& parts, const Call& call) {
  if (parts.witness == nullptr) return call.problem("http.not_found", 404);
  return answer_of(parts.witness->add_checkpoint(call.request.body));
}

HttpResponse give_witness_key(const ApiParts& parts, const Call& call) {
  if (parts.witness == nullptr) return call.problem("http.not_found", 404);
  return plain(parts.witness->key().text() + "\n");
}

HttpResponse tell_witnessing(const ApiParts& parts, const Call& call) {
  if (parts.witnessing == nullptr) return call.problem("http.not_found", 404);
  const Standing standing = parts.witnessing->standing();
  kernel::Array peers;
  for (const auto& [peer, answer] : standing.peers) {
    Object one;
    one.set("witness", Value(peer));
    one.set("answer", Value(text(answer)));
    peers.push_back(Value(std::move(one)));
  }
  Object out;
  out.set("size", Value(static_cast<std::int64_t>(standing.size)));
  out.set("witnessed", Value(static_cast<std::int64_t>(standing.witnessed)));
  out.set("unwitnessed_s", Value(standing.unwitnessed_age.count() / 1000));
  out.set("witnesses", Value(std::move(peers)));
  return json(200, out);
}

}  // namespace veinline::gateway::http
