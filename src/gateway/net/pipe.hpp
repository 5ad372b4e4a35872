// SPDX-License-Identifier: Apache-2.0
// Pipe: what waits to be written to one stream, between whoever tells and the connection's thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/net/message.hpp"

namespace veinline::gateway::net {

/// What waits to be written to one stream. Connection and outlet share it.
class Pipe {
 public:
  enum class Put : std::uint8_t { first, more, refused };  ///< first: its connection must be woken
  Put put(std::shared_ptr<const std::string> piece);
  void close();
  void give_up();  ///< the client is gone
  /// All that waits, as one text; empty: nothing does.
  std::string take();
  [[nodiscard]] std::size_t waiting();
  [[nodiscard]] bool is_given_up();
  [[nodiscard]] bool is_over();  ///< closed or given up, and all was taken

 private:
  std::mutex mutex_;  ///< guards what follows
  std::vector<std::shared_ptr<const std::string>> waiting_;
  std::size_t bytes_ = 0;
  bool is_closed_ = false;
  bool is_gone_ = false;
};

}  // namespace veinline::gateway::net
