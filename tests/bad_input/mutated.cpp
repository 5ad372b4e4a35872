// SPDX-License-Identifier: Apache-2.0
#include "bad_input/mutated.hpp"

#include <algorithm>

#include "bad_input/cases.hpp"
#include "bad_input/requests_of_step.hpp"
#include "gateway/net/target.hpp"
#include "kernel/limits.hpp"

namespace veinline::bad_input {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

const std::vector<std::string> paging = {"after", "as_of", "count"};

std::vector<Route> known_routes() {
  std::vector<Route> out = {
      {"GET", "/api/v1/feed", {"after", "fact", "thing"}},
      {"GET", "/api/v1/people", {"after", "count"}},
      {"GET", "/api/v1/label/{id}", {"form"}},
      {"GET", "/api/v1/trace/{id}", {"as_of"}},
      {"GET", "/api/v1/lineage/{id}", {"as_of"}},
      {"GET", "/api/v1/timeline/{id}", paging},
      {"GET", "/api/v1/courses", paging},
      {"GET", "/api/v1/audit", paging},
      {"GET", "/api/v1/emergencies", paging},
      {"GET", "/api/v1/counts", paging},
      {"POST", "/api/v1/import", {"dry_run"}},
      {"POST", "/api/v1/scan", {}, R"({"code":"=A999926000001","typed":true,"as_of":9})"},
      {"POST", "/witness/add-checkpoint"}};
  for (const char* path :
       {"/api/v1/record/{id}", "/api/v1/receipt/{id}", "/api/v1/export/{id}",
        "/api/v1/bedside_packet/{id}", "/api/v1/catalogue", "/api/v1/catalogue/{id}",
        "/api/v1/log/{id}", "/api/v1/me", "/api/v1/witnessing", "/log/checkpoint", "/log/witnessed",
        "/log/key", "/log/{id}", "/witness/key", "/healthz", "/", "/early.js", "/{id}"}) {
    out.push_back({"GET", path});
  }
  return out;
}

const Value* at(const Value* value, std::initializer_list<std::string_view> way) {
  for (const std::string_view name : way) {
    if (value == nullptr || value->object() == nullptr) return nullptr;
    value = value->object()->find(name);
  }
  return value;
}

Route route_from(const std::string& method, const std::string& path, const Value& operation) {
  Route out{method == "get" ? "GET" : "POST", path};
  const Value* parameters = at(&operation, {"parameters"});
  if (parameters != nullptr) {
    for (const Value& parameter : *parameters->array()) {
      const Value* in = at(&parameter, {"in"});
      if (*in->string() == "query") out.parameters.push_back(*at(&parameter, {"name"})->string());
    }
  }
  const Value* body = at(&operation, {"requestBody", "content", "application/json", "example"});
  if (body != nullptr) out.body = kernel::canonical_text(*body);
  const Value* all = at(&operation, {"requestBody", "content", "application/json", "examples"});
  if (all != nullptr && !all->object()->empty()) {
    const Value* value = at(&all->object()->members().front().second, {"value"});
    if (value != nullptr) out.body = kernel::canonical_text(*value);
  }
  return out;
}

/// What the server says of itself; nothing where it does not.
std::vector<Route> described_routes(ServedWorld& world) {
  const net::HttpResponse answer = world.ask(
      {.person = world.cast.coordinator, .method = "GET", .path = "/openapi.json", .body = {}});
  if (answer.status != 200) return {};
  const auto document = kernel::parse_json(answer.body, {.bytes_max = 16 << 20, .depth_max = 32});
  INVARIANT(document.has_value());
  std::vector<Route> out;
  for (const auto& [path, item] : at(&*document, {"paths"})->object()->members()) {
    for (const auto& [method, operation] : item.object()->members()) {
      out.push_back(route_from(method, path, operation));
    }
  }
  return out;
}

}  // namespace

std::vector<Route> routes(ServedWorld& world) {
  std::vector<Route> out = known_routes();
  for (Route& route : described_routes(world)) out.push_back(std::move(route));
  for (const support::Step& step : support::whole_journey(world.node, world.cast, world.things)) {
    auto reply = world.node.ask(step.person, step.command, support::data_of(step, world.answers));
    INVARIANT(reply.has_value());
    // Before its answer is kept: what a step needs of earlier ones is there.
    const Asking right = right_request(world, step, "");
    out.push_back({"POST", right.path, {}, right.body});
    world.answers[step.name] = std::move(*reply);
    world.node.clock().advance(std::chrono::seconds(30));
  }
  return out;
}

Requests::Requests(std::uint64_t seed, const ServedWorld& world, std::vector<Route> routes)
    : mutator_(seed, {marker}), routes_(std::move(routes)) {
  const support::Cast& cast = world.cast;
  const support::Things& things = world.things;
  people_ = {world.node.administrator(), cast.coordinator,    cast.investigator, cast.physician,
             cast.apheresis_nurse,       cast.infusion_nurse, cast.second_nurse, cast.courier,
             cast.technologist,          cast.operator_,      cast.qc_analyst,   cast.quality,
             cast.hospital_quality};
  names_ = {"course/" + things.course,
            "material/" + things.product,
            "material/" + things.collection,
            "batch/" + things.batch,
            "subject/" + things.subject,
            "study/" + things.study,
            "site/" + cast.hospital,
            "person/" + cast.physician,
            "consignment/" + things.box,
            things.product,
            things.label,
            things.second_label,
            things.course,
            "coi:" + things.coi,
            "din:" + things.donation_number,
            "=" + things.donation_number + "00",
            "label:" + things.second_label,
            "0",
            "1",
            "7",
            "49",
            "1000000",
            "18446744073709551615",
            "-1",
            "1e3",
            "tile/0/000.p/9",
            "tile/0/000",
            "tile/1/000.p/1",
            "tile/entries/000.p/9",
            "custody.handed_over/1",
            "custody/hand_over",
            "svg",
            "pdf",
            "zpl",
            "true",
            "false",
            "2026-03-02T08:00:00Z",
            "2026-03-02",
            "mL",
            "PERCENT",
            marker};
}

