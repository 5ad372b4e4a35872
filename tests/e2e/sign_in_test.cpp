// SPDX-License-Identifier: Apache-2.0
// Signing in over the API, in one process: who gets in, who does not and learns nothing, sessions
// at shared devices, and who lets somebody begin anew.
#include <gtest/gtest.h>

#include <future>
#include <set>

#include "access/one_time_code.hpp"
#include "gateway/http/api.hpp"
#include "history/states.hpp"
#include "journey/staff/credentials.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/test_node.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {
namespace {

using namespace std::chrono_literals;
using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Object;
using kernel::Value;
using support::object;

constexpr access::PasswordCost cheap{.passes = 1, .memory_bytes = 8'192};

/// What a browser keeps and sends.
struct Browser {
  std::map<std::string, std::string> cookies{};
  std::string csrf{};  ///< of the main session
  std::string second_csrf{};
  std::string origin = "https://node.clinic.example";
  std::uint8_t address = 1;

  void take(const HttpResponse& answer) {
    for (const auto& [name, value] : answer.headers) {
      if (name != "set-cookie") continue;
      const std::string pair = value.substr(0, value.find(';'));
      const std::size_t at = pair.find('=');
      cookies[pair.substr(0, at)] = pair.substr(at + 1);
      if (at + 1 == pair.size()) cookies.erase(pair.substr(0, at));
    }
  }
};

class Ward {
 public:
  Ward() {
    INVARIANT(node.found().has_value());
    second_administrator = add("administrator");
    wang = add("infusion_nurse");
    lin = add("infusion_nurse");
  }

  std::string add(const char* role) {
    auto reply = node.ask(node.administrator(), "staff/add_person",
                          object({{"site", node.founding_site()},
                                  {"roles", kernel::Array{Value(role)}},
                                  {"name", "A B"}}));
    INVARIANT(reply.has_value());
    return *reply->records.front().data.find("person")->string();
  }

  /// Somebody whose password is set, as if by a link.
  void give(const std::string& person, const std::string& name, const std::string& password) {
    auto credential =
        enrolment.keep_password(person, access::Secret(name), access::Secret(password));
    INVARIANT(credential.has_value());
    INVARIANT(enrolment.keep_name(person, access::Secret(name)).has_value());
    INVARIANT(node.ask(person, "staff/enrol_credential",
                       object({{"credential", credential->id}, {"kind", "password"}}))
                  .has_value());
  }

  HttpResponse send(HttpRequest request) {
    auto answer = std::make_shared<std::promise<HttpResponse>>();
    api.handle(std::move(request),
               [answer](HttpResponse response) { answer->set_value(std::move(response)); });
    return answer->get_future().get();
  }
  /// As a page of the browser asks.
  HttpRequest asked(const Browser& browser, const std::string& method, const std::string& path,
                    const Object& body, const std::string& kind = "main") {
    HttpRequest out;
    out.method = method;
    out.path = path;
    out.headers["host"] = "node.clinic.example";
    if (!browser.origin.empty()) out.headers["origin"] = browser.origin;
    out.headers["sec-fetch-site"] = "same-origin";
    out.headers["x-veinline-csrf"] = kind == "main" ? browser.csrf : browser.second_csrf;
    if (kind != "main") out.headers["x-veinline-session"] = kind;
    out.headers["idempotency-key"] = "key-" + std::to_string(++keys_);
    for (const auto& [name, value] : browser.cookies) {
      std::string& all = out.headers["cookie"];
      all += (all.empty() ? "" : "; ") + name + "=" + value;
    }
    if (method == "POST") out.body = kernel::canonical_text(body);
    out.client.bytes[10] = out.client.bytes[11] = 0xFF;
    out.client.bytes[15] = browser.address;
    return out;
  }
  HttpResponse ask(Browser& browser, const std::string& method, const std::string& path,
                   const Object& body = {}, const std::string& kind = "main") {
    HttpResponse answer = send(asked(browser, method, path, body, kind));
    browser.take(answer);
    if (answer.status != 200 || answer.content_type != "application/json") return answer;
    const Object told = json(answer);
    const Value* csrf = told.find("csrf");
    if (csrf == nullptr) return answer;
    const Value* of = told.find("kind");
    const bool is_second = of != nullptr && *of->string() == "second";
    (is_second ? browser.second_csrf : browser.csrf) = *csrf->string();
    return answer;
  }
  static Object json(const HttpResponse& answer) {
    auto read = kernel::parse_json(answer.body, {1 << 20, 32});
    INVARIANT(read && read->object() != nullptr);
    return *read->object();
  }
  HttpResponse sign_in(Browser& browser, const std::string& name, const std::string& password,
                       const std::string& code = {}) {
    Object body = object({{"login", name}, {"password", password}});
    if (!code.empty()) body.set("code", Value(code));
    return ask(browser, "POST", "/api/v1/session", body);
  }
  int status_of_me(Browser& browser, const std::string& kind = "main") {
    return ask(browser, "GET", "/api/v1/me", {}, kind).status;
  }
  HttpResponse command(Browser& browser, const std::string& name, Object data,
                       const std::string& kind = "main") {
    Object body;
    body.set("data", Value(std::move(data)));
    return ask(browser, "POST", "/api/v1/commands/" + name, body, kind);
  }
  access::Standing standing(const std::string& person) {
    access::Standing out;
    const auto of = node.aspect<journey::staff::PersonState>("person/" + person);
    out.is_staff = of != nullptr && !of->roles.empty();
    out.is_administrator = of != nullptr && of->has_anywhere(journey::Role::administrator);
    const auto all = node.aspect<journey::staff::CredentialsOf>("staff/credentials/" + person);
    if (all == nullptr) return out;
    for (const auto& [id, kind] : all->live) out.live.insert(id);
    return out;
  }
  /// As node::Node::person_of_recovery, over the whole history.
  std::optional<std::string> person_of_recovery(const std::string& id, const std::string& by) {
    const auto open = node.aspect<journey::staff::RecoveryState>("recovery/" + id);
    if (open == nullptr || !open->is_ready()) return std::nullopt;
    const auto all =
        node.aspect<journey::staff::CredentialsOf>("staff/credentials/" + open->person);
    const std::string& hands_over =
        open->confirmed_by.empty() ? open->opened_by : open->confirmed_by;
    if (all == nullptr || all->recovery != id || hands_over != by) return std::nullopt;
    return open->person;
  }

  support::TestNode node{support::StoreKind::memory};
  std::string second_administrator, wang, lin;  ///< person ids
  storage::memory::MemoryAccounts store;
  access::AccountKeys keys{kernel::bytes_of("digest key"), kernel::bytes_of("site key")};
  std::vector<std::string> alarms;
  access::SignIn in{{store,
                     keys,
                     node.clock(),
                     node.entropy(),
                     [this](const std::string& person) { return standing(person); },
                     {.cost = cheap},
                     [this](const std::string& person) { alarms.push_back(person); }}};
  access::Enrolment enrolment{{store, keys, node.clock(), node.entropy(),
                               access::CommonWords::from("correcthorsebattery"), cheap,
                               "node.clinic.example/log", [this] { return node.fresh_id(); }}};
  gateway::http::Accounts accounts{in, enrolment,
                                   [this](const std::string& person) { return standing(person); },
                                   [this](const std::string& recovery, const std::string& by) {
                                     return person_of_recovery(recovery, by);
                                   }};

 private:
  int keys_ = 0;
  storage::memory::MemoryRows rows_;
  views::Follower follower_{node.catalogue(), node.store(), rows_};

 public:
  gateway::http::Api api{
      gateway::http::ApiParts{
          .desk = node.desk(),
          .sources = {node.catalogue(), node.store(), follower_},
          .node_key = node.keys().key,
          .identity = node.keys().identity,
          .person_of_token =
              [this](std::string_view token, journey::staff::Scope) {
                return token == "token" ? std::optional(node.administrator()) : std::nullopt;
              },
          .with_scratch_desk =
              [](const std::function<void(commands::Desk&)>&) {
                return kernel::Result<kernel::Done, ledger::Fault>(kernel::Done{});
              },
          .accounts = &accounts},
      gateway::http::ApiThreads{.reading = 2, .carrying = 1, .hashing = 2}};
};

class SignInApi : public testing::Test {
 protected:
  SignInApi() {
    ward.give(ward.wang, "wang.fang", "seven bags of plasma");
    ward.give(ward.lin, "lin", "nine tubes on ice");
  }
  std::string codes_of_wang(Browser& browser) {
    const auto begun =
        ward.ask(browser, "POST", "/api/v1/credentials",
                 object({{"kind", "totp"},
                         {"proof", Value(object({{"password", "seven bags of plasma"}}))}}));
    EXPECT_EQ(begun.status, 200) << begun.body;
    const std::string id = *Ward::json(begun).find("credential")->string();
    for (const access::Credential& one : ward.store.credentials_of(ward.wang).value_or({})) {
      if (one.id == id) secret_ = *ward.keys.open(one);
    }
    const auto wrong =
        ward.ask(browser, "POST", "/api/v1/credentials/" + id, object({{"code", "000000"}}));
    EXPECT_EQ(wrong.status, 400);
    const auto right =
        ward.ask(browser, "POST", "/api/v1/credentials/" + id, object({{"code", code_now()}}));
    EXPECT_EQ(right.status, 200) << right.body;
    return id;
  }
  std::string code_now() {
    return access::code_of_step(kernel::bytes_of(secret_),
                                access::code_step(ward.node.clock().now()));
  }

  Ward ward;
  std::string secret_;  ///< of the app of wang
};

TEST_F(SignInApi, E6_who_signs_in_acts_as_themself_until_they_sign_out) {
  Browser browser;
  EXPECT_EQ(ward.status_of_me(browser), 401);
  const auto in = ward.sign_in(browser, "wang.fang", "seven bags of plasma");
  ASSERT_EQ(in.status, 200) << in.body;
  EXPECT_EQ(*Ward::json(in).find("person")->string(), "person/" + ward.wang);
  std::string cookie;
  for (const auto& [name, value] : in.headers) {
    if (name == "set-cookie" && value.starts_with("__Host-veinline=vs1_")) cookie = value;
  }
  EXPECT_NE(cookie.find("; Path=/; Secure; HttpOnly; SameSite=Strict"), std::string::npos);
  EXPECT_EQ(in.body.find("vs1_"), std::string::npos) << "no script of a page reads the secret";
  EXPECT_EQ(ward.status_of_me(browser), 200);
  const auto told = ward.ask(browser, "GET", "/api/v1/session");
  EXPECT_EQ(*Ward::json(told).find("csrf")->string(), browser.csrf);
  const std::map<std::string, std::string> kept = browser.cookies;
  EXPECT_EQ(ward.ask(browser, "DELETE", "/api/v1/session").status, 200);
  EXPECT_TRUE(browser.cookies.empty());
  browser.cookies = kept;
  EXPECT_EQ(ward.status_of_me(browser), 401) << "the cookie alone is worth nothing any more";
}

TEST_F(SignInApi, E6_whoever_is_refused_gets_the_same_answer_whatever_was_wrong) {
  Browser browser;
  std::set<std::string> answers;
  const auto told = [&](const HttpResponse& answer) {
    EXPECT_EQ(answer.status, 401);
    answers.insert(answer.content_type + answer.body);
  };
  told(ward.sign_in(browser, "wang.fang", "another password"));
  told(ward.sign_in(browser, "nobody", "seven bags of plasma"));
  told(ward.sign_in(browser, "", ""));
  told(ward.sign_in(browser, "lin", std::string(300, 'x')));
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  codes_of_wang(browser);
  Browser other;
  told(ward.sign_in(other, "wang.fang", "seven bags of plasma"));
  told(ward.sign_in(other, "wang.fang", "seven bags of plasma", "000000"));
  for (int i = 0; i < 5; ++i) told(ward.sign_in(other, "lin", "wrong"));
  const auto delayed = ward.sign_in(other, "lin", "nine tubes on ice");
  told(delayed);
  EXPECT_EQ(answers.size(), 1U);
  EXPECT_NE(answers.begin()->find("auth.refused"), std::string::npos);
  const auto has_retry = [](const HttpResponse& answer) {
    for (const auto& [name, value] : answer.headers) {
      if (name == "retry-after") return value;
    }
    return std::string();
  };
  EXPECT_EQ(has_retry(delayed), "1");
  EXPECT_EQ(ward.alarms, std::vector<std::string>{ward.lin});
  ward.node.clock().advance(1s);
  EXPECT_EQ(ward.sign_in(other, "lin", "nine tubes on ice").status, 200);
}

TEST_F(SignInApi, E6_a_code_that_somebody_saw_is_good_no_more) {
  Browser browser, thief;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  codes_of_wang(browser);
  EXPECT_EQ(ward.status_of_me(browser), 200) << "who set it stays signed in";
  ward.node.clock().advance(30s);
  const std::string code = code_now();
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma", code).status, 200);
  EXPECT_EQ(ward.sign_in(thief, "wang.fang", "seven bags of plasma", code).status, 401);
}

TEST_F(SignInApi, E6_a_session_ends_by_itself) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  ward.node.clock().advance(9min);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  ward.node.clock().advance(9min);
  EXPECT_EQ(ward.ask(browser, "GET", "/api/v1/session").status, 200) << "asking keeps nothing open";
  ward.node.clock().advance(1min);
  EXPECT_EQ(ward.status_of_me(browser), 401);
}

TEST_F(SignInApi, E6_no_other_page_changes_anything_with_the_cookie) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto with = [&](const char* name, const std::string& value) {
    HttpRequest request = ward.asked(browser, "POST", "/api/v1/session/lock", {});
    if (value.empty()) {
      request.headers.erase(name);
    } else {
      request.headers[name] = value;
    }
    return ward.send(std::move(request)).status;
  };
  EXPECT_EQ(with("origin", "https://elsewhere.example"), 403);
  EXPECT_EQ(with("origin", "http://node.clinic.example"), 403) << "nor without TLS";
  EXPECT_EQ(with("origin", "https://node.clinic.example:8443"), 403);
  EXPECT_EQ(with("origin", "null"), 403);
  EXPECT_EQ(with("origin", ""), 403);
  EXPECT_EQ(with("sec-fetch-site", "cross-site"), 403);
  EXPECT_EQ(with("sec-fetch-site", "same-site"), 403);
  EXPECT_EQ(with("x-veinline-csrf", ""), 403);
  EXPECT_EQ(with("x-veinline-csrf", std::string(64, '0')), 403);
  Browser other;
  ASSERT_EQ(ward.sign_in(other, "lin", "nine tubes on ice").status, 200);
  EXPECT_EQ(with("x-veinline-csrf", other.csrf), 403) << "the word of another session";
  EXPECT_EQ(with("sec-fetch-site", ""), 200) << "an old browser does not say it";
  Browser foreign;
  foreign.origin = "https://elsewhere.example";
  EXPECT_EQ(ward.sign_in(foreign, "wang.fang", "seven bags of plasma").status, 403)
      << "nor signs anybody in";
}

