// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/request_check.hpp"

#include <boost/asio/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>

#include "gateway/net/answer.hpp"
#include "gateway/net/target.hpp"

namespace veinline::gateway::net {
namespace {

namespace http = boost::beast::http;
using kernel::Failure;
using kernel::Result;

HttpResponse refused(int status, std::string_view code, std::string_view title,
                     std::string_view detail) {
  HttpResponse out = problem(status, title, detail, Recorded::no);
  out.code = code;
  return out;
}

HttpResponse malformed(std::string_view detail) {
  HttpResponse out = refused(400, "http.malformed", "Malformed request", detail);
  out.why = detail;
  return out;
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& sign : out) {
    if (sign >= 'A' && sign <= 'Z') sign = static_cast<char>(sign - 'A' + 'a');
  }
  return out;
}

/// Where the body ends must be beyond doubt (RFC 9112, section 6.3): request smuggling lives there.
Result<kernel::Done, HttpResponse> check_framing(const http::request_header<>& header) {
  const std::size_t lengths = header.count(http::field::content_length);
  const std::string_view length = header[http::field::content_length];
  if (lengths > 1 || length.find_first_not_of("0123456789") != length.npos) {  // "3, 3" as well
    return Failure{malformed("A request has one Content-Length.")};
  }
  const std::size_t encodings = header.count(http::field::transfer_encoding);
  if (encodings == 0) return kernel::Done{};
  if (header.count(http::field::content_length) != 0) {
    return Failure{malformed("A request has a Content-Length or a Transfer-Encoding, not both.")};
  }
  if (header.version() < 11) return Failure{malformed("HTTP/1.0 knows no Transfer-Encoding.")};
  if (encodings != 1 || !boost::beast::iequals(header[http::field::transfer_encoding], "chunked")) {
    return Failure{refused(501, "http.encoding_unknown", "Transfer-Encoding not known here",
                           "The only Transfer-Encoding understood here is chunked.")};
  }
  return kernel::Done{};
}

Result<kernel::Done, HttpResponse> check_rest(const http::request_header<>& header) {
  const std::size_t hosts = header.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && header.version() >= 11)) {
    return Failure{malformed("A request of HTTP/1.1 has exactly one Host.")};
  }
  const bool expects = header.count(http::field::expect) != 0;
  if (expects && !boost::beast::iequals(header[http::field::expect], "100-continue")) {
    return Failure{refused(417, "http.expectation", "Expectation failed",
                           "The only expectation understood here is 100-continue.")};
  }
  return kernel::Done{};
}

/// Whether the first line ends as one of HTTP does, " HTTP/", digit, dot, digit, and means a
/// version that is not spoken here.
bool names_another_version(std::string_view unread) {
  const std::string_view line = unread.substr(0, unread.find_first_of("\r\n"));
  constexpr std::string_view shape = " HTTP/0.0";
  if (line.size() < shape.size()) return false;
  const std::string_view end = line.substr(line.size() - shape.size());
  const auto is_digit = [](char sign) { return sign >= '0' && sign <= '9'; };
  return end.starts_with(" HTTP/") && is_digit(end[6]) && end[7] == '.' && is_digit(end[8]) &&
         end != " HTTP/1.0" && end != " HTTP/1.1";
}

}  // namespace

Result<HttpRequest, HttpResponse> read_head(const http::request_header<>& header) {
  TRY([[maybe_unused]] auto framing, check_framing(header));
  TRY([[maybe_unused]] auto rest, check_rest(header));
  auto target = read_target(header.target());
  if (!target) {
    return Failure{malformed("The target: " + target.error().why + ".")};
  }
  HttpRequest request{.method = header.method_string(),
                      .path = std::move(target->path),
                      .query = std::move(target->query),
                      .headers = {},
                      .body = {}};
  for (const auto& field : header) {
    const auto [place, is_new] =
        request.headers.emplace(lower_case(field.name_string()), field.value());
    if (is_new) continue;
    place->second.append(field.name() == http::field::cookie ? "; " : ", ").append(field.value());
  }
  return request;
}

std::optional<HttpResponse> answer_to(const boost::system::error_code& code,
                                      std::string_view unread) {
  const http::error end = http::error::end_of_stream;
  if (code == end || code.category() != http::make_error_code(end).category()) return std::nullopt;
  if (code == http::error::body_limit) {
    return refused(413, "http.too_large", "Body too large",
                   "The body is larger than this server takes.");
  }
  if (code == http::error::header_limit || code == http::error::buffer_overflow) {
    return refused(431, "http.head_too_large", "Header too large",
                   "The headers are larger than this server takes.");
  }
  if (code == http::error::bad_version && names_another_version(unread)) {
    return refused(505, "http.version", "HTTP version not supported",
                   "This server speaks HTTP/1.1.");
  }
  if (code == http::error::bad_transfer_encoding || code == http::error::bad_content_length ||
      code == http::error::multiple_content_length) {
    return malformed("Where the body ends is not beyond doubt.");
  }
  return malformed("The bytes are not a request of HTTP/1.1.");
}

std::optional<HttpResponse> check_lines(std::string_view head) {
  for (std::size_t at = head.find('\n'); at != head.npos; at = head.find('\n', at + 1)) {
    const bool is_folded = at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t');
    const bool is_bare = at == 0 || head[at - 1] != '\r';
    if (is_folded || is_bare) return malformed("A header is one line, and ends with CR and LF.");
  }
  return std::nullopt;
}

HttpResponse too_often() {
  return refused(429, "http.too_often", "Too many requests",
                 "This address asks more often than it may. Wait as long as Retry-After says, and "
                 "send this again.");
}

HttpResponse not_plain_here() {
  return refused(400, "http.tls_only", "TLS is spoken here",
                 "Write https:// instead of http:// and ask again.");
}

HttpResponse too_late() {
  return refused(408, "http.too_slow", "Request too slow", "The request did not arrive in time.");
}

}  // namespace veinline::gateway::net
