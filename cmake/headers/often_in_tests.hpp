// SPDX-License-Identifier: Apache-2.0
// The same for tests.
#pragma once
#include "often.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "support/given.hpp"
#include "support/test_node.hpp"
#include "support/treatment.hpp"
