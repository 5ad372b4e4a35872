// SPDX-License-Identifier: Apache-2.0
// A hospital with its documents, for tests: one of its own, one of a study, one about a patient.
#pragma once

#include <cairo/cairo-pdf.h>
#include <gtest/gtest.h>

#include <functional>
#include <future>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "e2e/api_parts.hpp"
#include "exchange/papers.hpp"
#include "exchange/watermark.hpp"
#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;
using support::Answers;
using support::Cast;
using support::make_cast;
using support::make_things;
using support::object;
using support::setting;
using support::sight_of;
using support::Step;
using support::StoreKind;
using support::TestNode;
using support::Things;
using support::words_of;

inline cairo_status_t append(void* out, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

inline std::string one_page() {
  std::string out;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &out, 595, 842);
  cairo_t* canvas = cairo_create(surface);
  cairo_move_to(canvas, 50, 100);
  cairo_show_text(canvas, "Original");
  cairo_show_page(canvas);
  cairo_destroy(canvas);
  cairo_surface_destroy(surface);
  return out;
}

inline std::string sha256_of(std::string_view bytes) {
  return kernel::to_hex(kernel::sha256(bytes).view());
}

/// Lets something happen between the bytes of a version and its fact; else it takes any PDF.
class PdfsBetween : public exchange::PdfHere {
 public:
  kernel::Result<kernel::Done, exchange::PdfFault> check(std::string_view pdf) override {
    if (happens) std::exchange(happens, nullptr)();
    if (fault) return kernel::Failure{*fault};
    return PdfHere::check(pdf);
  }
  kernel::Result<std::string, exchange::PdfFault> stamp(
      std::string_view pdf, const exchange::Watermark& watermark) override {
    marked = watermark;
    return PdfHere::stamp(pdf, watermark);
  }
  std::function<void()> happens;
  std::optional<exchange::PdfFault> fault;
  exchange::Watermark marked;  ///< what was last said on the pages of a copy
};

/// Who must read the first version of a document and has not, by an answer about it.
inline std::set<std::string> not_read_by(const HttpResponse& document) {
  const auto body = kernel::parse_json(document.body, {.bytes_max = 1 << 20, .depth_max = 16});
  const Object& version = *body->object()->find("versions")->array()->front().object();
  std::set<std::string> out;
  for (const Value& one : *version.find("not_read_by")->array()) out.insert(*one.string());
  return out;
}

class Documents : public testing::Test {
 protected:
  Documents() {
    INVARIANT(node_.found().has_value());
    cast_ = make_cast(node_);
    things_ = make_things(node_, 1);
    Answers answers;
    for (const Step& step : setting(node_, cast_, things_)) {
      tell(step.person, step.command.c_str(), step.data);
    }
    tell(
        cast_.coordinator, "enrolment/enrol",
        object({{"subject", things_.subject}, {"study", things_.study}, {"site", cast_.hospital}}));
    for (std::string* id : {&sop_, &of_study_, &about_, &sponsor_, &other_sponsor_, &inspector_}) {
      *id = node_.fresh_id();
    }
    add(sponsor_, "sponsor", true);
    add(other_sponsor_, "sponsor", false);
    add(inspector_, "inspector", false);
    begin("papers/begin", {{"document", sop_}, {"kind", "sop"}, {"code", "SOP-1"}});
    begin("papers/begin", {{"document", of_study_},
                           {"kind", "protocol"},
                           {"code", "PROTOCOL-1"},
                           {"study", things_.study}});
    begin("papers/begin_about", {{"document", about_},
                                 {"kind", "consent_form"},
                                 {"code", "CONSENT-1"},
                                 {"subject", things_.subject}});
  }

