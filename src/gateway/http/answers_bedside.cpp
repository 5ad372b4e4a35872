// SPDX-License-Identifier: Apache-2.0
// The packet of a bag: what a check at the bedside goes by while the server is away.
#include "exchange/json.hpp"
#include "exchange/packet.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/recording.hpp"
#include "gateway/http/routes.hpp"
#include "journey/infusion/infusion.hpp"
#include "views/reading.hpp"

namespace veinline::gateway::http {

using kernel::Value;
using net::HttpResponse;

namespace {

using journey::infusion::CheckBedside;
using journey::infusion::ConfirmBedside;

using Judged = kernel::Result<commands::PreparedPointer, commands::Problem>;

/// What the command would record of bag and patient, would it be asked now; or why it would be
/// refused. It is the command's own decision, and nothing of it is recorded.
Judged would_hold(const ApiParts& parts, const Call& call, const exchange::Packet& packet,
                  std::string_view command, std::string_view meaning) {
  commands::Request request;
  commands::ask_as(request, call.asked_by());
  request.from = call.from;
  request.command = command;
  request.sign = meaning;  // that it would be signed: nothing is
  request.key = parts.desk.fresh_key();
  request.data.set("material", Value(packet.material));
  request.data.set("wristband", Value(packet.subject));
  auto prepared = parts.desk.prepare(std::move(request));
  if (prepared) return std::move(*prepared);
  const commands::Desk::Reply reply = std::move(prepared).error();
  INVARIANT(!reply.has_value());  // the key is a fresh one
  return kernel::Failure{reply.error()};
}

/// Where somebody else has checked, and it matched, whoever comes second confirms: what that is
/// decided on ends their packet.
Judged would_match(const ApiParts& parts, const Call& call, const exchange::Packet& packet) {
  auto first = would_hold(parts, call, packet, CheckBedside::name, "");
  const bool is_second = !first && first.error().code == journey::infusion::already_checked.code;
  if (!is_second) return first;
  return would_hold(parts, call, packet, ConfirmBedside::name, ConfirmBedside::signs);
}

HttpResponse refused(const ApiParts& parts, const Call& call, const commands::Problem& problem) {
  if (problem.rule == "R43") {
    record_denial(parts.desk, parts.denials, call.account, call.route->name);
  } else if (problem.is_of_hidden) {
    keep_denial(parts.denials, call.account, call.route->name);
  }
  return refused_evenly(call, problem);
}

}  // namespace

HttpResponse give_bedside_packet(const ApiParts& parts, const Call& call) {
  const views::Sources seen = call.seen(parts.sources);
  auto packet = exchange::packet_of(seen, call.rest);
  if (!packet) {
    keep_look(parts, call, call.rest);
    return call.no_view(packet.error());
  }
  // When it ends would tell them what was made.
  const auto is_blind = views::is_blind_to(seen, "material/" + packet->material);
  if (!is_blind) return call.no_view(is_blind.error());
  if (*is_blind) return call.problem("packet.blinded", 409);
  const Judged judged = would_match(parts, call, *packet);
  if (!judged) return refused(parts, call, judged.error());
  // Told as of where it was judged: else what was recorded meanwhile, a thaw, would be in the one
  // and not in the other.
  auto told = exchange::packet_of(seen, "material/" + packet->material, (*judged)->as_of);
  if (!told) return call.no_view(told.error());
  if (told->subject != packet->subject) return call.problem("fault.conflict", 503);
  // Before the position was read: what was recorded until then is told.
  told->issued_at = (*judged)->time;
  told->ends_at = exchange::end_of(*told, (*judged)->valid_until);
  if (told->ends_at <= told->issued_at) return call.problem("packet.over", 409);
  told->node = parts.identity.node;
  told->origin = parts.identity.origin;
  told->person = call.account;
  count_reading(parts, call, "material/" + packet->material);
  return plain(parts.node_key.sign_note(exchange::to_text(*told)));
}

}  // namespace veinline::gateway::http