TEST_F(SignInApi, E6_plain_http_is_believed_on_this_machine_alone) {
  Browser browser;
  const auto at = [&](const char* host, const char* origin) {
    HttpRequest request = ward.asked(browser, "POST", "/api/v1/session",
                                     object({{"login", "lin"}, {"password", "nine tubes on ice"}}));
    request.headers["host"] = host;
    request.headers["origin"] = origin;
    return ward.send(std::move(request)).status;
  };
  EXPECT_EQ(at("localhost:8080", "http://localhost:8080"), 200);
  EXPECT_EQ(at("[::1]:8080", "http://[::1]:8080"), 200);
  EXPECT_EQ(at("localhost:8080", "http://localhost:8081"), 403);
  EXPECT_EQ(at("node.clinic.example", "http://node.clinic.example"), 403);
}

TEST_F(SignInApi, E6_a_token_acts_as_before_and_opens_no_session) {
  HttpRequest request;
  request.method = "GET";
  request.path = "/api/v1/me";
  request.headers["authorization"] = "Bearer token";
  EXPECT_EQ(ward.send(request).status, 200);
  request.path = "/api/v1/session";
  EXPECT_EQ(ward.send(request).status, 401);
  request.method = "POST";
  request.path = "/api/v1/credentials";
  request.body = R"({"kind":"pin","pin":"294817"})";
  EXPECT_EQ(ward.send(request).status, 401) << "a token proves nobody's password";
}

