// SPDX-License-Identifier: Apache-2.0
// Languages: any Accept-Language gets one of the languages that we speak.
#include "exchange/words.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  const exchange::Language language = exchange::language_of(bytes);
  hold(!exchange::text(language).empty(), "the language has a tag");
  hold(exchange::language_of(exchange::text(language)) == language, "a tag means its language");
}

Corpus seeds() {
  return {"zh-CN",
          "en",
          "zh-TW,zh;q=0.9,en;q=0.8",
          "*;q=0.1, en;q=0",
          "de-DE;q=1.000",
          "zh-Hans-CN;q=0.5;x=y,,en"};
}

}  // namespace

Target language() {
  return {"language", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
