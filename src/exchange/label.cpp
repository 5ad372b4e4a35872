// SPDX-License-Identifier: Apache-2.0
#include "exchange/label.hpp"

#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>
#include <pango/pangocairo.h>
#include <zint.h>

#include <functional>
#include <memory>

namespace veinline::exchange {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

namespace {

constexpr double points_a_mm = 72 / 25.4;
constexpr int dots_a_mm = 8;
constexpr double margin_mm = 4;
constexpr double symbol_room_mm = 30;
constexpr double quiet_mm = 2;  // four modules
constexpr const char* font = "DejaVu Sans, WenQuanYi Micro Hei";

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* held) const noexcept {
    destroy(held);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Destroy<cairo_font_options_destroy>>;
struct Unref {
  void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
};
struct Free {
  void operator()(PangoFontDescription* description) const noexcept {
    pango_font_description_free(description);
  }
};
using Symbol = std::unique_ptr<zint_symbol, Destroy<ZBarcode_Delete>>;

/// Writes a text and returns how high it is, in millimetres.
double write(cairo_t* canvas, const std::string& text, double x, double y, double size_mm,
             double width_mm, bool bold) {
  const std::unique_ptr<PangoLayout, Unref> layout(pango_cairo_create_layout(canvas));
  // As wide on a printer of few dots as on paper.
  const FontOptions options(cairo_font_options_create());
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options(pango_layout_get_context(layout.get()), options.get());
  pango_context_set_round_glyph_positions(pango_layout_get_context(layout.get()), FALSE);
  pango_layout_context_changed(layout.get());
  const std::unique_ptr<PangoFontDescription, Free> description(
      pango_font_description_from_string(font));
  pango_font_description_set_absolute_size(description.get(), size_mm * PANGO_SCALE);
  pango_font_description_set_weight(description.get(),
                                    bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), description.get());
  pango_layout_set_width(layout.get(), static_cast<int>(width_mm * PANGO_SCALE));
  pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  cairo_move_to(canvas, x, y);
  pango_cairo_show_layout(canvas, layout.get());
  int height = 0;
  pango_layout_get_size(layout.get(), nullptr, &height);
  return static_cast<double>(height) / PANGO_SCALE;
}

/// The modules of a Data Matrix (ECC 200) that says this.
Result<Symbol, LabelFault> symbol_of(const std::string& code) {
  Symbol symbol(ZBarcode_Create());
  if (symbol == nullptr) return Failure{LabelFault::not_drawn};
  symbol->symbology = BARCODE_DATAMATRIX;
  symbol->option_3 = DM_SQUARE;
  symbol->input_mode = DATA_MODE;
  const auto* bytes = reinterpret_cast<const unsigned char*>(code.data());
  if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(code.size())) >= ZINT_ERROR) {
    return Failure{LabelFault::code_too_long};
  }
  if (symbol->width * module_mm > symbol_room_mm - 2 * quiet_mm) {
    return Failure{LabelFault::code_too_long};
  }
  return symbol;
}

void draw_symbol(cairo_t* canvas, const zint_symbol& symbol, double x, double y) {
  for (int row = 0; row < symbol.rows; ++row) {
    for (int column = 0; column < symbol.width; ++column) {
      const unsigned byte = symbol.encoded_data[row][column / 8];
      if ((byte >> (column % 8) & 1U) == 0) continue;
      cairo_rectangle(canvas, x + column * module_mm, y + row * module_mm, module_mm, module_mm);
    }
  }
  cairo_fill(canvas);
}

