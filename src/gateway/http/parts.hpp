// SPDX-License-Identifier: Apache-2.0
// Parts: what the API stands on. Everything outlives it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "commands/desk.hpp"
#include "exchange/throttle.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/http/seen.hpp"
#include "gateway/http/witnessing.hpp"
#include "gateway/webhooks/webhooks.hpp"
#include "views/view.hpp"

namespace veinline::gateway::http {

/// What the operator sees of the server. What is empty is not there.
struct Watched {
  See see{};                ///< told of each request that was answered
  std::string request_ids;  ///< how their ids begin: other ones at each start
  /// The code of why nothing can be recorded now.
  std::function<std::optional<std::string>()> not_ready{};
  std::function<std::string()> metrics{};  ///< the page that Prometheus reads
  /// Whether who brings this token, empty for none, may read it.
  std::function<bool(std::string_view token)> may_read_metrics{};
};

struct ApiParts {
  commands::Desk& desk;
  views::Sources sources;
  const ledger::SigningKey& node_key;
  const ledger::Identity& identity;
  /// The person whom a bearer token acts for.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(std::string_view token)>
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
  /// Whom a token acts for as far as is known without asking, where the decision reads the token
  /// too. None: it is always looked up before.
  std::function<kernel::Result<std::optional<std::string>, ledger::Fault>(std::string_view token)>
      person_taken_for{};
  patients::PatientIndex* patients = nullptr;  ///< none: nobody is looked for from here
  exchange::Throttle* looks = nullptr;         ///< none: people may look as often as they like
};

}  // namespace veinline::gateway::http
