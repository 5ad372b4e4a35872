// SPDX-License-Identifier: Apache-2.0
// Parts: what the API stands on. Everything outlives it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "commands/desk.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/http/witnessing.hpp"
#include "gateway/webhooks/webhooks.hpp"
#include "views/view.hpp"

namespace veinline::gateway::http {

struct ApiParts {
  commands::Desk& desk;
  views::Sources sources;
  const ledger::SigningKey& node_key;
  const ledger::Identity& identity;
  /// The person whom a bearer token acts for.
  std::function<std::optional<std::string>(std::string_view token)> person_of_token;
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
};

}  // namespace veinline::gateway::http
