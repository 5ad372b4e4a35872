// SPDX-License-Identifier: Apache-2.0
// What is compressed, what is never, and what a client need not be sent again.
#include "gateway/net/encoding.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace veinline::gateway::net {
namespace {

const std::string long_text = [] {
  std::string out;
  for (int i = 0; i < 5'000; ++i) out += "line " + std::to_string(i * i) + "\n";
  return out;
}();

std::string unpacked(const std::string& gzipped) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(gzipped.data()));
  stream.avail_in = static_cast<uInt>(gzipped.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

HttpRequest get(std::map<std::string, std::string> headers) {
  return {.method = "GET", .path = "/", .headers = std::move(headers)};
}

std::string said(const HttpResponse& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

HttpResponse json_answer(std::string cache_control = "") {
  HttpResponse out{.content_type = "application/json", .body = long_text};
  if (!cache_control.empty()) out.headers = {{"Cache-Control", std::move(cache_control)}};
  return out;
}

HttpResponse told(HttpResponse response, std::map<std::string, std::string> headers) {
  return fitted(std::move(response), wishes_of(get(std::move(headers))));
}

bool is_compressed(const HttpResponse& response) {
  return said(response, "content-encoding") == "gzip";
}

TEST(Encoding, SendsBrotliThatIsThereToWhoTakesItAndGzipToOthers) {
  const auto file = [] {
    HttpResponse out{.content_type = "text/javascript"};
    out.prepared = std::make_shared<const Prepared>(
        Prepared{.plain = long_text, .gzip = "gzipped", .etag = "W/\"a\"", .br = "brotli"});
    return out;
  };
  const HttpResponse both = told(file(), {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(both.body, "brotli");
  EXPECT_EQ(said(both, "content-encoding"), "br");
  EXPECT_EQ(said(both, "vary"), "accept-encoding");
  EXPECT_EQ(told(file(), {{"accept-encoding", "gzip, br;q=0"}}).body, "gzipped");
  EXPECT_EQ(told(file(), {{"accept-encoding", "identity"}}).body, long_text);
  EXPECT_EQ(told(file(), {}).body, long_text);
}

TEST(Encoding, ReadsWhetherAClientTakesGzip) {
  for (const char* yes : {"gzip", "deflate, gzip", "br;q=1.0, GZIP;q=0.5", "*", "x-gzip",
                          "gzip ; q=0.001", "*;q=0, gzip", "identity;q=0, *;q=1"}) {
    EXPECT_TRUE(wishes_of(get({{"accept-encoding", yes}})).takes_gzip) << yes;
  }
  for (const char* no : {"", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "gzipped", "identity",
                         "*, gzip;q=0", ";;,,;q="}) {
    EXPECT_FALSE(wishes_of(get({{"accept-encoding", no}})).takes_gzip) << no;
  }
  EXPECT_FALSE(wishes_of(get({})).takes_gzip);
}

TEST(Encoding, CompressesWhatIsLongAndReadForWhoTakesIt) {
  const HttpResponse answer = told(json_answer(), {{"accept-encoding", "gzip"}});
  EXPECT_TRUE(is_compressed(answer));
  EXPECT_EQ(said(answer, "vary"), "accept-encoding");
  EXPECT_LT(answer.body.size(), long_text.size() / 2);
  EXPECT_EQ(unpacked(answer.body), long_text);
  const HttpResponse plain = told(json_answer(), {});
  EXPECT_FALSE(is_compressed(plain));
  EXPECT_EQ(said(plain, "vary"), "accept-encoding") << "a cache must know that it could be";
  EXPECT_EQ(plain.body, long_text);
}

TEST(Encoding, NeverCompressesWhereALengthCouldTellASecretOrNothingIsGained) {
  const auto check = [](HttpResponse response, HttpRequest request, const char* what) {
    request.headers["accept-encoding"] = "gzip";
    EXPECT_FALSE(is_compressed(fitted(std::move(response), wishes_of(request)))) << what;
  };
  HttpRequest post = get({});
  post.method = "POST";
  check(json_answer(), post, "the answer to what somebody sent");
  check(json_answer(), get({{"cookie", "session=1"}}), "what a browser asks with a cookie");
  HttpResponse answer = json_answer();
  answer.status = 403;
  check(answer, get({}), "a refusal");
  answer = json_answer();
  answer.stream = [](const std::shared_ptr<Outlet>&) {};
  check(answer, get({}), "a stream");
  answer = json_answer();
  answer.content_type = "application/octet-stream";
  check(answer, get({}), "bytes");
  answer.content_type = "text/event-stream";
  check(answer, get({}), "events");
  answer = json_answer();
  answer.body = "short";
  check(answer, get({}), "what fits into one packet");
  answer = json_answer();
  answer.headers = {{"Content-Encoding", "br"}};
  EXPECT_EQ(told(answer, {{"accept-encoding", "gzip"}}).headers.size(), 1U) << "encoded already";
}

TEST(Encoding, AnswersWhoHasItAlreadyThatNothingChanged) {
  const HttpResponse first = told(json_answer("no-cache"), {});
  const std::string etag = said(first, "etag");
  EXPECT_TRUE(etag.starts_with("W/\"")) << etag;
  EXPECT_EQ(said(told(json_answer("no-cache"), {{"accept-encoding", "gzip"}}), "etag"), etag);
  for (const std::string& tags : {etag, "\"other\", " + etag, std::string("*"), etag.substr(2)}) {
    const HttpResponse again = told(json_answer("no-cache"), {{"if-none-match", tags}});
    EXPECT_EQ(again.status, 304) << tags;
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(said(again, "etag"), etag);
    EXPECT_EQ(said(again, "vary"), "accept-encoding");
    EXPECT_EQ(said(again, "Cache-Control"), "no-cache");
  }
  EXPECT_EQ(told(json_answer("no-cache"), {{"if-none-match", "\"other\""}}).status, 200);
  HttpResponse changed = json_answer("no-cache");
  changed.body += "more";
  EXPECT_EQ(told(changed, {{"if-none-match", etag}}).status, 200);
}

TEST(Encoding, HasNoEtagForWhatNobodyMayKeep) {
  EXPECT_EQ(said(told(json_answer(), {}), "etag"), "");
  EXPECT_EQ(said(told(json_answer("no-store"), {}), "etag"), "");
  EXPECT_EQ(told(json_answer(), {{"if-none-match", "*"}}).status, 200);
}

TEST(Encoding, SendsWhatWasPreparedInEitherForm) {
  const auto ready = prepared(long_text, "text/css");
  EXPECT_EQ(unpacked(ready->gzip), long_text);
  EXPECT_EQ(prepared(long_text, "image/png")->gzip, "");
  EXPECT_EQ(prepared("short", "text/css")->gzip, "");
  const HttpResponse response{.content_type = "text/css", .prepared = ready};
  EXPECT_EQ(told(response, {}).body, long_text);
  const HttpResponse packed = told(response, {{"accept-encoding", "gzip"}, {"cookie", "a=b"}});
  EXPECT_EQ(packed.body, ready->gzip) << "a public file holds no secret, cookie or not";
  EXPECT_EQ(said(packed, "etag"), ready->etag);
  EXPECT_EQ(told(response, {{"if-none-match", ready->etag}}).status, 304);
  HttpRequest post = get({{"accept-encoding", "gzip"}});
  post.method = "POST";
  EXPECT_EQ(fitted(response, wishes_of(post)).body, long_text);
}

}  // namespace
}  // namespace veinline::gateway::net
