// SPDX-License-Identifier: Apache-2.0
// What the system says of this process, and of the disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/metrics/metrics.hpp"

namespace veinline::tools::cli {

/// What cannot be read is 0.
gateway::metrics::Process read_process();
/// Room on the disk that holds `folder`, for those without privileges.
std::optional<std::uint64_t> free_bytes(const std::string& folder);

}  // namespace veinline::tools::cli
