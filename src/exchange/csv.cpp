// SPDX-License-Identifier: Apache-2.0
#include "exchange/csv.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

#include "kernel/canonical.hpp"
#include "kernel/invariant.hpp"

namespace veinline::exchange {

using kernel::Failure;
using kernel::Result;

namespace {

constexpr char quote_mark = '\x22';
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// An iconv descriptor with an owner.
class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (is_open()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  [[nodiscard]] bool is_open() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  std::optional<std::string> run(std::string_view bytes) {
    std::string input(bytes);
    char* in = input.data();
    std::size_t left = input.size();
    std::string out;
    std::array<char, 16 * 1024> piece{};
    while (left > 0) {
      char* to = piece.data();
      std::size_t room = piece.size();
      const std::size_t done = iconv(handle_, &in, &left, &to, &room);
      out.append(piece.data(), piece.size() - room);
      if (done == static_cast<std::size_t>(-1) && errno != E2BIG) return std::nullopt;
    }
    return out;
  }

 private:
  iconv_t handle_;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t";
  const std::size_t from = text.find_first_not_of(spaces);
  if (from == text.npos) return {};
  return text.substr(from, text.find_last_not_of(spaces) - from + 1);
}

/// Some three bytes that stand for a common Chinese character in UTF-8.
bool has_chinese_in_utf8(std::string_view bytes) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
  for (std::size_t i = 0; i + 2 < bytes.size(); ++i) {
    if (byte(i) >= 0xe4 && byte(i) <= 0xe9 && (byte(i + 1) & 0xc0) == 0x80 &&
        (byte(i + 2) & 0xc0) == 0x80) {
      return true;
    }
  }
  return false;
}

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return trimmed(cell).empty(); });
}

Result<std::vector<std::string>, CsvFault> headings_of(const CsvRow& row) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const std::string& cell : row.cells) {
    out.emplace_back(trimmed(cell));
    if (!out.back().empty() && !seen.insert(out.back()).second) {
      return Failure{CsvFault{CsvFault::Kind::heading_twice, row.line}};
    }
  }
  // A table that was widened by an empty column at its end has none there.
  while (!out.empty() && out.back().empty()) out.pop_back();
  if (out.empty()) return Failure{CsvFault{CsvFault::Kind::empty, 0}};
  if (out.size() == 1 && out.front().find_first_of(",;\t|") != std::string::npos) {
    return Failure{CsvFault{CsvFault::Kind::other_separator, row.line}};
  }
  return out;
}

/// The cells of a line, as many as there are headings. False: it has others.
bool fit(CsvRow& row, const std::vector<std::string>& headings) {
  while (row.cells.size() > headings.size() && trimmed(row.cells.back()).empty()) {
    row.cells.pop_back();
  }
  if (row.cells.size() != headings.size()) return false;
  for (std::string& cell : row.cells) cell = std::string(trimmed(cell));
  return true;
}

}  // namespace

std::string_view code(CsvFault::Kind kind) {
  switch (kind) {
    case CsvFault::Kind::not_in_encoding:
      return "sheet.not_in_encoding";
    case CsvFault::Kind::is_gb18030:
      return "sheet.is_gb18030";
    case CsvFault::Kind::is_utf8:
      return "sheet.is_utf8";
    case CsvFault::Kind::is_utf16:
      return "sheet.is_utf16";
    case CsvFault::Kind::other_separator:
      return "sheet.other_separator";
    case CsvFault::Kind::cut_off:
      return "sheet.cut_off";
    case CsvFault::Kind::empty:
      return "sheet.empty";
    case CsvFault::Kind::heading_twice:
      return "sheet.heading_twice";
    case CsvFault::Kind::no_heading:
      return "sheet.no_heading";
    case CsvFault::Kind::other_width:
      return "sheet.other_width";
    case CsvFault::Kind::quote_open:
      return "sheet.quote_open";
    case CsvFault::Kind::stray_quote:
      return "sheet.stray_quote";
    case CsvFault::Kind::too_wide:
      return "sheet.too_wide";
    case CsvFault::Kind::cell_too_long:
      return "sheet.cell_too_long";
  }
  kernel::broken_invariant("a fault of a table is one of those listed", __FILE__, __LINE__);
}

