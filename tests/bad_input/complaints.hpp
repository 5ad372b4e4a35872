// SPDX-License-Identifier: Apache-2.0
// Complaints: what is wrong with the answer to a bad request, judged as its reader would.
#pragma once

#include <string>
#include <vector>

#include "gateway/net/message.hpp"

namespace veinline::bad_input {

/// What an answer has to be.
struct Wanted {
  std::string field;   ///< path that it has to name; empty: whatever it names is well
  std::string marker;  ///< stands in the request, and nowhere in the answer; empty: none
};

/// Why the answer is no proper refusal; empty: it is one. A proper one has a status from 400 to 499
/// (503 when too much was asked at once), is a problem document with a code that has its sentence
/// in every language, says that nothing was recorded, names the field, and repeats nothing.
std::vector<std::string> complaints(const gateway::net::HttpResponse& answer, const Wanted& wanted);

}  // namespace veinline::bad_input
