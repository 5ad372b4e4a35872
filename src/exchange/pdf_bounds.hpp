// SPDX-License-Identifier: Apache-2.0
// Whether a PDF stays within its bounds: looked at before anything of it is believed or drawn.
#pragma once

#include <optional>

#include "exchange/watermark.hpp"

class QPDF;

namespace veinline::exchange {

/// Walks over the tree of its pages, without entering itself for each level of it. Empty: there are
/// as many as may be, and not deeper.
std::optional<PdfFault> beyond_in_pages(QPDF& pdf, const PdfBounds& bounds);
/// Expands its streams and throws away what comes; what is packed as a picture (JPEG, JBIG2) is for
/// whoever shows it, and is counted as it is.
std::optional<PdfFault> beyond_in_streams(QPDF& pdf, const PdfBounds& bounds);

}  // namespace veinline::exchange
