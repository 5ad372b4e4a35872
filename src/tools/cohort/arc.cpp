// SPDX-License-Identifier: Apache-2.0
#include "tools/cohort/arc.hpp"

#include "kernel/invariant.hpp"

namespace veinline::tools::cohort {

using kernel::Object;
using kernel::Value;

Object object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Object out;
  for (const auto& [key, value] : members) out.set(key, value);
  return out;
}

Value quantity(const std::string& value, const char* unit) {
  return Value(object({{"unit", unit}, {"value", value}}));
}

Arc& Arc::on(int days_later, int hour, int minute) {
  const minutes day = std::chrono::floor<std::chrono::days>(now_) + std::chrono::days(days_later);
  const minutes then = day + std::chrono::hours(hour) + minutes(minute + dice_.between(0, 20));
  INVARIANT(then >= now_);
  now_ = then;
  return *this;
}

Step& Arc::ask(std::string name, const std::string& by, std::string_view command, Object data) {
  Step step;
  step.name = std::move(name);
  step.at = now_;
  step.by = by;
  step.command = command;
  step.data = std::move(data);
  steps.push_back(std::move(step));
  return steps.back();
}

void Arc::reject(const std::string& step, const std::string& quality, const char* reason) {
  ask("reject after " + step, quality, "quality/close_deviation",
      object({{"assessment", "product_rejected"}}))
      .because(reason)
      .filled([step](Object& data, const Answers& answers) {
        data.set("deviation", *answers.at(step).records.back().data.find("deviation"));
      });
}

void Arc::settle(const std::string& step, const std::string& quality, const std::string& thing,
                 const char* assessment, const char* reason) {
  reject(step, quality, reason);
  steps.back().name = "assess " + step;
  steps.back().data.set("assessment", Value(assessment));
  later(5, 15);
  ask("lift after " + step, quality, "quality/lift", object({{"thing", thing}})).because(reason);
}

}  // namespace veinline::tools::cohort
