// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/denials.hpp"

#include <iterator>

namespace veinline::gateway::http {

namespace {

std::vector<Denials::Kept> both_of(std::vector<Denials::Kept> one,
                                   std::vector<Denials::Kept> other) {
  std::move(other.begin(), other.end(), std::back_inserter(one));
  return one;
}

}  // namespace

std::int64_t Denials::count(const std::string& person, const std::string& asked,
                            kernel::Instant now) {
  // One that finds no room is recorded at once: a fact more, and it is not lost.
  if (!counted_.count(person, asked, now)) return 1;
  const auto due = counted_.take_one(person, asked, now);
  return due ? due->times : 0;
}

std::vector<Denials::Kept> Denials::take_due(kernel::Instant now) {
  return both_of(counted_.take(now), kept_.take(now));
}

std::vector<Denials::Kept> Denials::take_all(kernel::Instant now) {
  return both_of(counted_.take_all(now), kept_.take_all(now));
}

}  // namespace veinline::gateway::http
