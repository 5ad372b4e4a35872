// SPDX-License-Identifier: Apache-2.0
// Naming: which thing a code names, by the aliases that the log knows.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "codes/scan.hpp"
#include "journey/material.hpp"

namespace veinline::journey {

/// What is known of things and of their aliases, at some position of the log.
struct Known {
  std::function<const Alias*(const Thing& alias)> alias;  ///< null: nothing stands there
  std::function<bool(const Thing&)> exists;
};

struct Naming {
  /// One: the code names it. None: nothing known. Several: it stands on all of their labels, and so
  /// names none of them; an ambiguous scan is a stop.
  std::vector<Thing> things;
  std::string by;  ///< the alias that found them, "din/A9999…"; empty: it was our own id
  [[nodiscard]] const Thing* one() const { return things.size() == 1 ? &things.front() : nullptr; }
};

/// The alias scheme of labels that others made and that were registered here. Its value is what a
/// scan of the label names first ("sgtin:09506000134352.S9"), or says.
inline constexpr std::string_view label_scheme = "label";
std::string registered_as(const codes::Scan& scan);

/// The things of `kinds` that a code names, by the most exact thing that it says and by nothing
/// else: a container that nobody knows is not the other container of its donation, and a serial
/// number that nobody knows is not the product's. A number without a scheme is looked for in all
/// `schemes`.
Naming named_by(const codes::Scan& scan, std::span<const std::string> kinds,
                std::span<const std::string> schemes, const Known& known);

}  // namespace veinline::journey
