// SPDX-License-Identifier: Apache-2.0
// A label is drawn so that two readers which we did not write read back what it says, byte for
// byte.
#include "exchange/label.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>

// Fontconfig keeps what it read of the fonts to the end of the process.
extern "C" const char* __lsan_default_suppressions();   // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() {  // NOLINT
  return "leak:libfontconfig\n";
}

namespace veinline::exchange {
namespace {

LabelContent a_label() {
  return {"BAG-1",
          "自体 CAR-T 细胞",
          {{"治疗识别码 Chain of identity", "CHA9999 26 000A1Z W"},
           {"献血编号 Donation number", "A9999 26 123456 N"},
           {"体积 Volume", "50 mL"}},
          {"仅供自体使用", "For autologous use only"},
          "=+03000=A99992612345600&/CHA999926000A1Z=,A00000",
          "material/ARA3MVDJ64V6EZB4HS"};
}

/// The dots of a ^GFA field, a row a text of '0' and '1'.
std::vector<std::string> dots_of(const std::string& zpl) {
  const std::size_t from = zpl.find("^GFA,") + 5;
  // ^GFA,bytes,bytes,bytes a row,dots
  std::vector<std::size_t> numbers;
  std::size_t at = from;
  for (; numbers.size() < 3; at = zpl.find(',', at) + 1) {
    numbers.push_back(std::stoul(zpl.substr(at)));
  }
  const std::size_t bytes_a_row = numbers[2];
  const std::size_t rows = numbers[1] / bytes_a_row;
  std::vector<std::string> out;
  std::string row;
  for (; out.size() < rows; ++at) {
    const char c = zpl.at(at);
    if (c == ':') {
      out.push_back(out.back());
      continue;
    }
    if (c == ',') {
      row.resize(bytes_a_row * 8, '0');
    } else {
      const int nibble = c <= '9' ? c - '0' : c - 'A' + 10;
      for (int bit = 3; bit >= 0; --bit) row.push_back((nibble >> bit & 1) != 0 ? '1' : '0');
    }
    if (row.size() == bytes_a_row * 8) {
      out.push_back(row);
      row.clear();
    }
  }
  EXPECT_EQ(zpl.substr(at, 3), "^FS");
  return out;
}

/// What a scanner that is aimed at the symbol sees: the upper right corner, as a grey picture.
void aim(const std::vector<std::string>& dots, const std::string& path) {
  constexpr std::size_t left = 528, top = 24, width = 160, height = 128, larger = 3;
  std::ofstream out(path, std::ios::binary);
  out << "P5\n" << width * larger << " " << height * larger << "\n255\n";
  for (std::size_t y = 0; y < height * larger; ++y) {
    for (std::size_t x = 0; x < width * larger; ++x) {
      out.put(dots[top + y / larger][left + x / larger] == '1' ? '\0' : '\xff');
    }
  }
}

std::string output_of(const std::string& command) {
  struct Close {
    void operator()(std::FILE* pipe) const { pclose(pipe); }
  };
  const std::unique_ptr<std::FILE, Close> pipe(popen(command.c_str(), "r"));
  std::array<char, 4096> piece{};
  std::string out;
  while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), pipe.get())) {
    out.append(piece.data(), count);
  }
  return out;
}

bool has(const char* program) {
  return !output_of(std::string("command -v ") + program).empty();
}

TEST(Label, R11_says_to_two_foreign_readers_byte_for_byte_what_it_was_told) {
  if (!has("ZXingReader") || !has("dmtxread")) {
    GTEST_SKIP() << "ZXingReader (zxing-cpp-tools) and dmtxread (dmtx-utils) are not installed.";
  }
  const auto zpl = label_zpl(a_label());
  ASSERT_TRUE(zpl.has_value());
  const std::filesystem::path picture = std::filesystem::temp_directory_path() /
                                        ("veinline-label-" + std::to_string(getpid()) + ".pgm");
  aim(dots_of(*zpl), picture);
  EXPECT_EQ(output_of("ZXingReader -bytes " + picture.string()), a_label().code);
  EXPECT_EQ(output_of("dmtxread " + picture.string()), a_label().code);
  std::filesystem::remove(picture);
}

TEST(Label, is_drawn_on_paper_too) {
  const auto svg = label_svg(a_label());
  const auto pdf = label_pdf(a_label());
  ASSERT_TRUE(svg.has_value() && pdf.has_value());
  EXPECT_EQ(svg->substr(0, 5), "<?xml");
  EXPECT_EQ(pdf->substr(0, 5), "%PDF-");
}

TEST(Label, that_cannot_hold_all_that_it_should_say_is_not_drawn) {
  LabelContent full = a_label();
  for (int i = 0; i < 7; ++i) full.lines.emplace_back("caption", "value");
  EXPECT_EQ(label_svg(full).error(), LabelFault::no_room);
  LabelContent long_lines = a_label();
  for (auto& [caption, value] : long_lines.lines) value = std::string(200, 'W');
  EXPECT_EQ(label_zpl(long_lines).error(), LabelFault::no_room);
  LabelContent long_code = a_label();
  long_code.code = std::string(1'000, 'x');
  EXPECT_EQ(label_pdf(long_code).error(), LabelFault::code_too_long);
  LabelContent many_statements = a_label();
  many_statements.statements.assign(20, "For autologous use only");
  EXPECT_EQ(label_svg(many_statements).error(), LabelFault::no_room);
}

}  // namespace
}  // namespace veinline::exchange
