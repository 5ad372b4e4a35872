// SPDX-License-Identifier: Apache-2.0
// Json: requests, answers and problems as JSON objects: one form for HTTP, command line and import.
#pragma once

#include <string>

#include "commands/request.hpp"
#include "exchange/words.hpp"
#include "kernel/canonical.hpp"
#include "kernel/result.hpp"
#include "views/scan.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// A problem as an RFC 9457 document, in the reader's language. `recorded` says whether anything
/// was: "no" or "unknown".
kernel::Object problem_json(const commands::Problem& problem, const Words& words);
/// The same for a code alone, e.g. "auth.no_token"; nothing was recorded.
kernel::Object problem_json(const std::string& code, int status, const Words& words);
/// The same for a request with a member that is wrong, and for a text that is no JSON. `why` says
/// what is wrong.
kernel::Object problem_json(const journey::BadField& bad, const Words& words);
kernel::Object problem_json(const std::string& code, const kernel::JsonFault& fault,
                            const Words& words);
int status_of(const commands::Problem& problem);
int status_of(const views::NoView& none);

kernel::Object answer_json(const commands::Answer& answer);
/// What a signer is shown: {meaning, time, challenge, facts: [{fact, title, data, changes}]}.
kernel::Object prepared_json(const commands::Prepared& prepared, const Words& words);

/// Reads {"at"?, "happened_at"?, "reason"?, "sign"?, "data"} into a request. `happened_at` is a
/// time, or {"time", "source"?, "offset"?, "uncertainty_s"?}; `reason` is a code, or {"code",
/// "text"?}. The offset is the one that the time is written with, unless it is said apart of a time
/// in UTC. A member that nobody knows is refused. The error is the path of what is wrong.
kernel::Result<commands::Request, journey::BadField> request_from(const kernel::Object& body);

/// Reads {"code", "typed"?, "as_of"?}.
kernel::Result<views::Scanned, journey::BadField> scanned_from(const kernel::Object& body);

}  // namespace veinline::exchange
