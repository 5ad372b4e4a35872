// SPDX-License-Identifier: Apache-2.0
// The answers behind the names of all_views(). Private to the folder.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "views/rows.hpp"
#include "views/view.hpp"

namespace veinline::views {

/// A row as the reader is told it; nothing: it is not for them.
using ShowRow = std::function<Result<std::optional<Object>, NoView>(const Sources&, const Row&)>;
/// {"as_of", "next"?, LIST}: a page of the rows of a list.
Result<Object, NoView> page_of_rows(const Sources& sources, const Question& question,
                                    std::string_view list, const ShowRow& show);

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
