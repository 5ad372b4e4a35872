// SPDX-License-Identifier: Apache-2.0
// Whole requests made wrong: what stands around the data of a command, and the bytes of the body.
#pragma once

#include <string>
#include <vector>

#include "bad_input/cases.hpp"
#include "bad_input/served_world.hpp"

namespace veinline::bad_input {

struct BadRequest {
  std::string what;
  std::string field;  ///< that the answer has to name; empty: any
  Asking asking;
};

/// Every bad form of the request of a step, which is right as it is given.
std::vector<BadRequest> bad_requests(ServedWorld& world, const support::Step& step);

/// The right form of a step, under this command key.
Asking right_request(ServedWorld& world, const support::Step& step, const std::string& key);

}  // namespace veinline::bad_input
