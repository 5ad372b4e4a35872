// SPDX-License-Identifier: Apache-2.0
// Every list has a limit, and the relations between limits are checked before the program runs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernel/canonical.hpp"

namespace veinline::kernel {

constexpr std::size_t record_bytes_max = 16 * 1024;  ///< one record, canonical
constexpr std::size_t facts_per_command_max = 130;   ///< facts that one command may record
constexpr std::size_t group_bytes_max = 4 * 1024 * 1024;
constexpr std::size_t group_batches_max = 256;        ///< batches that share one transaction
constexpr std::size_t queue_batches_max = 8192;       ///< batches that may wait to be written
constexpr std::size_t command_bytes_max = 64 * 1024;  ///< one command as it comes in
constexpr std::size_t answer_records_max = 10'000;  ///< records that one answer may be folded from
constexpr JsonLimits command_json{.bytes_max = command_bytes_max, .depth_max = 16};
constexpr JsonLimits record_json{.bytes_max = record_bytes_max, .depth_max = 24};

static_assert(facts_per_command_max * record_bytes_max <= group_bytes_max);
static_assert(record_bytes_max < 65536, "a tlog-tiles entry has a 16-bit length");

}  // namespace veinline::kernel
