// SPDX-License-Identifier: Apache-2.0
// Log: what a server tells its operator, one line a happening, on the error stream. A line has only
// what is listed here: no address, parameter, body, name or text of a client has a way into it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "gateway/http/seen.hpp"
#include "kernel/instant.hpp"

namespace veinline::tools::cli {

enum class LogFormat : std::uint8_t { text, json };
enum class LogLevel : std::uint8_t { error, warning, info };
std::optional<LogFormat> log_format_of(std::string_view text);
std::optional<LogLevel> log_level_of(std::string_view text);

class Log {
 public:
  using Field = std::pair<std::string_view, std::variant<std::string_view, std::int64_t>>;
  /// `file`: the descriptor that it writes to, in one call a line.
  Log(int file, LogFormat format, LogLevel level, const kernel::Clock& clock)
      : file_(file), format_(format), level_(level), clock_(clock) {}

  /// `event` and the names of fields are words of ours.
  void tell(LogLevel level, std::string_view event, std::initializer_list<Field> fields = {}) const;
  /// A request that was answered: info; by a 5xx: warning.
  void tell(const gateway::http::Seen& seen) const;

 private:
  void write(LogLevel level, std::string_view event, const Field* begin, const Field* end) const;

  const int file_;
  const LogFormat format_;
  const LogLevel level_;
  const kernel::Clock& clock_;
};

}  // namespace veinline::tools::cli
