// SPDX-License-Identifier: Apache-2.0
#include "tools/bench/bench.hpp"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <iostream>

#include "tools/bench/append.hpp"
#include "tools/bench/figures.hpp"
#include "tools/bench/foreign.hpp"
#include "tools/bench/history.hpp"
#include "tools/bench/http.hpp"
#include "tools/bench/import.hpp"
#include "tools/bench/reading.hpp"
#include "tools/bench/rights.hpp"
#include "tools/bench/shared.hpp"
#include "tools/bench/simulate.hpp"
#include "tools/bench/start.hpp"
#include "tools/bench/verify.hpp"

namespace veinline::tools::bench {

using kernel::Array;
using kernel::Object;
using kernel::Value;

namespace {

/// Where logs are made: a folder that was named and stays, or a temporary one.
class Workplace {
 public:
  explicit Workplace(const std::string& named) : path_(named), stays_(!named.empty()) {
    if (stays_) {
      std::error_code error;
      std::filesystem::create_directories(path_, error);
      return;
    }
    path_ = (std::filesystem::temp_directory_path() / "veinline-bench-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~Workplace() {
    std::error_code error;
    if (!stays_ && !path_.empty()) std::filesystem::remove_all(path_, error);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  [[nodiscard]] bool is_there() const { return std::filesystem::is_directory(path_); }
  [[nodiscard]] std::string file(const char* name) const { return path_ + "/" + name; }

 private:
  std::string path_;
  bool stays_;
};

Value load_now() {
  double loads[3] = {0, 0, 0};
  if (::getloadavg(loads, 3) != 3) return {};
  return Value(Array{decimal(loads[0], 2), decimal(loads[1], 2), decimal(loads[2], 2)});
}

class Bench {
 public:
  Bench(const BenchOptions& options, const Workplace& place) : options_(options), place_(place) {}

  /// Measures what was asked for; false when something could not be measured.
  bool run() {
    const Value before = load_now();
    if (!options_.store.empty()) return run_on_database();
    bool well = part("append", [&] { return append(); });
    well &= part("http", [&] { return http(); });
    well &= part("simulate", [&] {
      return measure_simulate(place_.file(""), options_.courses, options_.seed);
    });
    well &= part("import", [&] { return measure_import(place_.file(""), options_.rows); });
    well &= part("trace", [&] { return trace(); });
    well &= part("rebuild", [&] { return over_log(measure_rebuild); });
    well &= part("verify", [&] { return over_log(measure_verify); });
    well &= part("rights", [&] { return rights(); });
    well &= part("foreign", [&] { return foreign(); });
    well &= part("size", [&] { return over_log(measure_size); });
    well &= part("start", [&] { return start(); });
    return finish(well, before);
  }
  [[nodiscard]] const Object& result() const { return out_; }

 private:
  /// What several servers are for, and what a long log costs there.
  bool run_on_database() {
    const Value before = load_now();
    bool well = part("shared", [&] {
      std::error_code error;
      for (const char* name : {"shared", "shared_too"}) {
        std::filesystem::remove_all(place_.file(name), error);
      }
      return measure_shared(place_.file(""), options_.store, options_.seed);
    });
    well &= part("trace", [&] { return trace(); });
    well &= part("rebuild", [&] { return over_log(measure_rebuild); });
    return finish(well, before);
  }

  bool finish(bool well, const Value& before) {
    out_.set("gates", Value(gates_));
    out_.set("load", Value(object({{"after", load_now()}, {"before", before}})));
    out_.set("parts", Value(parts_));
    return well && !parts_.empty();
  }

  bool part(const char* name, const std::function<Measured<Part>()>& measure) {
    if (options_.name != "all" && options_.name != name) return true;
    auto measured = measure();
    if (!measured) {
      std::cerr << "veinline bench " << name << ": " << measured.error().why << "\n";
      return false;
    }
    for (Value& one : measured->gates) gates_.push_back(std::move(one));
    parts_.set(name, Value(std::move(measured->figures)));
    return true;
  }

  /// The log that most parts measure on, made when the first of them asks for it.
  Measured<History> log() {
    if (!log_) {
      TRY(History made,
          make_history(place_.file("log"), options_.facts, options_.seed, options_.store));
      log_ = std::move(made);
      Object figures = object({{"facts", static_cast<std::int64_t>(log_->facts)},
                               {"made", static_cast<std::int64_t>(log_->made)},
                               {"treatments", static_cast<std::int64_t>(log_->treatments)}});
      if (log_->made > 0) {
        figures.set("facts_per_s", whole(static_cast<double>(log_->made) / log_->seconds));
      }
      parts_.set("history", Value(std::move(figures)));
    }
    return *log_;
  }

  Measured<Part> over_log(Measured<Part> (*measure)(const History&)) {
    TRY(const History made, log());
    return measure(made);
  }
  Measured<Part> rights() {
    TRY(const History made, log());
    std::error_code error;
    std::filesystem::remove_all(place_.file("rights"), error);  // always a new one
    return measure_rights(made, place_.file("rights"), options_.seed);
  }
  Measured<Part> foreign() {
    TRY(const History made, log());
    return measure_foreign(made, options_.seed);
  }
  Measured<Part> append() { return beside_raw("append", measure_append); }
  Measured<Part> http() { return beside_raw("http", measure_http); }
  Measured<Part> beside_raw(const char* name,
                            Measured<Part> (*measure)(const std::string&, std::uint64_t)) {
    // Always a new one: both engines begin with an empty file.
    std::error_code error;
    std::filesystem::remove_all(place_.file(name), error);
    std::filesystem::remove_all(place_.file("raw"), error);
    auto measured = measure(place_.file(""), options_.seed);
    std::filesystem::remove_all(place_.file("raw"), error);
    return measured;
  }
  Measured<Part> trace() {
    TRY(const History big, log());
    TRY(const History tenth,
        make_history(place_.file("tenth"), options_.facts / 10, options_.seed, options_.store));
    return measure_trace(big, tenth, options_.seed);
  }
  Measured<Part> start() {
    TRY(const History made, log());
    return measure_start(made, options_.seed);
  }

  const BenchOptions& options_;
  const Workplace& place_;
  std::optional<History> log_;
  Object out_, parts_;
  Array gates_;
};

/// Figures for people: one line each, by their path.
void print_lines(const std::string& path, const Value& value) {
  if (const Object* object = value.object()) {
    for (const auto& [name, member] : object->members()) {
      print_lines(path.empty() ? name : path + "." + name, member);
    }
    return;
  }
  const std::string* text = value.string();
  std::cout << path << std::string(path.size() < 34 ? 34 - path.size() : 1, ' ')
            << (text != nullptr ? *text : kernel::canonical_text(value)) << "\n";
}

void print_gates(const Array& gates) {
  for (const Value& one : gates) {
    const auto text = [&](const char* name) { return *one.object()->find(name)->string(); };
    const bool holds = *one.object()->find("holds")->boolean();
    std::cout << (holds ? "holds  " : "FAILS  ") << text("name") << " " << text("value") << " ("
              << text("gate") << ")\n";
  }
}

/// The two processes that the part `start` runs beside itself.
std::optional<int> run_as_child(const BenchOptions& options) {
  const bool writes = options.name == "start.write";
  if (!writes && options.name != "start.open") return std::nullopt;
  auto told = writes ? append_for_ever(options.folder, options.seed)
                     : open_and_record(options.folder, options.seed);
  if (!told) {
    std::cerr << told.error().why << "\n";
    return 2;
  }
  std::cout << kernel::canonical_text(*told) << "\n" << std::flush;
  return 0;
}

}  // namespace

int run(const BenchOptions& options) {
  if (const auto code = run_as_child(options)) return *code;
  const Workplace place(options.folder);
  if (!place.is_there()) {
    std::cerr << "The folder for the bench cannot be made.\n";
    return 2;
  }
  Bench bench(options, place);
  const bool well = bench.run();
  if (options.json) {
    std::cout << kernel::canonical_text(bench.result()) << "\n";
  } else {
    for (const auto& [name, value] : bench.result().members()) {
      if (name != "gates") print_lines(name == "parts" ? "" : name, value);
    }
    print_gates(*bench.result().find("gates")->array());
  }
  return well ? 0 : 2;
}

}  // namespace veinline::tools::bench
