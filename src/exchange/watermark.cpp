// SPDX-License-Identifier: Apache-2.0
#include "exchange/watermark.hpp"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <cmath>
#include <exception>
#include <map>
#include <memory>
#define POINTERHOLDER_TRANSITION 4  // the library's older pointer is not used
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <utility>
#include <vector>

namespace veinline::exchange {

using kernel::Failure;
using kernel::Result;

namespace {

constexpr const char* font = "DejaVu Sans, WenQuanYi Micro Hei";
constexpr double foot_points = 6.5;
constexpr double margin_points = 14;
constexpr double side_min_points = 3;       // a smaller page has no room for a letter
constexpr double side_max_points = 14'400;  // PDF 1.7, annex C

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* held) const noexcept {
    destroy(held);
  }
};
using Surface = std::unique_ptr<cairo_surface_t, Destroy<cairo_surface_destroy>>;
using Canvas = std::unique_ptr<cairo_t, Destroy<cairo_destroy>>;
struct Unref {
  void operator()(PangoLayout* layout) const noexcept { g_object_unref(layout); }
};
struct Free {
  void operator()(PangoFontDescription* description) const noexcept {
    pango_font_description_free(description);
  }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

struct Size {
  double width, height;
  auto operator<=>(const Size&) const = default;
};

Layout layout_of(cairo_t* canvas, const std::string& text, double points, double width) {
  Layout layout(pango_cairo_create_layout(canvas));
  const std::unique_ptr<PangoFontDescription, Free> description(
      pango_font_description_from_string(font));
  pango_font_description_set_absolute_size(description.get(), points * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), description.get());
  if (width > 0) {
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  }
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

Size size_of(PangoLayout* layout) {
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
}

/// Both lines on a white ground, so that they can be read over whatever is printed there.
void draw_foot(cairo_t* canvas, const Watermark& watermark, const Size& page) {
  const double width = page.width - 2 * margin_points;
  const Layout text =
      layout_of(canvas, watermark.first + "\n" + watermark.second, foot_points, width);
  const double height = size_of(text.get()).height;
  const double top = page.height - margin_points / 2 - height;
  cairo_set_source_rgba(canvas, 1, 1, 1, 0.85);
  cairo_rectangle(canvas, margin_points - 2, top - 1, width + 4, height + 2);
  cairo_fill(canvas);
  cairo_set_source_rgb(canvas, 0.2, 0.2, 0.2);
  cairo_move_to(canvas, margin_points, top);
  pango_cairo_show_layout(canvas, text.get());
}

void draw_across(cairo_t* canvas, const std::string& text, const Size& page) {
  const double diagonal = std::hypot(page.width, page.height);
  constexpr double at_first = 60;
  const double wide = size_of(layout_of(canvas, text, at_first, 0).get()).width;
  const double points = wide > 0 ? std::min(90.0, at_first * diagonal * 0.7 / wide) : at_first;
  const Layout layout = layout_of(canvas, text, points, 0);
  const Size size = size_of(layout.get());
  cairo_save(canvas);
  cairo_translate(canvas, page.width / 2, page.height / 2);
  cairo_rotate(canvas, -std::atan2(page.height, page.width));
  cairo_set_source_rgba(canvas, 0.75, 0, 0, 0.25);
  cairo_move_to(canvas, -size.width / 2, -size.height / 2);
  pango_cairo_show_layout(canvas, layout.get());
  cairo_restore(canvas);
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// A PDF of one page with what is to lie over pages of this size; empty: it could not be drawn.
std::string sheet(const Watermark& watermark, const Size& page) {
  std::string out;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &out, page.width, page.height));
  {
    const Canvas canvas(cairo_create(surface.get()));
    if (!watermark.across.empty()) draw_across(canvas.get(), watermark.across, page);
    draw_foot(canvas.get(), watermark, page);
  }
  cairo_surface_finish(surface.get());
  return cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS ? out : std::string();
}

/// As a reader sees the page: turned, if it says so.
Size seen_size(QPDFPageObjectHelper& page) {
  const auto box = page.getTrimBox().getArrayAsRectangle();
  Size out{std::abs(box.urx - box.llx), std::abs(box.ury - box.lly)};
  QPDFObjectHandle turned = page.getAttribute("/Rotate", false);
  if (turned.isInteger() && std::abs(turned.getIntValue()) % 180 == 90) {
    std::swap(out.width, out.height);
  }
  return out;
}

