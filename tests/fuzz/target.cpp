// SPDX-License-Identifier: Apache-2.0
#include "fuzz/target.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace veinline::fuzz {

std::vector<Target> lone_targets() {
  return {json(),    value(), scan(),     isbt(),     identity(), gs1(),  settings(),
          address(), http(),  note(),     receipt(),  record(),   tile(), witness(),
          proof(),   cbor(),  passkeys(), webauthn(), token(),    oidc()};
}

void hold(bool promise, const char* what) {
  if (promise) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

std::string file_of_tree(std::string_view path) {
  std::ifstream file(std::string(VEINLINE_SOURCE_DIR) + "/" + std::string(path), std::ios::binary);
  hold(file.good(), "a seed is a file of this repository");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Corpus lines_of(std::string_view text) {
  Corpus out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty()) out.emplace_back(line);
  }
  return out;
}

}  // namespace veinline::fuzz
