// SPDX-License-Identifier: Apache-2.0
// Cohort: a demonstration node with a study of invented people, made command by command.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/node.hpp"
#include "tools/cohort/runner.hpp"
#include "tools/cohort/treatment.hpp"

namespace veinline::tools::cohort {

struct CohortOptions {
  std::uint64_t seed = 1;
  /// The moment at which the cohort stands: half past ten in the morning at its hospitals, at or
  /// before this. Never ahead of the machine's clock: the folder is to be served afterwards.
  kernel::Instant now{};
  /// Address of the database for its facts; empty: they are in the folder.
  std::string database{};
};

/// The first moment at or before `now` at which a demonstration may stand: 02:30 UTC of a day.
kernel::Instant standing_at(kernel::Instant now);

/// A token of a person of the cohort, and the name of the file that it goes into.
struct Token {
  std::string desk;
  std::string token;
};

struct Cohort {
  std::unique_ptr<node::Node> node;
  kernel::Instant now{};
  Counts counts;
  std::string digest;                            ///< Runner::digest
  std::map<std::string, std::uint64_t> stories;  ///< how many treatments of each
  std::vector<Token> tokens;
  /// Names and ids of the treatment of the tour: PATIENT, BAG1 …
  std::vector<std::pair<std::string, std::string>> tour;
};

/// Three hospitals, one factory and 24 treatments: docs/demonstration.md. The failure is a
/// sentence; then the folder is of no use.
kernel::Result<Cohort, std::string> make_demonstration(const std::string& folder,
                                                       const CohortOptions& options);

/// Every name, identifier and way to reach somebody of the demonstration of that seed, as it was
/// typed and as somebody would look for it: what must stand nowhere but in the vault. Each once.
std::vector<std::string> people_of_demonstration(std::uint64_t seed);

constexpr std::uint64_t courses_max = 400'000;
/// As many treatments as were asked for, one after the other, all told to their end.
/// INVARIANT: 1 to courses_max.
kernel::Result<Cohort, std::string> simulate(const std::string& folder, std::uint64_t courses,
                                             const CohortOptions& options);

}  // namespace veinline::tools::cohort