/// The sheets that were drawn, one for each size of page. What they are copied out of lives as
/// long.
class Sheets {
 public:
  Sheets(QPDF& into, const Watermark& watermark) : into_(into), watermark_(watermark) {}
  /// Null: it could not be drawn.
  QPDFObjectHandle of(const Size& size) {
    const auto found = drawn_.find(size);
    if (found != drawn_.end()) return found->second;
    bytes_.push_back(std::make_unique<std::string>(sheet(watermark_, size)));
    if (bytes_.back()->empty()) return QPDFObjectHandle::newNull();
    sources_.push_back(std::make_unique<QPDF>());
    sources_.back()->processMemoryFile("watermark", bytes_.back()->data(), bytes_.back()->size());
    QPDFPageObjectHelper page = QPDFPageDocumentHelper(*sources_.back()).getAllPages().at(0);
    const QPDFObjectHandle form = into_.copyForeignObject(page.getFormXObjectForPage());
    drawn_.emplace(size, form);
    return form;
  }

 private:
  QPDF& into_;
  const Watermark& watermark_;
  std::vector<std::unique_ptr<std::string>> bytes_;
  std::vector<std::unique_ptr<QPDF>> sources_;
  std::map<Size, QPDFObjectHandle> drawn_;
};

/// False: nothing could be laid over it.
bool lay_over(QPDF& pdf, QPDFPageObjectHelper& page, Sheets& sheets) {
  const Size size = seen_size(page);
  const bool has_room = size.width >= side_min_points && size.height >= side_min_points &&
                        size.width <= side_max_points && size.height <= side_max_points;
  if (!has_room) return false;
  QPDFObjectHandle form = sheets.of(size);
  if (form.isNull()) return false;
  QPDFObjectHandle resources = page.getAttribute("/Resources", true);
  if (!resources.isDictionary()) {
    resources = QPDFObjectHandle::newDictionary();
    page.getObjectHandle().replaceKey("/Resources", resources);
  }
  int suffix = 1;
  const std::string name = resources.getUniqueResourceName("/Fx", suffix);
  const std::string content =
      page.placeFormXObject(form, name, page.getTrimBox().getArrayAsRectangle());
  if (content.empty()) return false;
  resources.mergeResources(QPDFObjectHandle::parse("<< /XObject << >> >>"));
  resources.getKey("/XObject").replaceKey(name, form);
  page.addPageContents(QPDFObjectHandle::newStream(&pdf, "q\n"), true);
  page.addPageContents(QPDFObjectHandle::newStream(&pdf, "\nQ\n" + content), false);
  return true;
}

/// Reads a PDF; throws what the library throws.
std::vector<QPDFPageObjectHelper> read(QPDF& pdf, std::string_view bytes) {
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile("document", bytes.data(), bytes.size());
  return QPDFPageDocumentHelper(pdf).getAllPages();
}

Result<std::size_t, WatermarkFault> counted(const std::vector<QPDFPageObjectHelper>& pages) {
  if (pages.empty()) return Failure{WatermarkFault::unreadable};
  if (pages.size() > pages_max) return Failure{WatermarkFault::too_many_pages};
  return pages.size();
}

}  // namespace

Result<std::size_t, WatermarkFault> pages_of_pdf(std::string_view pdf) {
  try {
    QPDF document;
    return counted(read(document, pdf));
  } catch (const std::exception&) {
    return Failure{WatermarkFault::unreadable};
  }
}

Result<std::string, WatermarkFault> watermarked(std::string_view pdf, const Watermark& watermark) {
  try {
    QPDF document;
    std::vector<QPDFPageObjectHelper> pages = read(document, pdf);
    TRY([[maybe_unused]] const std::size_t count, counted(pages));
    Sheets sheets(document, watermark);
    for (QPDFPageObjectHelper& page : pages) {
      if (!lay_over(document, page, sheets)) return Failure{WatermarkFault::not_drawn};
    }
    QPDFWriter writer(document);
    writer.setOutputMemory();
    writer.setPreserveEncryption(false);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
  } catch (const std::exception&) {
    return Failure{WatermarkFault::unreadable};
  }
}

}  // namespace veinline::exchange
