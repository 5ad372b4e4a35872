// SPDX-License-Identifier: Apache-2.0
// Packet: what a device goes by when it checks one bag at the bedside while the server is away.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/instant.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// What stands before the packet in the text that is signed: no checkpoint begins like it.
constexpr std::string_view packet_head = "veinline bedside packet 1\n";
/// A hold and a recall since then are not known to who has it.
constexpr std::chrono::hours packet_lasts_max{4};

/// Of one bag, for one person, for a while. No name and no number of a patient.
struct Packet {
  std::string node, origin;
  std::string person;                     ///< id: who asked for it, and may go by it
  std::string material, course, subject;  ///< ids
  std::string site;                       ///< id, of the treatment
  std::string coi;                        ///< chain-of-identity id
  /// What a scanner gives of it, byte for byte: each was read here, and named it and nothing else.
  std::vector<std::string> bag_codes, wristband_codes;
  std::optional<kernel::Instant> expires;       ///< the bag; empty: nobody said it
  std::optional<kernel::Instant> thawed_until;  ///< the window of the study since its thaw
  ledger::Seq as_of = 0;                        ///< it tells, and was judged by, what stood here
  kernel::Instant issued_at{}, ends_at{};
};

/// What the log says of the bag that the code names, as the reader may see it, as of a position or
/// at its end. Whether it would match is not asked here. NoView: "view.unknown_thing", also of what
/// is no bag.
kernel::Result<Packet, views::NoView> packet_of(const views::Sources& sources,
                                                const std::string& given,
                                                std::optional<ledger::Seq> as_of = std::nullopt);

/// Until when it is good: four hours, and not beyond the bag, its window since the thaw, or
/// `valid_until`, before which what the check was decided on holds. Not after `issued_at`: it is
/// good for nothing.
kernel::Instant end_of(const Packet& packet, std::optional<kernel::Instant> valid_until);

/// The text to sign: the head, and the packet as one line of canonical JSON.
std::string to_text(const Packet& packet);

}  // namespace veinline::exchange
