// SPDX-License-Identifier: Apache-2.0
// Labels: any text at all can be drawn, or is refused in words.
#include "exchange/label.hpp"

#include "exchange/words.hpp"
#include "fuzz/target.hpp"
#include "kernel/canonical.hpp"

// What Fontconfig keeps until the end of the program is no leak of ours.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\n";
}

namespace veinline::fuzz {
namespace {

/// The lines of the text in the places of a label, one after another.
exchange::LabelContent content_of(std::string_view text) {
  exchange::LabelContent out;
  out.form = "BAG-1";
  std::size_t place = 0;
  for (const std::string& line : lines_of(text)) {
    if (place == 0) out.title = line;
    if (place == 1) out.code = line;
    if (place == 2) out.eye_readable = line;
    if (place == 3) out.statements.push_back(line);
    if (place > 3) out.lines.emplace_back(line.substr(0, line.find('=')), line);
    ++place;
  }
  return out;
}

void one(std::string_view text) {
  if (!kernel::is_utf8(text)) return;  // nothing else comes as far as a label
  const exchange::LabelContent content = content_of(text);
  const auto told = [](exchange::LabelFault fault) {
    const std::string key = "problem." + std::string(exchange::name(fault));
    hold(exchange::Words::of(exchange::Language::en).has(key), "a fault of a label has words");
  };
  const auto svg = exchange::label_svg(content);
  const auto zpl = exchange::label_zpl(content);
  hold(svg.has_value() == zpl.has_value(), "what can be drawn can be drawn in any form");
  if (!svg) return told(svg.error());
  hold(svg->find("<svg") != svg->npos && zpl->starts_with("^XA"), "a drawing is one");
  hold(exchange::label_pdf(content)->starts_with("%PDF"), "a drawing is one");
}

Corpus seeds() {
  return {"CAR-T\n=A999926123456700\nA9999 26 123456\nautologous\nPatient=1\nVolume=20 mL\n",
          "细胞\n=A999926123456700\nA9999\n仅供自体使用\n有效期=2026-12-31\n",
          "\xD9\x85\xD8\xB1\xD9\x8A\xD8\xB6\n" + std::string(60, '0') + "\n<b>&amp;</b>\n\t\n"};
}

}  // namespace

Target label() {
  return {"label", one, seeds, 40};
}

}  // namespace veinline::fuzz
