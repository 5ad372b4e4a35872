// SPDX-License-Identifier: Apache-2.0
// Addresses: targets of requests, and the URLs that the command line is given.
#include "fuzz/target.hpp"
#include "gateway/net/client.hpp"
#include "gateway/net/target.hpp"
#include "kernel/canonical.hpp"

namespace veinline::fuzz {
namespace {

namespace net = gateway::net;

std::string written(const net::Target& target) {
  std::string out = net::encode_path(target.path);
  char separator = '?';
  for (const auto& [name, value] : target.query) {
    out += separator + net::encode_query(name) + "=" + net::encode_query(value);
    separator = '&';
  }
  return out;
}

void one(std::string_view bytes) {
  if (const auto url = net::Url::parse(bytes)) {
    hold(!url->host.empty() && !url->base_path.ends_with('/'), "a URL has a host");
  }
  const auto target = net::read_target(bytes);
  if (!target) return;
  hold(kernel::is_utf8(target->path), "a path is text");
  hold(target->path.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos,
       "a path is one line");
  if (target->path == "*") return;
  hold(target->path.starts_with('/'), "a path begins at the root");
  const auto again = net::read_target(written(*target));
  hold(again && *again == *target, "a target that is written is the same target");
}

Corpus seeds() {
  return {"/api/v1/trace/material/X7CDEJ002BY398ABXU?as_of=3",
          "/log/tile/0/x001/234.p/5",
          "http://localhost:8080/base/",
          "http://[::1]:8080",
          "*",
          "/a%20b%E4%B8%AD?x=%26&y=a+b&z",
          "/..//%2e%2e/%00"};
}

}  // namespace

Target address() {
  return {"address", one, seeds, 5'000};
}

}  // namespace veinline::fuzz