  void tell(const std::string& person, const char* command, Object data) {
    const auto reply = node_.ask(person, command, std::move(data));
    ASSERT_TRUE(reply.has_value()) << command << ": " << words_of(reply);
  }
  void add(const std::string& person, const char* role, bool is_of_the_study) {
    tell(node_.administrator(), "staff/add_person",
         object({{"person", person},
                 {"site", node_.founding_site()},
                 {"roles", Array{Value(role)}},
                 {"name", "Zhang Wei"}}));
    if (!is_of_the_study) return;
    tell(node_.administrator(), "staff/assign_studies",
         object({{"person", person}, {"studies", Array{Value(things_.study)}}}));
  }
  void begin(const char* command, std::vector<std::pair<const char*, std::string>> said) {
    Object data = object({{"language", "chinese"}, {"title", "细胞采集标准操作规程"}});
    for (auto& [name, value] : said) data.set(name, Value(value));
    tell(cast_.coordinator, command, std::move(data));
  }
  HttpResponse ask(const std::string& person, const char* method, const std::string& path,
                   std::map<std::string, std::string> query = {}, std::string body = {},
                   std::map<std::string, std::string> headers = {}) {
    std::promise<HttpResponse> answer;
    gateway::net::HttpRequest request;
    request.method = method;
    request.path = path;
    request.query = std::move(query);
    request.body = std::move(body);
    request.headers = std::move(headers);
    api_.handle_as(person, std::move(request),
                   [&](HttpResponse response) { answer.set_value(std::move(response)); });
    return answer.get_future().get();
  }
  HttpResponse file(const std::string& document, const std::string& version,
                    const std::string& bytes, const std::string& person,
                    const std::string& key = "") {
    return ask(person, "POST", "/api/v1/document/" + document,
               {{"version", version}, {"sha256", sha256_of(bytes)}}, bytes,
               {{"idempotency-key", key.empty() ? document + version + person : key}});
  }
  HttpResponse get(const std::string& document, const std::string& person,
                   std::map<std::string, std::string> query = {}) {
    return ask(person, "GET", "/api/v1/document_bytes/" + document, std::move(query));
  }
  void approve(const std::string& document, const char* version) {
    tell(cast_.hospital_quality, "papers/approve_version",
         object({{"document", document}, {"version", version}}));
  }
  static std::string code_of(const HttpResponse& answer) {
    const auto body = kernel::parse_json(answer.body, {.bytes_max = 1 << 20, .depth_max = 16});
    const Value* code = body && body->object() != nullptr ? body->object()->find("code") : nullptr;
    return code == nullptr || code->string() == nullptr ? answer.body : *code->string();
  }
  static std::string header_of(const HttpResponse& answer, std::string_view name) {
    for (const auto& [one, value] : answer.headers) {
      if (one == name) return value;
    }
    return {};
  }
  /// A password of the coordinator that counts from now on.
  std::string enrol(Object more = {}) {
    const std::string credential = node_.fresh_id();
    more.set("credential", Value(credential));
    more.set("kind", Value("password"));
    tell(cast_.coordinator, "staff/enrol_credential", std::move(more));
    return credential;
  }
  /// Two administrators let the coordinator begin anew, who has done so.
  void recover() {
    const auto open = node_.ask(node_.administrator(), "staff/open_recovery",
                                object({{"person", cast_.coordinator}}));
    ASSERT_TRUE(open.has_value()) << words_of(open);
    const std::string recovery = *open->records.front().data.find("recovery")->string();
    const std::string second = node_.fresh_id();
    add(second, "administrator", false);
    tell(second, "staff/confirm_recovery", object({{"recovery", recovery}}));
    enrol(object({{"recovery", recovery}}));
  }
  /// As the coordinator in a session that this opened.
  exchange::PaperDesk in_session(const std::string& credential) {
    const auto sight = sight_of(node_, cast_.coordinator);
    eye_.emplace(*sight, audiences_);
    return {node_.desk(),
            {node_.catalogue(), node_.store(), follower_, *eye_},
            papers_,
            {cast_.coordinator, {}, {credential}},
            exchange::Words::of(exchange::Language::en)};
  }
  std::size_t facts() { return node_.records().size(); }
  std::size_t kept() { return node_.bytes().kept_after({}, 1'000).value().size(); }

  gateway::http::ApiParts parts() {
    gateway::http::ApiParts out = parts_over(node_, follower_, audiences_);
    out.name_of = [](const std::string& person) {
      return std::optional(kernel::Sensitive("Name of " + person));
    };
    out.papers = &papers_;
    return out;
  }

  TestNode node_{StoreKind::memory};
  Cast cast_;
  Things things_;
  std::string sop_, of_study_, about_, sponsor_, other_sponsor_, inspector_;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node_.catalogue(), node_.store(), rows_};
  views::SharedAudiences audiences_{node_.catalogue(), node_.store()};
  std::optional<views::Eye> eye_;  ///< of the coordinator
  PdfsBetween pdfs_;
  exchange::PaperShelf papers_{node_.vault(), node_.bytes(), node_.entropy(),
                               node_.keys().identity.node, pdfs_};
  gateway::http::Api api_{parts(), gateway::http::ApiThreads{.reading = 1, .carrying = 0}};
};

}  // namespace veinline::e2e
