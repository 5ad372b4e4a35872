// SPDX-License-Identifier: Apache-2.0
// Seen: what may be told of a request that was answered: never its address, parameters or body.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace veinline::gateway::http {

struct Seen {
  std::string_view method;  ///< one that HTTP knows, or "other": a client may say any word
  std::string_view route;   ///< "/api/v1/trace/{thing}", "page", or "none" when nothing is there
  int status = 0;
  std::chrono::microseconds took{0};  ///< from the whole request to its answer
  std::size_t bytes = 0;              ///< of the body; of a stream, of its beginning
  std::string_view person;            ///< id, a pseudonym; empty: nobody need be known
  std::string_view id;                ///< of the request; the answer has it as x-request-id
};
/// Called on any thread; must be quick, and throw nothing.
using See = std::function<void(const Seen&)>;

/// GET, POST … as they are, "other" for any other word.
std::string_view known_method(std::string_view method);

}  // namespace veinline::gateway::http
