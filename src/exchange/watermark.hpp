// SPDX-License-Identifier: Apache-2.0
// Watermark: a copy of a PDF that says on each page whose copy it is, of which version, and how
// that stands. The original is never changed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "kernel/result.hpp"

namespace veinline::exchange {

enum class WatermarkFault : std::uint8_t {
  unreadable,      ///< no PDF that can be read without a password, or without a page
  too_many_pages,  ///< more than pages_max
  not_drawn        ///< the drawing library gave up
};

constexpr std::size_t pages_max = 5'000;

/// What is said on each page.
struct Watermark {
  std::string first;   ///< a line at its foot: what it is, and how it stands
  std::string second;  ///< the line below: whose copy, when, and the hash
  std::string across;  ///< large and pale over the whole page; empty: nothing
};

/// How many pages there are.
kernel::Result<std::size_t, WatermarkFault> pages_of_pdf(std::string_view pdf);
/// Signatures in the PDF no longer hold in the copy.
kernel::Result<std::string, WatermarkFault> watermarked(std::string_view pdf,
                                                        const Watermark& watermark);

}  // namespace veinline::exchange
