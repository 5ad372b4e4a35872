// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/accounts.hpp"

#include <algorithm>
#include <cstdlib>

#include "commands/prepare.hpp"
#include "gateway/http/issuer_fetch.hpp"
#include "tools/cli/door.hpp"
#include "tools/verify/files.hpp"

namespace veinline::tools::cli {

using kernel::Failure;
using kernel::Result;

namespace {

constexpr std::size_t words_bytes_max = 64UL * 1024 * 1024;
constexpr std::chrono::seconds first_link_lasts{3'600};

/// Where the list is that the settings name by default there need be none.
Result<access::CommonWords, std::string> words_of(const Settings& settings) {
  const std::string& path = settings.common_passwords;
  if (path.empty()) return access::CommonWords{};
  const auto text = verify::read_file(path, words_bytes_max);
  if (text) return access::CommonWords::from(*text);
  if (path == Settings{}.common_passwords) return access::CommonWords{};
  return Failure{"sign-in.common-passwords: the file " + path + " cannot be read."};
}

}  // namespace

access::SignInLimits sign_in_limits(const Settings& settings) {
  access::SignInLimits out;
  out.idle = std::chrono::seconds(settings.session_idle_s);
  out.absolute = std::chrono::seconds(settings.session_absolute_s);
  out.second_idle = std::chrono::seconds(settings.session_second_idle_s);
  out.sessions_each = static_cast<std::size_t>(settings.sessions_each);
  return out;
}

namespace {

constexpr std::size_t provider_secret_bytes_max = 4'096;

/// Without white space at its ends, as editors leave it there.
Result<std::optional<access::Secret>, std::string> provider_secret(const Settings& settings) {
  std::string text;
  if (!settings.provider_secret_file.empty()) {
    auto read = verify::read_file(settings.provider_secret_file, provider_secret_bytes_max);
    if (!read) return Failure{std::string("sign-in.provider-secret-file: it cannot be read.")};
    text = std::move(*read);
  } else if (const char* said = std::getenv("VEINLINE_PROVIDER_SECRET")) {
    text = said;
  } else {
    return std::optional<access::Secret>{};
  }
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return std::optional(access::Secret(std::move(text)));
}

}  // namespace

Result<std::optional<access::OidcSettings>, std::string> provider_settings(
    const Settings& settings) {
  if (settings.provider.empty()) return std::optional<access::OidcSettings>{};
  const bool is_here = settings.public_host.starts_with("localhost:");
  access::OidcSettings out;
  out.issuer = settings.provider;
  out.client_id = settings.provider_client;
  TRY(out.client_secret, provider_secret(settings));
  out.redirect_uri =
      (is_here ? "http://" : "https://") + settings.public_host + "/api/v1/sign-in/provider/back";
  out.more_origins = settings.provider_origins;
  out.acr_values = settings.provider_acr;
  out.amr = settings.provider_amr;
  if (const auto good = access::check(out); !good) {
    return Failure{"sign-in.provider: " + good.error().why + "."};
  }
  return std::optional(std::move(out));
}

Result<std::unique_ptr<LiveAccounts>, std::string> LiveAccounts::over(node::Node& node,
                                                                      const Settings& settings,
                                                                      Alarms alarms) {
  TRY(access::CommonWords common, words_of(settings));
  TRY(auto provider, provider_settings(settings));
  auto out = std::unique_ptr<LiveAccounts>(
      new LiveAccounts(node, settings, std::move(common), std::move(alarms)));
  if (!provider) return out;
  auto fetch = gateway::http::issuer_fetch(access::allowed_origins(*provider), settings.ca_file);
  out->provider_.reset(new gateway::http::ProviderDoor{
      .client = {std::move(*provider), std::move(fetch), node.entropy(), node.clock()}});
  out->accounts_.provider = out->provider_.get();
  return out;
}

LiveAccounts::LiveAccounts(node::Node& node, const Settings& settings, access::CommonWords common,
                           Alarms alarms)
    : common_words_(common.size()),
      sign_in_({node.accounts(), node.account_keys(), node.clock(), node.entropy(),
                [&node](const std::string& person) { return node.standing_of(person); },
                sign_in_limits(settings), std::move(alarms.delayed), std::move(alarms.refused_why),
                std::move(alarms.refused), std::move(alarms.signed_in)}),
      enrolment_({node.accounts(),
                  node.account_keys(),
                  node.clock(),
                  node.entropy(),
                  std::move(common),
                  {},
                  node.identity().origin,
                  [&node] { return commands::fresh_id(node.entropy()); }}),
      accounts_{sign_in_,
                enrolment_,
                [&node](const std::string& person) { return node.standing_of(person); },
                [&node](const std::string& recovery, const std::string& administrator) {
                  return node.person_of_recovery(recovery, administrator);
                },
                nullptr,
                settings.public_host} {}

Result<std::string, ledger::Fault> first_link(node::Node& node, access::Enrolment& enrolment) {
  TRY(const bool has_some, node.accounts().has_logins());
  const auto console = node.console_person();
  if (has_some || !console) return std::string();
  TRY(const auto made, enrolment.new_link(*console, {}, first_link_lasts));
  return made.secret.reveal();
}

}  // namespace veinline::tools::cli
