// SPDX-License-Identifier: Apache-2.0
// Meter: how many requests each address may make, in a table that never grows.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <vector>

#include "gateway/net/address.hpp"

namespace veinline::gateway::net {

struct MeterOptions {
  std::uint32_t per_second = 0;    ///< 0: everybody may ask as much as they like
  std::uint32_t burst = 1;         ///< how many at once, after a rest
  std::size_t addresses = 16'384;  ///< remembered; the one with the least behind it gives way
};

/// A token bucket an address, kept as the time when it will be full again (the generic cell rate
/// algorithm, ITU-T I.371). An IPv6 client is its /64: it owns all addresses in there.
class Meter {
 public:
  using Clock = std::chrono::steady_clock;
  explicit Meter(MeterOptions options);

  /// Takes one token: nothing, or how long to wait until there is one. From any thread.
  std::chrono::nanoseconds take(const Address& who, Clock::time_point now);
  /// Takes more tokens than there may be: for what turned out to be dear. From any thread.
  void charge(const Address& who, std::uint32_t tokens, Clock::time_point now);
  [[nodiscard]] bool is_on() const { return options_.per_second != 0; }

 private:
  struct Bucket {
    std::uint64_t who_high = 0;
    std::uint64_t who_low = 0;
    Clock::time_point full_at{};
  };
  static constexpr std::size_t ways = 4;  // buckets among which one may give way
  Bucket& bucket_of(const Address& who);

  const MeterOptions options_;
  const std::chrono::nanoseconds token_{};  // the time in which one token comes
  const std::uint64_t secret_;              // nobody may choose whose bucket gives way
  std::mutex mutex_;
  std::vector<Bucket> buckets_;  // sets of `ways`
};

}  // namespace veinline::gateway::net
