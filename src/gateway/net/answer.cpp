// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/answer.hpp"

#include <algorithm>
#include <array>
#include <ctime>

#include "kernel/ascii.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, kernel::lower, kernel::lower);
}

bool is_token(std::string_view text) {  // RFC 9110, section 5.6.2
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [&](char sign) {
    const char small = kernel::lower(sign);
    return (small >= 'a' && small <= 'z') || (sign >= '0' && sign <= '9') ||
           marks.find(sign) != std::string_view::npos;
  });
}

bool is_ours(std::string_view name) {  // what the framing says, a handler cannot say
  for (const std::string_view mine :
       {"content-length", "transfer-encoding", "connection", "content-type", "date", "server",
        "strict-transport-security"}) {
    if (same_name(name, mine)) return true;
  }
  return false;
}

bool can_be_sent(const HttpResponse& response) {
  if (response.status < 200 || response.status > 599) return false;
  return kernel::is_one_line(response.content_type) &&
         std::ranges::all_of(response.headers, [](const auto& header) {
           return is_token(header.first) && kernel::is_one_line(header.second) &&
                  !is_ours(header.first);
         });
}

bool says(const HttpResponse& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [&](const auto& header) { return same_name(header.first, name); });
}

/// A client shows the number; the phrase is for people who read wire dumps.
std::string_view phrase(int status) {
  struct Row {
    int status;
    std::string_view phrase;
  };
  static constexpr std::array rows{
      Row{200, "OK"},
      Row{201, "Created"},
      Row{202, "Accepted"},
      Row{204, "No Content"},
      Row{206, "Partial Content"},
      Row{302, "Found"},
      Row{303, "See Other"},
      Row{304, "Not Modified"},
      Row{400, "Bad Request"},
      Row{401, "Unauthorized"},
      Row{403, "Forbidden"},
      Row{404, "Not Found"},
      Row{405, "Method Not Allowed"},
      Row{406, "Not Acceptable"},
      Row{408, "Request Timeout"},
      Row{409, "Conflict"},
      Row{410, "Gone"},
      Row{412, "Precondition Failed"},
      Row{413, "Content Too Large"},
      Row{415, "Unsupported Media Type"},
      Row{417, "Expectation Failed"},
      Row{422, "Unprocessable Content"},
      Row{428, "Precondition Required"},
      Row{429, "Too Many Requests"},
      Row{431, "Request Header Fields Too Large"},
      Row{500, "Internal Server Error"},
      Row{501, "Not Implemented"},
      Row{503, "Service Unavailable"},
      Row{505, "HTTP Version Not Supported"},
      Row{507, "Insufficient Storage"},
  };
  const auto* row = std::ranges::find(rows, status, &Row::status);
  return row == rows.end() ? "Status" : row->phrase;
}

}  // namespace

HttpResponse problem(int status, std::string_view title, std::string_view detail,
                     Recorded recorded) {
  std::string body = R"({"type":"about:blank","title":")";
  body.append(title).append(R"(","status":)").append(std::to_string(status));
  body.append(R"(,"recorded":")").append(recorded == Recorded::no ? "no" : "unknown");
  body.append(R"(","detail":")").append(detail).append("\"}");
  return {.status = status,
          .content_type = "application/problem+json",
          .body = std::move(body),
          .headers = {}};
}

HttpResponse unanswered_problem() {
  return problem(500, "Internal error",
                 "The server could not finish this request. Ask whether it was recorded before "
                 "sending it again, or send it again with the same Idempotency-Key.",
                 Recorded::unknown);
}

std::string response_text(const HttpResponse& response, Framing framing) {
  if (!can_be_sent(response)) return response_text(unanswered_problem(), framing);
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  out.append(phrase(response.status)).append("\r\n");
  const auto line = [&out](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  line("server", "veinline");
  line("date", framing.date);
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body) {
    // The end of a stream is the end of its connection (RFC 9112, section 6.3).
    if (!response.stream) line("content-length", std::to_string(response.body.size()));
    if (!response.content_type.empty()) line("content-type", response.content_type);
  }
  if (!says(response, "cache-control")) line("cache-control", "no-store");
  if (!says(response, "content-security-policy")) {
    line("content-security-policy",
         "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }
  if (!says(response, "x-content-type-options")) line("x-content-type-options", "nosniff");
  if (framing.over == SentOver::under_tls) {
    line("strict-transport-security", "max-age=31536000");
  }
  for (const auto& [name, value] : response.headers) line(name, value);
  line("connection", framing.after == After::close ? "close" : "keep-alive");
  out.append("\r\n");
  if (has_body && framing.body == BodySent::yes) out.append(response.body);
  return out;
}

std::string http_date(std::int64_t unix_seconds) {
  static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = unix_seconds;
  std::tm utc{};
  INVARIANT(gmtime_r(&time, &utc) != nullptr);
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  std::string out = days.at(static_cast<std::size_t>(utc.tm_wday));
  out.append(", ").append(two(utc.tm_mday)).append(" ");
  out.append(months.at(static_cast<std::size_t>(utc.tm_mon))).append(" ");
  out.append(std::to_string(utc.tm_year + 1900)).append(" ").append(two(utc.tm_hour));
  return out.append(":").append(two(utc.tm_min)).append(":").append(two(utc.tm_sec)).append(" GMT");
}

}  // namespace veinline::gateway::net
