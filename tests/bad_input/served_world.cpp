// SPDX-License-Identifier: Apache-2.0
#include "bad_input/served_world.hpp"

#include <future>

#include "journey/roles.hpp"

namespace veinline::bad_input {

using kernel::Object;
using kernel::Value;

namespace {

/// Remembers nothing: every log is new to it.
class Forgetful : public ledger::WitnessMemory {
 public:
  kernel::Result<std::optional<ledger::Checkpoint>, ledger::Fault> newest(
      std::string_view) override {
    return std::optional<ledger::Checkpoint>{};
  }
  kernel::Result<bool, ledger::Fault> replace(const std::optional<ledger::Checkpoint>&,
                                              const ledger::Checkpoint&) override {
    return true;
  }
};

ledger::SigningKey witness_key() {
  auto key = ledger::SigningKey::from_seed("veinline.invalid/witness",
                                           ledger::KeyType::cosignature_v1, kernel::Bytes(32, 5));
  INVARIANT(key.has_value());
  return std::move(*key);
}

support::Cast cast_after_founding(support::TestNode& node) {
  INVARIANT(node.found().has_value());
  return support::make_cast(node);
}

}  // namespace

ServedWorld::ServedWorld(support::StoreKind kind)
    : node(kind),
      cast(cast_after_founding(node)),
      things(support::make_things(node, 1)),
      follower_(node.catalogue(), node.store(), rows_),
      audiences_(node.catalogue(), node.store()),
      workers_(1),
      desk_({node.catalogue(), node.store(), node.writer(), node.states(), node.vault(),
             node.clock(), node.entropy(), node.keys().key, node.keys().identity,
             kernel::Bytes(32, 3), &node.patients()},
            &workers_),
      scratch_(std::make_unique<support::TestNode>(support::StoreKind::memory)),
      witness_memory_(std::make_unique<Forgetful>()),
      witness_key_(witness_key()),
      witness_(witness_key_, {node.keys().key.verifier_key()}, *witness_memory_, node.clock()),
      feed_(node.catalogue(), node.store()) {
  INVARIANT(scratch_->found().has_value());  // of the same seed, and so of the same people
  gateway::http::ApiParts parts{
      desk_,
      {node.catalogue(), node.store(), follower_, views::Eye::of_nobody()},
      node.keys().key,
      node.keys().identity,
      [](std::string_view token, journey::staff::Scope) {
        return kernel::is_id(token) ? std::optional(std::string(token)) : std::nullopt;
      },
      [this](const std::function<void(commands::Desk&)>& use) {
        use(scratch_->desk());
        return kernel::Result<kernel::Done, ledger::Fault>(kernel::Done{});
      }};
  parts.witness = &witness_;
  parts.patients = &node.patients();
  parts.papers = &papers_;
  parts.feed = &feed_;
  parts.audiences = &audiences_;
  parts.sight_of = [this](const std::string& person) { return support::sight_of(node, person); };
  api_ = std::make_unique<gateway::http::Api>(
      std::move(parts), gateway::http::ApiThreads{.reading = 1, .carrying = 1});
}

net::HttpResponse ServedWorld::ask(const Asking& asking) {
  std::promise<net::HttpResponse> answer;
  net::HttpRequest request;
  request.method = asking.method;
  request.path = asking.path;
  request.query = asking.query;
  request.headers = asking.headers;
  request.body = asking.body;
  api_->handle_as(asking.person, std::move(request),
                  [&](net::HttpResponse response) { answer.set_value(std::move(response)); });
  return answer.get_future().get();
}

void ServedWorld::add_another_site() {
  using support::object;
  const std::string site = node.fresh_id();
  stranger = node.fresh_id();
  kernel::Array roles;
  for (int i = 0; !journey::text(static_cast<journey::Role>(i)).empty(); ++i) {
    const auto role = static_cast<journey::Role>(i);
    // Those who read have no other role; and with two administrators, two give rights.
    const bool is_alone = journey::reading_roles.has(role) || role == journey::Role::administrator;
    if (!is_alone) roles.emplace_back(journey::text(role));
  }
  const auto ask = [&](const char* command, Object data) {
    INVARIANT(node.ask(node.administrator(), command, std::move(data)).has_value());
  };
  ask("study/register_site",
      object({{"site", site}, {"code", "OTHER"}, {"kind", "hospital"}, {"zone", "Asia/Shanghai"}}));
  ask("staff/add_person",
      object({{"person", stranger}, {"site", site}, {"roles", roles}, {"name", "C D"}}));
}

std::uint64_t ServedWorld::facts() {
  const auto tip = node.store().tip();
  INVARIANT(tip.has_value());
  return tip->head.size();
}

std::uint16_t ServedWorld::listen() {
  auto server = net::Server::listen(
      {.host = "127.0.0.1",
       .port = 0,
       .threads = 1,
       .body_bytes_max = 256 * 1024,
       .idle_max = std::chrono::seconds(20),
       .header_bytes_max = 16 * 1024},
      [this](net::HttpRequest request, const net::Respond& respond) {
        api_->handle(std::move(request), respond);
      },
      [this](const net::HttpRequest& head, const net::Admit& admit) { api_->admit(head, admit); });
  INVARIANT(server.has_value());
  server_ = std::move(*server);
  return server_->port();
}

Object body_of(const journey::CommandType& type, const Object& data) {
  Object out;
  out.set("data", Value(data));
  if (!type.signs.empty()) out.set("sign", Value(type.signs));
  if (type.needs_reason) out.set("reason", Value("TEST"));
  return out;
}

}  // namespace veinline::bad_input
