// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_bounds.hpp"

#include <stdexcept>
#include <utility>
#include <vector>
#define POINTERHOLDER_TRANSITION 4  // the library's older pointer is not used
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>

namespace veinline::exchange {

namespace {

/// Counts what comes, and stops whoever expands it when it is enough.
class Counter : public Pipeline {
 public:
  Counter(std::size_t of_one_max, std::size_t of_all_max)
      : Pipeline("counter", nullptr), of_one_max_(of_one_max), left_(of_all_max) {}
  void begin() { of_one_ = 0; }
  void write(const unsigned char*, std::size_t count) override {
    of_one_ += count;
    is_over_ = is_over_ || of_one_ > of_one_max_ || count > left_;
    // The library takes it for a damaged stream: it is asked afterwards.
    if (is_over_) throw std::length_error("a stream is too long");
    left_ -= count;
  }
  void finish() override {}
  [[nodiscard]] bool is_over() const { return is_over_; }

 private:
  const std::size_t of_one_max_;
  std::size_t left_;
  std::size_t of_one_ = 0;
  bool is_over_ = false;
};

}  // namespace

std::optional<PdfFault> beyond_in_pages(QPDF& pdf, const PdfBounds& bounds) {
  std::vector<std::pair<QPDFObjectHandle, std::size_t>> to_visit;
  to_visit.emplace_back(pdf.getRoot().getKey("/Pages"), 1);
  std::size_t pages = 0;
  std::size_t branches = 0;
  while (!to_visit.empty()) {
    const auto [node, depth] = std::move(to_visit.back());
    to_visit.pop_back();
    QPDFObjectHandle one = node;
    if (!one.isDictionary()) continue;
    QPDFObjectHandle below = one.getKey("/Kids");
    if (!below.isArray()) {
      if (++pages > bounds.pages_max) return PdfFault::too_many_pages;
      continue;
    }
    // A tree that bites its own tail has as many branches as anybody likes.
    const auto count = static_cast<std::size_t>(below.getArrayNItems());
    if (depth > bounds.tree_depth_max || ++branches > bounds.pages_max) return PdfFault::too_much;
    if (count + to_visit.size() > 2 * bounds.pages_max) return PdfFault::too_many_pages;
    for (std::size_t i = count; i > 0; --i) {
      to_visit.emplace_back(below.getArrayItem(static_cast<int>(i - 1)), depth + 1);
    }
  }
  return std::nullopt;
}

std::optional<PdfFault> beyond_in_streams(QPDF& pdf, const PdfBounds& bounds) {
  if (pdf.getObjectCount() > bounds.objects_max) return PdfFault::too_much;
  Counter counter(bounds.stream_bytes_max, bounds.all_streams_bytes_max);
  for (QPDFObjectHandle& one : pdf.getAllObjects()) {
    if (!one.isStream()) continue;
    counter.begin();
    static_cast<void>(one.pipeStreamData(&counter, 0, qpdf_dl_generalized, true, false));
    if (counter.is_over()) return PdfFault::too_much;
  }
  return std::nullopt;
}

}  // namespace veinline::exchange
