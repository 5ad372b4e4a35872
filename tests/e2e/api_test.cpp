// SPDX-License-Identifier: Apache-2.0
// The API in one process: whom a path reaches, what a broken storage is answered with.
#include "gateway/http/api.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <thread>
#include <utility>
#include <vector>

#include "e2e/small_api.hpp"
#include "exchange/import.hpp"
#include "kernel/limits.hpp"

namespace veinline::e2e {
namespace {

using gateway::net::HttpResponse;
using ledger::Fault;

TEST(Api, a_storage_that_does_not_read_is_no_missing_file) {
  SmallApi api;
  for (const Fault fault : {Fault::unreadable, Fault::damaged, Fault::busy}) {
    api.store().fault = fault;
    for (const char* path : {"/log/tile/0/000.p/2", "/api/v1/log/tile/entries/000.p/2"}) {
      const HttpResponse answer = api.ask("GET", path);
      EXPECT_EQ(answer.status, 500) << path << " " << name(fault);
      EXPECT_NE(answer.body.find("fault."), std::string::npos) << answer.body;
    }
  }
}

TEST(Api, what_the_log_does_not_have_is_not_found) {
  SmallApi api;
  for (const char* path : {"/log/tile/0/000.p/3", "/log/tile/0/001", "/log/nothing",
                           "/api/v1/log/tile/entries/000.p/3", "/api/v1/log/nothing"}) {
    EXPECT_EQ(api.ask("GET", path).status, 404) << path;
  }
  EXPECT_EQ(api.ask("GET", "/log/tile/0/000.p/2").status, 200);
  EXPECT_EQ(api.ask("GET", "/api/v1/log/tile/entries/000.p/2").status, 200);
}

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(Api, who_goes_with_a_browser_to_an_address_of_nothing_gets_the_page_which_says_so) {
  SmallApi api;
  const std::string browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  const HttpResponse page = api.go_to("/", browser);
  ASSERT_EQ(page.status, 200);
  for (const char* path : {"/nope", "/nope/of/nothing", "/towers", "/assets/nothing.js", "/apis"}) {
    const HttpResponse answer = api.go_to(path, browser);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_EQ(answer.content_type, page.content_type) << path;
    EXPECT_EQ(answer.body, page.prepared->plain) << path;
    EXPECT_EQ(Headers(answer.headers), Headers(page.headers)) << path << ": the policy of the page";
  }
}

TEST(Api, a_program_at_an_address_of_nothing_and_whoever_asks_the_api_get_a_problem) {
  SmallApi api;
  for (const char* accept : {"application/json", "*/*", ""}) {
    const HttpResponse answer = api.go_to("/nope", accept);
    EXPECT_EQ(answer.status, 404) << accept;
    EXPECT_NE(answer.body.find(R"("code":"http.not_found")"), std::string::npos) << answer.body;
  }
  for (const char* path : {"/api", "/api/nope", "/api/v1/nope", "/api/v2/me"}) {
    for (const char* token : {"", "token"}) {
      const HttpResponse answer = api.go_to(path, "text/html", token);
      EXPECT_TRUE(answer.status == 404 || answer.status == 401) << path << answer.status;
      EXPECT_EQ(answer.content_type, "application/problem+json") << path;
    }
  }
}

TEST(Api, a_view_without_its_id_is_told_what_it_wants_and_one_that_has_none_too) {
  SmallApi api;
  const std::pair<const char*, const char*> rows[] = {
      {"/api/v1/trace", R"("about":"/api/v1/trace/{thing}","code":"view.needs_id")"},
      {"/api/v1/trace/", R"("about":"/api/v1/trace/{thing}","code":"view.needs_id")"},
      {"/api/v1/receipt", R"("about":"/api/v1/receipt/{seq}","code":"view.needs_id")"},
      {"/api/v1/export", R"("about":"/api/v1/export/{thing}","code":"view.needs_id")"},
      {"/api/v1/bedside_packet",
       R"("about":"/api/v1/bedside_packet/{material}","code":"view.needs_id")"},
      {"/api/v1/label/", R"("about":"/api/v1/label/{label}","code":"view.needs_id")"},
      {"/api/v1/audit/3", R"("about":"/api/v1/audit","code":"view.takes_no_id")"},
      {"/api/v1/courses/a/b", R"("about":"/api/v1/courses","code":"view.takes_no_id")"},
      {"/api/v1/traces", R"("code":"view.unknown")"},
      {"/api/v1/", R"("code":"view.unknown")"}};
  for (const auto& [path, said] : rows) {
    const HttpResponse answer = api.ask("GET", path);
    EXPECT_EQ(answer.status, 404) << path;
    EXPECT_NE(answer.body.find(said), std::string::npos) << path << "\n" << answer.body;
  }
}

TEST(Api, a_path_reaches_what_it_names_and_nothing_that_begins_like_it) {
  SmallApi api;
  for (const char* path : {"/api/v1/me", "/api/v1/catalogue", "/api/v1/catalogue/custody/hand_over",
                           "/api/v1/courses", "/healthz"}) {
    EXPECT_EQ(api.ask("GET", path).status, 200) << path;
  }
  for (const char* path : {"/api/v1/medians", "/api/v1/me/x", "/api/v1/catalogues", "/api/v1/",
                           "/healthzz", "/api/v1/imports"}) {
    EXPECT_EQ(api.ask("GET", path).status, 404) << path;
  }
  for (const char* path : {"/api/v1/import", "/api/v1/scan", "/api/v1/commands/quality/hold"}) {
    EXPECT_EQ(api.ask("GET", path).status, 405) << path;
    EXPECT_EQ(api.ask("DELETE", path).status, 405) << path;
  }
  EXPECT_EQ(api.ask("POST", "/api/v1/import").status, 200);
  for (const char* path : {"/api/v1/importXYZ", "/api/v1/import/x"}) {
    EXPECT_EQ(api.ask("POST", path).status, 404) << path;
  }
  EXPECT_EQ(api.ask("POST", "/api/v1/me").status, 405);
}

TEST(Api, only_so_many_files_are_on_their_way_into_memory_at_once) {
  SmallApi api;
  const auto admits = [&] { return api.admits("POST", "/api/v1/import", "token").first; };
  for (int i = 0; i < 8; ++i) EXPECT_EQ(admits(), 200);
  EXPECT_EQ(admits(), 503);
  EXPECT_EQ(api.admits("POST", "/api/v1/commands/quality/hold", "token").first, 200);
  api.passes.pop_back();  // of the command
  api.passes.pop_back();  // one file is done with
  EXPECT_EQ(admits(), 200);
  EXPECT_EQ(admits(), 503);
}

TEST(Api, a_file_that_is_too_long_is_refused_before_it_is_read) {
  SmallApi api;
  const std::string file(exchange::import_bytes_max + 1, '\n');
  EXPECT_EQ(api.ask("POST", "/api/v1/import", file).status, 413);
}

using std::chrono::milliseconds;
using std::chrono::seconds;
const std::map<std::string, std::string> dry_run{{"dry_run", "true"}};

TEST(Api, a_long_import_keeps_nobody_waiting) {
  SmallApi api;
  std::promise<void> go_on;
  const std::shared_future<void> wait = go_on.get_future().share();
  api.rehearsal = [&] { wait.wait(); };
  auto first = api.send("POST", "/api/v1/import", dry_run);
  auto second = api.send("POST", "/api/v1/import", dry_run);
  auto health = api.send("GET", "/healthz");
  auto me = api.send("GET", "/api/v1/me");
  const bool answered = health.wait_for(seconds(20)) == std::future_status::ready &&
                        me.wait_for(seconds(20)) == std::future_status::ready;
  EXPECT_TRUE(answered);
  EXPECT_EQ(first.wait_for(milliseconds(0)), std::future_status::timeout);
  go_on.set_value();
  EXPECT_EQ(first.get().status, 200);
  EXPECT_EQ(second.get().status, 200);
}

TEST(Api, takes_no_more_long_work_than_may_wait_and_says_when_to_come_again) {
  SmallApi api;
  std::promise<void> begun;
  std::promise<void> go_on;
  const std::shared_future<void> may_go_on = go_on.get_future().share();
  std::atomic<bool> is_first = true;
  api.rehearsal = [&] {
    if (is_first.exchange(false)) begun.set_value();
    may_go_on.wait();
  };
  std::vector<std::future<HttpResponse>> taken;
  taken.push_back(api.send("POST", "/api/v1/import", dry_run));
  begun.get_future().wait();
  for (int i = 0; i < 16; ++i) taken.push_back(api.send("POST", "/api/v1/import", dry_run));
  const HttpResponse refused = api.send("POST", "/api/v1/import", dry_run).get();
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("fault.busy"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find(R"("recorded":"no")"), std::string::npos) << refused.body;
  const std::pair<std::string, std::string> again{"retry-after", "1"};
  EXPECT_NE(std::find(refused.headers.begin(), refused.headers.end(), again),
            refused.headers.end());
  EXPECT_EQ(api.send("GET", "/api/v1/me").get().status, 200) << "what is quick goes on";
  go_on.set_value();
  for (auto& one : taken) EXPECT_EQ(one.get().status, 200);
}

TEST(Api, at_its_end_finishes_what_was_begun) {
  SmallApi api;
  std::promise<void> begun;
  api.rehearsal = [&] {
    begun.set_value();
    std::this_thread::sleep_for(milliseconds(200));
  };
  auto import = api.send("POST", "/api/v1/import", dry_run);
  begun.get_future().wait();
  api.end();
  ASSERT_EQ(import.wait_for(milliseconds(0)), std::future_status::ready);
  EXPECT_EQ(import.get().status, 200);
}

TEST(Api, a_body_longer_than_a_command_is_let_in_only_to_import_and_of_somebody_known) {
  SmallApi api;
  const auto small = std::pair<int, std::size_t>(200, kernel::command_bytes_max);
  for (const char* path : {"/api/v1/commands/quality/hold", "/api/v1/me", "/log/checkpoint", "/",
                           "/api/v1/import/x"}) {
    EXPECT_EQ(api.admits("POST", path, "token"), small) << path;
    EXPECT_EQ(api.admits("POST", path, ""), small) << path;
  }
  EXPECT_EQ(api.admits("GET", "/api/v1/import", "token"), small);
  EXPECT_EQ(api.admits("POST", "/api/v1/import", "token").second, exchange::import_bytes_max);
  EXPECT_EQ(api.admits("POST", "/api/v1/import", "").first, 401);
  EXPECT_EQ(api.admits("POST", "/api/v1/import", "guessed").first, 401);
}

TEST(Api, a_rehearsal_that_could_not_be_made_is_no_success) {
  SmallApi api;
  api.no_rehearsal = Fault::unreadable;
  const HttpResponse answer = api.ask("POST", "/api/v1/import", "", dry_run);
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find("fault.unreadable"), std::string::npos) << answer.body;
}

TEST(Api, what_breaks_off_is_answered_by_name_and_the_next_question_too) {
  SmallApi api;
  api.broken_look_up = true;
  const HttpResponse broken = api.send("GET", "/api/v1/me").get();
  EXPECT_EQ(broken.status, 500);
  EXPECT_NE(broken.body.find("fault.internal"), std::string::npos) << broken.body;
  api.broken_look_up = false;
  api.rehearsal = [] { throw std::bad_alloc(); };
  const HttpResponse import = api.send("POST", "/api/v1/import", dry_run).get();
  EXPECT_NE(import.body.find(R"("recorded":"unknown")"), std::string::npos) << import.body;
  EXPECT_EQ(api.send("GET", "/api/v1/me").get().status, 200);
}

TEST(Api, a_parameter_that_a_question_does_not_know_is_refused_and_not_passed_over) {
  SmallApi api;
  const std::string person = "person/" + api.node().administrator();
  const std::pair<std::string, std::string> taken[] = {{"courses", "after as_of count"},
                                                       {"audit", "after as_of count"},
                                                       {"counts", "after as_of count"},
                                                       {"timeline/" + person, "after as_of count"},
                                                       {"trace/" + person, "as_of"},
                                                       {"lineage/" + person, "as_of"},
                                                       {"people", "after count"},
                                                       {"record/1", ""},
                                                       {"receipt/1", ""},
                                                       {"export/" + person, ""},
                                                       {"catalogue", ""},
                                                       {"catalogue/custody/hand_over", ""},
                                                       {"me", ""},
                                                       {"log/tile/entries/000.p/2", ""}};
  const std::map<std::string, std::string> values{{"after", "1"}, {"as_of", "2"}, {"count", "5"}};
  for (const auto& [path, known] : taken) {
    for (const auto& [name, value] : values) {
      const HttpResponse answer =
          api.ask("GET", "/api/v1/" + path, "",
                  {{name, name == "after" && path == "people" ? "person/" : value}});
      const bool is_known = known.find(name) != std::string::npos;
      EXPECT_EQ(answer.body.find("http.bad_parameter") == std::string::npos, is_known)
          << path << " " << name << " " << answer.body;
    }
  }
  EXPECT_EQ(api.ask("POST", "/api/v1/commands/quality/hold", "{}", {{"as_of", "1"}}).status, 400);
  EXPECT_EQ(api.ask("GET", "/api/v1/audit", "", {{"as_of", ""}}).status, 400)
      << "a position that was forgotten is not that of now";
}

TEST(Api, tells_whom_the_node_knows_and_which_tokens_act_for_them) {
  SmallApi api;
  support::TestNode& node = api.node();
  const std::string digest(64, 'a');
  ASSERT_TRUE(node.ask(node.administrator(), "staff/issue_token",
                       support::object({{"person", node.administrator()}, {"token", digest}}))
                  .has_value());
  const std::string before = api.ask("GET", "/api/v1/people").body;
  EXPECT_NE(before.find(R"("revoked":false,"scopes":["read","act","sign"],"token":")" + digest),
            std::string::npos)
      << before;
  EXPECT_NE(before.find(R"("roles":["administrator","importer"])"), std::string::npos) << before;
  ASSERT_TRUE(
      node.ask(node.administrator(), "staff/revoke_token", support::object({{"token", digest}}))
          .has_value());
  const std::string after = api.ask("GET", "/api/v1/people").body;
  EXPECT_NE(after.find(R"("revoked":true,"scopes":["read","act","sign"],"token":")" + digest),
            std::string::npos)
      << after;
}

}  // namespace
}  // namespace veinline::e2e
