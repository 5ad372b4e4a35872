// SPDX-License-Identifier: Apache-2.0
// Controlled documents over the API: what is filed is given back byte for byte, to whom it is for,
// with how it stands.
#include <gtest/gtest.h>

#include "e2e/documents_world.hpp"
#include "exchange/disclosure.hpp"

namespace veinline::e2e {
namespace {

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

TEST_F(Documents, R41_a_copy_says_on_its_pages_who_approved_it_with_which_meaning_and_when) {
  ASSERT_EQ(file(sop_, "V1", one_page(), cast_.coordinator).status, 200);
  ASSERT_EQ(get(sop_, cast_.physician, {{"version", "V1"}}).status, 200);
  EXPECT_EQ(pdfs_.marked.first.find("Approved by"), std::string::npos) << "a draft";
  const std::string minute = kernel::to_text(node_.clock().now()).substr(0, 16);
  approve(sop_, "V1");
  node_.clock().advance(std::chrono::hours(30));
  ASSERT_EQ(get(sop_, cast_.physician).status, 200);
  const std::string at_site =
      kernel::to_text(node_.clock().now() - std::chrono::hours(22)).substr(0, 16);
  const auto spaced = [](std::string text) { return text.replace(10, 1, " "); };
  const std::string approver = cast_.hospital_quality;
  EXPECT_NE(pdfs_.marked.first.find("\nApproved by Name of " + approver + " (person/" + approver +
                                    "): I have read this version and approve it. \u00B7 " +
                                    spaced(minute) + " UTC \u00B7 " + spaced(at_site) +
                                    " Asia/Shanghai (UTC+08:00)"),
            std::string::npos)
      << pdfs_.marked.first;
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
  const auto still_to_read = [&] {
    return not_read_by(ask(cast_.hospital_quality, "GET", "/api/v1/document/" + sop_));
  };
  EXPECT_EQ(still_to_read(), (std::set<std::string>{"person/" + cast_.infusion_nurse,
                                                    "person/" + cast_.second_nurse}));
  tell(cast_.infusion_nurse, "papers/record_reading",
       object({{"document", sop_}, {"version", "V1"}}));
  EXPECT_EQ(still_to_read(), std::set<std::string>{"person/" + cast_.second_nurse});
}

TEST_F(Documents, R43_whom_a_document_is_not_told_to_is_not_told_of_as_who_has_not_read_it) {
  ASSERT_EQ(file(of_study_, "V1", "text\n", cast_.coordinator).status, 200);
  approve(of_study_, "V1");
  tell(cast_.hospital_quality, "papers/require_reading",
       object({{"document", of_study_}, {"roles", Array{Value("infusion_nurse")}}}));
  const auto still_to_read = [&] {
    return not_read_by(ask(cast_.hospital_quality, "GET", "/api/v1/document/" + of_study_));
  };
  const std::string& nurse = cast_.second_nurse;
  EXPECT_TRUE(still_to_read().contains("person/" + nurse)) << "of every study";
  const std::string another = node_.fresh_id();
  tell(cast_.investigator, "study/open",
       object({{"study", another},
               {"code", "ANOTHER"},
               {"use", "iit"},
               {"donation", "autologous"},
               {"specification",
                Array{Value(object({{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
               {"bedside_window_min", 30}}));
  const auto give = [&](const std::string& study) {
    tell(node_.administrator(), "staff/assign_studies",
         object({{"person", nurse}, {"studies", Array{Value(study)}}}));
  };
  give(another);
  EXPECT_EQ(ask(nurse, "GET", "/api/v1/document/" + of_study_).status, 404);
  EXPECT_EQ(still_to_read(), std::set<std::string>{"person/" + cast_.infusion_nurse});
  give(things_.study);
  EXPECT_TRUE(still_to_read().contains("person/" + nurse));
}

TEST_F(Documents, R41_who_approved_and_who_read_a_version_is_shown_as_they_signed_it) {
  ASSERT_EQ(file(sop_, "V1", "text\n", cast_.coordinator).status, 200);
  approve(sop_, "V1");
  tell(cast_.infusion_nurse, "papers/record_reading",
       object({{"document", sop_}, {"version", "V1"}}));
  const auto signatures_for = [&](const std::string& person) {
    const auto body = kernel::parse_json(ask(person, "GET", "/api/v1/document/" + sop_).body,
                                         {.bytes_max = 1 << 20, .depth_max = 16});
    std::vector<std::string> out;
    for (const Value& one : *body->object()->find("signatures")->array()) {
      std::string said;
      for (const char* member : {"name", "meaning", "version"}) {
        const Value* value = one.object()->find(member);
        said += (said.empty() ? "" : " ") + (value == nullptr ? "-" : *value->string());
      }
      EXPECT_TRUE(one.object()->find("time")->string()->ends_with('Z'));
      EXPECT_NE(one.object()->find("zone"), nullptr);
      out.push_back(std::move(said));
    }
    return out;
  };
  EXPECT_EQ(signatures_for(cast_.coordinator),
            (std::vector<std::string>{"Name of " + cast_.hospital_quality + " approval V1",
                                      "Name of " + cast_.infusion_nurse + " reading V1"}));
}

}  // namespace
}  // namespace veinline::e2e
