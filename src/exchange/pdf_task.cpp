// SPDX-License-Identifier: Apache-2.0
#include "exchange/pdf_task.hpp"

#include <array>
#include <charconv>

#include "kernel/invariant.hpp"

namespace veinline::exchange {

using kernel::Failure;

namespace {

constexpr std::size_t line_bytes_max = 100;
constexpr std::array kinds{PdfTask::Kind::check, PdfTask::Kind::stamp};
constexpr std::array faults{PdfFault::unreadable, PdfFault::too_many_pages, PdfFault::too_much,
                            PdfFault::not_drawn,  PdfFault::out_of_bounds,  PdfFault::not_run};

std::string_view text(PdfTask::Kind kind) {
  switch (kind) {
    case PdfTask::Kind::check:
      return "check";
    case PdfTask::Kind::stamp:
      return "stamp";
  }
  kernel::broken_invariant("a task is one of those listed", __FILE__, __LINE__);
}

std::string_view text(PdfFault fault) {
  switch (fault) {
    case PdfFault::unreadable:
      return "unreadable";
    case PdfFault::too_many_pages:
      return "too_many_pages";
    case PdfFault::too_much:
      return "too_much";
    case PdfFault::not_drawn:
      return "not_drawn";
    case PdfFault::out_of_bounds:
      return "out_of_bounds";
    case PdfFault::not_run:
      return "not_run";
  }
  kernel::broken_invariant("a fault is one of those listed", __FILE__, __LINE__);
}

/// Takes the first line away; empty: there is none.
std::optional<std::string_view> line_of(std::string_view& bytes) {
  const std::size_t end = bytes.substr(0, line_bytes_max).find('\n');
  if (end == bytes.npos) return std::nullopt;
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  return line;
}

/// Takes the next word of a line away.
std::string_view word_of(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::optional<std::size_t> length_of(std::string_view word) {
  std::size_t out = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), out);
  if (word.empty() || error != std::errc{} || end != word.data() + word.size()) return {};
  return out;
}

}  // namespace

std::string task_bytes(const PdfTask& task) {
  std::string out(text(task.kind));
  for (const std::size_t length : {task.watermark.first.size(), task.watermark.second.size(),
                                   task.watermark.across.size(), task.pdf.size()}) {
    out += " " + std::to_string(length);
  }
  out += "\n" + task.watermark.first + task.watermark.second + task.watermark.across;
  return out.append(task.pdf);
}

std::optional<PdfTask> read_task(std::string_view bytes) {
  if (bytes.size() > pdf_task_bytes_max) return std::nullopt;
  auto line = line_of(bytes);
  if (!line) return std::nullopt;
  const std::string_view kind = word_of(*line);
  std::array<std::string_view, 4> parts;
  for (std::string_view& part : parts) {
    const auto length = length_of(word_of(*line));
    if (!length || *length > bytes.size()) return std::nullopt;
    part = bytes.substr(0, *length);
    bytes.remove_prefix(*length);
  }
  if (!line->empty() || !bytes.empty()) return std::nullopt;
  for (const PdfTask::Kind one : kinds) {
    if (kind != text(one)) continue;
    return PdfTask{
        one, {std::string(parts[0]), std::string(parts[1]), std::string(parts[2])}, parts[3]};
  }
  return std::nullopt;
}

PdfAnswer done(const PdfTask& task) {
  switch (task.kind) {
    case PdfTask::Kind::check: {
      auto checked = check_pdf(task.pdf);
      if (!checked) return Failure{checked.error()};
      return std::string();
    }
    case PdfTask::Kind::stamp:
      return watermarked(task.pdf, task.watermark);
  }
  kernel::broken_invariant("a task is one of those listed", __FILE__, __LINE__);
}

std::string answer_bytes(const PdfAnswer& answer) {
  if (!answer) return std::string(text(answer.error())) + "\n";
  return "well " + std::to_string(answer->size()) + "\n" + *answer;
}

std::optional<PdfAnswer> read_answer(std::string bytes) {
  std::string_view rest = bytes;
  auto line = line_of(rest);
  if (!line) return std::nullopt;
  const std::string_view word = word_of(*line);
  if (word == "well") {
    if (length_of(*line) != rest.size()) return std::nullopt;
    return PdfAnswer(bytes.substr(bytes.size() - rest.size()));
  }
  if (!line->empty() || !rest.empty()) return std::nullopt;
  for (const PdfFault one : faults) {
    if (word == text(one)) return PdfAnswer(Failure{one});
  }
  return std::nullopt;
}

}  // namespace veinline::exchange
