// SPDX-License-Identifier: Apache-2.0
// base64url against published vectors; one text a value.
#include "kernel/base64url.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace veinline::kernel {
namespace {

TEST(Base64Url, agrees_with_rfc_7515_appendix_c) {
  const Bytes bytes{3, 236, 255, 224, 193};
  EXPECT_EQ(to_base64url(bytes), "A-z_4ME");
  EXPECT_EQ(*from_base64url("A-z_4ME"), bytes);
  EXPECT_EQ(to_base64url({}), "");
  EXPECT_TRUE(from_base64url("")->empty());
}

TEST(Base64Url, refuses_every_second_text_of_a_value) {
  for (const char* text : {"A-z_4ME=", "A+z_4ME", "A-z/4ME", "A-z_4MF", "A-z_4", "A-z_ 4ME",
                           "A-z_4ME\n", "=", "A===", "QQ=="}) {
    EXPECT_FALSE(from_base64url(text).has_value()) << text;
  }
}

RC_GTEST_PROP(Base64Url, of_bytes_is_read_as_those_bytes, (const Bytes& bytes)) {
  const std::string text = to_base64url(bytes);
  RC_ASSERT(text.find_first_of("+/=") == std::string::npos);
  RC_ASSERT(*from_base64url(text) == bytes);
}

}  // namespace
}  // namespace veinline::kernel