std::string suggestion(CsvFault::Kind kind) {
  if (kind == CsvFault::Kind::is_gb18030) return R"("encoding": "gb18030")";
  if (kind == CsvFault::Kind::is_utf8) return R"("encoding": "utf-8")";
  if (kind == CsvFault::Kind::other_separator) return R"("separator": ";", "\t")";
  return {};
}

std::optional<std::string> decode(std::string_view bytes, Encoding encoding) {
  if (encoding == Encoding::gb18030) {
    Converter converter("GB18030");
    INVARIANT(converter.is_open());  // it comes with glibc
    return converter.run(bytes);
  }
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (!kernel::is_utf8(bytes)) return std::nullopt;
  return std::string(bytes);
}

std::optional<std::string> decode_any(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe")) {
    Converter converter("UTF-16LE");
    INVARIANT(converter.is_open());
    return converter.run(bytes.substr(2));
  }
  if (auto text = decode(bytes, Encoding::utf8)) return text;
  return decode(bytes, Encoding::gb18030);
}

Result<std::string, CsvFault> decode_declared(std::string_view bytes, Encoding encoding) {
  const auto is = [](CsvFault::Kind kind) { return Failure{CsvFault{kind, 0}}; };
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    return is(CsvFault::Kind::is_utf16);
  }
  if (encoding == Encoding::gb18030) {
    const bool marked = bytes.starts_with(byte_order_mark);
    if (marked || (has_chinese_in_utf8(bytes) && kernel::is_utf8(bytes))) {
      return is(CsvFault::Kind::is_utf8);
    }
  }
  if (auto text = decode(bytes, encoding)) return std::move(*text);
  const bool chinese = encoding == Encoding::utf8 && decode(bytes, Encoding::gb18030);
  return is(chinese ? CsvFault::Kind::is_gb18030 : CsvFault::Kind::not_in_encoding);
}

/// Reads one line of cells after another.
class CsvRows::Reader {
 public:
  Reader(std::string_view text, char separator) : rest_(text), separator_(separator) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  /// The end was reached in the middle of a line.
  [[nodiscard]] bool is_cut_off() const { return rest_.empty() && !ended_; }

  /// The next line. A fault of one line has been read over; quote_open spoils what follows.
  Result<CsvRow, CsvFault> row() {
    CsvRow out{line_, {}};
    std::optional<CsvFault::Kind> wrong;
    for (;;) {
      std::string cell;
      if (const auto no = this->cell(cell)) {
        if (*no == CsvFault::Kind::quote_open) return Failure{CsvFault{*no, out.line}};
        if (!wrong) wrong = no;
      }
      if (cell.size() > csv_cell_bytes_max && !wrong) wrong = CsvFault::Kind::cell_too_long;
      out.cells.push_back(std::move(cell));
      if (out.cells.size() > csv_columns_max && !wrong) wrong = CsvFault::Kind::too_wide;
      if (!rest_.empty() && rest_.front() == separator_) {
        rest_.remove_prefix(1);
        continue;
      }
      end_line();
      if (wrong) return Failure{CsvFault{*wrong, out.line}};
      return out;
    }
  }

