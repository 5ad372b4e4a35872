// SPDX-License-Identifier: Apache-2.0
// Controlled documents over the API: what is filed is given back byte for byte, to whom it is for,
// with how it stands; what is not what it is said to be is refused, and nothing of it recorded.
#include <cairo/cairo-pdf.h>
#include <gtest/gtest.h>

#include <future>

#include "exchange/disclosure.hpp"
#include "exchange/papers.hpp"
#include "exchange/watermark.hpp"
#include "gateway/http/api.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/treatment.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace support;
using gateway::net::HttpResponse;
using kernel::Array;
using kernel::Object;
using kernel::Value;

cairo_status_t append(void* out, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

std::string one_page() {
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

std::string sha256_of(std::string_view bytes) {
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
  std::function<void()> happens;
  std::optional<exchange::PdfFault> fault;
};

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
  gateway::http::Api api_{
      gateway::http::ApiParts{
          .desk = node_.desk(),
          .sources = {node_.catalogue(), node_.store(), follower_, views::Eye::of_nobody()},
          .node_key = node_.keys().key,
          .identity = node_.keys().identity,
          .person_of_token =
              [](std::string_view token, journey::staff::Scope) {
                return std::optional(std::string(token));
              },
          .with_scratch_desk = {},
          .sight_of = [this](const std::string& person) { return sight_of(node_, person); },
          .audiences = &audiences_,
          .papers = &papers_},
      gateway::http::ApiThreads{.reading = 1, .carrying = 0}};
};

TEST_F(Documents, a_pdf_comes_back_stamped_and_to_inspectors_byte_for_byte) {
  const std::string pdf = one_page();
  ASSERT_EQ(file(sop_, "V1", pdf, cast_.coordinator).status, 200);
  EXPECT_EQ(code_of(get(sop_, cast_.physician)), "document.none_in_force");
  approve(sop_, "V1");
  const HttpResponse copy = get(sop_, cast_.physician);
  ASSERT_EQ(copy.status, 200) << copy.body;
  EXPECT_NE(copy.body, pdf);
  EXPECT_EQ(exchange::pages_of_pdf(copy.body).value_or(0), 1U);
  EXPECT_EQ(header_of(copy, "veinline-state"), "in_force");
  EXPECT_EQ(header_of(copy, "veinline-form"), "stamped");
  EXPECT_EQ(header_of(copy, "veinline-sha256"), sha256_of(pdf));
  EXPECT_EQ(header_of(copy, "content-disposition"), "attachment; filename=\"SOP-1-V1-copy.pdf\"");
  EXPECT_EQ(header_of(copy, "content-security-policy"), "sandbox; default-src 'none'");
  EXPECT_EQ(header_of(copy, "x-content-type-options"), "nosniff");
  EXPECT_EQ(copy.content_type, "application/octet-stream");
  EXPECT_EQ(get(sop_, inspector_, {{"copy", "original"}}).body, pdf);
  EXPECT_EQ(get(sop_, cast_.coordinator, {{"copy", "original"}}).body, pdf) << "who filed it";
  EXPECT_EQ(code_of(get(sop_, cast_.physician, {{"copy", "original"}})),
            "document.original_not_yours");
  EXPECT_EQ(code_of(get(sop_, cast_.physician, {{"copy", "html"}})), "document.bad_copy");
}

TEST_F(Documents, so_many_are_on_their_way_out_at_once_and_who_comes_later_opens_nothing) {
  ASSERT_EQ(file(about_, "V1", "text\n", cast_.coordinator).status, 200);
  std::vector<HttpResponse> on_their_way;
  for (int i = 0; i < 8; ++i) {
    on_their_way.push_back(get(about_, cast_.physician, {{"version", "V1"}}));
    ASSERT_EQ(on_their_way.back().status, 200);
  }
  const std::size_t before = facts();
  const HttpResponse refused = get(about_, cast_.physician, {{"version", "V1"}});
  EXPECT_EQ(code_of(refused), "fault.busy");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(header_of(refused, "retry-after"), "5");
  EXPECT_EQ(facts(), before) << "nothing was opened";
  EXPECT_EQ(ask(cast_.physician, "GET", "/api/v1/document/" + about_).status, 200);
  on_their_way.pop_back();
  EXPECT_EQ(get(about_, cast_.physician, {{"version", "V1"}}).status, 200);
  EXPECT_EQ(get(about_, cast_.physician, {{"version", "V9"}}).status, 404) << "it keeps no place";
  EXPECT_EQ(get(about_, cast_.physician, {{"version", "V1"}}).status, 200);
}

/// Whoever sits at a session of somebody who begins anew files nothing by it, and opens nothing.
TEST_F(Documents, E6_what_is_filed_or_opened_in_a_session_is_not_when_its_person_began_anew) {
  const exchange::PaperDesk before = in_session(enrol());
  const auto send = [&](const exchange::PaperDesk& desk, const char* key) {
    return exchange::file_version(
        desk, {.document = about_, .version = "V1", .sha256 = {}, .content_type = {}, .key = key},
        one_page());
  };
  std::size_t told = 0;
  pdfs_.happens = [&] {
    recover();
    told = facts();
  };
  const exchange::PaperAnswer refused = send(before, "one");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(*refused.body.find("code")->string(), "auth.session_over");
  ASSERT_NE(told, 0U) << "it began anew while the bytes were looked into";
  EXPECT_EQ(facts(), told) << "nothing is recorded";
  EXPECT_EQ(kept(), 0U) << "and nothing kept";
  const exchange::PaperDesk after = in_session(enrol());
  EXPECT_EQ(send(after, "two").status, 200);
  const exchange::WantedBytes wanted{about_, "V1", "original"};
  told = facts();
  EXPECT_EQ(exchange::give_bytes(before, wanted).problem.status, 401);
  EXPECT_EQ(facts(), told);
  EXPECT_EQ(exchange::give_bytes(after, wanted).problem.status, 200);
  EXPECT_EQ(facts(), told + 1) << "that it is opened is recorded";
  const auto found = [&](const exchange::PaperDesk& desk) {
    return exchange::find_patients(
        {node_.desk(), desk.sources, node_.patients(), nullptr, desk.by, desk.words},
        object({{"text", "Zhang Wei"}}));
  };
  EXPECT_EQ(found(before).status, 401) << "nor is anybody looked for";
  EXPECT_EQ(found(after).status, 200);
}

TEST_F(Documents, a_superseded_version_still_opens_and_says_so) {
  ASSERT_EQ(file(sop_, "V1", "first\n", cast_.coordinator).status, 200);
  approve(sop_, "V1");
  node_.clock().advance(std::chrono::hours(1));
  ASSERT_EQ(file(sop_, "V2", "second\n", cast_.coordinator).status, 200);
  approve(sop_, "V2");
  EXPECT_EQ(get(sop_, cast_.physician).body, "second\n");
  const HttpResponse old = get(sop_, cast_.physician, {{"version", "V1"}});
  EXPECT_EQ(old.body, "first\n");
  EXPECT_EQ(header_of(old, "veinline-state"), "superseded");
  EXPECT_EQ(header_of(old, "veinline-form"), "original") << "a text has no page to write on";
  EXPECT_EQ(code_of(get(sop_, cast_.physician, {{"version", "V9"}})), "document.unknown_version");
}

TEST_F(Documents, bytes_that_are_not_what_is_said_are_refused_and_nothing_is_kept) {
  const std::size_t before = facts();
  const auto send = [&](std::string bytes, std::map<std::string, std::string> query,
                        std::map<std::string, std::string> headers) {
    query.emplace("version", "V1");
    headers.emplace("idempotency-key", "k" + std::to_string(bytes.size()));
    return code_of(ask(cast_.coordinator, "POST", "/api/v1/document/" + sop_, std::move(query),
                       std::move(bytes), std::move(headers)));
  };
  EXPECT_EQ(send("", {}, {}), "document.empty");
  EXPECT_EQ(send("<html><script>", {}, {}), "document.unknown_type");
  EXPECT_EQ(send("PK\x03\x04", {}, {}), "document.unknown_type");
  EXPECT_EQ(send("%PDF-1.7\nbut none", {}, {}), "document.unreadable_pdf");
  EXPECT_EQ(send("text\n", {{"sha256", sha256_of("another")}}, {}), "document.digest_differs");
  EXPECT_EQ(send("text\n", {}, {{"content-type", "application/pdf"}}), "document.other_type");
  EXPECT_EQ(send("text\n", {{"version", "no version"}}, {}), "document.bad_version");
  EXPECT_EQ(send(std::string(exchange::document_bytes_usual + 1, 'a'), {}, {}),
            "document.too_large");
  const std::string cut = one_page();
  EXPECT_EQ(send(cut.substr(0, cut.size() / 2), {{"sha256", sha256_of(cut)}}, {}),
            "document.digest_differs");
  EXPECT_EQ(code_of(ask(cast_.coordinator, "POST", "/api/v1/document/" + sop_, {{"version", "V1"}},
                        "text\n")),
            "input.bad_key");
  EXPECT_EQ(facts(), before);
  EXPECT_EQ(kept(), 0U);
}

TEST_F(Documents, no_longer_one_is_let_in_than_the_setting_says) {
  papers_.bytes_max = 100'000;
  std::promise<gateway::net::Admission> answer;
  gateway::net::HttpRequest head;
  head.method = "POST";
  head.path = "/api/v1/document/" + sop_;
  head.headers["authorization"] = "Bearer " + cast_.coordinator;
  api_.admit(head, [&](gateway::net::Admission said) { answer.set_value(std::move(said)); });
  const gateway::net::Admission said = answer.get_future().get();
  const auto* limit = std::get_if<gateway::net::BodyLimit>(&said);
  ASSERT_NE(limit, nullptr);
  EXPECT_EQ(limit->bytes_max, 100'000U);
  EXPECT_NE(limit->pass, nullptr) << "it is counted";
  EXPECT_EQ(code_of(file(sop_, "V1", std::string(100'001, 'a'), cast_.coordinator)),
            "document.too_large");
  EXPECT_EQ(file(sop_, "V1", std::string(100'000, 'a'), cast_.coordinator).status, 200);
}

TEST_F(Documents, who_may_not_file_it_leaves_no_bytes_behind) {
  const std::size_t before = facts();
  EXPECT_EQ(code_of(file(sop_, "V1", "text\n", cast_.physician)), "general.role_missing");
  EXPECT_EQ(code_of(file(sop_, "V1", "text\n", cast_.quality)), "view.unknown_thing")
      << "of another site";
  EXPECT_EQ(kept(), 0U);
  EXPECT_EQ(facts(), before);
}

TEST_F(Documents, the_same_key_is_filed_once_and_another_file_under_it_is_refused) {
  const HttpResponse first = file(sop_, "V1", "text\n", cast_.coordinator, "one");
  ASSERT_EQ(first.status, 200) << first.body;
  const std::size_t before = facts();
  const HttpResponse again = file(sop_, "V1", "text\n", cast_.coordinator, "one");
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_NE(again.body.find("\"again\":true"), std::string::npos);
  EXPECT_EQ(code_of(file(sop_, "V1", "other\n", cast_.coordinator, "one")), "input.key_reused");
  EXPECT_EQ(code_of(file(sop_, "V1", "other\n", cast_.coordinator, "two")),
            "papers.version_exists");
  EXPECT_EQ(facts(), before);
}

TEST_F(Documents, of_two_that_file_one_version_at_once_one_does_and_its_bytes_alone_are_kept) {
  HttpResponse second;
  std::size_t kept_then = 0;
  pdfs_.happens = [&] {
    second = file(sop_, "V1", "the other was faster\n", cast_.investigator);
    kept_then = kept();
  };
  const std::size_t before = facts();
  const HttpResponse first = file(sop_, "V1", one_page(), cast_.coordinator);
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(code_of(first), "papers.version_exists");
  EXPECT_EQ(facts(), before + 1);
  EXPECT_EQ(kept_then, 1U);
  EXPECT_EQ(kept(), 1U) << "those of who lost are removed";
  approve(sop_, "V1");
  EXPECT_EQ(get(sop_, cast_.physician).body, "the other was faster\n");
}

TEST_F(Documents, one_command_that_comes_twice_at_once_is_one_fact_with_one_answer) {
  const std::string pdf = one_page();
  HttpResponse second;
  pdfs_.happens = [&] { second = file(sop_, "V1", pdf, cast_.coordinator, "one"); };
  const std::size_t before = facts();
  const HttpResponse first = file(sop_, "V1", pdf, cast_.coordinator, "one");
  EXPECT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(first.status, 200) << first.body;
  EXPECT_NE(first.body.find("\"again\":true"), std::string::npos) << first.body;
  EXPECT_EQ(facts(), before + 1);
  EXPECT_EQ(kept(), 1U) << "sealed twice, and kept once";
  EXPECT_EQ(get(sop_, inspector_, {{"version", "V1"}, {"copy", "original"}}).body, pdf);
}

TEST_F(Documents, many_at_once_file_one_version_each_once) {
  std::vector<std::future<HttpResponse>> answers;
  for (int i = 0; i < 8; ++i) {
    answers.push_back(std::async(std::launch::async, [this, i] {
      const std::string number = std::to_string(i);
      return file(sop_, "V1", "text " + number + "\n", cast_.coordinator, "key-" + number);
    }));
  }
  int filed = 0;
  for (std::future<HttpResponse>& one : answers) {
    const HttpResponse answer = one.get();
    if (answer.status == 200) {
      ++filed;
    } else {
      EXPECT_EQ(code_of(answer), "papers.version_exists");
    }
  }
  EXPECT_EQ(filed, 1);
  EXPECT_EQ(kept(), 1U);
}

TEST_F(Documents, each_fault_of_a_pdf_is_told_as_what_it_is_and_leaves_nothing) {
  using exchange::PdfFault;
  const std::size_t before = facts();
  for (const auto& [fault, code, status] :
       {std::tuple{PdfFault::unreadable, "document.unreadable_pdf", 400},
        std::tuple{PdfFault::too_many_pages, "document.too_many_pages", 400},
        std::tuple{PdfFault::too_much, "document.too_much", 400},
        std::tuple{PdfFault::out_of_bounds, "document.too_much", 400},
        std::tuple{PdfFault::not_drawn, "document.no_room", 400},
        std::tuple{PdfFault::not_run, "document.not_read_now", 503}}) {
    pdfs_.fault = fault;
    const HttpResponse answer = file(sop_, "V1", one_page(), cast_.coordinator);
    EXPECT_EQ(code_of(answer), code);
    EXPECT_EQ(answer.status, status);
    EXPECT_EQ(header_of(answer, "retry-after"), status == 503 ? "1" : "");
    EXPECT_NE(answer.body.find("\"recorded\":\"no\""), std::string::npos) << answer.body;
  }
  EXPECT_EQ(facts(), before);
  EXPECT_EQ(kept(), 0U);
  pdfs_.fault.reset();
  EXPECT_EQ(file(sop_, "V1", one_page(), cast_.coordinator).status, 200) << "under the same key";
}

TEST_F(Documents, a_command_alone_files_nothing_without_its_bytes) {
  const std::size_t before = facts();
  Object data = object({{"document", sop_},
                        {"version", "V1"},
                        {"sha256", std::string(64, 'a')},
                        {"stored", std::string(64, 'b')},
                        {"size", 5},
                        {"media", "pdf"},
                        {"opening", "none"}});
  const HttpResponse answer =
      ask(cast_.coordinator, "POST", "/api/v1/commands/papers/file_version", {},
          kernel::canonical_text(object({{"data", Value(std::move(data))}})),
          {{"idempotency-key", "alone"}});
  EXPECT_EQ(code_of(answer), "general.only_with_its_bytes");
  EXPECT_EQ(facts(), before);
}

TEST_F(Documents, damaged_bytes_are_not_given_out) {
  ASSERT_EQ(file(sop_, "V1", "text\n", cast_.coordinator).status, 200);
  approve(sop_, "V1");
  const auto all = node_.bytes().kept_after({}, 9).value();
  ASSERT_EQ(all.size(), 1U);
  node_.bytes().damage(all.front().name);
  EXPECT_EQ(code_of(get(sop_, cast_.physician)), "document.damaged");
  EXPECT_TRUE(node_.bytes().remove(all.front()).has_value());
  EXPECT_EQ(code_of(get(sop_, cast_.physician)), "document.missing");
}

TEST_F(Documents, R43_a_sites_own_is_for_its_people_a_studys_for_its_sponsor_too) {
  for (const std::string* one : {&sop_, &of_study_}) {
    ASSERT_EQ(file(*one, "V1", "text\n", cast_.coordinator).status, 200);
    approve(*one, "V1");
  }
  EXPECT_EQ(get(sop_, cast_.physician).status, 200);
  EXPECT_EQ(get(sop_, cast_.operator_).status, 404) << "another site";
  EXPECT_EQ(get(sop_, sponsor_).status, 404);
  EXPECT_EQ(get(sop_, inspector_).status, 200);
  EXPECT_EQ(get(of_study_, sponsor_).status, 200);
  EXPECT_EQ(get(of_study_, other_sponsor_).status, 404);
  EXPECT_EQ(get(of_study_, cast_.operator_).status, 404);
  tell(cast_.coordinator, "papers/distribute",
       object({{"document", of_study_}, {"sites", Array{Value(cast_.factory)}}}));
  EXPECT_EQ(get(of_study_, cast_.operator_).status, 200) << "it was given to the factory";
  const std::string listed = ask(sponsor_, "GET", "/api/v1/documents").body;
  EXPECT_NE(listed.find(of_study_), std::string::npos);
  EXPECT_EQ(listed.find(sop_), std::string::npos);
  EXPECT_NE(listed.find("细胞采集标准操作规程"), std::string::npos);
}

TEST_F(Documents, R43_a_monitor_opens_one_about_a_patient_while_the_hospital_shows_who_it_is) {
  ASSERT_EQ(file(about_, "V1", "signed by somebody\n", cast_.coordinator).status, 200);
  const std::string monitor = node_.fresh_id();
  add(monitor, "monitor", true);
  EXPECT_EQ(code_of(get(about_, monitor, {{"version", "V1"}})), "disclosure.not_unmasked");
  tell(cast_.coordinator, "identity/register",
       object({{"subject", things_.subject}, {"name", "陈小示"}}));
  tell(monitor, "disclosure/ask_unmasking",
       object({{"subject", things_.subject}, {"why", "source_data"}}));
  EXPECT_EQ(code_of(get(about_, monitor, {{"version", "V1"}})), "disclosure.not_unmasked");
  tell(cast_.coordinator, "disclosure/accept_unmasking",
       object({{"subject", things_.subject}, {"person", monitor}}));
  EXPECT_EQ(get(about_, monitor, {{"version", "V1"}}).body, "signed by somebody\n");
  node_.clock().advance(std::chrono::minutes(31));
  EXPECT_EQ(code_of(get(about_, monitor, {{"version", "V1"}})), "disclosure.not_unmasked");
}

TEST_F(Documents, R39_one_about_a_patient_is_opened_with_a_fact_and_erased_with_the_patient) {
  ASSERT_EQ(file(about_, "V1", "signed by somebody\n", cast_.coordinator).status, 200);
  const std::size_t before = facts();
  EXPECT_EQ(get(about_, cast_.physician, {{"version", "V1"}}).body, "signed by somebody\n");
  EXPECT_EQ(facts(), before + 1);
  EXPECT_EQ(get(about_, inspector_, {{"version", "V1"}}).status, 200);
  EXPECT_EQ(facts(), before + 2);
  EXPECT_EQ(code_of(get(about_, sponsor_, {{"version", "V1"}})), "general.role_missing");
  for (const ledger::StoredRecord& one : node_.records()) {
    EXPECT_EQ(one.bytes.find(sha256_of("signed by somebody\n")), std::string::npos);
  }
  const std::string told = ask(cast_.physician, "GET", "/api/v1/document/" + about_).body;
  EXPECT_EQ(told.find("细胞"), std::string::npos) << "its title is not told";
  const Object trial = object({{"subject", things_.subject}, {"class", "trial"}});
  tell(cast_.coordinator, "erasure/ask", trial);
  tell(cast_.hospital_quality, "erasure/confirm", trial);
  EXPECT_EQ(code_of(get(about_, cast_.physician, {{"version", "V1"}})),
            "papers.closed_for_reading");
}

TEST_F(Documents, who_must_read_and_has_not_is_told_until_they_sign) {
  ASSERT_EQ(file(sop_, "V1", "text\n", cast_.coordinator).status, 200);
  approve(sop_, "V1");
  tell(cast_.hospital_quality, "papers/require_reading",
       object({{"document", sop_}, {"roles", Array{Value("infusion_nurse")}}}));
  const auto not_read_by = [&] {
    const auto body =
        kernel::parse_json(ask(cast_.hospital_quality, "GET", "/api/v1/document/" + sop_).body,
                           {.bytes_max = 1 << 20, .depth_max = 16});
    const Object& version = *body->object()->find("versions")->array()->front().object();
    std::set<std::string> out;
    for (const Value& one : *version.find("not_read_by")->array()) out.insert(*one.string());
    return out;
  };
  EXPECT_EQ(not_read_by(), (std::set<std::string>{"person/" + cast_.infusion_nurse,
                                                  "person/" + cast_.second_nurse}));
  tell(cast_.infusion_nurse, "papers/record_reading",
       object({{"document", sop_}, {"version", "V1"}}));
  EXPECT_EQ(not_read_by(), std::set<std::string>{"person/" + cast_.second_nurse});
}

}  // namespace
}  // namespace veinline::e2e
