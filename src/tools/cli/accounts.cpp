// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/accounts.hpp"

#include "commands/prepare.hpp"
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

Result<std::unique_ptr<LiveAccounts>, std::string> LiveAccounts::over(
    node::Node& node, const Settings& settings,
    std::function<void(const std::string& person)> alarm) {
  TRY(access::CommonWords common, words_of(settings));
  return std::unique_ptr<LiveAccounts>(
      new LiveAccounts(node, settings, std::move(common), std::move(alarm)));
}

LiveAccounts::LiveAccounts(node::Node& node, const Settings& settings, access::CommonWords common,
                           std::function<void(const std::string& person)> alarm)
    : common_words_(common.size()),
      sign_in_({node.accounts(), node.account_keys(), node.clock(), node.entropy(),
                [&node](const std::string& person) { return node.standing_of(person); },
                sign_in_limits(settings), std::move(alarm)}),
      enrolment_({node.accounts(),
                  node.account_keys(),
                  node.clock(),
                  node.entropy(),
                  std::move(common),
                  {},
                  node.identity().origin,
                  [&node] { return commands::fresh_id(node.entropy()); }}),
      accounts_{sign_in_, enrolment_,
                [&node](const std::string& person) { return node.standing_of(person); },
                [&node](const std::string& recovery, const std::string& administrator) {
                  return node.person_of_recovery(recovery, administrator);
                },
                settings.public_host} {}

Result<std::string, ledger::Fault> first_link(node::Node& node, access::Enrolment& enrolment) {
  TRY(const bool has_some, node.accounts().has_logins());
  const auto console = node.console_person();
  if (has_some || !console) return std::string();
  TRY(const auto made, enrolment.new_link(*console, {}, first_link_lasts));
  return made.secret.reveal();
}

}  // namespace veinline::tools::cli
