// SPDX-License-Identifier: Apache-2.0
// Precompiled in the daily build (decision 0052): what most files of ours include anyway. A file
// includes what it uses, as if this were not here: the release, and every other build, has none of
// it.
#pragma once
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "commands/request.hpp"
#include "history/states.hpp"
#include "journey/catalogue.hpp"
#include "journey/custody/custody.hpp"
#include "journey/enrolment/enrolment.hpp"
#include "journey/material.hpp"
#include "journey/quality/quality.hpp"
#include "journey/reader.hpp"
#include "journey/spec.hpp"
#include "journey/staff/staff.hpp"
#include "journey/study/study.hpp"
#include "kernel/canonical.hpp"
#include "kernel/digest.hpp"
#include "ledger/store.hpp"
#include "views/view.hpp"
