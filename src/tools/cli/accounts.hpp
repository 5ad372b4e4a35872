// SPDX-License-Identifier: Apache-2.0
// Accounts of a server: how people sign in to it, built over a node.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "gateway/http/parts.hpp"
#include "node/node.hpp"
#include "tools/cli/settings.hpp"

namespace veinline::tools::cli {

/// What the settings say of signing in.
access::SignInLimits sign_in_limits(const Settings& settings);

/// What the settings say of the provider, with its secret, which stands in a file or in
/// VEINLINE_PROVIDER_SECRET. Nothing: there is none. The error is a sentence.
kernel::Result<std::optional<access::OidcSettings>, std::string> provider_settings(
    const Settings& settings);

/// Whom a server tells of those who are not let in, as access::SignInParts has it.
struct Alarms {
  std::function<void(const std::string& person)> delayed{};
  std::function<void(std::string_view why, const std::string& person)> refused_why{};
  std::function<void(std::string_view wrong, const std::string& person)> refused{};
  std::function<void(const access::Session& session)> signed_in{};
};

class LiveAccounts {
 public:
  /// The error is a sentence. The node outlives it.
  static kernel::Result<std::unique_ptr<LiveAccounts>, std::string> over(node::Node& node,
                                                                         const Settings& settings,
                                                                         Alarms alarms);
  [[nodiscard]] const gateway::http::Accounts& get() const { return accounts_; }
  /// Words that nobody takes for a password; 0: none are known.
  [[nodiscard]] std::size_t common_words() const { return common_words_; }

 private:
  LiveAccounts(node::Node& node, const Settings& settings, access::CommonWords common,
               Alarms alarms);

  const std::size_t common_words_;
  access::SignIn sign_in_;
  access::Enrolment enrolment_;
  std::unique_ptr<gateway::http::ProviderDoor> provider_;  ///< null: there is none
  gateway::http::Accounts accounts_;
};

/// The secret of a link by which the person at the console sets the first password of a node;
/// empty: somebody has an account already.
kernel::Result<std::string, ledger::Fault> first_link(node::Node& node,
                                                      access::Enrolment& enrolment);

}  // namespace veinline::tools::cli
