// SPDX-License-Identifier: Apache-2.0
// Recording: what the server itself asks to be recorded of who asked it, one by one or of what was
// counted in memory meanwhile.
#pragma once

#include <string>

#include "gateway/http/parts.hpp"

namespace veinline::gateway::http {

/// That this was denied, in the name of `by`.
commands::Request denial_request(const commands::Desk& desk, const std::string& by,
                                 const Denials::Kept& one);
/// That a certificate of this key counted for nothing; empty: nobody of ours signed it.
commands::Request refused_device_request(const commands::Desk& desk, const std::string& by,
                                         const std::string& key, std::int64_t times);

/// Why what was counted is recorded now.
enum class Moment : std::uint8_t {
  of_a_beat,  ///< the time has come: what is due
  of_the_end  ///< the server stops: all of it
};
/// Records what was counted, in the name of an administrator, and waits until it is durable. What
/// cannot be recorded waits again. Of one thread at a time.
void record_counted(const ApiParts& parts, Moment moment);

}  // namespace veinline::gateway::http
