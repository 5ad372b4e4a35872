// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/routes.hpp"

#include <algorithm>

#include "exchange/import.hpp"
#include "exchange/logger_file.hpp"
#include "gateway/http/answers.hpp"
#include "gateway/http/routes_ways_in.hpp"
#include "journey/infusion/infusion.hpp"

namespace veinline::gateway::http {

using journey::Role;

namespace {

/// Who runs the node, and who inspects it.
constexpr journey::Roles overseers{Role::administrator, Role::inspector};
/// Who works here, or judges who does.
constexpr journey::Roles staff{Role::administrator, Role::coordinator,     Role::investigator,
                               Role::physician,     Role::apheresis_nurse, Role::courier,
                               Role::technologist,  Role::operator_,       Role::qc_analyst,
                               Role::quality,       Role::infusion_nurse,  Role::importer,
                               Role::monitor,       Role::inspector};

std::vector<Route> for_operators() {
  const Who anybody = Who::anybody;
  return {{.method = "GET",
           .path = "/healthz",
           .name = "health",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<say_health>},
          {.method = "GET",
           .path = "/readyz",
           .name = "ready",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<say_ready>},
          {.method = "GET",
           .path = "/metrics",
           .name = "metrics",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<give_metrics>}};
}

std::vector<Route> for_anybody() {
  const Who anybody = Who::anybody;
  return {{.method = "GET",
           .path = "/openapi.json",
           .name = "openapi",
           .who = anybody,
           .answers = "OpenApi",
           .answer = at_once<give_openapi>},
          {.method = "GET",
           .path = "/log/checkpoint",
           .name = "checkpoint",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<give_checkpoint>},
          {.method = "GET",
           .path = "/log/witnessed",
           .name = "witnessed",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<give_witnessed>},
          {.method = "GET",
           .path = "/log/key",
           .name = "log_key",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<give_key>},
          {.method = "GET",
           .path = "/log/{tile}",
           .name = "tile",
           .who = anybody,
           .answers = some_bytes,
           .answer = at_once<give_tile>},
          {.method = "POST",
           .path = "/witness/add-checkpoint",
           .name = "cosign",
           .who = anybody,
           .takes = a_text,
           .answers = a_text,
           .answer = at_once<cosign>},
          {.method = "GET",
           .path = "/witness/key",
           .name = "witness_key",
           .who = anybody,
           .answers = a_text,
           .answer = at_once<give_witness_key>}};
}

std::vector<Route> for_readers() {
  return {{.method = "GET",
           .path = "/api/v1/me",
           .name = "me",
           .answers = "Me",
           .answer = at_once<tell_me>},
          {.method = "GET",
           .path = "/api/v1/people",
           .name = "people",
           .roles = staff,
           .query = {"after", "count"},
           .answers = "People",
           .answer = at_once<list_people>},
          {.method = "POST",
           .path = "/api/v1/scan",
           .name = "scan",
           .takes = "Scan",
           .answers = "Scanned",
           .answer = at_once<look_up_scan>},
          {.method = "GET",
           .path = "/api/v1/catalogue",
           .name = "catalogue",
           .answers = "Catalogue",
           .answer = at_once<describe_all>},
          {.method = "GET",
           .path = "/api/v1/catalogue/{command}",
           .name = "command",
           .answers = "CommandType",
           .answer = at_once<describe_one>},
          {.method = "GET",
           .path = "/api/v1/label/{label}",
           .name = "label",
           .query = {"form"},
           .answers = "application/pdf",
           .answer = at_once<draw_label>},
          {.method = "GET",
           .path = "/api/v1/bedside_packet/{material}",
           .name = "bedside_packet",
           .roles = journey::infusion::CheckBedside::roles,
           .answers = a_text,
           .answer = at_once<give_bedside_packet>},
          {.method = "GET",
           .path = "/api/v1/export/{thing}",
           .name = "export",
           .answers = a_text,
           .answer = at_once<export_evidence>,
           .lasts = Lasts::minutes},
          {.method = "GET",
           .path = "/api/v1/log/{entries}",
           .name = "entries",
           .roles = overseers,
           .answers = some_bytes,
           .answer = at_once<give_entries>}};
}

std::vector<Route> for_listeners() {
  return {{.method = "GET",
           .path = "/api/v1/feed",
           .name = "feed",
           .query = {"after", "fact", "thing"},
           .answers = "text/event-stream",
           .answer = at_once<follow_feed>},
          {.method = "GET",
           .path = "/api/v1/webhooks",
           .name = "webhooks",
           .roles = overseers,
           .answers = "Webhooks",
           .answer = at_once<list_webhooks>},
          {.method = "GET",
           .path = "/api/v1/deliveries",
           .name = "deliveries",
           .roles = overseers,
           .query = {"after", "count", "webhook"},
           .answers = "Deliveries",
           .answer = at_once<list_deliveries>},
          {.method = "GET",
           .path = "/api/v1/witnessing",
           .name = "witnessing",
           .answers = "Witnessing",
           .answer = at_once<tell_witnessing>}};
}

std::vector<Route> for_who_must_know() {
  return {{.method = "POST",
           .path = "/api/v1/find",
           .name = "find",
           .takes = "Find",
           .answers = "FoundPatients",
           .answer = at_once<find_patient>,
           .known = Known::twice},
          {.method = "POST",
           .path = "/api/v1/identity",
           .name = "identity",
           .takes = "AskIdentity",
           .answers = "Identity",
           .answer = at_once<tell_identity>,
           .known = Known::twice},
          {.method = "POST",
           .path = "/api/v1/arm",
           .name = "arm",
           .takes = "AskArm",
           .answers = "Arm",
           .answer = at_once<tell_arm>,
           .known = Known::twice}};
}

std::vector<Route> for_documents() {
  return {{.method = "GET",
           .path = "/api/v1/documents",
           .name = "documents",
           .query = {"after", "count"},
           .answers = "Documents",
           .answer = at_once<list_documents>},
          {.method = "GET",
           .path = "/api/v1/document/{document}",
           .name = "document",
           .answers = "Document",
           .answer = at_once<show_document>},
          {.method = "POST",
           .path = "/api/v1/document/{document}",
           .name = "file_document",
           .query = {"sha256", "version"},
           .takes = some_bytes,
           .answers = "Answer",
           .answer = at_once<take_in_document>,
           .lasts = Lasts::minutes,
           .known = Known::twice,
           .body_bytes_max = exchange::document_bytes_max,
           .broken = commands::ProblemKind::unknown},
          {.method = "GET",
           .path = "/api/v1/document_bytes/{document}",
           .name = "document_bytes",
           .query = {"copy", "version"},
           .answers = some_bytes,
           .answer = at_once<give_document>,
           .lasts = Lasts::minutes}};
}

std::vector<Route> for_writers() {
  return {{.method = "POST",
           .path = "/api/v1/commands/{command}",
           .name = "give_command",
           .takes = "Request",
           .answers = "Answer",
           .answer = give_command,
           .known = Known::by_the_decision},
          {.method = "POST",
           .path = "/api/v1/passkeys/new",
           .name = "begin_passkey",
           .answers = "NewPasskey",
           .answer = at_once<begin_passkey>},
          {.method = "POST",
           .path = "/api/v1/passkeys",
           .name = "register_passkey",
           .takes = "Passkey",
           .answers = "Answer",
           .answer = at_once<register_passkey>},
          {.method = "POST",
           .path = "/api/v1/prepare/{command}",
           .name = "prepare",
           .takes = "Request",
           .answers = "Prepared",
           .answer = at_once<prepare_command>},
          {.method = "POST",
           .path = "/api/v1/logger/{consignment}",
           .name = "attach_logger",
           .query = {"clock_ahead_s", "column", "day_order", "device", "dry_run", "high", "low",
                     "unit", "zone"},
           .takes = "text/csv",
           .answers = "Answer",
           .answer = at_once<attach_logger>,
           .lasts = Lasts::minutes,
           .known = Known::twice,
           .body_bytes_max = exchange::logger_bytes_max,
           .broken = commands::ProblemKind::unknown},
          {.method = "POST",
           .path = "/api/v1/import",
           .name = "import",
           .query = {"dry_run"},
           .takes = "application/x-ndjson",
           .answers = "ImportReport",
           .answer = at_once<take_in_file>,
           .lasts = Lasts::minutes,
           .known = Known::twice,
           .body_bytes_max = exchange::import_bytes_max,
           .broken = commands::ProblemKind::unknown}};
}

std::vector<std::string_view> parameters_of(views::Asks asks) {
  switch (asks) {
    case views::Asks::as_it_is:
      return {};
    case views::Asks::at_a_position:
      return {"as_of"};
    case views::Asks::in_pages:
      return {"after", "as_of", "count"};
  }
  return {};
}

/// What the routes of views name, as long as the program lives: "/api/v1/trace/{thing}", "Trace".
struct ViewNames {
  std::string path;
  std::string schema;
};

std::vector<Route> for_views() {
  static const std::vector<ViewNames> names = [] {
    std::vector<ViewNames> out;
    for (const views::ViewType& view : views::all_views()) {
      const std::string id = view.id.empty() ? "" : "/{" + std::string(view.id) + "}";
      std::string schema(view.name);
      schema.front() = static_cast<char>(schema.front() - 'a' + 'A');
      out.push_back({"/api/v1/" + std::string(view.name) + id, std::move(schema)});
    }
    return out;
  }();
  std::vector<Route> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const views::ViewType& view = views::all_views()[i];
    out.push_back({.method = "GET",
                   .path = names[i].path,
                   .name = view.name,
                   .query = parameters_of(view.asks),
                   .answers = names[i].schema,
                   .answer = at_once<show_view>});
  }
  return out;
}

/// What stands in the place of the part in braces, or nothing when the path is another one.
std::optional<std::string_view> rest_of(std::string_view pattern, std::string_view path) {
  const std::size_t brace = pattern.find('{');
  if (brace == std::string_view::npos) {
    return pattern == path ? std::optional(std::string_view{}) : std::nullopt;
  }
  if (path.size() <= brace || !path.starts_with(pattern.substr(0, brace))) return std::nullopt;
  return path.substr(brace);
}

}  // namespace

