// SPDX-License-Identifier: Apache-2.0
// Whoever reads PDFs elsewhere is believed no further than the form of what it answers.
#include "exchange/pdf_process.hpp"

#include <gtest/gtest.h>

#include "exchange/pdf_task.hpp"

namespace veinline::exchange {
namespace {

PdfFault fault_of(std::string program, std::vector<std::string> arguments) {
  PdfProcess process({.program = std::move(program),
                      .arguments = std::move(arguments),
                      .lasts_max = std::chrono::milliseconds(2'000),
                      .answer_bytes_max = 1'000'000});
  const auto checked = process.check("%PDF-1.7\n");
  EXPECT_FALSE(checked.has_value());
  return checked ? PdfFault::unreadable : checked.error();
}

TEST(PdfProcess, that_is_not_there_says_that_nothing_was_read) {
  EXPECT_EQ(fault_of("/nowhere/at/all", {}), PdfFault::not_run);
}

TEST(PdfProcess, that_ends_says_rubbish_or_has_no_end_is_out_of_bounds) {
  EXPECT_EQ(fault_of("/bin/false", {}), PdfFault::out_of_bounds);
  EXPECT_EQ(fault_of("/bin/cat", {}), PdfFault::out_of_bounds);
  EXPECT_EQ(fault_of("/usr/bin/yes", {}), PdfFault::out_of_bounds);
  EXPECT_EQ(fault_of("/bin/sleep", {"60"}), PdfFault::out_of_bounds);
}

TEST(PdfTask, is_read_as_it_was_written_and_not_when_it_was_cut) {
  const PdfTask task{PdfTask::Kind::stamp, {"one", "two \n", ""}, "%PDF-1.7\n"};
  const std::string bytes = task_bytes(task);
  const auto read = read_task(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->watermark.second, "two \n");
  EXPECT_EQ(read->pdf, task.pdf);
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(read_task(bytes.substr(0, i))) << i;
  EXPECT_FALSE(read_task(bytes + "x"));
}

}  // namespace
}  // namespace veinline::exchange
