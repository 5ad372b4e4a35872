// SPDX-License-Identifier: Apache-2.0
// Files of temperature loggers: whatever is read has no more readings than is promised, in order.
#include "exchange/logger_file.hpp"
#include "fuzz/target.hpp"

namespace veinline::fuzz {
namespace {

void one(std::string_view bytes) {
  for (const char* unit : {"", "F"}) {
    const exchange::LoggerHints hints{.unit = unit, .order = exchange::DayOrder::day_first};
    const auto read = exchange::parse_logger(bytes, hints);
    if (!read) {
      hold(!read.error().empty(), "a file that is refused has a reason");
      hold(read.error().size() <= exchange::logger_problems_max, "the reasons have a limit");
      continue;
    }
    hold(read->readings.size() <= exchange::logger_readings_max, "the readings have a limit");
    std::size_t line = 0;
    for (const exchange::LoggerReading& reading : read->readings) {
      hold(reading.line > line, "each reading stands on a line of its own");
      line = reading.line;
    }
  }
}

Corpus seeds() {
  Corpus out;
  for (const char* name : {"generic", "iso", "vendor"}) {
    const std::string text = file_of_tree(std::string("examples/logger-") + name + ".csv");
    out.push_back(text.substr(0, 2'000));
  }
  return out;
}

}  // namespace

Target logger() {
  return {"logger", one, seeds, 2'000};
}

}  // namespace veinline::fuzz
