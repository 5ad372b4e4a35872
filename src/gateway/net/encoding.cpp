// SPDX-License-Identifier: Apache-2.0
#include "gateway/net/encoding.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "gateway/net/header_text.hpp"
#include "kernel/digest.hpp"
#include "kernel/invariant.hpp"

namespace veinline::gateway::net {
namespace {

constexpr std::size_t worth_compressing = 1'024;  // shorter ones fit into one packet anyway
constexpr int once = 9;                           // level, for what is compressed once
constexpr int each_time = 1;                      // a third of the time for a tenth more bytes
constexpr int gzip_window = 15 + 16;              // zlib.h: 16 more stands for a gzip header
constexpr int memory_level = 8;

std::string deflated(std::string_view text, int level) {
  z_stream stream{};
  INVARIANT(deflateInit2(&stream, level, Z_DEFLATED, gzip_window, memory_level,
                         Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out;
  try {
    out.resize(deflateBound(&stream, static_cast<uLong>(text.size())));
  } catch (...) {
    deflateEnd(&stream);
    throw;
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  INVARIANT(ended == Z_STREAM_END);
  return out;
}

/// Takes what stands before the next separator.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view out = trimmed(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return out;
}

bool is_same(std::string_view name, std::string_view lower_case) {
  return std::ranges::equal(name, lower_case, [](char one, char other) {
    return (one >= 'A' && one <= 'Z' ? static_cast<char>(one - 'A' + 'a') : one) == other;
  });
}

/// Whether a weight is more than none: "0", "0.0", "0.00" and "0.000" are none (RFC 9110, 12.4.2).
bool is_wanted(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view one = take(parameters, ';');
    if (one.size() < 2 || (one[0] != 'q' && one[0] != 'Q') || one[1] != '=') continue;
    return one.substr(2).find_first_not_of("0.") != one.npos;
  }
  return true;
}

/// Whether a coding is wanted; `other_name` is another one for it.
bool accepts(std::string_view accepted, std::string_view name, std::string_view other_name) {
  bool any = false;
  while (!accepted.empty()) {
    std::string_view one = take(accepted, ',');
    const std::string_view coding = take(one, ';');
    if (is_same(coding, name) || is_same(coding, other_name)) return is_wanted(one);
    if (coding == "*") any = is_wanted(one);
  }
  return any;
}

bool is_compressible(std::string_view type) {
  type = type.substr(0, type.find(';'));
  if (type == "text/event-stream") return false;
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("+xml") ||
         type == "application/wasm";
}

std::string etag_of(std::string_view text) {
  // Weak: one for all forms of the same text.
  return "W/\"" + kernel::to_hex(kernel::sha256(text).view().first(16)) + '"';
}

/// By the weak comparison of RFC 9110, section 8.8.3.2.
bool is_among(std::string_view tags, std::string_view etag) {
  const auto opaque = [](std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
  };
  while (!tags.empty()) {
    const std::string_view one = take(tags, ',');
    if (one == "*" || opaque(one) == opaque(etag)) return true;
  }
  return false;
}

std::string_view value_of(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (is_same(key, name)) return value;
  }
  return {};
}

bool may_be_kept(const HttpResponse& response) {
  const std::string_view said = value_of(response, "cache-control");
  return !said.empty() && said.find("no-store") == said.npos;
}

void send_compressed(HttpResponse& response, std::string body, const char* coding) {
  response.body = std::move(body);
  response.headers.emplace_back("content-encoding", coding);
}

}  // namespace

std::string gzip(std::string_view text) {
  return deflated(text, once);
}

std::shared_ptr<const Prepared> prepared(std::string text, std::string_view content_type) {
  Prepared out{.plain = std::move(text), .gzip = {}, .etag = {}};
  out.etag = etag_of(out.plain);
  if (out.plain.size() >= worth_compressing && is_compressible(content_type)) {
    out.gzip = gzip(out.plain);
  }
  return std::make_shared<const Prepared>(std::move(out));
}

Wishes wishes_of(const HttpRequest& request) {
  Wishes out;
  if (request.method != "GET") return out;
  out.reads = true;
  for (const auto& [name, value] : request.headers) {
    if (name == "accept-encoding") {
      out.takes_gzip = accepts(value, "gzip", "x-gzip");
      out.takes_br = accepts(value, "br", "br");
    }
    if (name == "if-none-match") out.if_none_match = value;
    if (name == "cookie") out.has_cookie = true;
  }
  return out;
}

HttpResponse fitted(HttpResponse response, const Wishes& wishes) {
  const std::shared_ptr<const Prepared> ready = std::exchange(response.prepared, nullptr);
  if (ready && !wishes.reads) response.body = ready->plain;
  if (!wishes.reads || response.status != 200 || response.stream) return response;
  if (ready || may_be_kept(response)) {
    std::string etag = ready ? ready->etag : etag_of(response.body);
    const bool has_it = is_among(wishes.if_none_match, etag);
    response.headers.emplace_back("etag", std::move(etag));
    if (has_it) response.status = 304;
  }
  const std::size_t size = ready ? ready->plain.size() : response.body.size();
  const bool varies = size >= worth_compressing && is_compressible(response.content_type) &&
                      value_of(response, "content-encoding").empty();
  if (varies) response.headers.emplace_back("vary", "accept-encoding");
  if (response.status == 304) {
    response.body.clear();
    return response;
  }
  const bool compresses = varies && wishes.takes_gzip;
  if (ready && varies && wishes.takes_br && !ready->br.empty()) {
    send_compressed(response, ready->br, "br");
  } else if (ready && compresses && !ready->gzip.empty()) {
    send_compressed(response, ready->gzip, "gzip");
  } else if (ready) {
    response.body = ready->plain;
  } else if (compresses && !wishes.has_cookie) {
    send_compressed(response, deflated(response.body, each_time), "gzip");
  }
  return response;
}

}  // namespace veinline::gateway::net
