// SPDX-License-Identifier: Apache-2.0
// Testing: results of quality control, judged against the study's specification as they come in.
#pragma once

#include <map>
#include <string>

#include "journey/catalogue.hpp"

namespace veinline::journey::testing {

enum class Verdict : std::uint8_t { in_specification, out_of_specification, not_specified };
constexpr std::string_view text(Verdict verdict) {
  switch (verdict) {
    case Verdict::in_specification:
      return "in_specification";
    case Verdict::out_of_specification:
      return "out_of_specification";
    case Verdict::not_specified:
      return "not_specified";
  }
  return "";
}

/// Aspect of a batch: the newest verdict of each test.
struct Results {
  std::map<std::string, Verdict> by_test;
  bool operator==(const Results&) const = default;
};

/// A test of the batch gave a value.
struct ResultRecorded {
  static constexpr std::string_view stored_name = "testing.result_recorded/1";
  static constexpr bool tells_arm = true;
  BatchId batch;
  Code test;
  kernel::Decimal value;
  Code unit;
  Verdict verdict;
  static constexpr auto describe() {
    return std::tuple{
        field("batch", &ResultRecorded::batch, "What was tested.", Mark::changes),
        field("test", &ResultRecorded::test, "Code of the test."),
        field("value", &ResultRecorded::value, "Its value."),
        field("unit", &ResultRecorded::unit, "Code of its unit."),
        field("verdict", &ResultRecorded::verdict, "Against the specification at that moment.")};
  }
};

/// The verdict follows from the value, and a failure puts the batch on hold.
Facts retell(Reader& reader, const Asked& asked, const ResultRecorded& result);

struct RecordResult {
  static constexpr std::string_view name = "testing/record_result";
  static constexpr std::string_view help = "Record the result of a test of a batch.";
  static constexpr Kind kind = Kind::observation;
  static constexpr Roles roles{Role::qc_analyst};
  static constexpr bool tells_arm = true;
  BatchId batch;
  Code test;
  kernel::Decimal value;
  Code unit;
  static constexpr auto describe() {
    return std::tuple{field("batch", &RecordResult::batch, "What was tested."),
                      field("test", &RecordResult::test, "Code of the test, e.g. VIABILITY."),
                      field("value", &RecordResult::value, "Its value, e.g. 91.5."),
                      field("unit", &RecordResult::unit, "Code of its unit, e.g. PERCENT.")};
  }
};

}  // namespace veinline::journey::testing
