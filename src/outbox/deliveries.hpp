// SPDX-License-Identifier: Apache-2.0
// Deliveries: how far each webhook was told of the log, and what became of every attempt. The port.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/instant.hpp"
#include "kernel/result.hpp"
#include "ledger/fault.hpp"

namespace veinline::outbox {

using kernel::Done;
using kernel::Result;
using ledger::Fault;

enum class Outcome : std::uint8_t {
  delivered,   ///< answered 200 to 299
  refused,     ///< answered with another status
  unreachable  ///< no answer came
};
std::string_view text(Outcome outcome);

/// One attempt to tell one webhook of one fact.
struct Delivery {
  std::string webhook;  ///< its URL
  std::uint64_t seq = 0;
  std::string fact;
  std::int64_t attempt = 1;  ///< 1: the first
  kernel::Instant at{};
  std::int64_t took_ms = 0;
  Outcome outcome = Outcome::unreachable;
  std::int64_t status = 0;  ///< of the answer; 0: none came
  bool operator==(const Delivery&) const = default;
};

/// A kept delivery, with its place among all of them.
struct Kept {
  std::int64_t number = 0;
  Delivery delivery;
};

/// The oldest are forgotten when there are more.
constexpr std::int64_t deliveries_kept_max = 100'000;

/// Calls may come from several threads.
class Deliveries {
 public:
  virtual ~Deliveries() = default;
  /// Whether this server is the one that tells the webhook; asked again at least every five
  /// seconds. Of several that share what is kept, one is, until it has not asked for fifteen.
  [[nodiscard]] virtual Result<bool, Fault> is_ours(std::string_view webhook) {
    static_cast<void>(webhook);
    return true;
  }
  /// Where the webhook stands; one that is new begins at `seq`.
  [[nodiscard]] virtual Result<std::uint64_t, Fault> begin(std::string_view webhook,
                                                           std::uint64_t seq) {
    TRY(const auto stands, position(webhook));
    if (stands) return *stands;
    TRY([[maybe_unused]] const Done begun, move_to(webhook, seq));
    return seq;
  }
  /// The last fact that the webhook need not be told any more; none: it is new.
  [[nodiscard]] virtual Result<std::optional<std::uint64_t>, Fault> position(
      std::string_view webhook) = 0;
  /// What it did not want was passed over.
  virtual Result<Done, Fault> move_to(std::string_view webhook, std::uint64_t seq) = 0;
  /// Keeps what became of an attempt; a delivered one moves the webhook on, in the same write.
  virtual Result<Done, Fault> keep(const Delivery& delivery) = 0;
  /// The newest first, of one webhook or (empty) of all, those before `before` (0: from the end).
  [[nodiscard]] virtual Result<std::vector<Kept>, Fault> newest(std::string_view webhook,
                                                                std::int64_t before,
                                                                std::uint32_t count_max) = 0;
};

}  // namespace veinline::outbox
