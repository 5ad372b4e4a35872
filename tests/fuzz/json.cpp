// SPDX-License-Identifier: Apache-2.0
// JSON: what is read and written again is the same value, and its canonical text is the only one.
#include "fuzz/target.hpp"
#include "kernel/canonical.hpp"
#include "kernel/limits.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  const auto value = kernel::parse_json(bytes, kernel::command_json);
  if (!value) {
    hold(!kernel::sentence(value.error().kind).empty(), "every fault has a sentence");
    return;
  }
  const std::string text = kernel::canonical_text(*value);
  hold(kernel::is_utf8(text), "canonical text is UTF-8");
  // Canonical text may be longer than what was read: control characters are escaped.
  const auto again =
      kernel::parse_json(text, {.bytes_max = 8 * bytes.size() + 64, .depth_max = 16});
  hold(again.has_value(), "canonical text is JSON");
  hold(*again == *value, "canonical text is the same value");
  hold(kernel::canonical_text(*again) == text, "canonical of canonical is the same text");
}

Corpus seeds() {
  Corpus out = lines_of(file_of_tree("examples/one-treatment.ndjson"));
  out.insert(out.end(), {"null", "[]", "{}", "-0", "9007199254740991", R"("\u0000\ud83d\ude00")",
                         R"([[[[{"a":[1,2,{"b":null}]}]]]])", R"({"b":1,"a":true,"":"é中"})"});
  return out;
}

}  // namespace

Target json() {
  return {"json", one, seeds};
}

}  // namespace veinline::fuzz
