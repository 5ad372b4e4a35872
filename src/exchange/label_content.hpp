// SPDX-License-Identifier: Apache-2.0
// LabelContent of a label that was printed: what the record says of its material.
#pragma once

#include "exchange/label.hpp"
#include "exchange/words.hpp"
#include "views/view.hpp"

namespace veinline::exchange {

/// What stands on a label, from the record as it is now. Only while it is not live: whoever wants
/// another label prints one anew, which voids this one. `given` is what a scanner gives of it,
/// "label/ID" or the ID alone. NoView: "label.no_label" when it names something else.
kernel::Result<LabelContent, views::NoView> label_content(const views::Sources& sources,
                                                          const std::string& given,
                                                          const Words& words);

enum class LabelForm : std::uint8_t { svg, pdf, zpl };
std::optional<LabelForm> label_form(std::string_view name);
std::string_view media_type(LabelForm form);
kernel::Result<std::string, LabelFault> drawn(const LabelContent& content, LabelForm form);

}  // namespace veinline::exchange
