// SPDX-License-Identifier: Apache-2.0
#include "tools/cli/log.hpp"

#include <unistd.h>

#include "kernel/canonical.hpp"

namespace veinline::tools::cli {

namespace {

std::string_view name(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warning:
      return "warning";
    case LogLevel::info:
      return "info";
  }
  kernel::broken_invariant("a level is one of those listed", __FILE__, __LINE__);
}

}  // namespace

std::optional<LogFormat> log_format_of(std::string_view text) {
  if (text == "json") return LogFormat::json;
  if (text == "text") return LogFormat::text;
  return std::nullopt;
}

std::optional<LogLevel> log_level_of(std::string_view text) {
  for (const LogLevel level : {LogLevel::error, LogLevel::warning, LogLevel::info}) {
    if (text == name(level)) return level;
  }
  return std::nullopt;
}

void Log::tell(LogLevel level, std::string_view event, std::initializer_list<Field> fields) const {
  write(level, event, fields.begin(), fields.end());
}

void Log::tell(const gateway::http::Seen& seen) const {
  const LogLevel level = seen.status >= 500 ? LogLevel::warning : LogLevel::info;
  tell(level, "request",
       {{"method", seen.method},
        {"route", seen.route},
        {"status", std::int64_t{seen.status}},
        {"us", static_cast<std::int64_t>(seen.took.count())},
        {"bytes", static_cast<std::int64_t>(seen.bytes)},
        {"person", seen.person},
        {"request", seen.id}});
}

void Log::write(LogLevel level, std::string_view event, const Field* begin,
                const Field* end) const {
  if (level > level_) return;
  const std::string at = kernel::to_text(clock_.now());
  std::string line;
  if (format_ == LogFormat::json) {
    kernel::Object object;
    object.set("at", kernel::Value(at));
    object.set("event", kernel::Value(event));
    object.set("level", kernel::Value(name(level)));
    for (const Field* one = begin; one != end; ++one) {
      if (const auto* number = std::get_if<std::int64_t>(&one->second)) {
        object.set(one->first, kernel::Value(*number));
      } else if (const auto text = std::get<std::string_view>(one->second); !text.empty()) {
        object.set(one->first, kernel::Value(text));
      }
    }
    line = kernel::canonical_text(object);
  } else {
    line = "veinline: " + at + " " + std::string(name(level)) + " " + std::string(event);
    for (const Field* one = begin; one != end; ++one) {
      const auto* number = std::get_if<std::int64_t>(&one->second);
      const std::string value = number != nullptr
                                    ? std::to_string(*number)
                                    : std::string(std::get<std::string_view>(one->second));
      if (!value.empty()) line += " " + std::string(one->first) + "=" + value;
    }
  }
  line += "\n";
  // A stream that nobody reads any more is no reason to stop: what is lost is a line.
  static_cast<void>(::write(file_, line.data(), line.size()) == 0);
}

}  // namespace veinline::tools::cli
