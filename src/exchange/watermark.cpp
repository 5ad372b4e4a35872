// SPDX-License-Identifier: Apache-2.0
#include "exchange/watermark.hpp"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <map>
#include <memory>
#include <new>
#include <optional>
#define POINTERHOLDER_TRANSITION 4  // the library's older pointer is not used
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>
#include <qpdf/QUtil.hh>
#include <utility>
#include <vector>

#include "exchange/pdf_bounds.hpp"
#include "exchange/pdf_content.hpp"

namespace veinline::exchange {

using kernel::Done;
using kernel::Failure;
using kernel::Result;

namespace {

constexpr const char* font = "DejaVu Sans, WenQuanYi Micro Hei";
constexpr double foot_points = 6.5;
constexpr double margin_points = 14;
constexpr double side_min_points = 36;      // a smaller page has no room for a word
constexpr double side_max_points = 14'400;  // PDF 1.7, annex C
constexpr double unit_max = 75'000;         // of a page, as viewers take it

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

/// All lines on a white ground, so that they can be read over whatever is printed there.
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

/// What a reader shows of a page: the part of the paper that is not cropped, turned as it says.
struct Shown {
  double left, bottom, right, top;  ///< in units of the page
  int turned;                       ///< clockwise: 0, 90, 180 or 270
  double unit;                      ///< in points
  /// In points, as it is seen. A sheet cannot be larger than PDF 1.7 lets a page be without a unit
  /// of its own; it is then laid over larger than it was drawn.
  [[nodiscard]] Size size() const {
    const Size upright{(right - left) * unit, (top - bottom) * unit};
    return turned % 180 == 0 ? upright : Size{upright.height, upright.width};
  }
};

double number_or(QPDFObjectHandle value, double otherwise) {
  return value.isNumber() ? value.getNumericValue() : otherwise;
}

/// Empty: it has no room for the mark, or says nothing of its size.
std::optional<Shown> shown(QPDFPageObjectHelper& page) {
  QPDFObjectHandle paper = page.getMediaBox();
  if (!paper.isRectangle()) return std::nullopt;
  const auto sides = [](QPDFObjectHandle box) {
    const auto read = box.getArrayAsRectangle();
    return Shown{std::min(read.llx, read.urx),
                 std::min(read.lly, read.ury),
                 std::max(read.llx, read.urx),
                 std::max(read.lly, read.ury),
                 0,
                 1};
  };
  Shown out = sides(paper);
  if (QPDFObjectHandle crop = page.getCropBox(); crop.isRectangle()) {
    // What is cropped beyond the paper is paper no more (PDF 1.7, 14.11.2).
    const Shown part = sides(crop);
    const Shown both{std::max(out.left, part.left),
                     std::max(out.bottom, part.bottom),
                     std::min(out.right, part.right),
                     std::min(out.top, part.top),
                     0,
                     1};
    if (both.left < both.right && both.bottom < both.top) out = both;
  }
  const double unit = number_or(page.getAttribute("/UserUnit", false), 1);
  if (unit > 0) out.unit = unit;
  const QPDFObjectHandle turned = page.getAttribute("/Rotate", false);
  if (const double said = number_or(turned, 0); std::abs(said) <= 36'000) {
    const int degrees = static_cast<int>(said);
    if (degrees % 90 == 0) out.turned = (degrees % 360 + 360) % 360;
  }
  const auto has_room = [](double side) {
    return side >= side_min_points && side <= side_max_points * unit_max;
  };
  const Size size = out.size();
  if (!has_room(size.width) || !has_room(size.height)) return std::nullopt;
  return out;
}

/// How many points of the page one point of its sheet becomes.
double enlarged(const Size& size) {
  return std::max(1.0, std::max(size.width, size.height) / side_max_points);
}

/// What puts a sheet, drawn upright from its lower left corner, over what is seen of the page:
/// "a b c d e f cm" (PDF 1.7, 8.3.4).
std::string placed(const Shown& page) {
  const double s = enlarged(page.size()) / page.unit;
  std::array<double, 6> m{};
  switch (page.turned) {
    case 90:
      m = {0, s, -s, 0, page.right, page.bottom};
      break;
    case 180:
      m = {-s, 0, 0, -s, page.right, page.top};
      break;
    case 270:
      m = {0, -s, s, 0, page.left, page.top};
      break;
    case 0:
      m = {s, 0, 0, s, page.left, page.bottom};
      break;
  }
  std::string out;
  constexpr int digits = 9;
  for (const double one : m) out += QUtil::double_to_string(one, digits) + " ";
  return out + "cm";
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
  const auto seen = shown(page);
  if (!seen) return false;
  const Size size = seen->size();
  const double times = enlarged(size);
  QPDFObjectHandle form = sheets.of({size.width / times, size.height / times});
  if (form.isNull()) return false;
  enclose_content(pdf, page);
  const std::string name = free_name(page);
  add_to_page(page, name, form);
  page.addPageContents(
      QPDFObjectHandle::newStream(&pdf, "q " + placed(*seen) + " " + name + " Do Q\n"), false);
  return true;
}

/// Reads a PDF; throws what the library throws.
void read(QPDF& pdf, std::string_view bytes) {
  pdf.setSuppressWarnings(true);
  pdf.processMemoryFile("document", bytes.data(), bytes.size());
}

/// Not before it is known that the tree of them is no trap.
Result<std::vector<QPDFPageObjectHelper>, PdfFault> pages_of(QPDF& pdf, const PdfBounds& bounds) {
  if (const auto fault = beyond_in_pages(pdf, bounds)) return Failure{*fault};
  auto out = QPDFPageDocumentHelper(pdf).getAllPages();
  if (out.empty()) return Failure{PdfFault::unreadable};
  if (out.size() > bounds.pages_max) return Failure{PdfFault::too_many_pages};
  return out;
}

Result<std::string, PdfFault> written_over(QPDF& pdf, std::vector<QPDFPageObjectHelper>& pages,
                                           const Watermark& watermark) {
  Sheets sheets(pdf, watermark);
  for (QPDFPageObjectHelper& page : pages) {
    if (!lay_over(pdf, page, sheets)) return Failure{PdfFault::not_drawn};
  }
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setPreserveEncryption(false);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

/// `work(QPDF&)`; what the library throws is a document that cannot be read.
template <class Work>
auto reading(std::string_view pdf, const Work& work) -> decltype(work(std::declval<QPDF&>())) {
  try {
    QPDF document;
    read(document, pdf);
    return work(document);
  } catch (const std::bad_alloc&) {
    return Failure{PdfFault::out_of_bounds};
  } catch (const std::exception&) {
    return Failure{PdfFault::unreadable};
  }
}

}  // namespace

Result<std::size_t, PdfFault> pages_of_pdf(std::string_view pdf) {
  return reading(pdf, [](QPDF& document) -> Result<std::size_t, PdfFault> {
    TRY(const auto pages, pages_of(document, {}));
    return pages.size();
  });
}

Result<Done, PdfFault> check_pdf(std::string_view pdf, const PdfBounds& bounds) {
  return reading(pdf, [&](QPDF& document) -> Result<Done, PdfFault> {
    TRY(auto pages, pages_of(document, bounds));
    if (const auto fault = beyond_in_streams(document, bounds)) return Failure{*fault};
    const Watermark trial{"SOP-1 V1.0\nQA: V1.0", "2000-01-01 00:00 UTC", "V1.0"};
    TRY([[maybe_unused]] const std::string tried, written_over(document, pages, trial));
    return Done{};
  });
}

Result<std::string, PdfFault> watermarked(std::string_view pdf, const Watermark& watermark) {
  return reading(pdf, [&](QPDF& document) -> Result<std::string, PdfFault> {
    TRY(auto pages, pages_of(document, {}));
    return written_over(document, pages, watermark);
  });
}

}  // namespace veinline::exchange