const std::vector<Route>& all_routes() {
  static const std::vector<Route> routes = [] {
    std::vector<Route> out;
    for (auto part : {for_operators(), for_anybody(), ways_in(), for_readers(), for_who_must_know(),
                      for_documents(), for_listeners(), for_writers(), for_views()}) {
      std::move(part.begin(), part.end(), std::back_inserter(out));
    }
    return out;
  }();
  return routes;
}

const journey::Roles& who_may_read_names() {
  return staff;
}

Found find_route(std::string_view method, std::string_view path) {
  Found found;
  for (const Route& route : all_routes()) {
    const auto rest = rest_of(route.path, path);
    if (!rest) continue;
    if (route.method == method) return {&route, std::string(*rest), {}};
    if (found.allowed.find(route.method) != std::string::npos) continue;
    found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  return found;
}

std::optional<Almost> almost_route(std::string_view method, std::string_view path) {
  for (const Route& route : all_routes()) {
    if (route.method != method) continue;
    std::string_view begins = route.path.substr(0, route.path.find('{'));
    const bool is_whole = begins.size() == route.path.size();
    if (is_whole && path.starts_with(begins) && path.substr(begins.size()).starts_with('/')) {
      return Almost{&route, Almost::Fault::has_one_too_many};
    }
    if (is_whole) continue;
    if (path == begins) return Almost{&route, Almost::Fault::lacks_its_end};
    begins.remove_suffix(1);  // its slash
    if (path == begins) return Almost{&route, Almost::Fault::lacks_its_end};
  }
  return std::nullopt;
}

bool takes(const Route& route, std::string_view parameter) {
  return std::find(route.query.begin(), route.query.end(), parameter) != route.query.end();
}

}  // namespace veinline::gateway::http
