// SPDX-License-Identifier: Apache-2.0
// Writes answers: a response as bytes, and the problem documents that the server says on its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/net/message.hpp"

namespace veinline::gateway::net {

enum class Recorded : std::uint8_t { no, unknown };
enum class After : std::uint8_t { keep_alive, close };  ///< what becomes of the connection
enum class BodySent : std::uint8_t { yes, no };         ///< no: the answer to HEAD

/// A problem document of RFC 9457 with one member more, "recorded": whether anything was written
/// to the ledger. The texts are constants of this folder: plain ASCII, nothing from the request.
HttpResponse problem(int status, std::string_view title, std::string_view detail,
                     Recorded recorded);

/// The same for answers that a request gets because nobody answered it properly.
HttpResponse unanswered_problem();

/// What an answer is sent over. Under TLS it says that it is always to be.
enum class SentOver : std::uint8_t { plainly, under_tls };

struct Framing {
  After after;
  BodySent body;
  std::string_view date;  ///< as http_date gives it
  SentOver over = SentOver::plainly;
};

/// The bytes of an answer, HTTP/1.1. A header that would break out of its line, or a status outside
/// 200 to 599, turns the whole answer into unanswered_problem().
std::string response_text(const HttpResponse& response, Framing framing);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7). `unix_seconds` counts from 1970.
std::string http_date(std::int64_t unix_seconds);

}  // namespace veinline::gateway::net
