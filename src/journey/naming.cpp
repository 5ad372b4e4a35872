// SPDX-License-Identifier: Apache-2.0
#include "journey/naming.hpp"

#include <algorithm>

namespace veinline::journey {

namespace {

bool is_one_of(const Thing& thing, std::span<const std::string> kinds) {
  return std::find(kinds.begin(), kinds.end(), thing.kind()) != kinds.end();
}

Naming of_our_own(const std::string& own, std::span<const std::string> kinds, const Known& known) {
  Naming out;
  if (own.find('/') != own.npos) {
    if (is_one_of(Thing(own), kinds)) out.things.emplace_back(own);
    return out;
  }
  for (const std::string& kind : kinds) {
    const Thing thing(kind + "/" + own);
    if (known.exists(thing)) out.things.push_back(thing);
  }
  return out;
}

/// The aliases under which what the code names may be known.
std::vector<std::string> aliases_of(const codes::Scan& scan, std::span<const std::string> schemes) {
  const std::string label = std::string(label_scheme) + "/";
  if (!scan.aliases.empty()) {
    // "din:" and a name.
    const std::string& first = scan.aliases.front();
    const bool is_ascii = std::all_of(first.begin(), first.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!is_ascii) return {};
    return {first, label + registered_as(scan)};
  }
  std::vector<std::string> out;
  // No scheme has a code with blanks or in another script: who typed a name where a code belongs
  // asks nothing of a database, which may keep what it is asked.
  const bool is_visible =
      std::all_of(scan.plain.begin(), scan.plain.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (scan.plain.empty() || !is_visible) return out;
  for (const std::string& scheme : schemes) out.push_back(scheme + "/" + scan.plain);
  return out;
}

}  // namespace

std::string registered_as(const codes::Scan& scan) {
  if (scan.aliases.empty()) return scan.plain;
  std::string out = scan.aliases.front();
  out[out.find('/')] = ':';
  return out;
}

Naming named_by(const codes::Scan& scan, std::span<const std::string> kinds,
                std::span<const std::string> schemes, const Known& known) {
  if (!scan.own.empty()) return of_our_own(scan.own, kinds, known);
  Naming out;
  for (const std::string& alias : aliases_of(scan, schemes)) {
    const Alias* const target = known.alias(Thing("alias/" + alias));
    if (target == nullptr) continue;
    for (const Thing& thing : target->of) {
      const bool is_new =
          std::find(out.things.begin(), out.things.end(), thing) == out.things.end();
      if (!is_new || !is_one_of(thing, kinds)) continue;
      out.things.push_back(thing);
      if (out.by.empty()) out.by = alias;
    }
  }
  return out;
}

}  // namespace veinline::journey