/// Draws in millimetres from the upper left corner.
Result<Done, LabelFault> draw(cairo_t* canvas, const LabelContent& content) {
  if (content.lines.size() > label_lines_max) return Failure{LabelFault::no_room};
  TRY(const Symbol symbol, symbol_of(content.code));
  cairo_set_source_rgb(canvas, 1, 1, 1);
  cairo_paint(canvas);
  cairo_set_source_rgb(canvas, 0, 0, 0);
  const double right = label_width_mm - margin_mm - symbol_room_mm;
  const double text_width = right - margin_mm;
  // The symbol stands on whole dots of the printer, or its edges would be blurred.
  const double symbol_x = right + quiet_mm;
  draw_symbol(canvas, *symbol, symbol_x, margin_mm + quiet_mm);
  double below = margin_mm + 2 * quiet_mm + symbol->rows * module_mm;
  below +=
      write(canvas, content.eye_readable, symbol_x, below, 2.2, symbol_room_mm - quiet_mm, false);
  double y = margin_mm;
  y += write(canvas, content.title, margin_mm, y, 4.6, text_width, true) + 1.2;
  for (const auto& [caption, value] : content.lines) {
    y += write(canvas, caption, margin_mm, y, 2.2, text_width, false);
    y += write(canvas, value, margin_mm, y, 3.4, text_width, true) + 0.5;
  }
  double lower = label_height_mm - margin_mm - 2.6;
  if (y > lower || below > lower) return Failure{LabelFault::no_room};
  write(canvas, content.form, margin_mm, lower, 2, text_width, false);
  double beside = std::max(below + 1, label_height_mm / 2);
  for (const std::string& statement : content.statements) {
    beside += write(canvas, statement, right, beside, 2.6, symbol_room_mm, true) + 0.6;
  }
  if (beside > label_height_mm - margin_mm) return Failure{LabelFault::no_room};
  return Done{};
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

using Open = cairo_surface_t* (*)(cairo_write_func_t, void*, double, double);

Result<std::string, LabelFault> on_paper(const LabelContent& content, Open open) {
  std::string out;
  const Surface surface(
      open(append, &out, label_width_mm * points_a_mm, label_height_mm * points_a_mm));
  {
    const Canvas canvas(cairo_create(surface.get()));
    cairo_scale(canvas.get(), points_a_mm, points_a_mm);
    TRY([[maybe_unused]] const Done drawn, draw(canvas.get(), content));
  }
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) {
    return Failure{LabelFault::not_drawn};
  }
  return out;
}

constexpr std::string_view hex = "0123456789ABCDEF";

/// The picture in ZPL's hex, a row a line; ':' repeats the row before, ',' fills up with white.
std::string graphic(const unsigned char* pixels, int stride, int width, int height) {
  std::string out;
  std::string before;
  for (int y = 0; y < height; ++y) {
    std::string row;
    for (int byte = 0; byte < width / 8; ++byte) {
      unsigned bits = 0;
      for (int bit = 0; bit < 8; ++bit) {
        const bool black = pixels[y * stride + (byte * 8 + bit) * 4] < 128;
        bits = bits << 1U | (black ? 1U : 0U);
      }
      row.push_back(hex[bits >> 4U]);
      row.push_back(hex[bits & 15U]);
    }
    const std::size_t used = row.find_last_not_of('0') + 1;  // npos + 1 is 0: a white row
    std::string shorter = row.substr(0, used + used % 2);
    if (shorter.size() < row.size()) shorter += ',';
    out += shorter == before ? ":" : shorter;
    before = std::move(shorter);
  }
  return out;
}

}  // namespace

Result<std::string, LabelFault> label_svg(const LabelContent& content) {
  return on_paper(content, cairo_svg_surface_create_for_stream);
}

Result<std::string, LabelFault> label_pdf(const LabelContent& content) {
  return on_paper(content, cairo_pdf_surface_create_for_stream);
}

Result<std::string, LabelFault> label_zpl(const LabelContent& content) {
  constexpr int width = static_cast<int>(label_width_mm) * dots_a_mm;
  constexpr int height = static_cast<int>(label_height_mm) * dots_a_mm;
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height));
  {
    const Canvas canvas(cairo_create(surface.get()));
    cairo_scale(canvas.get(), dots_a_mm, dots_a_mm);
    cairo_set_antialias(canvas.get(), CAIRO_ANTIALIAS_NONE);
    TRY([[maybe_unused]] const Done drawn, draw(canvas.get(), content));
  }
  cairo_surface_flush(surface.get());
  const unsigned char* pixels = cairo_image_surface_get_data(surface.get());
  if (pixels == nullptr) return Failure{LabelFault::not_drawn};
  const std::string bytes = std::to_string(width / 8 * height);
  return "^XA^PW" + std::to_string(width) + "^LL" + std::to_string(height) + "^FO0,0^GFA," + bytes +
         "," + bytes + "," + std::to_string(width / 8) + "," +
         graphic(pixels, cairo_image_surface_get_stride(surface.get()), width, height) +
         "^FS^PQ1^XZ\n";
}

}  // namespace veinline::exchange
