// SPDX-License-Identifier: Apache-2.0
// Targets: what is written with percent signs is read back, what is doubtful is refused.
#include "gateway/net/target.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace veinline::gateway::net {
namespace {

std::string percent(const std::string& text) {
  constexpr std::string_view digits = "0123456789abcDEF";
  std::string out;
  for (const char sign : text) {
    const auto code = static_cast<unsigned char>(sign);
    out.append({'%', digits[code >> 4U], digits[code & 15U]});
  }
  return out;
}

TEST(Target, IsReadFromAllItsForms) {
  EXPECT_EQ(read_target("/a/b?x=1&y=a+b%2Bc&flag").value(),
            (Target{"/a/b", {{"x", "1"}, {"y", "a b+c"}, {"flag", ""}}}));
  EXPECT_EQ(read_target("http://host:80/a?b=c").value(), (Target{"/a", {{"b", "c"}}}));
  EXPECT_EQ(read_target("/a+b?").value(), (Target{"/a+b", {}}));
  EXPECT_EQ(read_target("*").value(), (Target{"*", {}}));
  EXPECT_EQ(read_target("/%5Dd2010950600013435221S9%1d17261231?thing=%5Dd2%1D").value(),
            (Target{"/]d2010950600013435221S9\x1d"
                    "17261231",
                    {{"thing", "]d2\x1d"}}}));
}

TEST(Target, IsRefusedWhenTwoReadersMayUnderstandTwoThings) {
  for (const std::string_view bad :
       {"", "a", "http://host", "host:443", "/%", "/%2", "/%zz", "/%00", "/?a=%00", "/a%0ab",
        "/%1e", "/%7f", "/%ff", "/?a=%d5%c5", "/\xd5\xc5", "/?a=1&a=1", "/#top"}) {
    EXPECT_EQ(read_target(bad).has_value(), bad == "http://host") << bad;
  }
}

/// Any text as UTF-8: each byte as the code point of its number.
std::string utf8(const std::string& bytes) {
  std::string out;
  for (const char sign : bytes) {
    const auto code = static_cast<unsigned char>(sign);
    if (code < 0x80) {
      out += sign;
    } else {
      out += static_cast<char>(0xC0U | (code >> 6U));
      out += static_cast<char>(0x80U | (code & 0x3FU));
    }
  }
  return out;
}

RC_GTEST_PROP(Target, ReadsBackWhatWasEncoded, (const std::map<std::string, std::string>& any)) {
  std::map<std::string, std::string> said;
  for (const auto& [name, value] : any) said.emplace(utf8(name), utf8(value));
  std::string target = "/?";
  for (const auto& [name, value] : said) {
    RC_PRE(name.find('\0') == std::string::npos && value.find('\0') == std::string::npos);
    target += percent(name) + "=" + percent(value) + "&";
  }
  RC_ASSERT(read_target(target).value().query == said);
}

RC_GTEST_PROP(Target, NeverFailsWorseThanByRefusal, (const std::string& bytes)) {
  const auto plain = read_target(bytes);
  const auto rooted = read_target("/" + bytes);
  if (rooted) RC_ASSERT(rooted->path.starts_with('/'));
  const bool is_sound = !plain || plain->path == "*" || plain->path.starts_with('/');
  RC_ASSERT(is_sound);
}

}  // namespace
}  // namespace veinline::gateway::net
