// SPDX-License-Identifier: Apache-2.0
// Ward: the API over a node in memory, with people who sign in from browsers.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/api.hpp"
#include "journey/staff/credentials.hpp"
#include "journey/staff/passkeys.hpp"
#include "storage/memory/memory_accounts.hpp"
#include "storage/memory/memory_rows.hpp"
#include "support/test_node.hpp"
#include "views/follower.hpp"

namespace veinline::e2e {

using gateway::net::HttpRequest;
using gateway::net::HttpResponse;
using kernel::Object;
using kernel::Value;
using support::object;

inline constexpr std::uint32_t looks_per_minute = 30;
inline constexpr access::PasswordCost cheap{.passes = 1, .memory_bytes = 8'192};

/// Lets a test do something, once, at a moment between two looks of a request.
class InterruptedAccounts : public storage::memory::MemoryAccounts {
 public:
  std::function<void()> when_proved;   ///< right after a proof in a session was found right
  std::function<void()> before_kept;   ///< right before a credential is kept
  std::function<void()> before_named;  ///< right before an account name is kept
  std::function<void()> when_used;     ///< right after a code, or the count of a passkey, was used
  Result<Done> forget_attempts(std::string_view whose) override {
    auto done = MemoryAccounts::forget_attempts(whose);
    if (auto once = std::exchange(when_proved, nullptr)) once();
    return done;
  }
  Result<bool> put_credential(const access::Credential& credential) override {
    if (auto once = std::exchange(before_kept, nullptr)) once();
    return MemoryAccounts::put_credential(credential);
  }
  Result<bool> put_login(std::string_view login, std::string_view person) override {
    if (auto once = std::exchange(before_named, nullptr)) once();
    return MemoryAccounts::put_login(login, person);
  }
  Result<bool> use_step(std::string_view id, std::int64_t step) override {
    auto done = MemoryAccounts::use_step(id, step);
    if (auto once = std::exchange(when_used, nullptr)) once();
    return done;
  }
};

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

enum class TokensSign : std::uint8_t { alone, with_a_proof };

class Ward {
 public:
  /// `denials`: where who is denied is counted before it is recorded; none: nowhere.
  explicit Ward(gateway::http::Denials* denials = nullptr,
                TokensSign tokens_sign = TokensSign::alone)
      : tokens_sign_(tokens_sign), denials_(denials) {
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

  /// Two administrators let somebody begin anew, who has done so with this password.
  void recover(const std::string& person, const std::string& name, const std::string& password) {
    auto opened =
        node.ask(node.administrator(), "staff/open_recovery", object({{"person", person}}));
    INVARIANT(opened.has_value());
    const std::string recovery = *opened->records.front().data.find("recovery")->string();
    INVARIANT(
        node.ask(second_administrator, "staff/confirm_recovery", object({{"recovery", recovery}}))
            .has_value());
    auto credential =
        enrolment.keep_password(person, access::Secret(name), access::Secret(password));
    INVARIANT(credential.has_value());
    INVARIANT(enrolment.keep_name(person, access::Secret(name)).has_value());
    INVARIANT(node.ask(person, "staff/enrol_credential",
                       object({{"credential", credential->id},
                               {"kind", "password"},
                               {"recovery", recovery}}))
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
    if (all != nullptr) {
      for (const auto& [id, kind] : all->live) out.live.insert(id);
    }
    for (const auto& [digest, one] : passkeys_of(person).live) out.live.insert(digest);
    return out;
  }
  journey::staff::PasskeysOf passkeys_of(const std::string& person) {
    const auto all = node.aspect<journey::staff::PasskeysOf>("staff/passkeys/" + person);
    return all == nullptr ? journey::staff::PasskeysOf{} : *all;
  }
  std::string person_of_passkey(const std::string& digest) {
    const auto one = node.aspect<journey::staff::PasskeyState>("alias/passkey/" + digest);
    return one == nullptr || one->is_removed ? std::string() : one->person;
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

  /// A patient of the ward, by the key of the subject.
  std::string patient() {
    const std::string coordinator = add("coordinator");
    const std::string& site = node.founding_site();
    const std::string study = node.fresh_id(), subject = node.fresh_id();
    const std::vector<std::pair<const char*, Object>> steps{
        {"study/open", object({{"study", study},
                               {"code", "S-1"},
                               {"use", "iit"},
                               {"delegation_log", "elsewhere"},
                               {"donation", "autologous"},
                               {"specification",
                                kernel::Array{Value(object(
                                    {{"test", "VIABILITY"}, {"unit", "PERCENT"}, {"low", "70"}}))}},
                               {"bedside_window_min", 30}})},
        {"study/open_site", object({{"study", study},
                                    {"site", site},
                                    {"reference", "EC-1"},
                                    {"valid_from", "2026-01-01T00:00:00.000Z"},
                                    {"valid_until", "2027-01-01T00:00:00.000Z"}})},
        {"enrolment/enrol", object({{"subject", subject}, {"study", study}, {"site", site}})}};
    for (const auto& [command, data] : steps) {
      const auto reply = node.ask(coordinator, command, data);
      EXPECT_TRUE(reply.has_value()) << command << support::words_of(reply);
    }
    return "subject/" + subject;
  }

  support::TestNode node{support::StoreKind::memory};
  std::string second_administrator, wang, lin;  ///< person ids
  InterruptedAccounts store;
  access::AccountKeys keys{kernel::bytes_of("digest key"), kernel::bytes_of("site key")};
  std::vector<std::string> alarms;
  std::vector<std::string> whys;  ///< of whoever was refused by passkey or by a provider
  access::SignIn in{{store,
                     keys,
                     node.clock(),
                     node.entropy(),
                     [this](const std::string& person) { return standing(person); },
                     {.cost = cheap},
                     [this](const std::string& person) { alarms.push_back(person); },
                     [this](std::string_view why, const std::string&) { whys.emplace_back(why); }}};
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
  gateway::http::SignedFully signed_fully_;
  gateway::http::Pending pending_;
  exchange::Throttle looks_{looks_per_minute};
  const TokensSign tokens_sign_;
  gateway::http::Denials* denials_;
  gateway::http::Passkeys passkeys_{
      [this](const std::string& person) { return passkeys_of(person); }, node.entropy(),
      [this](const std::string& digest) { return person_of_passkey(digest); }};
  views::SharedAudiences audiences_{node.catalogue(), node.store()};

 public:
  gateway::http::Api api{
      gateway::http::ApiParts{
          .desk = node.desk(),
          .sources = {node.catalogue(), node.store(), follower_, views::Eye::of_nobody()},
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
          .sight_of = [this](const std::string& person) { return support::sight_of(node, person); },
          .audiences = &audiences_,
          .tokens_sign = tokens_sign_ == TokensSign::alone,
          .denials = denials_,
          .passkeys = &passkeys_,
          .signed_fully = &signed_fully_,
          .pending = &pending_,
          .looks = &looks_,
          .accounts = &accounts},
      gateway::http::ApiThreads{.reading = 2, .carrying = 1, .hashing = 2, .asking = 1}};
};

}  // namespace veinline::e2e
