// SPDX-License-Identifier: Apache-2.0
// PdfProcess: PDFs are read in a process that is started for each, may take so much memory and so
// long, writes no file, opens no key where the kernel has Landlock (pdf_prison.hpp), and is gone
// afterwards. docs/documents.md.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/pdf_work.hpp"

namespace veinline::exchange {

/// What this program is started with to be one of them. No verb of the command line: nobody asks it
/// by hand.
constexpr std::string_view pdf_worker_word = "paper-worker";

struct PdfProcessOptions {
  std::string program = "/proc/self/exe";  ///< this one again, also when its file was replaced
  std::vector<std::string> arguments{std::string(pdf_worker_word)};
  std::chrono::milliseconds lasts_max{120'000};  ///< each, by the clock on the wall
  unsigned at_once_max = 2;
  std::chrono::milliseconds waits_max{30'000};         ///< for one of these to be free
  std::size_t answer_bytes_max = 192UL * 1024 * 1024;  ///< more is not taken from it
};

class PdfProcess : public PdfWork {
 public:
  explicit PdfProcess(PdfProcessOptions options = {}) : options_(std::move(options)) {}
  kernel::Result<kernel::Done, PdfFault> check(std::string_view pdf) override;
  kernel::Result<std::string, PdfFault> stamp(std::string_view pdf,
                                              const Watermark& watermark) override;

 private:
  kernel::Result<std::string, PdfFault> ask(const std::string& task);

  const PdfProcessOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  unsigned running_ = 0;  ///< guarded by `mutex_`
};

/// What such a process does: bounds itself, reads one task to its end, and writes the answer. The
/// exit code.
int run_pdf_worker(int in, int out);

}  // namespace veinline::exchange