TEST_F(SignInApi, E6_a_locked_session_does_nothing_until_its_own_person_unlocks_it) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(ward.command(browser, "staff/remove_credential", {}).status, 401);
  const auto unlock = [&](const char* password) {
    return ward.ask(browser, "POST", "/api/v1/session/unlock", object({{"password", password}}))
        .status;
  };
  EXPECT_EQ(unlock("nine tubes on ice"), 401);
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(unlock("seven bags of plasma"), 200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
}

TEST_F(SignInApi, E6_whoever_signs_in_at_a_device_ends_the_session_that_was_left_there) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  EXPECT_EQ(ward.ask(browser, "POST", "/api/v1/session/lock").status, 200);
  const Browser before = browser;
  ASSERT_EQ(ward.sign_in(browser, "lin", "nine tubes on ice").status, 200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
  Browser left = before;
  EXPECT_EQ(ward.ask(left, "GET", "/api/v1/session").status, 401);
}

TEST_F(SignInApi, E6_a_second_person_joins_with_badge_and_pin_beside_the_first) {
  Browser own;
  ASSERT_EQ(ward.sign_in(own, "lin", "nine tubes on ice").status, 200);
  const Value proof(object({{"password", "nine tubes on ice"}}));
  for (const auto& [kind, value] : {std::pair("pin", "294817"), std::pair("badge", "STAFF-0042")}) {
    const auto set = ward.ask(own, "POST", "/api/v1/credentials",
                              object({{"kind", kind}, {kind, value}, {"proof", proof}}));
    ASSERT_EQ(set.status, 200) << set.body;
  }
  Browser ward_pc;
  const Object badge = object({{"badge", "STAFF-0042"}, {"pin", "294817"}});
  EXPECT_EQ(ward.ask(ward_pc, "POST", "/api/v1/session/second", badge).status, 401)
      << "somebody must be signed in here";
  ASSERT_EQ(ward.sign_in(ward_pc, "wang.fang", "seven bags of plasma").status, 200);
  const auto joined = ward.ask(ward_pc, "POST", "/api/v1/session/second", badge);
  ASSERT_EQ(joined.status, 200) << joined.body;
  const auto who = [&](const char* kind) {
    return *Ward::json(ward.ask(ward_pc, "GET", "/api/v1/me", {}, kind)).find("person")->string();
  };
  EXPECT_EQ(who("main"), "person/" + ward.wang);
  EXPECT_EQ(who("second"), "person/" + ward.lin);
  HttpRequest mixed = ward.asked(ward_pc, "POST", "/api/v1/session/lock", {}, "second");
  mixed.headers["x-veinline-csrf"] = ward_pc.csrf;
  EXPECT_EQ(ward.send(std::move(mixed)).status, 403) << "each has its own word";
  EXPECT_EQ(ward.ask(own, "POST", "/api/v1/session/second", badge).status, 401)
      << "nobody joins themself";
  ward.node.clock().advance(2min);
  EXPECT_EQ(ward.status_of_me(ward_pc, "second"), 401);
  EXPECT_EQ(ward.status_of_me(ward_pc), 200);
}

