// SPDX-License-Identifier: Apache-2.0
// PdfWork: who reads PDFs. A server lets a process of its own do it (pdf_process.hpp).
#pragma once

#include <string>
#include <string_view>

#include "exchange/watermark.hpp"

namespace veinline::exchange {

/// Safe from many threads.
class PdfWork {
 public:
  virtual ~PdfWork() = default;
  /// As check_pdf().
  virtual kernel::Result<kernel::Done, PdfFault> check(std::string_view pdf) = 0;
  /// As watermarked().
  virtual kernel::Result<std::string, PdfFault> stamp(std::string_view pdf,
                                                      const Watermark& watermark) = 0;
};

/// Reads them here, in this process: for tests.
class PdfHere : public PdfWork {
 public:
  kernel::Result<kernel::Done, PdfFault> check(std::string_view pdf) override {
    return check_pdf(pdf);
  }
  kernel::Result<std::string, PdfFault> stamp(std::string_view pdf,
                                              const Watermark& watermark) override {
    return watermarked(pdf, watermark);
  }
};

}  // namespace veinline::exchange
