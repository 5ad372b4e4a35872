// SPDX-License-Identifier: Apache-2.0
// Foreign questions: the addresses at which somebody can name what is not theirs.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "e2e/foreign_door.hpp"

namespace veinline::e2e {

/// Every address that takes the id of a thing about patients, the bodies that take one, and some
/// commands that do.
inline constexpr const char* addresses[] = {"GET timeline",
                                            "GET trace",
                                            "GET lineage",
                                            "GET export",
                                            "GET label",
                                            "GET bedside_packet",
                                            "GET document",
                                            "GET document_bytes",
                                            "GET feed",
                                            "POST identity",
                                            "POST arm",
                                            "POST document",
                                            "POST scan",
                                            "POST typed",
                                            "POST logger",
                                            "POST commands/quality/hold",
                                            "POST commands/quality/lift",
                                            "POST prepare/quality/lift",
                                            "POST commands/release/release",
                                            "POST prepare/release/release",
                                            "POST commands/labelling/destroy",
                                            "POST commands/labelling/type_id",
                                            "POST commands/disclosure/show_identity",
                                            "POST commands/erasure/ask",
                                            "POST commands/enrolment/open_course"};

/// Begins a document about the patient, so that there is one that is not for others.
inline void begin_document(TestNode& node, const support::Cast& of, const support::Things& about) {
  const auto reply = node.ask(of.coordinator, "papers/begin_about",
                              support::object({{"document", about.second_document},
                                               {"subject", about.subject},
                                               {"kind", "consent_form"},
                                               {"language", "chinese"},
                                               {"code", "CONSENT-1"},
                                               {"title", "Signed consent"}}));
  EXPECT_TRUE(reply.has_value()) << support::words_of(reply);
}

inline bool is_command(std::string_view address) {
  return address.starts_with("POST commands/") || address.starts_with("POST prepare/");
}

/// A command that names it, whole but for whether there is such a thing.
inline HttpRequest command_for(std::string_view address, const std::string& name, TestNode& node) {
  static const std::map<std::string, std::pair<const char*, kernel::Object>> all{
      {"quality/hold", {"thing", support::object({{"cause", "other"}})}},
      {"quality/lift", {"thing", {}}},
      {"release/release", {"material", {}}},
      {"labelling/destroy", {"label", {}}},
      {"labelling/type_id",
       {"thing", support::object({{"step", "receiving"}, {"why", "scanner_broken"}})}},
      {"disclosure/show_identity", {"subject", support::object({{"purpose", "bedside"}})}},
      {"erasure/ask", {"subject", support::object({{"class", "contact"}})}},
      {"enrolment/open_course", {"subject", support::object({{"coi", "CHA999926000999"}})}}};
  HttpRequest out;
  out.method = "POST";
  out.path = "/api/v1/" + std::string(address.substr(address.find(' ') + 1));
  out.headers["idempotency-key"] = node.fresh_id();
  const std::string command = out.path.substr(out.path.find('/', std::size("/api/v1/") - 1) + 1);
  const auto& [member, rest] = all.at(command);
  kernel::Object data = rest;
  data.set(member, Value(name));
  const journey::CommandType* type = node.catalogue().command(command);
  kernel::Object body = support::object({{"data", Value(std::move(data))}});
  if (!type->signs.empty()) body.set("sign", Value(type->signs));
  if (type->needs_reason) body.set("reason", Value("TEST"));
  out.body = kernel::canonical_text(body);
  return out;
}

inline HttpRequest request_for(std::string_view address, const std::string& name, TestNode& node) {
  if (is_command(address)) return command_for(address, name, node);
  HttpRequest out;
  out.method = std::string(address.substr(0, address.find(' ')));
  const std::string view(address.substr(address.find(' ') + 1));
  out.path = "/api/v1/" + view;
  if (view == "identity" || view == "arm") {
    const std::size_t slash = name.find('/');
    const std::string id = slash == std::string::npos ? name : "subject/" + name.substr(slash + 1);
    kernel::Object body = support::object({{"subject", Value(id)}});
    if (view == "identity") body.set("purpose", Value("bedside"));
    out.body = kernel::canonical_text(body);
  } else if (view == "feed") {
    // Without a name it is the feed of everything, which anybody may hear as far as it is theirs.
    out.query["thing"] = name.empty() ? "/" : name;
  } else if (view == "scan" || view == "typed") {
    out.path = "/api/v1/scan";
    kernel::Object body = support::object({{"code", Value(name)}});
    if (view == "typed") body.set("typed", Value(true));
    out.body = kernel::canonical_text(body);
  } else {
    out.path += "/" + name;
  }
  if (view == "label") out.query["form"] = "svg";
  const bool is_filed = out.method == "POST" && view == "document";
  if (is_filed || view == "document_bytes") out.query["version"] = "V1";
  if (is_filed) {
    out.headers["idempotency-key"] = node.fresh_id();
    out.headers["content-type"] = "text/plain";
    out.body = "Version 1.\n";
  }
  if (view == "logger") out.body = "Date,Temperature\n2026-03-02 10:00,-150\n";
  return out;
}

}  // namespace veinline::e2e
