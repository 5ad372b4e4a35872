// SPDX-License-Identifier: Apache-2.0
#include "exchange/written.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>

namespace veinline::exchange {

namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes words and numbers off the front of a cell.
class Front {
 public:
  explicit Front(std::string_view rest) : rest_(rest) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  void skip_blanks() {
    while (take(" ")) continue;
  }
  /// Between `least` and `most` digits, and no more of them.
  std::optional<int> number(std::size_t least, std::size_t most) {
    std::size_t count = 0;
    int out = 0;
    while (count < rest_.size() && digit(rest_[count]) && count < most) {
      out = out * 10 + (rest_[count++] - '0');
    }
    if (count < least) return std::nullopt;
    rest_.remove_prefix(count);
    return out;
  }
  void skip_digits() {
    while (!rest_.empty() && digit(rest_.front())) rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
};

bool take_date(Front& front, WrittenTime& out) {
  const bool year_first =
      front.rest().size() > 4 && digit(front.rest()[2]) && digit(front.rest()[3]);
  const auto first = front.number(1, 4);
  if (!first) return false;
  std::string_view mark;
  for (const std::string_view one : {"-", "/", ".", "年"}) {
    if (mark.empty() && front.take(one)) mark = one;
  }
  const auto second = front.number(1, 2);
  if (mark.empty() || !second || !front.take(mark == "年" ? "月" : mark)) return false;
  const auto third = front.number(1, 4);
  if (!third || (mark == "年" && !front.take("日"))) return false;
  out.year = year_first ? *first : *third;
  out.one = year_first ? *second : *first;
  out.two = year_first ? *third : *second;
  out.is_open = !year_first;
  if (!year_first && mark == ".") {  // nobody writes the month first with points
    std::swap(out.one, out.two);
    out.is_open = false;
  }
  return out.year >= 1900 && out.year <= 2199;
}

/// "AM" and "PM" behind a time. False: there is no such hour.
bool take_half_day(Front& front, int& hour) {
  for (const auto& [word, afternoon] :
       {std::pair{"AM", false}, {"am", false}, {"PM", true}, {"pm", true}}) {
    if (!front.take(word)) continue;
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (afternoon ? 12 : 0);
  }
  return hour <= 23;
}

bool take_offset(Front& front, WrittenTime& out) {
  if (front.at_end()) return true;
  if (front.take("Z") || front.take("UTC")) {
    out.offset_s = 0;
    return true;
  }
  const int sign = front.take("+") ? 1 : front.take("-") ? -1 : 0;
  const auto hours = front.number(2, 2);
  front.take(":");
  const auto minutes = front.number(2, 2);
  if (sign == 0 || !hours || !minutes || *hours > 14 || *minutes > 59) return false;
  out.offset_s = sign * (*hours * 3600 + *minutes * 60);
  return true;
}

bool take_clock(Front& front, WrittenTime& out) {
  auto hour = front.number(1, 2);
  if (!hour || !front.take(":")) return false;
  const auto minute = front.number(2, 2);
  if (!minute || *minute > 59) return false;
  int second = 0;
  if (front.take(":")) {
    const auto taken = front.number(2, 2);
    if (!taken || *taken > 59) return false;
    second = *taken;
    if (front.take(".")) front.skip_digits();
  }
  front.skip_blanks();
  if (!take_half_day(front, *hour)) return false;
  front.skip_blanks();
  out.second_of_day = *hour * 3600 + *minute * 60 + second;
  return take_offset(front, out) && front.at_end();
}

std::string small(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

std::optional<WrittenTime> written_time(std::string_view cell) {
  Front front(cell);
  WrittenTime out;
  if (!take_date(front, out)) return std::nullopt;
  if (!front.take("T") && !front.take(" ")) return std::nullopt;
  front.skip_blanks();
  if (!take_clock(front, out)) return std::nullopt;
  return out;
}

std::optional<std::int64_t> clock_seconds(const WrittenTime& time) {
  if (time.one < 1 || time.one > 12 || time.two < 1 || time.two > 31) return std::nullopt;
  const auto day = std::chrono::year(time.year) / time.one / time.two;
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count() * std::int64_t{86'400} +
         time.second_of_day;
}

std::optional<WrittenTemperature> written_temperature(std::string_view cell) {
  Front front(cell);
  const bool negative = front.take("-") || front.take("−");
  if (!negative) front.take("+");
  const auto whole = front.number(1, 5);
  if (!whole || *whole > 10'000) return std::nullopt;
  std::int64_t thousandths = std::int64_t{*whole} * 1000;
  if (front.take(".") || front.take(",")) {
    const std::string_view digits = front.rest();
    if (digits.empty() || !digit(digits.front())) return std::nullopt;
    std::int64_t place = 100;
    for (std::size_t i = 0; i < digits.size() && digit(digits[i]) && i < 4; ++i, place /= 10) {
      if (i < 3) thousandths += (digits[i] - '0') * place;
      if (i == 3 && digits[i] >= '5') ++thousandths;
    }
    front.skip_digits();
  }
  front.skip_blanks();
  WrittenTemperature out{negative ? -thousandths : thousandths, {}};
  if (front.at_end()) return out;
  const std::string unit = small(front.rest());
  for (const char* one : {"°c", "℃", "c", "cel"}) {
    if (unit == one) out.scale = Scale::celsius;
  }
  for (const char* one : {"°f", "℉", "f"}) {
    if (unit == one) out.scale = Scale::fahrenheit;
  }
  if (!out.scale) return std::nullopt;
  return out;
}

bool is_no_value(std::string_view cell) {
  static const std::array<std::string_view, 10> words{"",   "-",   "--",  "---",   "n/a",
                                                      "na", "nan", "err", "error", "null"};
  return std::find(words.begin(), words.end(), small(cell)) != words.end();
}

std::optional<Scale> scale_in(std::string_view text) {
  const std::string word = small(text);
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view one) { return word.find(one) != word.npos; });
  };
  const bool celsius = any({"°c", "℃", "celsius", "摄氏", "(c)", "[c]"}) || word == "c";
  const bool fahrenheit = any({"°f", "℉", "fahrenheit", "华氏", "(f)", "[f]"}) || word == "f";
  if (celsius == fahrenheit) return std::nullopt;
  return celsius ? Scale::celsius : Scale::fahrenheit;
}

std::int64_t celsius_of_fahrenheit(std::int64_t thousandths) {
  const std::int64_t nine_times = (thousandths - 32'000) * 5;
  const std::int64_t half = nine_times < 0 ? -4 : 4;
  return (nine_times + half) / 9;  // a ninth has no half: four ninths down, five up
}

}  // namespace veinline::exchange
