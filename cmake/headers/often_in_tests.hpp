// SPDX-License-Identifier: Apache-2.0
// The same for tests.
#pragma once
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "often.hpp"
#include "support/given.hpp"
#include "support/test_node.hpp"
#include "support/treatment.hpp"
