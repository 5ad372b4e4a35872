// SPDX-License-Identifier: Apache-2.0
// Served: servers in processes of their own, and crowds that ask them and listen to them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tools/bench/child.hpp"
#include "tools/bench/hand_overs.hpp"
#include "tools/bench/lines.hpp"

namespace veinline::tools::bench {

using Tokens = std::map<std::string, std::string>;  ///< by the id of the nurse whom it acts for

/// A served node whose nurses have tokens.
class Served {
 public:
  Served(Child child, std::uint16_t port, Tokens tokens)
      : child_(std::move(child)), port_(port), tokens_(std::move(tokens)) {}

  [[nodiscard]] Measured<std::vector<Line>> lines(std::size_t count) const;
  [[nodiscard]] std::string envelope_of(const commands::Request& request) const;
  [[nodiscard]] const std::string& token_of(const std::string& nurse) const {
    return tokens_.at(nurse);
  }
  /// Resident memory of the server in KiB.
  [[nodiscard]] double resident_kib() const;

 private:
  Child child_;
  std::uint16_t port_;
  Tokens tokens_;
};

Measured<Tokens> give_tokens(node::Node& node, const Plot& plot, const HandOvers& work);
/// It logs each request as servers do, to nobody.
Measured<Served> serve(const std::string& folder, Tokens tokens);

struct Round {
  double facts_per_s = 0;
  std::vector<double> times_ms;
};
/// Every line sends a command, hears the answer, and sends the next. The lines are shared out among
/// the servers, which are of one node.
Measured<Round> ask_for(const std::vector<const Served*>& servers, HandOvers& work, unsigned count,
                        double seconds);

struct Feed {
  std::vector<double> times_ms;  ///< from the command's first byte to each listener
  double kib_a_stream = 0;       ///< at the first server
  double first_kib = 0;  ///< what the first listeners cost: the feed keeps the newest facts as text
};
/// So many listen, shared out among the servers, while one nurse hands over at the first. The
/// command's own time is in each figure.
Measured<Feed> tell(const std::vector<const Served*>& servers, HandOvers& work, unsigned listeners);

}  // namespace veinline::tools::bench
