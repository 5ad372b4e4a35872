// SPDX-License-Identifier: Apache-2.0
// TwoHospitals: a patient at each of two hospitals, and one factory that makes for both.
#pragma once

#include <string>

#include "support/treatment.hpp"

namespace veinline::support {

struct TwoHospitals {
  explicit TwoHospitals(StoreKind kind, const Between& between = {});
  /// Both treatments, to and with the named step; empty: to their end.
  void go_to(const std::string& step = {});

  World world;
  Things things;  ///< of the other hospital's patient
  Cast other;     ///< of the other hospital; the factory and the carrier are the same
  Answers answers;
};

}  // namespace veinline::support
