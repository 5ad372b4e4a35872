// SPDX-License-Identifier: Apache-2.0
// Records: bytes that are read as a record are the bytes that the record is written as.
#include "ledger/record.hpp"

#include <algorithm>
#include <filesystem>

#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  const auto record = ledger::parse_record(bytes);
  if (!record) {
    hold(!record.error().why.empty(), "bytes that are no record are told why");
    return;
  }
  hold(ledger::finish(ledger::encode(record->draft), record->stamp) == bytes,
       "a record has one text");
}

Corpus seeds() {
  Corpus out;
  namespace fs = std::filesystem;
  for (const auto& file : fs::directory_iterator(VEINLINE_SOURCE_DIR "/tests/golden/records")) {
    std::string text = file_of_tree("tests/golden/records/" + file.path().filename().string());
    while (text.ends_with('\n')) text.pop_back();
    out.push_back(std::move(text));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Target record() {
  return {"record", one, seeds};
}

}  // namespace veinline::fuzz
