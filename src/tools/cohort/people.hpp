// SPDX-License-Identifier: Apache-2.0
// People: names of people who do not exist, for the staff of a cohort.
#pragma once

#include <string>

#include "tools/cohort/dice.hpp"

namespace veinline::tools::cohort {

/// "林若楠 Lin Ruonan" or "Hannah Whitcombe": put together by chance from common parts, so that
/// whoever bears the name is nobody in particular.
std::string invented_name(Dice& dice);

}  // namespace veinline::tools::cohort
