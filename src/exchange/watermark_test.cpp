// SPDX-License-Identifier: Apache-2.0
// What is said stands on each page, and what is no PDF is told as that.
#include "exchange/watermark.hpp"

#include <cairo/cairo-pdf.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace veinline::exchange {
namespace {

cairo_status_t append(void* out, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// Pages upright and across, each with a word on it.
std::string pdf_of(int pages) {
  std::string out;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &out, 595, 842);
  cairo_t* canvas = cairo_create(surface);
  for (int page = 0; page < pages; ++page) {
    if (page % 2 == 1) cairo_pdf_surface_set_size(surface, 842, 595);
    cairo_move_to(canvas, 50, 100);
    cairo_show_text(canvas, "Original");
    cairo_show_page(canvas);
  }
  cairo_destroy(canvas);
  cairo_surface_destroy(surface);
  return out;
}

/// One page that draws this.
std::string page_that_draws(const std::string& content) {
  return "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
         "2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
         "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\n"
         "endobj\n4 0 obj\n<< /Length " +
         std::to_string(content.size()) + " >>\nstream\n" + content +
         "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF\n";
}

/// What a program that we did not write tells of a PDF; empty: it is not here.
std::string told_of(const std::string& pdf, const std::string& how) {
  if (std::system("command -v pdftotext > /dev/null") != 0) return {};
  const auto folder = std::filesystem::temp_directory_path();
  const std::string from = folder / ("veinline-watermark-" + std::to_string(::getpid()) + ".pdf");
  const std::string to = from + ".txt";
  std::ofstream(from, std::ios::binary) << pdf;
  const int code = std::system(("pdftotext -q " + how + " " + from + " " + to).c_str());
  std::ifstream in(to);
  std::string out((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  std::filesystem::remove(from);
  std::filesystem::remove(to);
  return code == 0 ? out : std::string("unreadable");
}

std::size_t times(const std::string& text, const std::string& word) {
  std::size_t out = 0;
  for (auto at = text.find(word); at != text.npos; at = text.find(word, at + 1)) ++out;
  return out;
}

TEST(Watermark, says_it_on_each_page_over_what_was_there) {
  const std::string original = pdf_of(3);
  EXPECT_EQ(pages_of_pdf(original).value_or(0), 3U);
  const auto copy = watermarked(original, {"SOP-1 V2.0 superseded", "Copy for 张伟", "已被取代"});
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(pages_of_pdf(*copy).value_or(0), 3U);
  const std::string text = told_of(*copy, "-raw");
  if (text.empty()) GTEST_SKIP() << "pdftotext (poppler-utils) is not here";
  EXPECT_EQ(times(text, "Original"), 3U);
  EXPECT_EQ(times(text, "V2.0"), 3U);
  EXPECT_EQ(times(text, "张伟"), 3U);
}

TEST(Watermark, stands_where_it_should_whatever_the_page_leaves_open) {
  const auto places = [](const std::string& content) {
    const auto copy = watermarked(page_that_draws(content), {"SOP-1", "Copy", "DRAFT"});
    return copy ? told_of(*copy, "-bbox") : std::string("not written");
  };
  const std::string right = places("");
  if (right.empty()) GTEST_SKIP() << "pdftotext (poppler-utils) is not here";
  ASSERT_EQ(times(right, ">SOP-1</word>"), 1U) << right;
  for (const char* content :
       {"q Q", "q q 0.5 0 0 0.5 300 500 cm q", "Q Q 5 0 0 5 900 0 cm", "q Q Q 5 0 0 5 900 0 cm Q",
        "/OC /Hidden BDC", "BT 5 0 0 5 9 9 Tm", "0 0 1 1 re W", "(never closed", "<4142", "[ 1 2",
        "/A << /B", "BI /W 1", "BI /W 1 /H 1 /BPC 1 /CS /G ID x", "% a remark"}) {
    EXPECT_EQ(places(content), right) << content;
  }
}

TEST(Watermark, what_cannot_be_read_is_told) {
  const std::string whole = pdf_of(1);
  for (const std::string& bad :
       {std::string(), std::string("%PDF-1.7\nnothing"), whole.substr(0, 40)}) {
    EXPECT_FALSE(pages_of_pdf(bad).has_value());
    EXPECT_FALSE(watermarked(bad, {"a", "b", ""}).has_value());
  }
}

}  // namespace
}  // namespace veinline::exchange
