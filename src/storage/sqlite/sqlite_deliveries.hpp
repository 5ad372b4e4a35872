// SPDX-License-Identifier: Apache-2.0
// SqliteDeliveries: what webhooks were told, in a file of its own (deliveries.db). Who loses it
// tells the webhooks nothing twice that they did not know, and nothing of the log is lost.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "outbox/deliveries.hpp"
#include "storage/sqlite/connection.hpp"

namespace veinline::storage::sqlite {

class SqliteDeliveries : public outbox::Deliveries {
 public:
  /// Opens the file, or makes it. Fault::newer_format when a newer program wrote it.
  static Result<std::unique_ptr<SqliteDeliveries>, Fault> open(const std::string& path,
                                                               const StoreOptions& options);

  [[nodiscard]] Result<std::optional<std::uint64_t>, Fault> position(
      std::string_view webhook) override;
  Result<Done, Fault> move_to(std::string_view webhook, std::uint64_t seq) override;
  Result<Done, Fault> keep(const outbox::Delivery& delivery) override;
  [[nodiscard]] Result<std::vector<outbox::Kept>, Fault> newest(std::string_view webhook,
                                                                std::int64_t before,
                                                                std::uint32_t count_max) override;

 private:
  explicit SqliteDeliveries(Connection db) : db_(std::move(db)) {}
  Result<Done, Fault> put_position(std::string_view webhook, std::uint64_t seq);
  Result<Done, Fault> put(const outbox::Delivery& delivery);

  std::mutex mutex_;
  Connection db_;
};

}  // namespace veinline::storage::sqlite
