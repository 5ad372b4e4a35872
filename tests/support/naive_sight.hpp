// SPDX-License-Identifier: Apache-2.0
// NaiveSight: for whom each fact is, from the words of the records alone, one after the other: no
// states, no fold, no reader. What views/sight.hpp says is held against it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/record.hpp"

namespace veinline::support {

class NaiveSight {
 public:
  /// The next fact of the log: keys of the sites and people whom it is for; {"everybody"} of one
  /// about the house. Corrections are not understood.
  std::set<std::string> hear(const ledger::Draft& fact);
  /// The same of a fact that it has heard, by all that it has heard since.
  [[nodiscard]] std::set<std::string> of(const ledger::Draft& fact) const;
  /// Keys of the sites whose the thing is by now.
  [[nodiscard]] std::set<std::string> sites_of(const std::string& thing) const;
  /// Whether something was told of it.
  [[nodiscard]] bool is_known(const std::string& thing) const { return known_.contains(thing); }

 private:
  using Keys = std::set<std::string>;
  void learn(const ledger::Draft& fact);
  void add_of(const std::string& thing, Keys& out) const;

  Keys known_;                                  ///< things that facts touched
  std::map<std::string, std::string> keepers_;  ///< sites that keep documents
  std::map<std::string, Keys> sites_;           ///< that a thing has by itself
  std::map<std::string, Keys> rests_on_;        ///< things whose sites are also its own
};

}  // namespace veinline::support
