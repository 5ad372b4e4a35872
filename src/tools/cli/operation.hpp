// SPDX-License-Identifier: Apache-2.0
// Operation: what the operator of a server sees of it: its log, its metrics, whether it is ready.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "gateway/http/parts.hpp"
#include "gateway/metrics/metrics.hpp"
#include "node/clock_check.hpp"
#include "node/node.hpp"
#include "node/readiness.hpp"
#include "tools/cli/log.hpp"
#include "tools/cli/settings.hpp"

namespace veinline::tools::cli {

/// Who may read the metrics.
struct MetricsAccess {
  bool is_open = false;  ///< without a token
  std::string token;     ///< empty: there is none
  [[nodiscard]] bool lets_in(std::string_view brought) const;
};
/// By the settings: the error is a sentence.
kernel::Result<MetricsAccess, std::string> metrics_access(const Settings& settings,
                                                          std::string_view host);

struct OperationParts {
  node::Node& node;
  gateway::feed::Feed& feed;
  gateway::http::Witnessing& witnessing;
};

/// What uses it may outlive a server, so that it is shared; the node outlives it all.
class Operation {
 public:
  Operation(OperationParts parts, const Settings& settings, const std::string& program,
            MetricsAccess access, std::shared_ptr<const Log> log,
            node::ReadClock read_clock = node::read_clock);

  /// For the API.
  static std::shared_ptr<const gateway::http::Watched> watched(
      const std::shared_ptr<Operation>& operation);
  void started(std::uint16_t port) const;
  /// What the door refused before it was a request: its status.
  void refused(int status);
  /// From now on it is not ready.
  void stopping();

 private:
  std::optional<std::string> not_ready();
  void tell_clock(const std::optional<node::ClockReading>& reading) const;
  std::string metrics();

  OperationParts parts_;
  const std::string data_;
  const MetricsAccess access_;
  const std::shared_ptr<const Log> log_;
  const node::ReadClock read_clock_;  ///< empty: the clock is nobody's business
  std::string version_;
  std::string commit_;
  gateway::metrics::Requests requests_;
  node::Readiness readiness_;
  std::mutex mutex_;                               ///< of what stands below
  std::optional<std::string> told_;                ///< why it is not ready, as the log has it
  std::unique_ptr<node::ClockWatch> clock_watch_;  // last: it tells while all else is there
};

}  // namespace veinline::tools::cli
