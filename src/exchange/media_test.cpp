// SPDX-License-Identifier: Apache-2.0
// Bytes are what they begin with, whatever somebody calls them; nothing that a browser would run is
// kept as a text.
#include "exchange/media.hpp"

#include <gtest/gtest.h>

namespace veinline::exchange {
namespace {

using journey::papers::Media;

TEST(Media, is_known_by_the_signature_of_the_bytes) {
  EXPECT_EQ(media_of("%PDF-1.7\n"), Media::pdf);
  EXPECT_EQ(media_of("\x89PNG\r\n\x1A\nrest"), Media::png);
  EXPECT_EQ(media_of("\xFF\xD8\xFF\xE0"), Media::jpeg);
  EXPECT_EQ(media_of("Consent form\n知情同意书\n"), Media::plain_text);
  EXPECT_EQ(media_of("\xEF\xBB\xBFwith a byte order mark"), Media::plain_text);
  EXPECT_EQ(media_of("a < b, and <b> is no page"), Media::plain_text);
}

TEST(Media, anything_else_is_none) {
  const std::string_view none[] = {"",
                                   "PK\x03\x04",
                                   "MZ\x90",
                                   "GIF89a\x01\x02",
                                   "<!DOCTYPE html><script>",
                                   "  \n<HTML>",
                                   "\xEF\xBB\xBF<svg onload=x>",
                                   "<?xml version=\"1.0\"?>",
                                   "<script>alert(1)</script>",
                                   "text with \x01",
                                   std::string_view("text with \0", 11),
                                   "broken \xC3\x28",
                                   "overlong \xC0\xAF",
                                   "overlong \xE0\x80\xAF",
                                   "surrogate \xED\xA0\x80",
                                   "beyond \xF4\x90\x80\x80",
                                   "cut \xE4\xBD",
                                   "\xD5\xC5\xCE\xB0"};
  for (const std::string_view one : none) EXPECT_EQ(media_of(one), std::nullopt) << one;
}

}  // namespace
}  // namespace veinline::exchange
