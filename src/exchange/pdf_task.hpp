// SPDX-License-Identifier: Apache-2.0
// PdfTask: what is asked of a process that reads a PDF, and what it answers, as bytes. Whoever has
// read a PDF is not believed further than these say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/watermark.hpp"

namespace veinline::exchange {

/// Longer tasks are none.
constexpr std::size_t pdf_task_bytes_max = 65UL * 1024 * 1024;

struct PdfTask {
  enum class Kind : std::uint8_t { check, stamp };
  Kind kind = Kind::check;
  Watermark watermark{};  ///< of a stamp
  std::string_view pdf;
};
/// "KIND FIRST SECOND ACROSS PDF\n", lengths but for the first, and then these.
std::string task_bytes(const PdfTask& task);
/// Looks into `bytes`. Empty: it was cut, or is none.
std::optional<PdfTask> read_task(std::string_view bytes);

using PdfAnswer = kernel::Result<std::string, PdfFault>;
/// Does it; the answer to a check is empty.
PdfAnswer done(const PdfTask& task);
/// "well LENGTH\n" and the bytes, or "FAULT\n".
std::string answer_bytes(const PdfAnswer& answer);
/// Empty: it was cut, or is none.
std::optional<PdfAnswer> read_answer(std::string bytes);

}  // namespace veinline::exchange
