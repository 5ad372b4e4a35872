// SPDX-License-Identifier: Apache-2.0
// Watermark: a copy of a PDF that says on each page whose copy it is, of which version, and how
// that stands. The original is never changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "kernel/result.hpp"

namespace veinline::exchange {

enum class PdfFault : std::uint8_t {
  unreadable,      ///< no PDF that can be read without a password, or without a page
  too_many_pages,  ///< more than PdfBounds::pages_max
  too_much,        ///< it is nested deeper, or holds more, than PdfBounds says
  not_drawn,       ///< a page has no room for the mark, or the drawing library gave up
  out_of_bounds,   ///< whoever read it came to the end of its memory or its time
  not_run          ///< nobody could be started to read it, or too many read others
};

/// What of a PDF is read before it is refused. A few bytes may be said to hold terabytes.
struct PdfBounds {
  std::size_t pages_max = 5'000;
  std::size_t tree_depth_max = 64;                               ///< of pages within pages
  std::size_t objects_max = 500'000;                             ///< pages, fonts, pictures …
  std::size_t stream_bytes_max = 256UL * 1024 * 1024;            ///< of one, expanded
  std::size_t all_streams_bytes_max = 2UL * 1024 * 1024 * 1024;  ///< together, expanded
};

/// What is said on each page.
struct Watermark {
  std::string first;   ///< lines at its foot: what it is and how it stands, who approved it
  std::string second;  ///< the line below: whose copy, when, and the hash
  std::string across;  ///< large and pale over the whole page; empty: nothing
};

/// How many pages there are.
kernel::Result<std::size_t, PdfFault> pages_of_pdf(std::string_view pdf);
/// Whether it is within the bounds, and each page can be written on: that is tried.
kernel::Result<kernel::Done, PdfFault> check_pdf(std::string_view pdf,
                                                 const PdfBounds& bounds = {});
/// Signatures in the PDF no longer hold in the copy.
kernel::Result<std::string, PdfFault> watermarked(std::string_view pdf, const Watermark& watermark);

}  // namespace veinline::exchange