std::string Requests::any_text() {
  std::string out = mutator_.number(5) == 0 ? std::string(marker) : mutator_.one_of(names_);
  if (mutator_.number(3) == 0) out = mutator_.changed(std::move(out));
  // Addresses, parameters and JSON are UTF-8 before anybody sees them; other bytes are put into
  // bodies and onto the wire.
  return kernel::is_utf8(out) ? out : marker;
}

std::string Requests::filled(const std::string& path) {
  std::string out = path;
  for (std::size_t at = out.find('{'); at != out.npos; at = out.find('{', at)) {
    const std::size_t end = std::min(out.find('}', at), out.size() - 1);
    const std::string text = any_text();
    out.replace(at, end - at + 1, text);
    at += text.size();
  }
  return out;
}

Value Requests::any_value() {
  switch (mutator_.number(9)) {
    case 0:
      return {};
    case 1:
      return mutator_.number(2) == 0;
    case 2:
      return static_cast<std::int64_t>(mutator_.number(3)) - 1;
    case 3:
      return kernel::integer_max;
    case 4:
      return Array{};
    case 5:
      return Object{};
    case 6:
      return Array(mutator_.number(70), Value(any_text()));
    case 7: {
      Object out;
      out.set(marker, Value(any_text()));
      return out;
    }
    default:
      return any_text();
  }
}

/// Changes one place somewhere in the value.
void Requests::change(Value& value) {
  if (Object* object = value.object(); object != nullptr && !object->empty()) {
    auto members = object->members();
    auto& [name, inner] = members[mutator_.number(members.size())];
    switch (mutator_.number(8)) {
      case 0:
        name = marker;
        break;
      case 1:
        inner = Value();
        break;
      case 2:
        inner = any_value();
        break;
      default:
        change(inner);
    }
    Object out;
    for (auto& [key, one] : members) out.set(key, std::move(one));
    value = Value(std::move(out));
    return;
  }
  if (Array* array = value.array(); array != nullptr && !array->empty()) {
    const std::size_t at = mutator_.number(array->size());
    if (mutator_.number(4) == 0) return array->push_back((*array)[at]);
    return change((*array)[at]);
  }
  value = any_value();
}

std::string Requests::body_from(const std::string& right) {
  auto value = kernel::parse_json(right.empty() ? "{}" : right, kernel::command_json);
  if (mutator_.number(4) == 0 || !value) return mutator_.changed(right);
  for (std::size_t left = mutator_.number(3); left > 0; --left) change(*value);
  std::string out = kernel::canonical_text(*value);
  if (mutator_.number(12) == 0) out = mutator_.changed(std::move(out));
  return out;
}

Asking Requests::next() {
  const Route& route = mutator_.one_of(routes_);
  Asking out{.person = mutator_.one_of(people_), .method = route.method, .path = {}, .body = {}};
  out.path = filled(route.path);
  if (mutator_.number(10) == 0) {
    out.path = mutator_.changed(std::move(out.path));
    if (!kernel::is_utf8(out.path) || out.path.find('\0') != out.path.npos) out.path = "/";
    if (!out.path.starts_with('/')) out.path.insert(0, 1, '/');
  }
  if (mutator_.number(20) == 0)
    out.method = mutator_.one_of(
        std::vector<std::string>{"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", marker});
  for (const std::string& name : route.parameters) {
    if (mutator_.number(2) == 0) out.query[name] = any_text();
  }
  if (mutator_.number(15) == 0) out.query[any_text()] = any_text();
  if (out.method != "GET") out.body = body_from(route.body);
  out.headers["idempotency-key"] = "key-" + std::to_string(mutator_.number(1'000'000));
  if (mutator_.number(20) == 0) out.headers["idempotency-key"] = any_text();
  if (mutator_.number(3) == 0) out.headers["accept-language"] = "zh-CN";
  if (mutator_.number(20) == 0) out.headers["accept-language"] = any_text();
  if (mutator_.number(20) == 0) out.headers["last-event-id"] = any_text();
  if (mutator_.number(40) == 0) out.person = any_text();
  return out;
}

std::string Requests::on_the_wire(const Asking& asking) {
  std::string out = asking.method + " " + net::encode_path(asking.path);
  char separator = '?';
  for (const auto& [name, value] : asking.query) {
    out += separator + net::encode_query(name) + "=" + net::encode_query(value);
    separator = '&';
  }
  out += " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + asking.person + "\r\n";
  for (const auto& [name, value] : asking.headers) out += name + ": " + value + "\r\n";
  if (!asking.body.empty()) out += "Content-Length: " + std::to_string(asking.body.size()) + "\r\n";
  out += "\r\n" + asking.body;
  return mutator_.number(3) == 0 ? mutator_.changed(std::move(out)) : out;
}

}  // namespace veinline::bad_input
