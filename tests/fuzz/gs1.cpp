// SPDX-License-Identifier: Apache-2.0
// GS1: element strings, what people write, and Digital Links say the same by the same elements.
#include "codes/gs1.hpp"

#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void same_in_brackets(const codes::Gs1& read) {
  std::string text;
  for (const codes::Element& element : read.elements) {
    if (element.value.find_first_of("()") != element.value.npos) return;  // ambiguous by nature
    text += "(" + element.ai + ")" + element.value;
  }
  const auto again = codes::read_bracketed(text);
  hold(again && *again == read, "elements in brackets are the same elements");
}

void one(std::string_view text) {
  static_cast<void>(codes::looks_like_elements(text));
  static_cast<void>(codes::looks_like_digital_link(text));
  for (const auto& read :
       {codes::read_elements(text), codes::read_bracketed(text), codes::read_digital_link(text)}) {
    if (read) same_in_brackets(*read);
  }
}

Corpus seeds() {
  return {
      "]d2010950600013435221ABC\x1d"
      "17271231",
      "]C1009012345678900000"
      "06",
      "0109506000134352"
      "10LOT1\x1d"
      "21ABC",
      "(01)09506000134352(21)ABC",
      "(8018)123456789012345675(8019)12",
      "(414)9506000134352(254)AB",
      "https://id.gs1.org/01/09506000134352/22/2A/10/LOT/21/ABC?17=271231",
      "https://example.org/some/8004/9506000ABC",
      "http://id.gs1.org/253/9506000134352ABC?4330=000500-"};
}

}  // namespace

Target gs1() {
  return {"gs1", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
