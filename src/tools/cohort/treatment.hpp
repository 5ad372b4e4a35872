// SPDX-License-Identifier: Apache-2.0
// Treatment: one patient's way through the house, and the stages of which it is made. A new stage
// is one function in a file of its own and one line in stages().
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/cohort/arc.hpp"
#include "tools/cohort/house.hpp"
#include "tools/cohort/people.hpp"

namespace veinline::tools::cohort {

/// What goes otherwise than planned.
enum class Story : std::uint8_t {
  plain,
  broken_seal,        ///< one of two bags comes with a broken seal: held, and not given
  wrong_bag,          ///< another patient's bag is brought to the bed, and refused
  warm_collection,    ///< the cells come too warm: held, judged, used
  warm_product,       ///< the bags come too warm: rejected, and made again
  failed_collection,  ///< broken off, and done two days later
  low_yield,          ///< too little: collected twice
  failed_batch,       ///< out of specification: rejected, and made again
  retested,           ///< out of specification by an error of the laboratory
  spoilt_label,       ///< a label is printed anew, and the void one refused
  same_signer,        ///< one nurse wants to do both checks
  withdrew_early,     ///< before the collection, which is refused
  withdrew_late,      ///< when the product was there
  died_waiting,       ///< before the infusion; a thaw is refused
  progressed,         ///< died of the disease in the follow-up
  corrected_visit     ///< a mistyped visit is put right by two people
};
std::string_view text(Story story);

/// The ids of what there will be in a treatment.
struct Things {
  std::string subject, course, coi;
  std::vector<std::string> collections, donation_numbers, batches, bags;
};

struct Treatment {
  std::uint64_t number;  ///< 1, 2, 3 …
  Story story;
  const House& house;
  const Hospital& hospital;
  const Factory& factory;
  const std::string& courier;
  Dice dice;
  Things things;
  /// Another patient of this hospital: whose bag is brought by mistake. Empty bag: the wristband of
  /// that patient is scanned instead.
  std::string others_subject, others_bag;
  kernel::Instant midnight{};  ///< with which the first day begins
  std::size_t made = 0;        ///< batches that were made so far
  /// Who it is; none: the hospital keeps that elsewhere.
  std::optional<InventedPatient> patient{};
};

/// Draws the ids. `year`: the last two digits, for the numbers on labels.
Things make_things(Dice& dice, std::uint64_t number, int year);

/// Whether the treatment goes on after a stage.
enum class Goes : std::uint8_t { on, no_further };
using Stage = Goes (*)(Treatment&, Arc&);
Goes enrol(Treatment& treatment, Arc& arc);
Goes collect(Treatment& treatment, Arc& arc);
Goes make(Treatment& treatment, Arc& arc);
Goes give(Treatment& treatment, Arc& arc);
Goes follow(Treatment& treatment, Arc& arc);

/// All stages, one after the other.
Arc plan(Treatment& treatment);

/// Another batch from what is left of the cells, up to its release.
void make_again(Treatment& treatment, Arc& arc);

}  // namespace veinline::tools::cohort
