// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/import.hpp"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "tools/bench/child.hpp"
#include "tools/bench/one_treatment.hpp"
#include "tools/bench/patients_map.hpp"
#include "tools/bench/raw.hpp"

namespace veinline::tools::bench {
namespace {

namespace fs = std::filesystem;
using kernel::Done;

constexpr std::uint64_t raw_group = 64;

bool write(const std::string& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  return static_cast<bool>(out.flush());
}

/// The heading is that of examples/patients.csv; each patient has another chain of identity.
std::string table_of(std::uint64_t rows) {
  std::string out = "筛选号,姓名,筛选时间,中心,知情同意版本,签署时间,识别码\n";
  for (std::uint64_t i = 1; i <= rows; ++i) {
    std::array<char, 128> row{};
    const int length = std::snprintf(
        row.data(), row.size(),
        "S-%06llu,示例,2026-02-10 09:00,HOSP-A,ICF-1.2,2026-02-10 09:20,CHB999926%06llu\n",
        static_cast<unsigned long long>(i), static_cast<unsigned long long>(i));
    out.append(row.data(), static_cast<std::size_t>(length));
  }
  return out;
}

/// What an import leaves in its folder: the answer to examples/one-treatment.ndjson has the names.
class Desk {
 public:
  explicit Desk(std::string folder) : folder_(std::move(folder)) {}

  Measured<Done> set_up(std::uint64_t rows) {
    std::error_code error;
    fs::remove_all(folder_, error);
    fs::create_directories(folder_, error);
    { TRY([[maybe_unused]] const auto founded, open_node(node())); }
    if (!write(file("first.ndjson"), embedded::one_treatment) ||
        !write(file("map.json"), embedded::patients_map) ||
        !write(file("patients.csv"), table_of(rows))) {
      return not_measured("The files to take in cannot be written");
    }
    TRY(const kernel::Object names,
        run_to_end(this_program(), {"import", file("first.ndjson"), "--data", node(), "--json"}));
    if (!write(file("names.json"), kernel::canonical_text(kernel::Value(names)))) {
      return not_measured("The names cannot be written");
    }
    return Done{};
  }
  [[nodiscard]] std::string node() const { return file("node"); }
  [[nodiscard]] std::string file(const char* name) const { return folder_ + "/" + name; }

 private:
  std::string folder_;
};

struct Taken {
  double seconds = 0;
  std::int64_t lines = 0;  ///< of progress
  std::string last;        ///< of them
  Ended ended;
};

Measured<Taken> take_in(const Desk& desk, std::uint64_t rows) {
  const Stopwatch watch;
  TRY(Child child,
      Child::start(this_program(),
                   {"import", desk.file("patients.csv"), "--map", desk.file("map.json"), "--names",
                    desk.file("names.json"), "--data", desk.node(), "--progress"},
                   Errors::heard));
  Taken out;
  for (std::string line = child.line(); !line.empty(); line = child.line()) {
    out.last = std::move(line);
    ++out.lines;
  }
  out.ended = child.wait();
  out.seconds = watch.seconds();
  const std::string all = std::to_string(rows);
  const bool is_told = out.last.starts_with(all + " of " + all + " rows, ");
  if (out.ended.code != 0) return not_measured("The table was not taken in: " + out.last);
  if (!is_told) return not_measured("The import does not say how far it is: " + out.last);
  return out;
}

Measured<ledger::Seq> size_of(node::Node& node) {
  auto tip = node.store().tip();
  if (!tip) return not_measured("The log cannot be read");
  return tip->head.size();
}

}  // namespace

Measured<Part> measure_import(const std::string& folder, std::uint64_t rows) {
  if (rows == 0 || rows > import_rows_max) {
    return not_measured("--rows wants 1 to " + std::to_string(import_rows_max));
  }
  Desk desk(folder + "/import");
  TRY([[maybe_unused]] const Done ready, desk.set_up(rows));
  ledger::Seq before = 0;
  {
    TRY(const auto node, open_node(desk.node()));
    TRY(before, size_of(*node));
  }
  TRY(const Taken taken, take_in(desk, rows));
  RawRows like{{}, raw_group, 0};
  {
    TRY(const auto node, open_node(desk.node()));
    TRY(const ledger::Seq after, size_of(*node));
    like.rows = after - before;
    TRY(like.shape, mean_shape(node->store(), before));
  }
  TRY(const Raw raw, run_raw(folder + "/raw", like));
  const auto facts = static_cast<double>(like.rows);
  const double per_s = facts / taken.seconds;
  Part out;
  out.figures =
      object({{"facts", static_cast<std::int64_t>(like.rows)},
              {"facts_per_s", whole(per_s)},
              {"peak_mib", whole(static_cast<double>(taken.ended.peak_kib) / 1024)},
              {"progress_lines", taken.lines},
              {"ratio", decimal(per_s / raw.rows_per_s, 2)},
              {"raw_lone_p50_us", whole(raw.lone_p50_us)},
              {"raw_rows_per_s", whole(raw.rows_per_s)},
              {"record_bytes", static_cast<std::int64_t>(like.shape.bytes)},
              {"rows", static_cast<std::int64_t>(rows)},
              {"rows_per_s", whole(static_cast<double>(rows) / taken.seconds)},
              {"seconds", decimal(taken.seconds, 1)},
              {"touches", static_cast<std::int64_t>(like.shape.changes + like.shape.mentions)}});
  return out;
}

}  // namespace veinline::tools::bench
