// SPDX-License-Identifier: Apache-2.0
// RFC 3339 by hand: no locale, no time zone data base, nothing that depends on the machine.
#include "kernel/instant.hpp"

#include <cstdlib>
#include <optional>

#include "kernel/invariant.hpp"

namespace veinline::kernel {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::chrono::year year_first{1900};
constexpr std::chrono::year year_last{2199};

/// Takes characters off the front of a text; once something did not fit, everything after fails.
class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  /// A number of exactly `digits` digits; 0 when there is none.
  int number(std::size_t digits) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) value = value * 10 + digit();
    return value;
  }
  void expect(char c) {
    if (!take(c)) fits_ = false;
  }
  /// Takes `c` when it is next.
  bool take(char c) {
    const bool next = left_.starts_with(c);
    if (next) left_.remove_prefix(1);
    return next;
  }
  [[nodiscard]] bool at_digit() const {
    return !left_.empty() && left_.front() >= '0' && left_.front() <= '9';
  }
  /// True when all was taken and everything fitted.
  [[nodiscard]] bool finished() const { return fits_ && left_.empty(); }

 private:
  int digit() {
    if (!at_digit()) {
      fits_ = false;
      return 0;
    }
    const int value = left_.front() - '0';
    left_.remove_prefix(1);
    return value;
  }

  std::string_view left_;
  bool fits_ = true;
};

year_month_day read_date(Reader& reader) {
  const int year = reader.number(4);
  reader.expect('-');
  const int month = reader.number(2);
  reader.expect('-');
  const int day = reader.number(2);
  return std::chrono::year{year} / month / day;
}

/// Up to three decimals of a second, after the point.
Milliseconds read_decimals(Reader& reader) {
  int value = reader.number(1);  // at least one
  int places = 1;
  for (; places < 3 && reader.at_digit(); ++places) value = value * 10 + reader.number(1);
  for (; places < 3; ++places) value *= 10;
  return Milliseconds{value};
}

/// How far local time runs ahead of UTC; empty when out of range.
std::optional<minutes> read_offset(Reader& reader) {
  if (reader.take('Z')) return minutes{0};
  const bool behind = reader.take('-');
  if (!behind) reader.expect('+');
  const int hour = reader.number(2);
  reader.expect(':');
  const int minute = reader.number(2);
  if (hour > 23 || minute > 59) return std::nullopt;
  const minutes offset = hours{hour} + minutes{minute};
  return behind ? -offset : offset;
}

bool year_in_range(const year_month_day& date) {
  return date.year() >= year_first && date.year() <= year_last;
}

void write(std::string& out, unsigned value, unsigned digits) {
  unsigned place = 1;
  for (unsigned i = 1; i < digits; ++i) place *= 10;
  for (; place > 0; place /= 10) out.push_back(static_cast<char>('0' + value / place % 10));
}
void write(std::string& out, const year_month_day& date) {
  INVARIANT(date.ok() && date.year() >= std::chrono::year{0} &&
            date.year() <= std::chrono::year{9999});
  write(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out.push_back('-');
  write(out, static_cast<unsigned>(date.month()), 2);
  out.push_back('-');
  write(out, static_cast<unsigned>(date.day()), 2);
}

Failure<BadValue> bad(const char* code) {
  return Failure{BadValue{code}};
}

}  // namespace

std::string to_text(Instant instant) {
  const auto midnight = floor<days>(instant);
  const std::chrono::hh_mm_ss time{instant - midnight};
  std::string out;
  out.reserve(24);
  write(out, year_month_day{midnight});
  out.push_back('T');
  write(out, static_cast<unsigned>(time.hours().count()), 2);
  out.push_back(':');
  write(out, static_cast<unsigned>(time.minutes().count()), 2);
  out.push_back(':');
  write(out, static_cast<unsigned>(time.seconds().count()), 2);
  out.push_back('.');
  write(out, static_cast<unsigned>(time.subseconds().count()), 3);
  out.push_back('Z');
  return out;
}

std::string offset_text(std::chrono::minutes offset) {
  const auto ahead = static_cast<unsigned>(std::abs(offset.count()));
  std::string out(1, offset.count() < 0 ? '-' : '+');
  write(out, ahead / 60, 2);
  out.push_back(':');
  write(out, ahead % 60, 2);
  return out;
}

Result<Instant, BadValue> instant_from_text(std::string_view text) {
  Reader reader(text);
  const year_month_day date = read_date(reader);
  reader.expect('T');
  const int hour = reader.number(2);
  reader.expect(':');
  const int minute = reader.number(2);
  reader.expect(':');
  const int second = reader.number(2);
  const Milliseconds decimals = reader.take('.') ? read_decimals(reader) : Milliseconds{0};
  const std::optional<minutes> offset = read_offset(reader);
  if (!reader.finished()) {
    return bad("field.time_form");
  }
  if (!date.ok()) return bad("field.time_calendar");
  if (hour > 23 || minute > 59 || second > 59) {
    return bad("field.time_clock");
  }
  if (!offset) return bad("field.time_offset");
  const Instant instant =
      sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + decimals - *offset;
  if (!year_in_range(year_month_day{floor<days>(instant)})) {
    return bad("field.time_year");
  }
  return instant;
}

std::string to_text(Date date) {
  std::string out;
  out.reserve(10);
  write(out, date.day);
  return out;
}

Result<Date, BadValue> date_from_text(std::string_view text) {
  Reader reader(text);
  const year_month_day date = read_date(reader);
  if (!reader.finished()) return bad("field.date_form");
  if (!date.ok()) return bad("field.date_calendar");
  if (!year_in_range(date)) return bad("field.date_year");
  return Date{date};
}

}  // namespace veinline::kernel
