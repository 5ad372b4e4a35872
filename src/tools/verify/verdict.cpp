// SPDX-License-Identifier: Apache-2.0
// A verdict for people, for programs and for the shell.
#include "kernel/canonical.hpp"
#include "kernel/instant.hpp"
#include "tools/verify/verify.hpp"

namespace veinline::tools::verify {

using kernel::Value;

namespace {

std::string_view word(Verdict::Result result) {
  switch (result) {
    case Verdict::Result::intact:
      return "intact";
    case Verdict::Result::broken:
      return "broken";
    case Verdict::Result::cannot_judge:
      return "cannot_judge";
  }
  kernel::broken_invariant("a result is one of those listed", __FILE__, __LINE__);
}

std::string_view title(Verdict::Result result) {
  switch (result) {
    case Verdict::Result::intact:
      return "INTACT. ";
    case Verdict::Result::broken:
      return "NOT INTACT. ";
    case Verdict::Result::cannot_judge:
      return "CANNOT JUDGE. ";
  }
  kernel::broken_invariant("a result is one of those listed", __FILE__, __LINE__);
}

std::string time_text(const ledger::Cosignature& cosignature) {
  // A witness may claim any time; what no calendar of ours holds is shown as seconds.
  constexpr std::int64_t year_2200 = 7'258'118'400;
  const auto seconds = cosignature.time.time_since_epoch().count();
  if (seconds < 0 || seconds >= year_2200) return std::to_string(seconds) + " s";
  return kernel::to_text(kernel::Instant(cosignature.time));
}

}  // namespace

int exit_code(Verdict::Result result) {
  switch (result) {
    case Verdict::Result::intact:
      return 0;
    case Verdict::Result::broken:
      return 1;
    case Verdict::Result::cannot_judge:
      return 2;
  }
  kernel::broken_invariant("a result is one of those listed", __FILE__, __LINE__);
}

std::string to_text(const Verdict& verdict) {
  std::string out(title(verdict.result));
  out += verdict.message + "\n";
  if (!verdict.origin.empty()) {
    out += "  log      " + verdict.origin + "\n";
    out += "  size     " + std::to_string(verdict.size) + "\n";
    out += "  root     " + verdict.root_base64 + "\n";
    out += "  checked  " + std::to_string(verdict.records) + " records, " +
           std::to_string(verdict.signatures) + " signatures of persons";
    if (verdict.imported_signatures > 0) {
      out +=
          ", " + std::to_string(verdict.imported_signatures) + " of them as an import named them";
    }
    out += "\n";
  }
  if (!verdict.found_vkey.empty()) out += "  key      " + verdict.found_vkey + "\n";
  for (const ledger::Cosignature& cosignature : verdict.cosignatures) {
    out += "  seen by  " + cosignature.name + " at " + time_text(cosignature) + "\n";
  }
  return out;
}

std::string to_json(const Verdict& verdict) {
  kernel::Array seen_by;
  for (const ledger::Cosignature& cosignature : verdict.cosignatures) {
    kernel::Object one;
    one.set("name", Value(cosignature.name));
    one.set("time", Value(time_text(cosignature)));
    seen_by.push_back(Value(std::move(one)));
  }
  // Counts as text: a log may be longer than the integers of canonical JSON.
  kernel::Object out;
  out.set("cosignatures", Value(std::move(seen_by)));
  out.set("exit", Value(exit_code(verdict.result)));
  out.set("first_bad",
          verdict.first_bad ? Value(std::to_string(*verdict.first_bad)) : Value(nullptr));
  out.set("imported_signatures", Value(std::to_string(verdict.imported_signatures)));
  out.set("key", Value(verdict.found_vkey));
  out.set("message", Value(verdict.message));
  out.set("origin", Value(verdict.origin));
  out.set("records", Value(std::to_string(verdict.records)));
  out.set("result", Value(word(verdict.result)));
  out.set("root", Value(verdict.root_base64));
  out.set("signatures", Value(std::to_string(verdict.signatures)));
  out.set("size", Value(std::to_string(verdict.size)));
  return kernel::canonical_text(out) + "\n";
}

}  // namespace veinline::tools::verify
