// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/treatment.hpp"

#include "kernel/invariant.hpp"

namespace veinline::tools::cohort {

namespace {

constexpr Stage stages[] = {enrol, collect, make, give, follow};

std::string digits(std::uint64_t number, std::size_t width) {
  const std::string text = std::to_string(number);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::string_view text(Story story) {
  switch (story) {
    case Story::plain:
      return "plain";
    case Story::broken_seal:
      return "broken_seal";
    case Story::wrong_bag:
      return "wrong_bag";
    case Story::warm_collection:
      return "warm_collection";
    case Story::warm_product:
      return "warm_product";
    case Story::failed_collection:
      return "failed_collection";
    case Story::low_yield:
      return "low_yield";
    case Story::failed_batch:
      return "failed_batch";
    case Story::retested:
      return "retested";
    case Story::spoilt_label:
      return "spoilt_label";
    case Story::same_signer:
      return "same_signer";
    case Story::withdrew_early:
      return "withdrew_early";
    case Story::withdrew_late:
      return "withdrew_late";
    case Story::died_waiting:
      return "died_waiting";
    case Story::progressed:
      return "progressed";
    case Story::corrected_visit:
      return "corrected_visit";
  }
  kernel::broken_invariant("a story is one of those listed", __FILE__, __LINE__);
}

Things make_things(Dice& dice, std::uint64_t number, int year) {
  // A9999 is the facility number that ISBT 128 sets aside for examples.
  const std::string labelled = "A9999" + digits(static_cast<std::uint64_t>(year), 2);
  Things out;
  out.subject = dice.id();
  out.course = dice.id();
  out.coi = "CH" + labelled + digits(number, 6);
  for (std::uint64_t i = 0; i < 2; ++i) {
    out.collections.push_back(dice.id());
    out.donation_numbers.push_back(labelled + digits(2 * number + i, 6));
    out.batches.push_back(dice.id());
    out.bags.push_back(dice.id());
    out.bags.push_back(dice.id());
  }
  return out;
}

Arc plan(Treatment& treatment) {
  Arc arc(treatment.dice.apart("times", 0));
  for (const Stage stage : stages) {
    if (stage(treatment, arc) == Goes::no_further) break;
  }
  return arc;
}

}  // namespace veinline::tools::cohort