 private:
  /// Up to the separator or the end of the line.
  std::optional<CsvFault::Kind> cell(std::string& out) {
    if (!rest_.starts_with(quote_mark)) return plain(out);
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t quote = rest_.find(quote_mark);
      if (quote == rest_.npos) return CsvFault::Kind::quote_open;
      const std::string_view part = rest_.substr(0, quote);
      line_ += static_cast<std::size_t>(std::count(part.begin(), part.end(), '\n'));
      out += part;
      rest_.remove_prefix(quote + 1);
      if (!rest_.starts_with(quote_mark)) break;
      out.push_back(quote_mark);
      rest_.remove_prefix(1);
    }
    const bool ends = rest_.empty() || rest_.front() == separator_ || rest_.front() == '\n' ||
                      rest_.starts_with("\r\n");
    if (ends) return std::nullopt;
    std::string behind;
    plain(behind);
    return CsvFault::Kind::stray_quote;
  }
  std::optional<CsvFault::Kind> plain(std::string& out) {
    const char ends[] = {separator_, '\n', '\0'};
    const std::size_t end = std::min(rest_.find_first_of(ends), rest_.size());
    std::string_view text = rest_.substr(0, end);
    if (end == rest_.size() || rest_[end] == '\n') {
      if (text.ends_with('\r')) text.remove_suffix(1);
    }
    out = text;
    rest_.remove_prefix(end);
    if (text.find(quote_mark) != text.npos) return CsvFault::Kind::stray_quote;
    return std::nullopt;
  }
  void end_line() {
    if (rest_.starts_with('\r')) rest_.remove_prefix(1);
    ended_ = rest_.starts_with('\n');
    if (ended_) rest_.remove_prefix(1);
    ++line_;
  }

  std::string_view rest_;
  char separator_;
  std::size_t line_ = 1;
  bool ended_ = true;  ///< the line before, by a line feed
};

CsvRows::CsvRows(std::string_view text, char separator)
    : reader_(std::make_unique<Reader>(text, separator)) {}
CsvRows::CsvRows(CsvRows&&) noexcept = default;
CsvRows& CsvRows::operator=(CsvRows&&) noexcept = default;
CsvRows::~CsvRows() = default;

Result<CsvRows, CsvFault> CsvRows::open(std::string_view text, char separator) {
  CsvRows out(text, separator);
  if (out.reader_->at_end()) return Failure{CsvFault{CsvFault::Kind::empty, 0}};
  TRY(const CsvRow row, out.reader_->row());
  TRY(out.headings_, headings_of(row));
  return out;
}

Result<std::optional<CsvRow>, CsvFault> CsvRows::next() {
  while (!reader_->at_end()) {
    TRY(CsvRow row, reader_->row());
    if (is_blank(row)) continue;
    const std::size_t line = row.line;
    if (!fit(row, headings_)) {
      return Failure{CsvFault{reader_->is_cut_off() && row.cells.size() < headings_.size()
                                  ? CsvFault::Kind::cut_off
                                  : CsvFault::Kind::other_width,
                              line}};
    }
    for (std::size_t i = 0; i < headings_.size(); ++i) {
      if (headings_[i].empty() && !row.cells[i].empty()) {
        return Failure{CsvFault{CsvFault::Kind::no_heading, line}};
      }
    }
    return std::optional(std::move(row));
  }
  return std::optional<CsvRow>{};
}

bool spoils_all(const CsvFault& fault) {
  return fault.kind == CsvFault::Kind::quote_open || fault.kind == CsvFault::Kind::no_heading;
}

Result<CsvTable, CsvFault> read_csv(std::string_view bytes, Encoding encoding, char separator) {
  TRY(const std::string text, decode_declared(bytes, encoding));
  TRY(CsvRows rows, CsvRows::open(text, separator));
  CsvTable out;
  out.headings = rows.headings();
  for (;;) {
    auto row = rows.next();
    if (!row) {
      if (spoils_all(row.error())) return Failure{row.error()};
      out.faulty.push_back(row.error());
    } else if (*row) {
      out.rows.push_back(std::move(**row));
    } else {
      return out;
    }
  }
}

bool is_formula(std::string_view cell) {
  if (cell.empty()) return false;
  if (cell.front() == '=' || cell.front() == '@') return true;
  // A sign is a formula where no number follows.
  if (cell.front() != '+' && cell.front() != '-') return false;
  return !std::all_of(cell.begin() + 1, cell.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == ' ';
  });
}

}  // namespace veinline::exchange
