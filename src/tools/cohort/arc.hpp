// SPDX-License-Identifier: Apache-2.0
// Arc: what will be asked in one treatment, step by step, each with its time and with what must
// come of it. It is planned before anything is recorded; the desk decides as it would for anybody.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "commands/request.hpp"
#include "tools/cohort/dice.hpp"

namespace veinline::tools::cohort {

using std::chrono::minutes;

kernel::Object object(std::initializer_list<std::pair<std::string_view, kernel::Value>> members);
kernel::Value quantity(const std::string& value, const char* unit);

/// What was recorded at the steps that have a name which others need.
using Answers = std::map<std::string, commands::Answer, std::less<>>;

/// What must come of a step. Anything else stops the cohort: then a rule or the story is wrong.
enum class Outcome : std::uint8_t {
  recorded,   ///< and no deviation with it
  deviation,  ///< recorded, held, and a deviation opened
  refused     ///< by the rule of that code
};

struct Step {
  std::string name;
  minutes at{0};  ///< after the midnight, by local time, with which the first day begins
  std::string by;
  std::string_view command;
  kernel::Object data;
  Outcome outcome = Outcome::recorded;
  std::string code;         ///< of the refusal
  std::string reason;       ///< code; empty: none
  std::string reason_text;  ///< for the vault
  minutes seen_before{0};   ///< an observation: how long before it was recorded it had happened
  bool is_kept = false;     ///< others need its answer
  std::function<void(kernel::Object&, const Answers&)> fill;  ///< what only an answer tells

  Step& refused(std::string rule_code) {
    outcome = Outcome::refused;
    code = std::move(rule_code);
    return *this;
  }
  Step& deviates() {
    outcome = Outcome::deviation;
    is_kept = true;
    return *this;
  }
  Step& because(std::string reason_code, std::string text = {}) {
    reason = std::move(reason_code);
    reason_text = std::move(text);
    return *this;
  }
  Step& seen(int minutes_before) {
    seen_before = minutes(minutes_before);
    return *this;
  }
  Step& kept() {
    is_kept = true;
    return *this;
  }
  Step& filled(std::function<void(kernel::Object&, const Answers&)> with) {
    fill = std::move(with);
    return *this;
  }
};

class Arc {
 public:
  explicit Arc(const Dice& dice) : dice_(dice) {}

  /// Goes on to a later day, about that time of the clock on the wall: up to 20 minutes after it.
  Arc& on(int days_later, int hour, int minute = 0);
  /// Goes on by so many minutes.
  Arc& later(int by) {
    now_ += minutes(by);
    return *this;
  }
  Arc& later(int low, int high) { return later(dice_.between(low, high)); }
  [[nodiscard]] minutes now() const { return now_; }

  Step& ask(std::string name, const std::string& by, std::string_view command, kernel::Object data);
  /// Closes the deviation that a step opened, and takes the hold away that came with it.
  void settle(const std::string& step, const std::string& quality, const std::string& thing,
              const char* assessment, const char* reason);
  /// Closes it alone: what was rejected stays held.
  void reject(const std::string& step, const std::string& quality, const char* reason);

  std::deque<Step> steps;

 private:
  Dice dice_;
  minutes now_{0};
};

}  // namespace veinline::tools::cohort
