// SPDX-License-Identifier: Apache-2.0
// Requests: the bodies of commands and scans, after they were read as JSON.
#include "exchange/json.hpp"
#include "fuzz/target.hpp"
#include "kernel/limits.hpp"

namespace veinline::fuzz {
namespace {

using exchange::Language;
using exchange::Words;

void told(const journey::BadField& bad) {
  for (const Language language : {Language::en, Language::zh_cn}) {
    hold(Words::of(language).has(bad.code), "what is wrong with a body has words");
  }
}

void one(std::string_view bytes) {
  const auto value = kernel::parse_json(bytes, kernel::command_json);
  if (!value || value->object() == nullptr) return;
  if (const auto request = exchange::request_from(*value->object()); !request) {
    told(request.error());
  } else if (request->happened_at) {
    const std::string time = kernel::to_text(request->happened_at->time);
    hold(kernel::instant_from_text(time).has_value(), "a time that was read can be written");
    hold(request->happened_at->offset.size() == 6, "a time has its offset");
  }
  if (const auto scanned = exchange::scanned_from(*value->object()); !scanned) {
    told(scanned.error());
  }
}

Corpus seeds() {
  return {R"({"data":{}})", R"({"at":"site/Z6W6DV0QP0VNYT405Y","data":{"a":1},"sign":"release"})",
          R"({"happened_at":"2026-03-02T08:00:00+08:00","reason":"TEST","data":{}})",
          R"({"happened_at":{"time":"2026-03-02T08:00:00Z","offset":"+08:00","source":"device",)"
          R"("uncertainty_s":60},"reason":{"code":"TEST","text":"why"},"data":{}})",
          R"({"code":"=A999926123456700","typed":false,"as_of":3})"};
}

}  // namespace

Target request() {
  return {"request", one, seeds};
}

}  // namespace veinline::fuzz
