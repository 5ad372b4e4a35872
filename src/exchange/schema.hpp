// SPDX-License-Identifier: Apache-2.0
// Schema: what a command or a fact holds as JSON Schema (draft 2020-12), from the catalogue alone.
#pragma once

#include <vector>

#include "exchange/words.hpp"
#include "journey/catalogue.hpp"
#include "kernel/canonical.hpp"

namespace veinline::exchange {

/// Of the data that a sender gives with a command: a fresh id may be left out, and wherever an id
/// stands there may be what a scanner gives. Members that nobody knows are refused.
kernel::Object data_schema(const journey::CommandType& type, const Words& words);

/// Of the data of a fact, as it is recorded.
kernel::Object data_schema(const journey::FactType& type, const Words& words);

}  // namespace veinline::exchange
