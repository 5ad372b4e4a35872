// SPDX-License-Identifier: Apache-2.0
// Scans: whatever a scanner gives or a person types.
#include "codes/scan.hpp"

#include "fuzz/target.hpp"
#include "kernel/canonical.hpp"
#include "kernel/id.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view text) {
  for (const codes::How how : {codes::How::scanned, codes::How::typed, codes::How::either}) {
    const auto scan = codes::read_scan(text, how);
    if (!scan) {
      hold(!codes::name(scan.error()).empty(), "what is wrong with a code has a name");
      continue;
    }
    hold(text.size() <= codes::scan_bytes_max, "no label carries more");
    hold(kernel::is_utf8(scan->plain) && kernel::is_utf8(scan->own),
         "a code that was read is text");
    for (const std::string& alias : scan->aliases) {
      const std::size_t slash = alias.find('/');
      hold(slash != 0 && slash != alias.npos && slash + 1 < alias.size(),
           "an alias has a scheme and a value");
    }
    if (scan->kind == codes::Kind::own) {
      hold(kernel::is_id(std::string_view(scan->own).substr(scan->own.find('/') + 1)),
           "an own code is an id");
    }
  }
}

Corpus seeds() {
  return {"=A999926123456700",
          "&,1CHA999926000A1Z",
          "=<S0001A00",
          "=+02=A99992612345600=<S1128100",
          "A9999261234567",
          "din:A999926123456",
          "coi:CHA999926000A1Z",
          "material/X7CDEJ002BY398ABXU",
          "X7CDEJ002BY398ABXU",
          "label:X7CDEJ002BY398ABXU",
          "]d2010950600013435221ABC\x1d"
          "17271231",
          "(01)09506000134352(21)ABC",
          "https://id.gs1.org/01/09506000134352/21/ABC?17=271231",
          "MRN 0042-17"};
}

}  // namespace

Target scan() {
  return {"scan", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
