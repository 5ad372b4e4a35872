// SPDX-License-Identifier: Apache-2.0
// GS1: element strings and Digital Link URIs of places, logistic units, assets, people and lots
// (GS1 General Specifications; GS1 Digital Link URI Syntax).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codes/bad_code.hpp"
#include "kernel/result.hpp"

namespace veinline::codes {

using kernel::Result;

/// The GS1 check digit of digits that stand before it. INVARIANT: digits alone.
char check_digit(std::string_view digits);

struct Element {
  std::string ai;  ///< application identifier: "01"
  std::string value;
  bool operator==(const Element&) const = default;
};

struct Gs1 {
  std::vector<Element> elements;  ///< in order, each identifier once
  /// Empty: it is not there.
  [[nodiscard]] std::string_view value(std::string_view ai) const;
  bool operator==(const Gs1&) const = default;
};

/// What a reader gives of a GS1 symbol: elements with ASCII 29 behind those of variable length, and
/// perhaps a symbology identifier before them ("]d2", "]C1", "]Q3", "]e0").
Result<Gs1, BadCode> read_elements(std::string_view text);
/// As people write it: "(01)09506000134352(21)ABC".
Result<Gs1, BadCode> read_bracketed(std::string_view text);
/// "https://id.gs1.org/01/09506000134352/21/ABC?17=271231", of any host.
Result<Gs1, BadCode> read_digital_link(std::string_view uri);

bool looks_like_elements(std::string_view text);      ///< has a symbology identifier or ASCII 29
bool looks_like_digital_link(std::string_view text);  ///< http(s) with a GS1 key in its path

}  // namespace veinline::codes
