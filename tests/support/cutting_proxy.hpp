// SPDX-License-Identifier: Apache-2.0
// CuttingProxy: stands between a program and its PostgreSQL, and cuts the connection at a message.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/given.hpp"

namespace veinline::support {

enum class Cut : std::uint8_t {
  before,  ///< the message never reaches the server
  after    ///< it does, and its answer never reaches the client
};

class CuttingProxy {
 public:
  /// `target`: the folder of the server's socket.
  explicit CuttingProxy(std::string target);
  ~CuttingProxy();
  CuttingProxy(const CuttingProxy&) = delete;
  CuttingProxy& operator=(const CuttingProxy&) = delete;

  /// The folder of its own socket: host= of an address.
  [[nodiscard]] std::string host() const { return folder_.file("proxy"); }
  /// Cuts once, at the message-th message of a client from now on (1: the next).
  void cut_at(int message, Cut how);
  /// True when it has cut since it was told to.
  [[nodiscard]] bool has_cut() const { return left_ == 0; }

 private:
  enum class Passed : std::uint8_t { on, last, none };
  void serve(int client);
  void accept_all();
  Passed pass(const std::string& message, int server);

  TemporaryFolder folder_;
  const std::string target_;
  int listening_ = -1;
  std::atomic<int> left_ = -1;  ///< messages until the cut; 0: it was made; under 0: none is wanted
  std::atomic<Cut> how_ = Cut::before;
  std::atomic<bool> is_ending_ = false;
  std::mutex mutex_;
  std::vector<std::thread> lines_;
  std::thread accepting_;
};

}  // namespace veinline::support
