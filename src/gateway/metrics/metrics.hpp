// SPDX-License-Identifier: Apache-2.0
// Metrics: what the node counts, as Prometheus reads it (text format 0.0.4). docs/monitoring.md.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "commands/tally.hpp"
#include "gateway/feed/feed.hpp"
#include "gateway/metrics/requests.hpp"
#include "ledger/writer.hpp"

namespace veinline::gateway::metrics {

/// What the system says of this process. What cannot be read is 0.
struct Process {
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_files = 0;
  std::uint64_t open_files_max = 0;
  std::int64_t cpu_ms = 0;
  std::int64_t started_ms = 0;  ///< since 1970
};

/// Everything at one moment, read from whoever counts it. There is no registry: who has a count
/// owns it.
struct Snapshot {
  std::string version;  ///< "0.1.0"
  std::string commit;
  Requests::Took requests;
  commands::Outcomes commands;
  ledger::Writer::Counts writer;
  std::size_t feed_listeners = 0;
  feed::Feed::Lag feed_lag;
  std::uint64_t tried_again = 0;                ///< commits that the database did not answer
  std::optional<std::uint64_t> log_size;        ///< empty: it cannot be read
  std::optional<std::uint64_t> witnessed_size;  ///< empty: no witness is asked
  std::chrono::milliseconds unwitnessed_age{0};
  std::optional<std::uint64_t> openings_to_review;  ///< empty: it cannot be read
  std::optional<std::uint64_t> sign_in_delays;      ///< empty: it cannot be read
  bool is_ready = false;
  std::optional<bool> clock_is_right;                  ///< empty: nobody asked
  std::optional<std::chrono::microseconds> clock_off;  ///< empty: the system does not tell
  std::optional<std::uint64_t> disk_free_bytes;
  Process process;
};

constexpr const char* content_type = "text/plain; version=0.0.4; charset=utf-8";
std::string to_text(const Snapshot& snapshot);

}  // namespace veinline::gateway::metrics