TEST_F(SignInApi, E6_a_new_password_is_a_fact_and_ends_every_other_session) {
  Browser browser, other;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(ward.sign_in(other, "wang.fang", "seven bags of plasma").status, 200);
  const auto change = [&](const char* old, const char* fresh) {
    return ward.ask(browser, "POST", "/api/v1/credentials",
                    object({{"kind", "password"},
                            {"password", fresh},
                            {"proof", Value(object({{"password", old}}))}}));
  };
  EXPECT_EQ(change("wrong", "eight bags of plasma").status, 401);
  const auto bad = change("seven bags of plasma", "CorrectHorseBattery");
  EXPECT_EQ(bad.status, 400);
  EXPECT_NE(bad.body.find("input.password_common"), std::string::npos);
  EXPECT_EQ(bad.body.find("Horse"), std::string::npos) << "no input is repeated";
  const std::size_t facts = ward.node.records().size();
  EXPECT_EQ(change("seven bags of plasma", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.node.records().size(), facts + 2) << "one enrolled, one removed";
  EXPECT_EQ(ward.status_of_me(browser), 200);
  EXPECT_EQ(ward.status_of_me(other), 401);
  EXPECT_EQ(ward.sign_in(other, "wang.fang", "seven bags of plasma").status, 401);
  EXPECT_EQ(ward.sign_in(other, "wang.fang", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.store.credentials_of(ward.wang)->size(), 1U) << "the old secret is gone";
  for (const auto& record : ward.node.records()) {
    EXPECT_EQ(record.bytes.find("plasma"), std::string::npos);
    EXPECT_EQ(record.bytes.find("wang.fang"), std::string::npos);
    EXPECT_EQ(record.bytes.find("argon2"), std::string::npos);
  }
}

TEST_F(SignInApi, E6_with_a_password_one_may_take_another_account_name_but_nobody_elses) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto change = [&](const char* name) {
    return ward
        .ask(browser, "POST", "/api/v1/credentials",
             object({{"kind", "password"},
                     {"login", name},
                     {"password", "eight bags of plasma"},
                     {"proof", Value(object({{"password", "seven bags of plasma"}}))}}))
        .status;
  };
  const std::size_t facts = ward.node.records().size();
  EXPECT_EQ(change("lin"), 400);
  EXPECT_EQ(ward.node.records().size(), facts) << "and the password is the old one";
  EXPECT_EQ(ward.store.credentials_of(ward.wang)->size(), 1U);
  EXPECT_EQ(change("fang"), 200);
  EXPECT_EQ(ward.sign_in(browser, "fang", "eight bags of plasma").status, 200);
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "eight bags of plasma").status, 401);
}

