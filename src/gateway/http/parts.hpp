// SPDX-License-Identifier: Apache-2.0
// Parts: what the API stands on. Everything outlives it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/enrolment.hpp"
#include "access/oidc.hpp"
#include "access/sign_in.hpp"
#include "commands/desk.hpp"
#include "exchange/papers.hpp"
#include "exchange/throttle.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/http/denials.hpp"
#include "gateway/http/evenly.hpp"
#include "gateway/http/passes.hpp"
#include "gateway/http/passkeys.hpp"
#include "gateway/http/pending.hpp"
#include "gateway/http/seen.hpp"
#include "gateway/http/signing.hpp"
#include "gateway/http/witnessing.hpp"
#include "gateway/webhooks/webhooks.hpp"
#include "views/eye.hpp"
#include "views/view.hpp"

namespace veinline::gateway::http {

/// What the operator sees of the server. What is empty is not there.
struct Watched {
  See see{};                  ///< told of each request that was answered
  std::string request_ids{};  ///< how their ids begin: other ones at each start
  /// Told at most once a minute for each code how many tokens or sessions counted for nothing
  /// since.
  std::function<void(std::string_view why, std::int64_t times)> unknown_caller{};
  /// Told how many of what was counted to be recorded were lost, since there were too many.
  std::function<void(std::string_view what, std::int64_t times)> lost{};
  /// The code of why nothing can be recorded now.
  std::function<std::optional<std::string>()> not_ready{};
  /// The code of what is wrong although facts are recorded; empty: nothing.
  std::function<std::string()> warning{};
  std::function<std::string()> metrics{};  ///< the page that Prometheus reads
  /// Whether who brings this token, empty for none, may read it.
  std::function<bool(std::string_view token)> may_read_metrics{};
};

/// The provider by way of which people sign in, and who is under way to it. It outlives the API.
struct ProviderDoor {
  access::OidcClient client;
  access::PendingLogins under_way{};
};

/// How people sign in. All of it outlives the API.
struct Accounts {
  access::SignIn& sign_in;
  access::Enrolment& enrolment;
  access::StandingOf standing_of;
  /// How a recovery stands: whose it is, when it can be used now.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(
      const std::string& recovery, const std::string& administrator)>
      person_of_recovery;
  ProviderDoor* provider = nullptr;  ///< none: nobody signs in by way of another house
  std::string public_host{};         ///< HOST or HOST:PORT as browsers know it; empty: as they say
};

struct ApiParts {
  commands::Desk& desk;
  views::Sources sources;  ///< of nobody: answers look through the eye of who asks (Call::seen)
  const ledger::SigningKey& node_key;
  const ledger::Identity& identity;
  /// The person whom a bearer token acts for, where it is for this.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(
      std::string_view token, journey::staff::Scope scope)>
      person_of_token;
  /// A desk over a scratch copy of everything, for dry runs; it lives as long as the call. The
  /// fault says that there is none; then `use` was not called.
  std::function<kernel::Result<kernel::Done, ledger::Fault>(
      const std::function<void(commands::Desk&)>& use)>
      with_scratch_desk;
  ledger::Witness* witness = nullptr;      ///< none: this node witnesses nobody here
  ledger::CosignedNotes* notes = nullptr;  ///< none: nobody is asked from here
  Witnessing* witnessing = nullptr;
  feed::Feed* feed = nullptr;              ///< none: nobody can listen from here
  webhooks::Webhooks* webhooks = nullptr;  ///< none: nobody is told from here
  /// None: nobody watches. It may be told of an answer for longer than the API lasts.
  std::shared_ptr<const Watched> watched{};
  /// What a person may hear of the feed now; null: nothing. Wanted where there is a feed.
  std::function<kernel::Result<feed::SightPointer, ledger::Fault>(const std::string& person)>
      sight_of{};
  /// Whose what is, for the eyes of those who ask. None: nobody sees anything.
  views::SharedAudiences* audiences = nullptr;
  /// The name of somebody who works here, for whoever may see people. None: names are not told.
  std::function<kernel::Result<std::optional<kernel::Sensitive<std::string>>, ledger::Fault>(
      const std::string& person)>
      name_of{};
  bool tokens_sign =
      false;  ///< whether whoever has a token signs without a proof, where it is for it
  Denials* denials = nullptr;           ///< none: nobody counts them
  KeptCounts* readings = nullptr;       ///< who read about what; none: nobody counts it
  KeptCounts* refusals = nullptr;       ///< who was not let in; none: nobody records it
  Passkeys* passkeys = nullptr;         ///< none: nobody signs with a passkey here
  SignedFully* signed_fully = nullptr;  ///< none: nobody signs in a session here
  Pending* pending = nullptr;           ///< none: nothing is shown before it is signed
  /// Whom a token acts for as far as is known without asking, where the decision reads the token
  /// too. None: it is always looked up before.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(std::string_view token)>
      person_taken_for{};
  /// The person whom a device acts for by this key, where it is for this. None: no device is known.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(
      std::string_view key, journey::staff::Scope scope)>
      person_of_device{};
  /// An administrator, in whose name the server records what nobody asked who is known.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>()> recorder{};
  patients::PatientIndex* patients = nullptr;    ///< none: nobody is looked for from here
  exchange::Throttle* looks = nullptr;           ///< none: people may look as often as they like
  const Accounts* accounts = nullptr;            ///< none: nobody signs in here but with a token
  const exchange::PaperShelf* papers = nullptr;  ///< none: no documents are kept here
  /// Of documents that are in memory until they were sent; each of up to 64 MiB, and its copy.
  Passes documents_out{8};
  Evenly* evenly = nullptr;  ///< none: that there is nothing is told at once
};

}  // namespace veinline::gateway::http
