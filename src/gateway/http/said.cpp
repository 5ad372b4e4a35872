// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/said.hpp"

#include <algorithm>

namespace veinline::gateway::http {

Said::Said(const kernel::Object& body, std::initializer_list<std::string_view> known)
    : body_(body) {
  for (const auto& [name, value] : body.members()) {
    const bool is_known = std::find(known.begin(), known.end(), name) != known.end();
    if (!is_known || value.string() == nullptr) is_well_formed_ = false;
  }
}

std::string Said::text(std::string_view name) const {
  const kernel::Value* value = body_.find(name);
  return value == nullptr || value->string() == nullptr ? std::string() : *value->string();
}

}  // namespace veinline::gateway::http
