// SPDX-License-Identifier: Apache-2.0
// Label: draws what a label says, as SVG, as PDF and as ZPL for a label printer.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernel/result.hpp"

namespace veinline::exchange {

/// What stands on a label. Captions and statements are in the language of the site.
struct LabelContent {
  std::string form;   ///< name and version of the approved form: "BAG-1"
  std::string title;  ///< what it is
  std::vector<std::pair<std::string, std::string>>
      lines;                            ///< caption and value, most important first
  std::vector<std::string> statements;  ///< "for autologous use only"
  std::string code;                     ///< what the two-dimensional symbol says, ASCII
  std::string eye_readable;             ///< the same for a person without a scanner
};

enum class LabelFault : std::uint8_t {
  code_too_long,  ///< for a Data Matrix of this size
  no_room,        ///< more lines than the form has room for
  not_drawn,      ///< the drawing library gave up: out of memory
};

/// The code of the sentence in words/.
constexpr std::string_view name(LabelFault fault) {
  switch (fault) {
    case LabelFault::code_too_long:
      return "label.code_too_long";
    case LabelFault::no_room:
      return "label.no_room";
    case LabelFault::not_drawn:
      return "label.not_drawn";
  }
  kernel::broken_invariant("a label fault is one of those listed", __FILE__, __LINE__);
}

constexpr double label_width_mm = 100;
constexpr double label_height_mm = 70;
constexpr double module_mm = 0.5;  ///< of the Data Matrix; GS1 and ISBT 128 allow 0.25 to 1
constexpr std::size_t label_lines_max = 9;

kernel::Result<std::string, LabelFault> label_svg(const LabelContent& content);
kernel::Result<std::string, LabelFault> label_pdf(const LabelContent& content);
/// One picture of 8 dots a millimetre (203 dpi), so that any printer prints Chinese as it is drawn.
kernel::Result<std::string, LabelFault> label_zpl(const LabelContent& content);

}  // namespace veinline::exchange
