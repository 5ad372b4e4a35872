// SPDX-License-Identifier: Apache-2.0
// Names and numbers of people: what is kept of them is kept again as the same, and hides what it
// must.
#include <algorithm>

#include "codes/identity_documents.hpp"
#include "codes/person_name.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view text) {
  const std::string name = codes::kept_name(text);
  hold(codes::kept_name(name) == name, "a kept name is kept as it is");
  hold(name.empty() || codes::masked_name(name) != name, "a mask hides something");
  hold(codes::name_key(name) == codes::name_key(text), "a key does not depend on the form");
  const std::string reading = codes::reading_key(text);
  hold(std::all_of(reading.begin(), reading.end(),
                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }),
       "a reading is made of letters and digits");
  static_cast<void>(codes::initials(text, text));
  for (const codes::DocumentKind kind : codes::all_document_kinds) {
    const auto read = codes::read_document(kind, text);
    if (!read) continue;
    const auto again = codes::read_document(kind, read->number);
    hold(again && again->number == read->number, "a kept number is kept as it is");
    hold(!read->birth_date || read->birth_date->day.ok(), "a date of birth is a day");
  }
}

Corpus seeds() {
  return {"张小明",
          "阿依古丽·买买提",
          "Anna-Maria O'Brien",
          "１１０１０５19491231002Ｘ",
          "G123456(A)",
          "A123456789",
          "H12345678",
          "E12345678",
          "N00000000428",
          "U98765432101",
          "ZY-2026/0042",
          "Zhāng Wěi",
          "USA310081010100",
          "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
}

}  // namespace

Target identity() {
  return {"identity", one, seeds, 2'000};
}

}  // namespace veinline::fuzz
