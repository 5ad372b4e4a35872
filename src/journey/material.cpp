// SPDX-License-Identifier: Apache-2.0
#include "journey/material.hpp"

namespace veinline::journey {

bool take(std::optional<kernel::Quantity>& left, const kernel::Quantity& amount) {
  if (!left || left->unit != amount.unit || amount.value > left->value) return false;
  const std::optional<kernel::Decimal> rest = left->value.minus(amount.value);
  if (!rest) return false;
  left->value = *rest;
  return true;
}

}  // namespace veinline::journey
