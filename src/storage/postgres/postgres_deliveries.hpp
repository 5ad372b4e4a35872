// SPDX-License-Identifier: Apache-2.0
// PostgresDeliveries: what webhooks were told, shared by the servers of a node; and the duty, which
// only one of them has at a time.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "outbox/deliveries.hpp"
#include "storage/postgres/pool.hpp"

namespace veinline::storage::postgres {

class PostgresDeliveries : public outbox::Deliveries {
 public:
  /// The pool outlives it. `server` tells this server from the others.
  PostgresDeliveries(Pool& pool, std::string server) : pool_(pool), server_(std::move(server)) {}

  [[nodiscard]] Result<bool, Fault> is_ours(std::string_view webhook) override;
  [[nodiscard]] Result<std::uint64_t, Fault> begin(std::string_view webhook,
                                                   std::uint64_t seq) override;
  [[nodiscard]] Result<std::optional<std::uint64_t>, Fault> position(
      std::string_view webhook) override;
  Result<Done, Fault> move_to(std::string_view webhook, std::uint64_t seq) override;
  Result<Done, Fault> keep(const outbox::Delivery& delivery) override;
  [[nodiscard]] Result<std::vector<outbox::Kept>, Fault> newest(std::string_view webhook,
                                                                std::int64_t before,
                                                                std::uint32_t count_max) override;

 private:
  Pool& pool_;
  const std::string server_;
  std::mutex mutex_;
  /// Of a webhook, when it was asked last and what was answered.
  struct Duty {
    std::chrono::steady_clock::time_point asked_at;
    bool is_ours;
  };
  std::map<std::string, Duty, std::less<>> duties_;
};

}  // namespace veinline::storage::postgres
