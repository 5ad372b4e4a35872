// SPDX-License-Identifier: Apache-2.0
// Foreign: whether the time of an answer tells what is not somebody's from what there is not.
#pragma once

#include <cstdint>
#include <vector>

#include "tools/bench/history.hpp"

namespace veinline::tools::bench {

/// The share of pairs in which one of `a` is longer than one of `b`; of equals a half.
double share_longer(const std::vector<double>& a, std::vector<double> b);

/// In the views that take an id, asked by somebody of no site about bags of the log and about ids
/// of nothing, in turn and in a random order.
///
/// The rank test of Mann and Whitney: `auc` is the share of pairs in which the foreign one took
/// longer, 0.5 when the time tells nothing. It is of the time that whoever asks an API measures,
/// made as a server makes it, which answers in whole steps (views/nothing.hpp); `auc_of_the_look`
/// and the quantiles without `told` are of the look itself. The gate is on the distance of `auc`
/// from 0.5, in hundredths: with at most 5, whoever guesses by one answer's time is right at most
/// 55 times of a hundred.
Measured<Part> measure_foreign(const History& log, std::uint64_t seed);

}  // namespace veinline::tools::bench