TEST_F(SignInApi, E6_a_removed_credential_ends_the_sessions_that_it_opened) {
  Browser browser;
  ASSERT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 200);
  const auto list = ward.ask(browser, "GET", "/api/v1/credentials");
  const kernel::Object one = *(*Ward::json(list).find("credentials")->array()).front().object();
  EXPECT_EQ(list.body.find("sealed"), std::string::npos);
  ASSERT_TRUE(ward.node
                  .ask(ward.node.administrator(), "staff/remove_credential",
                       object({{"credential", *one.find("credential")}}))
                  .has_value());
  EXPECT_EQ(ward.status_of_me(browser), 401);
  EXPECT_EQ(ward.sign_in(browser, "wang.fang", "seven bags of plasma").status, 401);
}

TEST_F(SignInApi, E6_one_sees_and_ends_ones_own_sessions_and_an_administrator_anybodys) {
  ward.give(ward.second_administrator, "chief", "eleven sealed boxes");
  Browser wang, lin, chief;
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  ASSERT_EQ(ward.sign_in(lin, "lin", "nine tubes on ice").status, 200);
  ASSERT_EQ(ward.sign_in(chief, "chief", "eleven sealed boxes").status, 200);
  const std::string session =
      *Ward::json(ward.ask(wang, "GET", "/api/v1/session")).find("session")->string();
  EXPECT_EQ(ward.ask(wang, "GET", "/api/v1/sessions").status, 200);
  EXPECT_EQ(ward.ask(lin, "DELETE", "/api/v1/sessions/" + session).status, 404);
  EXPECT_EQ(ward.ask(lin, "DELETE", "/api/v1/sessions/person/" + ward.wang).status, 403);
  EXPECT_EQ(ward.status_of_me(wang), 200);
  EXPECT_EQ(ward.ask(chief, "DELETE", "/api/v1/sessions/person/" + ward.wang).status, 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  const std::string again =
      *Ward::json(ward.ask(wang, "GET", "/api/v1/session")).find("session")->string();
  EXPECT_EQ(ward.ask(wang, "DELETE", "/api/v1/sessions/" + again).status, 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
}

class RecoveryApi : public SignInApi {
 protected:
  RecoveryApi() {
    ward.give(ward.node.administrator(), "console", "twelve quiet pumps");
    ward.give(ward.second_administrator, "chief", "eleven sealed boxes");
    EXPECT_EQ(ward.sign_in(console, "console", "twelve quiet pumps").status, 200);
    EXPECT_EQ(ward.sign_in(chief, "chief", "eleven sealed boxes").status, 200);
  }
  std::string opened(Browser& by, const std::string& person) {
    const auto answer = ward.command(by, "staff/open_recovery", object({{"person", person}}));
    EXPECT_EQ(answer.status, 200) << answer.body;
    if (answer.status != 200) return {};
    const Value first = Ward::json(answer).find("records")->array()->front();
    return *first.object()->find("data")->object()->find("recovery")->string();
  }
  HttpResponse link(Browser& by, const std::string& recovery) {
    return ward.ask(by, "POST", "/api/v1/set_up_links", object({{"recovery", recovery}}));
  }
  HttpResponse set_up(Browser& by, const std::string& secret, const std::string& name,
                      const std::string& password) {
    return ward.ask(by, "POST", "/api/v1/set_up",
                    object({{"secret", secret}, {"login", name}, {"password", password}}));
  }

  Browser console, chief;
};

TEST_F(RecoveryApi, E6_two_administrators_let_somebody_begin_anew_and_one_alone_cannot) {
  Browser wang;
  ASSERT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 200);
  const std::string recovery = opened(console, ward.wang);
  EXPECT_EQ(link(console, recovery).status, 409) << "nobody has confirmed it";
  EXPECT_EQ(
      ward.command(console, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
      409);
  EXPECT_EQ(ward.command(wang, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            409);
  EXPECT_EQ(ward.command(chief, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
            200);
  EXPECT_EQ(link(console, recovery).status, 409) << "who confirmed hands it over";
  const auto made = link(chief, recovery);
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string secret = *Ward::json(made).find("secret")->string();
  Browser anew;
  EXPECT_EQ(set_up(anew, secret, "wang.fang", "short").status, 400) << "and the link is still good";
  EXPECT_EQ(set_up(anew, secret, "lin", "ten bottles of saline").status, 400)
      << "somebody else's name";
  ASSERT_EQ(set_up(anew, secret, "wang", "ten bottles of saline").status, 200);
  EXPECT_EQ(ward.status_of_me(anew), 200);
  EXPECT_EQ(ward.status_of_me(wang), 401);
  EXPECT_EQ(set_up(anew, secret, "wang", "ten bottles of saline").status, 401) << "once";
  EXPECT_EQ(ward.sign_in(wang, "wang.fang", "seven bags of plasma").status, 401);
  EXPECT_EQ(ward.sign_in(wang, "wang", "ten bottles of saline").status, 200);
}

TEST_F(RecoveryApi, E6_nobody_recovers_themself) {
  const auto own =
      ward.command(console, "staff/open_recovery", object({{"person", ward.node.administrator()}}));
  EXPECT_EQ(own.status, 409);
  EXPECT_NE(own.body.find("staff.recovery_of_oneself"), std::string::npos);
  const std::string recovery = opened(chief, ward.node.administrator());
  EXPECT_EQ(
      ward.command(console, "staff/confirm_recovery", object({{"recovery", recovery}})).status,
      409);
}

TEST_F(RecoveryApi, E6_over_a_network_nobody_recovers_as_if_they_were_at_the_machine) {
  const auto answer =
      ward.command(console, "staff/recover_at_machine", object({{"person", ward.wang}}));
  EXPECT_EQ(answer.status, 409);
  EXPECT_NE(answer.body.find("general.only_at_the_machine"), std::string::npos);
}

TEST_F(RecoveryApi, E6_whoever_is_new_is_invited_by_one_administrator_with_a_link_that_ends) {
  const std::string chen = ward.add("courier");
  const auto made = link(console, opened(console, chen));
  ASSERT_EQ(made.status, 200) << made.body;
  const std::string secret = *Ward::json(made).find("secret")->string();
  Browser browser;
  ward.node.clock().advance(15min);
  EXPECT_EQ(set_up(browser, secret, "chen", "ten bottles of saline").status, 401);
  Browser again;  // the console's session is over by now
  ASSERT_EQ(ward.sign_in(again, "console", "twelve quiet pumps").status, 200);
  const auto second = link(again, opened(again, chen));
  ASSERT_EQ(second.status, 200) << second.body;
  EXPECT_EQ(
      set_up(browser, *Ward::json(second).find("secret")->string(), "chen", "ten bottles of saline")
          .status,
      200);
  EXPECT_EQ(ward.status_of_me(browser), 200);
}

TEST(FirstStart, E6_the_link_of_the_first_start_is_good_once_and_only_while_nobody_has_an_account) {
  Ward ward;
  const auto console = ward.node.administrator();
  const auto first = ward.enrolment.new_link(console, "", std::chrono::hours(1));
  const auto other = ward.enrolment.new_link(console, "", std::chrono::hours(1));
  ASSERT_TRUE(first && other);
  const auto use = [&](const auto& link) {
    Browser browser;
    const Object body = object({{"secret", link.secret.reveal()},
                                {"login", "console"},
                                {"password", "twelve quiet pumps"}});
    return ward.ask(browser, "POST", "/api/v1/set_up", body).status;
  };
  EXPECT_EQ(use(*first), 200);
  EXPECT_EQ(use(*first), 401);
  EXPECT_EQ(use(*other), 401) << "somebody has an account now";
  Browser browser;
  EXPECT_EQ(ward.sign_in(browser, "console", "twelve quiet pumps").status, 200);
}

}  // namespace
}  // namespace veinline::e2e
