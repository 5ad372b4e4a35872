// SPDX-License-Identifier: Apache-2.0
// Filing a document over the API: what is not what it is said to be is refused, nothing of it is
// recorded or kept, and one version is filed once.
#include <gtest/gtest.h>

#include <future>

#include "e2e/documents_world.hpp"

namespace veinline::e2e {
namespace {

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

}  // namespace
}  // namespace veinline::e2e
