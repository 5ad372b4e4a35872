// SPDX-License-Identifier: Apache-2.0
// Duty: which kind of work a command is, where a study asks who may do it (ICH
// E6(R3) 2.3.2, 2.3.3).
#pragma once

#include <cstdint>
#include <string_view>

namespace veinline::journey {

/// Study tasks are delegated by the investigator. Care is what staff do by their trade: it needs
/// training alone.
enum class Duty : std::uint8_t { consent, enrolment, decision, follow_up, care };
constexpr std::string_view text(Duty duty) {
  switch (duty) {
    case Duty::consent:
      return "consent";
    case Duty::enrolment:
      return "enrolment";
    case Duty::decision:
      return "decision";
    case Duty::follow_up:
      return "follow_up";
    case Duty::care:
      return "care";
  }
  return "";
}

}  // namespace veinline::journey
