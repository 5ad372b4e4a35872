// SPDX-License-Identifier: Apache-2.0
// House: the sites and the people of a cohort, and the study that they work on.
#pragma once

#include <string>
#include <vector>

#include "tools/cohort/arc.hpp"

namespace veinline::tools::cohort {

/// Somebody who is to be added. `desk` says what they do: it names the file of their token.
struct Member {
  std::string person;
  std::string site;
  std::string desk;
  std::vector<std::string> roles;
};

/// A hospital and, as person ids, whom its treatments need.
struct Hospital {
  std::string site, code;
  std::string coordinator, investigator, physician, apheresis_nurse;
  std::string nurse, second_nurse, quality;
};

struct Factory {
  std::string site, code;
  std::string technologist, operator_, analyst, quality;
};

struct House {
  std::string study;
  std::string carrier;
  std::vector<Hospital> hospitals;
  std::vector<Factory> factories;
  std::vector<std::string> couriers;
  std::vector<Member> members;  ///< all of them, in the order in which they came
};

/// Draws a house of so many sites. Everybody has one desk: who makes does not release, and who
/// checks first at the bedside does not confirm.
House make_house(Dice dice, std::size_t hospitals, std::size_t factories);

/// The names that opening() gives the members with the same dice, in their order.
std::vector<std::string> names_of_members(const House& house, Dice dice);

/// Registers sites and people, opens the study, and renews each approval every year until the day
/// `last`. Day 0 is the first.
Arc opening(const House& house, const std::string& console, const Dice& dice,
            kernel::Instant midnight, int last);

}  // namespace veinline::tools::cohort
