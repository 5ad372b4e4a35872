// SPDX-License-Identifier: Apache-2.0
// The answers behind the names of all_views(). Private to the folder.
#pragma once

#include "views/view.hpp"

namespace veinline::views {

Result<Object, NoView> courses(const Sources& sources, const Question& question);
Result<Object, NoView> trace(const Sources& sources, const Question& question);
Result<Object, NoView> timeline(const Sources& sources, const Question& question);
Result<Object, NoView> lineage(const Sources& sources, const Question& question);
Result<Object, NoView> audit(const Sources& sources, const Question& question);
Result<Object, NoView> emergencies(const Sources& sources, const Question& question);
Result<Object, NoView> counts(const Sources& sources, const Question& question);
Result<Object, NoView> record(const Sources& sources, const Question& question);
Result<Object, NoView> receipt(const Sources& sources, const Question& question);

}  // namespace veinline::views
