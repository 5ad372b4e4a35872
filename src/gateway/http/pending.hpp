// SPDX-License-Identifier: Apache-2.0
// Pending: what was shown to signers and is not signed yet. In memory of this server, for minutes.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>

#include "commands/request.hpp"

namespace veinline::gateway::http {

class Pending {
 public:
  static constexpr std::chrono::minutes lasts{5};
  static constexpr std::size_t kept_max = 1'000;

  /// Keeps it, by its id. The oldest goes when there are too many.
  void keep(commands::PreparedPointer prepared, kernel::Instant now);
  /// Gives it to the person whose signature it waits for, once; null: there is none for them.
  commands::PreparedPointer take(const std::string& id, const std::string& account,
                                 kernel::Instant now);

 private:
  struct Kept {
    commands::PreparedPointer prepared;
    kernel::Instant until{};
  };
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
  std::deque<std::string> in_order_;  ///< ids as they came, also of what was taken since
};

}  // namespace veinline::gateway::http
