// SPDX-License-Identifier: Apache-2.0
// Recording: what the server itself asks to be recorded of who asked it, one by one or of what was
// counted in memory meanwhile.
#pragma once

#include <string>
#include <string_view>

#include "gateway/http/call.hpp"
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
  of_a_look,  ///< who oversees reads who did what: what is due, but denials
  of_the_end  ///< the server stops: all of it
};
/// Records what was counted, in the name of an administrator, and waits until it is durable. What
/// cannot be recorded waits again.
void record_counted(const ApiParts& parts, Moment moment);
/// Whether the answer says who read what, and who was not let in.
bool tells_readings(const Call& call);

/// That who asks was shown this thing, which is counted where the route is one of
/// disclosure::Way and the thing is a patient's. Empty: the log.
void count_reading(const ApiParts& parts, const Call& call, const std::string& thing);
/// The same of the things of this record.
void count_reading_of_record(const ApiParts& parts, const Call& call, const std::string& seq);

}  // namespace veinline::gateway::http
